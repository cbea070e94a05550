"""What the project says of itself in its packaging: dependencies, locks, wheel, installer, cleanliness of the tree."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOMS, ROOT, modules_imported, text_of, texts, tracked

LOCKS = ("requirements.lock", "requirements-dev.lock")
NOT_IMPORTED = {
    "wordllama": "only its weights and its tokenizer are read, from the files of its wheel",
    "llama-index": "the distribution that the integrations build on; its parts are what is imported",
    "pytest-timeout": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a command",
    "mypy": "a command",
    "import-linter": "a command",
    "playwright": "imported where Chromium is there",
}


@cache
def project() -> dict[str, Any]:
    """Return the [project] table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads(text_of("pyproject.toml"))["project"]
    return table


def declared(*extras: str) -> dict[str, Requirement]:
    """Return the required distributions by normalised name, with those of the extras."""
    lines = [
        *project()["dependencies"],
        *(line for name in extras for line in project()["optional-dependencies"][name]),
    ]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def pins(lock: str) -> dict[str, set[str]]:
    """Return the pinned versions by normalised name; several where markers choose."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text_of(lock), re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_pins_every_entry_by_hash(lock: str) -> None:
    """Every entry is one exact version with at least one SHA-256; no address, no option, no path stands in the lock."""
    joined = text_of(lock).replace("\\\n", " ")
    entries = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    form = re.compile(r"[\w.-]+==[\w.!+]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *")
    assert len(entries) > 100
    assert [entry[:80] for entry in entries if not form.fullmatch(entry)] == []
    assert "://" not in joined


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev",))])
def test_lock_satisfies_the_declared_ranges(lock: str, extras: tuple[str, ...]) -> None:
    """Every declared distribution is pinned, in every pinned version inside its range, and the build tool with it."""
    pinned = pins(lock)
    wrong = [
        str(r) for name, r in declared(*extras).items() if not all(map(r.specifier.contains, pinned.get(name, {""})))
    ]
    assert wrong == []
    assert "setuptools" in pinned, "the project itself is installed without build isolation"


def test_development_lock_holds_the_other_one() -> None:
    """Both locks agree on every version, so that a development environment serves to run as well."""
    run, development = map(pins, LOCKS)
    assert {name: versions for name, versions in run.items() if development.get(name) != versions} == {}


def test_no_heavy_framework_is_drawn_in() -> None:
    """No lock holds torch, TensorFlow or the libraries of a graphics card."""
    heavy = [name for lock in LOCKS for name in pins(lock) if re.match(r"torch|tensorflow|nvidia|triton|jax", name)]
    assert heavy == []


@pytest.mark.parametrize(
    ("folders", "extras"), [((*ROOMS, "app.py"), ()), ((*ROOMS, "app.py", "tests", "bench"), ("dev",))]
)
def test_every_imported_package_is_declared(folders: tuple[str, ...], extras: tuple[str, ...]) -> None:
    """What the code imports from outside is required by name, not by the luck of another package's requirements."""
    ours = {*ROOMS, "app", "tests", "bench", *sys.stdlib_module_names}
    owners = packages_distributions()
    allowed = {*declared(*extras), "packaging"} if extras else set(declared())  # pytest itself stands on packaging
    missing = {
        module: place
        for module, place in modules_imported(*folders).items()
        if (top := module.partition(".")[0]) not in ours
        and not allowed & {canonicalize_name(owner) for owner in owners.get(top, ())}
    }
    assert missing == {}


def test_every_declared_package_is_used() -> None:
    """Nothing is required that the code does not import, but for the named exceptions."""
    owners = packages_distributions()
    tops = {module.partition(".")[0] for module in modules_imported(*ROOMS, "app.py", "tests", "bench")}
    used = {canonicalize_name(owner) for top in tops for owner in owners.get(top, ())}
    assert sorted(set(declared("dev")) - used - set(NOT_IMPORTED)) == []


def test_init_files_hold_a_docstring_only() -> None:
    """No __init__.py runs code: importing a package imports nothing else."""
    inits = [path for path in tracked() if path.name == "__init__.py"]
    bodies = {path: ast.parse(path.read_text(encoding="utf-8")).body for path in inits}
    extra = [
        str(path) for path, body in bodies.items() if [n for n in body if not isinstance(n, ast.Expr)] or len(body) > 1
    ]
    assert len(inits) >= len(ROOMS)
    assert extra == []


