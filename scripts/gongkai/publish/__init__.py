"""The site: prose pages by MkDocs, data pages and downloads from the packages, one theme for both."""

from gongkai.publish.foreign import LOCK, Foreign, brought, locked, unpacked
from gongkai.publish.site import Published, Reuse, forget, publish_site

__all__ = ["LOCK", "Foreign", "Published", "Reuse", "brought", "forget", "locked", "publish_site", "unpacked"]
