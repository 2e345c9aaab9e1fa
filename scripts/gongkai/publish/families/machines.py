"""What machines read of one disclosure: the answers of the API, and the picture of a shared link."""

from collections.abc import Iterator

from gongkai.publish.machines.api import of_disclosure
from gongkai.publish.outputs import One, Output


def alone(one: One) -> Iterator[Output]:
    """The API's answers about a disclosure, and its picture."""
    for path, words in of_disclosure(one.digest):
        yield Output(path, words.encode("utf-8"))
    yield Output(f"{one.digest.page}card.png", one.painter.picture(one.digest))