def test_no_file_names_a_package_host_or_a_path_of_one_machine() -> None:
    """No tracked file names a host of a package registry or a path that exists on one machine only."""
    hosts = "|".join((r"pypi\.(?:org|io)", r"python" r"hosted\.", r"registry\.npm", r"deb\.debian"))
    paths = r"(?<![\w.:/-])/(?:work|farm|root|home|tmp|opt)/[\w.]+"
    pattern = re.compile(f"{hosts}|{paths}")
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in pattern.finditer(text)]
    assert found == []


def test_wheel_carries_the_knowledge_and_nothing_of_the_workshop(tmp_path: Path) -> None:
    """A wheel built from the tracked files holds every file of the rooms, kb/data first, the licence, and no tests."""
    for path in tracked():
        copy = tmp_path / "tree" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    code = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    built = subprocess.run([sys.executable, "-c", code], cwd=tmp_path / "tree", capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    expected = {name.as_posix() for path in tracked() if (name := path.relative_to(ROOT)).parts[0] in ROOMS}
    assert [name for name in expected if name.startswith("kb/data/articles/")]
    assert expected - names == set()
    assert {Path(name).name for name in names} >= {"LICENSE", "NOTICE", "app.py"}
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {*ROOMS, "app.py"}


def installer(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installer in a copy of its own that has the inputs only, without uv."""
    for name in ("pyproject.toml", *LOCKS, "tools/install.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    env = {"PATH": os.environ["PATH"], **environment}
    command = ["bash", "tools/install.sh", "run"]
    return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)


def test_installer_does_nothing_when_nothing_changed(tmp_path: Path) -> None:
    """With a stamp equal to all inputs the installer neither says nor makes anything, even without a usable Python."""
    for_stamp = f"{tmp_path.resolve()}\n{text_of('pyproject.toml')}{text_of('requirements-dev.lock')}"
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / ".made-from-requirements-dev.lock").write_text(for_stamp, encoding="utf-8")
    done = installer(tmp_path, PYTHON="no-such-python")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in (tmp_path / ".venv").iterdir()] == [".made-from-requirements-dev.lock"]


def test_installer_refuses_an_old_python_with_the_way_out(tmp_path: Path) -> None:
    """An interpreter below 3.11 is refused by version, with what to type instead, and no .venv is made."""
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.18 && exit 0\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    refused = installer(tmp_path, PYTHON=str(old))
    assert refused.returncode == 1
    assert "needs Python 3.11 or newer" in refused.stderr
    assert "Python 3.9.18" in refused.stderr
    assert "make install PYTHON=" in refused.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("broken", ["", "aiohttp"])
def test_each_package_is_installed_by_one_pip_and_a_failure_leaves_no_stamp(broken: str, tmp_path: Path) -> None:
    """The shares of the lock make the whole; where one of the pips fails the next run begins anew."""
    bin_ = tmp_path / ".venv" / "bin"
    bin_.mkdir(parents=True)
    (bin_ / "activate").write_text(f"{tmp_path.resolve()}/.venv", encoding="utf-8")
    fake = f"""#!/bin/bash
[ "$1" = -c ] && exit 0
[[ "$*" == *" -r "* ]] || exit 0
cat "${{@: -1}}" >>"{tmp_path}/installed.$$"
[ -z "{broken}" ] || ! grep -q "^{broken}==" "${{@: -1}}"
"""
    (bin_ / "python").write_text(fake, encoding="utf-8")
    (bin_ / "python").chmod(0o755)
    done = installer(tmp_path, PATH="/usr/bin:/bin")
    shares = [path.read_text(encoding="utf-8").splitlines() for path in tmp_path.glob("installed.*")]
    assert sorted(line for share in shares for line in share) == sorted(text_of("requirements.lock").splitlines())
    assert (done.returncode != 0) == bool(broken)
    assert (tmp_path / ".venv" / ".made-from-requirements.lock").exists() == (not broken)
    assert not list((tmp_path / ".venv").glob(".part-*"))


def test_ci_runs_what_a_developer_runs() -> None:
    """.ci/run is executable, stops at the first failure, and calls make test and no installer of its own."""
    script = text_of(".ci/run")
    commands = [line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert commands == ["make test"]


def test_the_python_server_of_chroma_is_never_loaded(tmp_path: Path) -> None:
    """Opening and writing a store loads no module of the server that CVE-2026-45829 is about (see SECURITY.md)."""
    code = (
        "import sys; from pathlib import Path; from kb.chroma import ChromaVectors; import ingest.pipeline;"
        "from chromadb import PersistentClient as P;"
        f"P({str(tmp_path)!r}).create_collection('abc', embedding_function=None).upsert(ids=['a'], embeddings=[[1.0]]);"
        "print([m for m in sys.modules if m.startswith(('chromadb.server', 'chromadb.app'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ran.stdout.strip() == "[]", ran.stderr
