"""The file of what is known of all disclosures: brought up to date, and thrown away where it is not as we left it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from gongkai.publish.heads import BROKEN, FINDINGS, SUMS, Mark, finding_list, refresh
from gongkai.publish.holding_tables import SCHEMA, Kept, create, drop, put
from gongkai.publish.holdings import Holdings, Read
from gongkai.publish.made import Made
from gongkai.publish.records import to_json

_FILE, _STAMP = "holdings.db", "holdings.json"
_CACHE_KIB = 64_000


@contextmanager
def holdings(home: Path, names: Collection[str], read: Read, site_url: str) -> Iterator[Holdings]:
    """What is known of the disclosures that the store has under these names; it is kept in the folder `home`.

    `site_url` is the address of the site, "" where it is not known yet.
    """
    home.mkdir(parents=True, exist_ok=True)
    file, stamp = home / _FILE, home / _STAMP
    if not _is_ours(file, stamp):
        file.unlink(missing_ok=True)
    try:
        _bring_up_to_date(file, stamp, names, read, site_url)
    except sqlite3.DatabaseError:  # what stands there is no database of ours, whatever it looks like
        file.unlink(missing_ok=True)
        _bring_up_to_date(file, stamp, names, read, site_url)
    with closing(_opened(file)) as database:
        yield Holdings(database, read)


def holdings_of(every: Mapping[str, Made]) -> Holdings:
    """What is known of these disclosures, in memory alone."""
    database = sqlite3.connect(":memory:")
    create(database)
    words = {identity: to_json(made) for identity, made in every.items()}
    _update(database, words, words.__getitem__, "")
    return Holdings(database, words.__getitem__)


def _is_ours(file: Path, stamp: Path) -> bool:
    try:
        return bool(json.loads(stamp.read_text("utf-8")) == _told(file))
    except (OSError, ValueError):
        return False


def _told(file: Path) -> list[object]:
    """What tells that nobody has written to the file: size, times and inode, as git does it; and the tables in it."""
    found = file.stat()
    layout = sha256(SCHEMA.encode()).hexdigest()
    return [layout, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, isolation_level=None)
    # A run that is killed leaves a file that is not as it was told: nothing in it has to be recovered.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
        database.execute(f"PRAGMA {pragma}")
    return database


def _bring_up_to_date(file: Path, stamp: Path, names: Collection[str], read: Read, site_url: str) -> None:
    is_new = not file.exists()
    with closing(_opened(file)) as database:
        if is_new:
            stamp.unlink(missing_ok=True)
            create(database)
        elif _known(database) == set(names):
            return
        stamp.unlink(missing_ok=True)
        database.execute("BEGIN EXCLUSIVE")
        _update(database, names, read, site_url)
        database.execute("COMMIT")
    stamp.write_text(json.dumps(_told(file)), "utf-8")


def _known(database: sqlite3.Connection) -> set[str]:
    return {name for (name,) in database.execute("SELECT name FROM disclosure")}


def _update(database: sqlite3.Connection, names: Iterable[str], read: Read, site_url: str) -> None:
    """Takes out what is gone and takes in what is new; only the lists that these are on are looked at."""
    wanted, known = set(names), _known(database)
    before = _superseded(database)
    counts: defaultdict[str, list[int]] = defaultdict(list)
    marks: set[Mark] = set()
    for name in sorted(known - wanted):
        kept = drop(database, name)
        _count(counts, kept, -1)
        marks.update(_marks(kept))
    for name in sorted(wanted - known):
        kept = put(database, name, read(name), site_url)
        _count(counts, kept, 1)
        marks.update(_marks(kept))
    after = _superseded(database)
    database.execute("DELETE FROM superseded")
    database.executemany("INSERT INTO superseded VALUES (?)", ((identity,) for identity in after))
    for identity in before ^ after:
        for (words,) in database.execute("SELECT kept FROM disclosure WHERE id = ?", (identity,)):
            marks.update(_marks(Kept(*json.loads(words))))
    _add(database, counts)
    refresh(database, marks)


def _superseded(database: sqlite3.Connection) -> set[str]:
    return {identity for (identity,) in database.execute("SELECT DISTINCT supersedes FROM disclosure")}


def _marks(kept: Kept) -> Iterator[Mark]:
    """The lists that a disclosure is on."""
    yield from ((SUMS, code) for code, _, _ in kept.sums)
    yield from ((BROKEN, rule) for rule, _ in kept.broken)
    yield from ((FINDINGS, finding_list(rule, year)) for rule, year in kept.findings)


def _count(counts: defaultdict[str, list[int]], kept: Kept, sign: int) -> None:
    for rule, own in kept.outcomes:
        before = counts[rule] or [0] * len(own)
        counts[rule] = [a + sign * b for a, b in zip(before, own, strict=True)]


def _add(database: sqlite3.Connection, counts: Mapping[str, list[int]]) -> None:
    """Adds to the outcomes of rules; a rule that is held against nothing any more goes."""
    for rule, change in counts.items():
        known = database.execute("SELECT counts FROM outcome WHERE rule = ?", (rule,)).fetchone()
        before = json.loads(known[0]) if known else [0] * len(change)
        after = [a + b for a, b in zip(before, change, strict=True)]
        database.execute("DELETE FROM outcome WHERE rule = ?", (rule,))
        if any(after):
            database.execute("INSERT INTO outcome VALUES (?, ?)", (rule, json.dumps(after)))
