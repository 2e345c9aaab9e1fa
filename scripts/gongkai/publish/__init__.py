"""The site: prose pages by MkDocs, data pages and downloads from the packages, one theme for both."""

from gongkai.publish.facsimiles import FILES as FACSIMILE_FILES
from gongkai.publish.facsimiles import Facsimile, facsimiles, keep_facsimiles
from gongkai.publish.foreign import LOCK, Foreign, brought, locked, unpacked
from gongkai.publish.links import put_aside
from gongkai.publish.machines.pictures import font_file
from gongkai.publish.site import Published, Reuse, forget, publish_site

__all__ = [
    "FACSIMILE_FILES",
    "LOCK",
    "Facsimile",
    "Foreign",
    "Published",
    "Reuse",
    "brought",
    "facsimiles",
    "font_file",
    "forget",
    "keep_facsimiles",
    "locked",
    "publish_site",
    "put_aside",
    "unpacked",
]
