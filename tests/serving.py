"""A server over a built database, for the tests that ask it."""

import http.client
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from gongkai.serve.server import make_server

METADATA = Path(__file__).parents[1] / "metadata.yml"


@dataclass(frozen=True)
class Served:
    """Where a server answers."""

    address: str

    @staticmethod
    def quote(text):
        return quote(text, safe="")

    def request(self, path, method="GET", **headers):
        """One request as it is written: status, headers, body."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, quote(path, safe="/?&=%+,._-~*:"), headers=headers)
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
        finally:
            connection.close()

    def get(self, path, *, english=False, **headers):
        """What is answered for a path below the database, at its present address."""
        base = ("/en" if english else "") + "/data/gongkai" + ("" if path[:1] in ("", "?", ".") else "/")
        found = self.request(base + path, **headers)
        return self.request(found[1]["location"], **headers) if found[0] == 302 else found

    def page(self, path, *, english=False):
        status, _, body = self.get(path, english=english)
        assert status == 200, body.decode()
        return body.decode()

    def json(self, path):
        return json.loads(self.page(path))

    def rows(self, query, **parameters):
        return self.json(f"{query}.json?{urlencode({'_shape': 'array', **parameters})}")


@contextmanager
def running(database, site):
    """The server runs in a thread, on a port that the system chooses."""
    answers, told = threading.Event(), []

    def started(address):
        told.append(address)
        answers.set()

    server = make_server(database, site, METADATA, "127.0.0.1", 0, started=started)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert answers.wait(60), "the server did not start"
    try:
        yield Served(told[0])
    finally:
        server.should_exit = True
        thread.join(60)
        assert not thread.is_alive()
