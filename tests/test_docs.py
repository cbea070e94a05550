"""The documentation against the code: what it names exists, and what exists is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kb.catalog import builtin_folder, load_catalog
from kb.settings import VARIABLES, Settings
from tests.tree import ROOMS, ROOT, text_of, texts

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
)
VARIABLE = re.compile(r"\bCROSSROADS_[A-Z_]+\b")


def row(setting: str) -> str:
    """Return the line of docs/settings.md that documents a setting, or nothing."""
    return next((line for line in text_of("docs/settings.md").splitlines() if line.startswith(f"| `{setting}` |")), "")


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_is_documented_with_its_variable_and_default(setting: str) -> None:
    """Each field of Settings has a row that names its environment variable, if it has one, and its plain default."""
    line = row(setting)
    assert line, f"docs/settings.md has no row for {setting}"
    if setting in VARIABLES:
        assert f"`{VARIABLES[setting]}`" in line
    default = Settings.model_fields[setting].default
    if isinstance(default, str | int | float):
        assert f"{default:g}" in line if isinstance(default, float) else str(default) in line


def test_variables_of_the_code_and_of_the_documents_are_the_same() -> None:
    """Every CROSSROADS_ variable that the code names is documented, and no document names one that is not there."""
    in_code = {
        v
        for name, text in texts()
        if name.endswith(".py") and name.split("/")[0] in (*ROOMS, "app.py")
        for v in VARIABLE.findall(text)
    }
    in_documents = {v for name in DOCUMENTS for v in VARIABLE.findall(text_of(name))}
    assert in_code >= set(VARIABLES.values())
    assert in_documents == in_code


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_and_every_named_file_exists(document: str) -> None:
    """A relative link, and a file that a document names in backticks, is there."""
    text = text_of(document)
    folder = (ROOT / document).parent
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    named = re.findall(r"`((?:tests|docs|kb|graph|ingest|bot|tools)/[\w./-]+\.\w+)`", text)
    missing = [link for link in links if link and not (folder / link).exists()]
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_named_make_target_exists(document: str) -> None:
    """A document names no `make` target that the Makefile lacks."""
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`|&& )make ([a-z-]+)", text_of(document), re.MULTILINE))
    assert named <= targets


def test_makefile_lists_every_target_in_its_help() -> None:
    """Each target has its one-line description, which is what `make help` prints."""
    lines = re.findall(r"^([a-z-]+):(.*)$", text_of("Makefile"), re.MULTILINE)
    assert [name for name, rest in lines if " ## " not in rest] == []


def test_every_promise_names_tests_that_exist() -> None:
    """Each row of the README's table of promises names a test file that holds at least one test."""
    section = text_of("README.md").partition("## What it promises")[2].partition("\n## ")[0]
    held = re.findall(r"^\| [^|]+ \| `(tests/[\w./]+\.py)` \|$", section, re.MULTILINE)
    assert len(held) >= 6
    assert [name for name in held if "def test_" not in text_of(name)] == []
    assert len(held) == len([line for line in section.splitlines() if line.startswith("| ")]) - 1


def test_every_security_test_that_is_named_exists() -> None:
    """The test that SECURITY.md offers as evidence is there."""
    named = re.findall(r"`(test_\w+)`", text_of("SECURITY.md"))
    assert named
    assert [name for name in named if f"def {name}(" not in text_of("tests/test_project.py")] == []


def test_vex_statement_says_the_same_to_machines() -> None:
    """The OpenVEX file carries the status and the justification of SECURITY.md, for the version in the lock."""
    (statement,) = json.loads(text_of("docs/vex.openvex.json"))["statements"]
    assert statement["vulnerability"]["name"] in text_of("SECURITY.md")
    assert statement["status"].replace("_", " ") in text_of("SECURITY.md")
    assert statement["justification"].replace("_", " ") in text_of("SECURITY.md")
    version = statement["products"][0]["subcomponents"][0]["@id"].partition("@")[2]
    assert f"\nchromadb=={version} " in text_of("requirements.lock")


def test_example_pack_of_the_documentation_loads(tmp_path: Path) -> None:
    """The article and the trade-off printed in docs/knowledge.md are a valid pack beside the built-in knowledge."""
    text = text_of("docs/knowledge.md")
    for kind, name in (("markdown", "articles/platform-notes.md"), ("yaml", "tradeoffs/monolith-vs-services.yaml")):
        body = text.partition(f"```{kind}\n")[2].partition("```")[0]
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(body, encoding="utf-8")
    catalog = load_catalog([builtin_folder(), tmp_path])
    added = next(t for t in catalog.trade_offs if t.id == "monolith-vs-services")
    assert [rule.favours for rule in added.rules] == ["monolith", "services"]
