"""Files of one name in different folders are different sources, and none of them is ever renamed by another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.article import read_article
from ingest.intake import Tools
from ingest.naming import declares, names
from ingest.pipeline import ingest
from kb.ledger import Ledger
from kb.settings import Settings
from tests.ingest.small import TOOLS, read_small, settings_in

READING: Tools = replace(TOOLS, read_article=lambda path: (read_small if path.stem == "drinks" else read_article)(path))
SAID = {
    "milk": "Milk keeps for ten days when it is cold. A warm room spoils it within hours, which a label should say.",
    "ink": "Iron gall ink darkens as it dries. Scribes ground oak apples for it and stored the bottle out of the sun.",
    "rope": "A hemp rope holds forty kilograms a strand. Sailors splice it, because a knot halves what it carries.",
    "bees": "A hive of thirty thousand bees needs twenty kilograms of honey for winter. Weigh it in late autumn.",
}


def write(path: Path, about: str, more: str = "") -> Path:
    """Write a page whose name says nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# On {about}\n\n{SAID[about]} {more}\n", encoding="utf-8")
    return path


def ids(settings: Settings) -> dict[str, str]:
    """Source id -> the last two parts of the path of what was ingested."""
    with Ledger.open(settings.ledger, create=False) as ledger:
        return {h.id: "/".join(Path(h.file).parts[-3:]) for h in ledger.holdings() if h.shelf == "ingested"}


def test_pages_of_an_exported_wiki_are_all_taken(tmp_path: Path) -> None:
    """Each ``index.md`` is a source of its own, named after its folder; two folders of one name are told apart."""
    settings, wiki = settings_in(tmp_path), tmp_path / "wiki"
    for folder, about in (("en/milk", "milk"), ("en/ink", "ink"), ("old/ink", "rope")):
        write(wiki / folder / "index.md", about)
    report = ingest([wiki], settings, tools=READING)
    assert {a.status for a in report.articles if a.source != "drinks"} == {"ingested"}
    assert ids(settings) == {
        "ink-index": "en/ink/index.md",
        "milk-index": "en/milk/index.md",
        "old-ink-index": "old/ink/index.md",
    }


def test_a_later_file_renames_none(tmp_path: Path) -> None:
    """A folder that sorts before the others, and a page that changes, leave every id as it was."""
    settings, wiki = settings_in(tmp_path), tmp_path / "wiki"
    write(wiki / "m" / "notes.md", "milk")
    write(wiki / "z" / "notes.md", "ink")
    ingest([wiki], settings, tools=READING)
    before = ids(settings)
    assert before == {"notes": "wiki/m/notes.md", "z-notes": "wiki/z/notes.md"}
    write(wiki / "a" / "notes.md", "rope")
    write(wiki / "z" / "notes.md", "ink", "It fades when it is thinned.")
    report = ingest([wiki], settings, tools=READING)
    assert {Path(a.path).parent.name: a.status for a in report.articles} == {
        "a": "ingested",
        "m": "unchanged",
        "z": "replaced",
    }
    assert ids(settings) == before | {"a-notes": "wiki/a/notes.md"}
    assert not ingest([wiki], settings, tools=READING).published


def test_an_id_that_is_declared_is_never_replaced(tmp_path: Path) -> None:
    """Of two different articles that declare one id the second is rejected with the first one's path."""
    settings, wiki = settings_in(tmp_path), tmp_path / "wiki"
    for folder, about in (("a", "milk"), ("b", "bees")):
        path = write(wiki / folder / "index.md", about)
        path.write_text(f"---\nid: index\n---\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    report = ingest([wiki], settings, tools=READING)
    assert ids(settings) == {"index": "wiki/a/index.md"}
    refused = [a.reason for a in report.articles if a.status == "rejected"]
    assert len(refused) == 1
    assert str(wiki / "a" / "index.md") in refused[0]


@pytest.mark.parametrize(
    ("id", "place", "said"),
    [
        ("index", "/srv/wiki/batch/index.html", ["batch-index", "wiki-batch-index", "srv-wiki-batch-index"]),
        ("notes", "/srv/Small Models/notes.md", ["notes", "small-models-notes", "srv-small-models-notes"]),
        ("index", "https://x.org/a%20b/index.html", ["a-b-index", "x-org-a-b-index"]),
        ("readme", "README.md", []),
    ],
)
def test_names_take_one_folder_more_at_a_time(id: str, place: str, said: list[str]) -> None:
    """The nearest folder comes first; of a URL the host comes last; a file without folders has its own name only."""
    assert list(names(id, place)) == said


def test_only_a_key_of_the_front_matter_declares() -> None:
    """An ``id:`` in the body, or within another key, is no declaration."""
    assert declares("---\ntitle: x\nid: y\n---\nText.")
    assert not declares("---\ntitle: x\n---\nid: y")
    assert not declares("---\nreferences:\n- id: y\n---\n")
    assert not declares("id: y\n")
