"""What is deployed: the files are sound, and their steps work in a plain environment."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from gongkai.load import build_database
from gongkai.package import read_package, write_package
from sample import ID, sample

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / ".deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
STEPS = [
    line.split(None, 1) for line in re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", DOCKERFILE)).splitlines() if line
]


def test_the_image_runs_without_privileges_and_says_that_it_is_well():
    last = [word for word, _ in STEPS]
    final = STEPS[len(last) - last[::-1].index("FROM") - 1 :]
    (user,) = (given for word, given in final if word == "USER")
    assert int(user.split(":")[0]) > 1000
    assert [word for word, _ in final].index("USER") < [word for word, _ in final].index("ENTRYPOINT")
    (health,) = (given for word, given in final if word == "HEALTHCHECK")
    assert "/-/health" in health
    assert not any(word == "RUN" for word, _ in final[[word for word, _ in final].index("USER") :])
    assert {word for word, _ in STEPS} <= {
        "FROM",
        "ENV",
        "WORKDIR",
        "COPY",
        "RUN",
        "USER",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
    }


def test_every_image_is_named_with_its_version():
    images = [given.split()[0] for word, given in STEPS if word == "FROM"]
    images += [service["image"] for service in COMPOSE["services"].values() if "image" in service]
    assert images
    assert [image for image in images if not re.search(r":\d+\.\d+", image)] == []


def test_every_package_of_the_image_is_held_against_its_hash():
    installs = [given for word, given in STEPS if word == "RUN" for given in given.split("&&") if "pip" in given]
    for given in installs:
        assert "--require-hashes" in given or "--no-index" in given


def test_what_the_image_copies_is_there_and_is_let_in():
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert let_in[0] == "*"
    for word, given in STEPS:
        if word == "COPY" and "--from" not in given:
            for name in given.split()[:-1]:
                assert (ROOT / name).exists()
                assert f"!{name}" in let_in


def test_no_container_can_write_or_gain_privileges():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert {"mem_limit", "restart"} <= set(service), name
        assert not {"privileged", "network_mode", "pid"} & set(service), name
    assert "ports" not in COMPOSE["services"]["gongkai"]


def test_the_proxy_leads_to_the_port_that_the_image_opens():
    (port,) = (given for word, given in STEPS if word == "EXPOSE")
    assert COMPOSE["services"]["gongkai"]["expose"] == [port]
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert f"reverse_proxy gongkai:{port}" in caddy
    assert caddy.count("{") == caddy.count("}")
    assert f"--port {port}" in (DEPLOY / "gongkai.service").read_text("utf-8")


@pytest.mark.parametrize("page", ["deploy.md", "en/deploy.md"])
def test_the_page_names_every_file_and_shows_the_proxy_as_it_is(page):
    text = (ROOT / "site" / "pages" / page).read_text("utf-8")
    for file in DEPLOY.iterdir():
        assert f".deploy/{file.name}" in text or file.suffix == ".dockerignore", file.name
    shown = re.findall(r"```caddyfile\n(.*?)```", text, re.DOTALL)
    own = re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Caddyfile").read_text("utf-8"))
    assert shown == [own]


@contextmanager
def in_the_open():
    """A folder that other users can read."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-deploy-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in folder.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(folder)


def anybody():
    """The user to run as: nobody in particular where the tests run as root and Python can be read by others."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    parents = [*Path(sys.executable).resolve().parents, *Path(sys.prefix).resolve().parents]
    readable = all(parent.stat().st_mode & stat.S_IXOTH for parent in parents)
    return {"user": 65534, "group": 65534, "extra_groups": []} if readable else {}


def test_the_wheel_serves_a_build_that_it_cannot_write_to():
    with in_the_open() as folder:
        wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
        subprocess.run([*wheel, "--wheel-dir", folder / "own", ROOT], check=True)
        (built,) = (folder / "own").glob("gongkai-*.whl")
        install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", folder / "venv"]
        subprocess.run([*install, built], check=True)
        write_package(sample(), folder / "package" / ID)
        srv = folder / "srv"
        (srv / "site").mkdir(parents=True)
        (srv / "site" / "index.html").write_text("<h1>公开</h1>", "utf-8")
        build_database([read_package(folder / "package" / ID)], srv / "gongkai.db")
        shutil.copyfile(ROOT / "metadata.yml", srv / "metadata.yml")
        for path in (*srv.rglob("*"), srv):
            path.chmod(0o555 if path.is_dir() else 0o444)
        command = [sys.executable, "-m", "gongkai", "serve", "--built", srv, "--port", "0"]
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(folder / "venv"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GONGKAI_LANG": "en",
            "PYTHONUNBUFFERED": "1",
        }
        with subprocess.Popen(
            command, cwd="/", env=environment, stdout=subprocess.PIPE, text=True, **anybody()
        ) as running:
            try:
                address = running.stdout.readline().split()[-1]
                deadline = time.monotonic() + 30
                with urlopen(f"{address}-/health", timeout=max(1, deadline - time.monotonic())) as answer:
                    assert (answer.status, answer.read()[:3]) == (200, b"ok ")
                with urlopen(f"{address}data/gongkai/largest_items.json?_shape=array", timeout=30) as answer:
                    assert b"2010301" in answer.read()
                with urlopen(address, timeout=30) as answer:
                    assert answer.read().decode() == "<h1>公开</h1>"
            finally:
                running.terminate()
        assert {path.name for path in srv.iterdir()} == {"gongkai.db", "metadata.yml", "site"}
