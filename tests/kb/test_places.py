"""Where authored knowledge is written, and what its authors accept about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.folder import knowledge_digest
from kb.errors import CatalogError
from kb.places import ACCEPTED, accepted_findings, claim_places, places_of
from tests.kb.packs import ARTICLE, MAIN, line_of, write_pack

ENTRIES = """\
accepted:
  - finding: gap
    about: sql-or-nosql/writes_per_day
    reason: "The sources are silent."
"""


def test_everything_authored_has_its_line(tmp_path: Path) -> None:
    """Trade-off, options, factors, rules and disagreements at the line of their id, claims at their anchor's."""
    folder = write_pack(tmp_path)
    found = places_of([folder])
    file = folder / "tradeoffs" / "db.yaml"
    for kind, id, text in (
        ("trade-off", "sql-or-nosql", "id: sql-or-nosql"),
        ("option", "sql-or-nosql/nosql", "id: nosql"),
        ("factor", "sql-or-nosql/has_dba", "id: has_dba"),
        ("rule", "sql-or-nosql/many-writes", "id: many-writes"),
        ("disagreement", "sql-or-nosql/where-it-ends", "id: where-it-ends"),
    ):
        assert found[f"{kind}:{id}"] == f"{file}:{line_of(MAIN, text)}"
    article = folder / "articles" / "house-notes.md"
    claims = claim_places(article, "house-notes")
    assert claims["claim:house-notes#sharding-regret"] == f"{article}:{line_of(ARTICLE, '{#sharding-regret')}"
    assert claim_places(folder / "nowhere.md", "x") == {}


def test_accepted_findings_are_read_with_their_place(tmp_path: Path) -> None:
    """Each with its reason; a folder without the file accepts nothing."""
    folder = write_pack(tmp_path)
    assert accepted_findings([folder]) == ()
    (folder / ACCEPTED).write_text(ENTRIES, encoding="utf-8")
    (entry,) = accepted_findings([folder])
    assert (entry.finding, entry.about, entry.reason) == (
        "gap",
        "sql-or-nosql/writes_per_day",
        "The sources are silent.",
    )
    assert entry.place == f"{folder / ACCEPTED}:2"


@pytest.mark.parametrize(
    "wrong",
    ["accept: []", "accepted: [{finding: gap, about: x}]", "accepted: [{finding: gap, about: x, reason: ''}]"],
)
def test_an_acceptance_without_a_reason_is_refused(tmp_path: Path, wrong: str) -> None:
    """With file and line."""
    folder = write_pack(tmp_path)
    (folder / ACCEPTED).write_text(wrong, encoding="utf-8")
    with pytest.raises(CatalogError, match=r"lint\.yaml:1"):
        accepted_findings([folder])


def test_what_is_accepted_is_no_other_knowledge(tmp_path: Path) -> None:
    """Nothing is built anew for it."""
    folder = write_pack(tmp_path)
    before = knowledge_digest([folder])
    (folder / ACCEPTED).write_text(ENTRIES, encoding="utf-8")
    assert knowledge_digest([folder]) == before
