"""What machines read of the site: linked data, feeds, an API of static files, a package of everything, pictures."""

from gongkai.publish.machines.digest import Digest, digest_of
from gongkai.publish.machines.linked import catalogue_ld, dataset_ld, script_text
from gongkai.publish.machines.pictures import Painter, find_font
from gongkai.publish.machines.writing import write_machines, write_of_disclosure

__all__ = [
    "Digest",
    "Painter",
    "catalogue_ld",
    "dataset_ld",
    "digest_of",
    "find_font",
    "script_text",
    "write_machines",
    "write_of_disclosure",
]
