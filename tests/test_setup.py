"""The house: what lies where, what may import what, what the lock and the workflows hold, how set-up behaves."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scripts/gongkai"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What everybody gets, and what reads scans besides.
LOCKS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", ".ci/ocr.lock")}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

OWNERS = {"pyproject.toml", "scripts", "datapackage", "site", "tests", "metadata.yml"}
BESIDE = {"README.md", "README.en.md", "README.zh.md", "LICENSE", "Makefile", "requirements.lock"}
# Each is imported by one module, or by the modules of one folder.
BIG = {
    "datasette",
    "frictionless",
    "jinja2",
    "mkdocs",
    "pdfplumber",
    "pebble",
    "pydantic",
    "pypdfium2",
    "reportlab",
    "sqlite_utils",
    "uvicorn",
    "yaml",
}
SLOW = {"datasette", "frictionless", "mkdocs", "pdfplumber", "reportlab", "sqlite_utils", "uvicorn"}


def ignored() -> set[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return {line.strip("/") for line in lines}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_top_level_holds_what_the_design_names_and_nothing_else():
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert present - ignored() - OWNERS - BESIDE == set()
    assert present >= OWNERS | {"LICENSE", "Makefile", "requirements.lock", "README.md"}


@pytest.mark.parametrize("folder", ["site", "datapackage"])
def test_folders_that_python_could_import_by_mistake_hold_no_python(folder):
    assert sorted((ROOT / folder).rglob("*.py")) == []


def test_scripts_holds_the_package_its_frictionless_plugin_and_no_loose_script():
    present = {path.name for path in (ROOT / "scripts").iterdir()}
    # Frictionless imports top-level packages of the name frictionless_…, and only these.
    assert {name for name in present if name != "__pycache__"} == {"gongkai", "frictionless_gongkai"}
    assert not [path for path in (ROOT / "scripts").iterdir() if path.is_file()]


@pytest.mark.parametrize("library", sorted(BIG))
def test_each_big_library_is_imported_in_one_place(library):
    places = [path for path in modules() if library in imports(path)]
    folders = {path.parent if path.parent != PACKAGE else path for path in places}
    assert len(folders) == 1, sorted(str(path.relative_to(PACKAGE)) for path in places)


def test_everything_that_is_imported_is_declared():
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    declared |= {
        canonicalize_name(Requirement(line).name)
        for extra in PROJECT["project"]["optional-dependencies"].values()
        for line in extra
    }
    names = {
        "yaml": "pyyaml",
        "sqlite_utils": "sqlite-utils",
        "PIL": "pillow",
        "markupsafe": "jinja2",
    }  # Markup is part of Jinja
    used = defaultdict(list)
    for path in modules():
        for name in imports(path) - set(sys.stdlib_module_names) - {"gongkai"}:
            used[names.get(name, name)].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in used.items() if canonicalize_name(name) not in declared} == {}


def test_the_command_line_starts_without_the_slow_libraries():
    code = "import sys, gongkai.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert SLOW & set(loaded) == set()
    assert "gongkai" in loaded


def test_public_modules_classes_and_functions_say_what_one_gets():
    silent = []
    for path in modules():
        if path.parent.name == "cli":  # commands say it in their help, in both languages
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        if path.name != "__main__.py" and ast.get_docstring(tree) is None:
            silent.append(str(path.relative_to(ROOT)))
        silent += [f"{path.relative_to(ROOT)}:{node.name}" for node in named if ast.get_docstring(node) is None]
    assert silent == []


def requirements(lock: str) -> list[str]:
    joined = LOCKS[lock].replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def pinned(lock: str) -> dict[tuple[str, str], str]:
    """The version of each package, under each condition."""
    found = [Requirement(re.split(r"\s+--hash=", line)[0].strip()) for line in requirements(lock)]
    return {(canonicalize_name(r.name), str(r.marker or "")): next(iter(r.specifier)).version for r in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host_and_no_path(lock):
    said = "".join(line for line in LOCKS[lock].splitlines(keepends=True) if not line.startswith("#"))
    assert "://" not in said
    assert not re.search(
        r"(^|\s)(-i|-f|--index|--extra-index|--find-links|--trusted-host|-e|\.{0,2}/)", said, re.MULTILINE
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_has_a_hash(lock):
    for line in requirements(lock):
        requirement, *hashes = re.split(r"\s+--hash=", line)
        assert re.fullmatch(r"[a-z0-9._-]+(\[[a-z,]+\])?==[^ ;*]+( *;.*)?", requirement.strip()), requirement
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", found.strip()) for found in hashes)


def test_the_lock_holds_what_the_project_asks_for():
    locked = {name: version for (name, _), version in pinned("requirements.lock").items()}
    project = PROJECT["project"]
    asked = project["dependencies"] + [
        requirement for extra in ("typeset", "parquet") for requirement in project["optional-dependencies"][extra]
    ]
    asked += PROJECT["dependency-groups"]["dev"]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        if name != "gongkai":
            assert requirement.specifier.contains(locked[name]), f"{requirement}: {locked.get(name)}; run make lock"
    assert "gongkai" not in locked


def test_the_lock_of_what_reads_scans_holds_what_the_extras_ask_for_and_agrees_with_the_first():
    locked, first = pinned(".ci/ocr.lock"), pinned("requirements.lock")
    extras = PROJECT["project"]["optional-dependencies"]
    for requirement in map(Requirement, (*extras["ocr"], *extras["pandas"], *extras["polars"])):
        versions = [version for (name, _), version in locked.items() if name == canonicalize_name(requirement.name)]
        assert versions, f"{requirement}; run make lock"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}; run make lock"
    assert {key: first[key] for key in locked if key in first} == {key: locked[key] for key in locked if key in first}


def test_only_the_tests_ask_for_what_reads_scans():
    asked = re.findall(r"^(\S+):.*\bset-up-ocr\b", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert asked == [".PHONY", "test"]


def workflow(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_pin_every_action_to_a_commit_and_name_its_version(path):
    used = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert used
    for line in used:
        assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_grant_nothing_but_what_a_job_needs(path):
    granted = {
        (path.name, name): {permission for permission, right in job["permissions"].items() if right == "write"}
        for name, job in workflow(path)["jobs"].items()
    }
    writing = {
        ("pages.yml", "deploy"): {"pages", "id-token"},
        ("release.yml", "attach"): {"contents"},
    }
    assert workflow(path)["permissions"] == {}
    assert {job: rights for job, rights in granted.items() if rights} == {
        job: rights for job, rights in writing.items() if job[0] == path.name
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_a_time_limit_and_keep_no_credentials(path):
    for job in workflow(path)["jobs"].values():
        assert job["timeout-minutes"] <= 20
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_pull_requests_are_tested_on_every_python_that_the_project_names():
    tested = workflow(ROOT / ".github/workflows/test.yml")
    named = [line.rsplit(" ", 1)[1] for line in PROJECT["project"]["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert tested["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    assert "pull_request" in tested[True]  # YAML 1.1 reads the key `on` as true


FAKE_PYTHON = """#!/bin/sh
# Stands for Python: says its version, makes an environment that holds itself, writes down what it was asked.
case "$1 $2" in
    *ensurepip*) exit {venv} ;;
    *"sys.exit"*) [ "{version}" != "(3, 10)" ]; exit $? ;;
    *"print(sys.version"*) echo "{version}"; exit 0 ;;
    "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo "venv" >> asked.txt; exit 0 ;;
    "-m pip") echo "$*" >> asked.txt; [ ! -e fail ]; exit $? ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "a folder with blanks"
    (root / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci/set-up", root / ".ci/set-up")
    (root / "requirements.lock").write_text("one==1\n", encoding="utf-8")
    (root / ".ci/ocr.lock").write_text("two==1\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return root


def set_up(
    root: Path, version: str = "(3, 12)", *, venv: int = 0, also: tuple[str, ...] = (), ci: bool = False
) -> tuple[int, list[str], str]:
    """Runs the set-up with a Python that only writes down what it is asked; what it was asked since the last time."""
    python = root.parent / "python"
    python.write_text(FAKE_PYTHON.format(version=version, venv=venv), encoding="utf-8")
    python.chmod(0o755)
    asked = root / "asked.txt"
    asked.unlink(missing_ok=True)
    done = subprocess.run(
        ["sh", str(root / ".ci/set-up"), *also],
        env={"PATH": os.environ["PATH"], "PYTHON": str(python), **({"CI": "true"} if ci else {})},
        check=False,
        capture_output=True,
        text=True,
    )
    steps = asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []
    return (
        done.returncode,
        [
            "ocr"
            if ".ci/ocr.lock" in s.split()
            else "lock"
            if "-r" in s.split()
            else "project"
            if "-e" in s.split()
            else s
            for s in steps
        ],
        done.stderr,
    )


def test_set_up_installs_the_lock_then_the_project_and_a_second_time_nothing(checkout):
    assert set_up(checkout)[:2] == (0, ["venv", "lock", "project"])
    assert set_up(checkout)[:2] == (0, [])


def test_set_up_begins_again_where_it_was_interrupted(checkout):
    (checkout / "fail").touch()
    code, steps, _ = set_up(checkout)
    assert code != 0
    assert steps == ["venv", "lock"]
    (checkout / "fail").unlink()
    assert set_up(checkout)[:2] == (0, ["venv", "lock", "project"])


def test_set_up_does_again_what_a_changed_file_asks_for(checkout):
    set_up(checkout)
    (checkout / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert set_up(checkout)[:2] == (0, ["project"])
    (checkout / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    assert set_up(checkout)[:2] == (0, ["venv", "lock", "project"])


def test_set_up_changes_the_python_that_is_asked_for(checkout):
    set_up(checkout)
    assert set_up(checkout, "(3, 13)")[:2] == (0, ["venv", "lock", "project"])


def test_set_up_says_in_both_languages_what_is_missing(checkout):
    code, steps, said = set_up(checkout, "(3, 10)")
    assert (code, steps) == (2, [])
    assert "没有找到 Python 3.11" in said
    assert "No Python 3.11 or newer" in said
    code, steps, said = set_up(checkout, venv=1)
    assert (code, steps) == (2, [])
    assert said.count("apt install python3-venv") == 2


def test_what_reads_scans_is_added_where_it_is_asked_for_and_a_second_time_nothing(checkout):
    set_up(checkout)
    assert set_up(checkout, also=("ocr",))[:2] == (0, ["ocr"])
    assert set_up(checkout, also=("ocr",))[:2] == (0, [])
    assert set_up(checkout)[:2] == (0, [])
    (checkout / ".ci/ocr.lock").write_text("two==2\n", encoding="utf-8")
    assert set_up(checkout, also=("ocr",))[:2] == (0, ["ocr"])


def test_a_machine_without_a_build_of_what_reads_scans_is_told_and_continuous_integration_stops(checkout):
    set_up(checkout)
    (checkout / "fail").touch()
    code, _, said = set_up(checkout, also=("ocr",))
    assert code == 0
    assert "the tests of scans are skipped" in said
    assert set_up(checkout, also=("ocr",), ci=True)[0] != 0
