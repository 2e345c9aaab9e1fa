"""Shows what was built, at one address: the site at `/`, the database in Datasette at `/data/`."""

from gongkai.serve.app import make_app
from gongkai.serve.server import make_server, serve

__all__ = ["make_app", "make_server", "serve"]
