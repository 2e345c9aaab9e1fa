"""The files of the index.

`about.json` says how many texts of each kind there are, of how many shards and blocks, and `version`, the hash of all
else. `grams/N.bin` is a shard of grams: the length of its directory (four bytes, little-endian), the directory as
JSON, the postings. The directory has for a gram the number of its texts, then either where its postings lie in the
shard (from, length), or, for long lists, the numbers of the texts that its pieces begin after; the pieces are the
files `lists/GRAM-N.bin`. `texts/N.bin` and `places/N.bin` hold a block of texts, and of their further places;
`disclosures/N.bin` a block of disclosures: gzipped JSON.
"""

import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.publish.searching.gather import ORDER, Text, gathered
from gongkai.publish.searching.postings import Posting, Postings
from gongkai.search import Entry

BLOCK = 32  # texts, or disclosures, in a file
_SHARD = 12_000  # bytes of a shard, on average
_INLINE = 6_000  # bytes of a list that stands in its shard
_PIECE = 12_000  # bytes of a piece of a longer list
_PLACES = 4  # places that come with a text
_MOST_PLACES = 1_000  # places that are kept of a text
_MULTIPLIER = 0x9E3779B1


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: different texts, places, files and their bytes."""

    texts: int
    places: int
    files: int
    size: int


def write_index(disclosures: Sequence[Sequence[str | int]], found: Iterable[tuple[int, Entry]], out: Path) -> Written:
    """Writes the index to `out`, a new folder; the same entries give the same bytes.

    `disclosures` are what a result shows of each, first its id, by number; `found` the entries with the number of
    their disclosure, -1 for those of none. Memory stays bounded, whatever their number.
    """
    files = _Files(out)
    kinds = dict.fromkeys(ORDER, 0)
    places = 0
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        work = Path(folder)
        postings = Postings(work)
        block: list[Text] = []
        number = 0
        for text in gathered(found, work):
            postings.add(number, text.folded)
            kinds[text.kind] += 1
            places += len(text.places)
            block.append(text)
            number += 1
            if len(block) == BLOCK:
                _write_block(files, number // BLOCK - 1, block)
                block.clear()
        if block:
            _write_block(files, number // BLOCK, block)
        shards = _write_grams(files, postings.merged(), work)
    for start in range(0, len(disclosures), BLOCK):
        files.packed(f"disclosures/{start // BLOCK}.bin", disclosures[start : start + BLOCK])
    about = {
        "version": files.hash.hexdigest()[:16],
        "block": BLOCK,
        "shards": shards,
        "kinds": [[kind, count] for kind, count in kinds.items() if count],
    }
    files.put("about.json", json.dumps(about, separators=(",", ":")).encode())
    return Written(number, places, files.count, files.size)


class _Files:
    def __init__(self, out: Path) -> None:
        self._out = out
        self._folders: set[Path] = set()
        self.hash = hashlib.sha256()
        self.count = self.size = 0

    def put(self, name: str, content: bytes) -> None:
        file = self._out / name
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(content)
        self.hash.update(f"{name} {len(content)} ".encode() + content)
        self.count += 1
        self.size += len(content)

    def packed(self, name: str, content: object) -> None:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        self.put(name, gzip.compress(text.encode("utf-8", "surrogatepass"), 6, mtime=0))


def _write_block(files: _Files, number: int, block: Sequence[Text]) -> None:
    files.packed(f"texts/{number}.bin", [[text.words, len(text.places), text.places[:_PLACES]] for text in block])
    further = {
        str(at): text.places[_PLACES:_MOST_PLACES] for at, text in enumerate(block) if len(text.places) > _PLACES
    }
    if further:
        files.packed(f"places/{number}.bin", further)


def shard_of(gram: str, shards: int) -> int:
    """The shard of a gram, as the browser finds it too."""
    first, second = ord(gram[0]), ord(gram[1]) if len(gram) > 1 else 0
    mixed = (first * _MULTIPLIER + second * 0x85EBCA6B) & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) % shards


def _write_grams(files: _Files, postings: Iterable[Posting], work: Path) -> int:
    """Writes long lists at once, the others to a file of their own from which the shards are filled."""
    directory: list[tuple[str, int, int, int, list[int]]] = []
    inline = 0
    with (work / "inline").open("wb") as out:
        for posting in postings:
            if len(posting.data) <= _INLINE:
                directory.append((posting.gram, posting.count, inline, len(posting.data), []))
                inline += out.write(posting.data)
                continue
            starts = []
            name = "-".join(f"{ord(character):x}" for character in posting.gram)
            for piece, (after, content) in enumerate(_pieces(posting)):
                files.put(f"lists/{name}-{piece}.bin", content)
                starts.append(after)
            directory.append((posting.gram, posting.count, 0, 0, starts))
    shards = max(1, (inline + 16 * len(directory)) // _SHARD)
    by_shard: list[list[int]] = [[] for _ in range(shards)]
    for at, (gram, *_) in enumerate(directory):
        by_shard[shard_of(gram, shards)].append(at)
    with (work / "inline").open("rb") as lists:
        for shard, members in enumerate(by_shard):
            head: dict[str, list[object]] = {}
            data = bytearray()
            for at in members:
                gram, count, start, length, starts = directory[at]
                if starts:
                    head[gram] = [count, starts]
                else:
                    head[gram] = [count, len(data), length]
                    lists.seek(start)
                    data += lists.read(length)
            words = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
            files.put(f"grams/{shard}.bin", len(words).to_bytes(4, "little") + words + bytes(data))
    shutil.rmtree(work / "inline", ignore_errors=True)
    return shards


def _pieces(posting: Posting) -> Iterator[tuple[int, bytes]]:
    """A long list in pieces, each with the number that its first difference counts from."""
    data, pair = posting.data, len(posting.gram) > 1
    at = start = number = after = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while data[at] & 0x80:
            value |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
        value |= data[at] << shift
        at += 1
        return value

    while at < len(data):
        if at - start >= _PIECE:
            yield after, data[start:at]
            start, after = at, number
        head = varint()
        number += head >> 1 if pair else head
        if pair:
            for _ in range(varint() if head & 1 else 1):
                varint()
    yield after, data[start:]
