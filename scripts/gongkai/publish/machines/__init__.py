"""What machines read of the site: linked data, feeds, an API of static files, a package of everything, pictures."""

from gongkai.publish.machines.digest import Digest, digest_of

__all__ = ["Digest", "digest_of"]
