"""Shows what was built, at one address: the site at `/`, the database in Datasette at `/data/`."""

from gongkai.serve.app import make_app
from gongkai.serve.server import serve

__all__ = ["make_app", "serve"]
