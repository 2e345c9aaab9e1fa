"""What several test files share: the corpus beside the checkout, bounded random examples, one language for messages."""

import fcntl
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from gongkai.model import Disclosure

# The same examples on every machine and every run.
settings.register_profile("gongkai", derandomize=True, max_examples=100, deadline=None, database=None)
settings.load_profile("gongkai")

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English unless a test asks otherwise, whatever the locale of the machine."""
    monkeypatch.setenv("GONGKAI_LANG", "en")


@pytest.fixture(autouse=True)
def _turn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests marked `alone` run while no test of another worker does; all others run side by side."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    base = tmp_path_factory.getbasetemp().parent
    alone = request.node.get_closest_marker("alone") is not None
    with (base / "door.lock").open("w") as door, (base / "room.lock").open("w") as room:
        # Who waits for an empty room holds the door, so that nobody else comes in meanwhile.
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real disclosures with what is true of them; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("GONGKAI_CORPUS") or _BESIDE)
    if not (folder / "documents").is_dir() or not (folder / "truth").is_dir():
        pytest.skip(f"no corpus at {folder}: set GONGKAI_CORPUS to a folder with documents/ and truth/")
    return folder


@cache
def _read(path: Path) -> Disclosure:
    from gongkai.pipeline.extraction import extract_unregistered  # noqa: PLC0415 - only where the corpus is

    return extract_unregistered(path, "pdfium", 3000)


@pytest.fixture(scope="session")
def disclosure_of(corpus: Path):
    """The disclosure in a file of the corpus, by the file's name; each is read once."""
    return lambda name: _read(corpus / "documents" / name)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the sample, after which others are made up; no test changes it."""
    from sample import ID, filed  # noqa: PLC0415

    return filed(tmp_path_factory.mktemp("model") / ID)


@pytest.fixture(scope="session")
def exhibit(tmp_path_factory: pytest.TempPathFactory):
    """The site of what is shipped and of a package that wishes it ill: see showing.py."""
    from showing import shared_folder, shown_site  # noqa: PLC0415 - only for those who look at it

    return shown_site(shared_folder(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory):
    """The site of the sample, without the browser code of others."""
    from showing import sampled_site, shared_folder  # noqa: PLC0415

    return sampled_site(shared_folder(tmp_path_factory.getbasetemp()), None)


@pytest.fixture(scope="module")
def home(exhibit) -> Iterator[str]:
    """The address of the exhibit."""
    from gongkai.bench_page import served  # noqa: PLC0415

    with served(exhibit.folder) as address:
        yield address


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """A browser of the module: its driver runs a loop, which the tests of another module may need themselves."""
    from browsing import browser  # noqa: PLC0415

    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def look(chrome, home) -> Iterator[Any]:
    """Watched pages of the exhibit for tests that only look at them: see browsing.looking."""
    from browsing import looking  # noqa: PLC0415

    with looking(chrome, home) as looked:
        yield looked
