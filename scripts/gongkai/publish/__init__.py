"""The site: prose pages by MkDocs, data pages and downloads from the packages, one theme for both."""

from gongkai.publish.site import Published, Reuse, forget, publish_site

__all__ = ["Published", "Reuse", "forget", "publish_site"]
