from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.generations import current_number, read_catalog
from ingest.pending import Pending
from ingest.pipeline import ingest, remove
from ingest.reviewing import decide, item_of, review_items, undecided
from kb.errors import CatalogError, InputError
from kb.ledger import Ledger
from kb.settings import Settings
from kb.types import Catalog
from tests.bot.tea import tea_settings
from tests.ingest.fields import DATABASES, SERVICES

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def noon() -> datetime:
    """Return the same time always."""
    return NOON


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A knowledge base of tea and coffee into which an article on databases was ingested."""
    settings = tea_settings(tmp_path)
    (tmp_path / "databases.md").write_text(DATABASES, encoding="utf-8")
    assert not ingest([tmp_path / "databases.md"], settings).rejected
    return settings


def draft(settings: Settings) -> Pending:
    """Return the draft about databases."""
    return next(item for item in review_items(settings) if item.kind == "draft")


def published(settings: Settings) -> Catalog:
    """Return the catalog of the current generation."""
    return read_catalog(settings.generations / str(current_number(settings)))


def test_a_draft_waits_with_its_sentences_in_context_and_is_used_nowhere(settings: Settings) -> None:
    """The words, those beside them, the source; the published catalog does not know it."""
    item = draft(settings)
    quote = next(q for q in item.quotes if q.text == "your data is highly relational")
    assert quote.before == "you need transactions across several records"
    assert quote.after == "reports are written by people who know joins"
    assert (quote.cited, item.decision) == ("SQL or a document store?", None)
    assert [t.id for t in published(settings).trade_offs] == ["tea-vs-coffee"]


def test_an_accepted_draft_becomes_knowledge_with_its_article(settings: Settings) -> None:
    """Its file and its article lie in the user's own folder, its rules in the next generation."""
    item = draft(settings)
    assert decide(settings, item.id, "accept", by="ana", reason="we need it", now=noon)
    assert published(settings).trade_off("sql-vs-document-store").rules
    own = settings.data / "packs"
    assert (own / "articles" / "databases.md").read_text(encoding="utf-8") == DATABASES
    assert (own / "tradeoffs" / "sql-vs-document-store.yaml").is_file()
    assert not [i for i in undecided(review_items(settings)) if i.kind == "draft"]
    with Ledger.open(settings.ledger) as ledger:
        (decision,) = ledger.decisions()
    assert (decision.by, decision.reason, decision.at) == ("ana", "we need it", "2026-01-02T12:00:00+00:00")


def test_the_same_verdict_again_changes_nothing(settings: Settings) -> None:
    """No new generation, no new file."""
    item = draft(settings)
    decide(settings, item.id, "accept")
    before = current_number(settings)
    assert not decide(settings, item.id, "accept", by="someone else")
    assert current_number(settings) == before


def test_a_verdict_survives_ingesting_the_article_again(settings: Settings, tmp_path: Path) -> None:
    """A rejected draft stays rejected when its article comes back with other words, or was gone in between."""
    decide(settings, draft(settings).id, "reject", reason="out of our field")
    remove("databases", settings)
    assert not [item for item in review_items(settings) if item.kind == "draft"]
    (tmp_path / "databases.md").write_text(DATABASES.replace("several", "many"), encoding="utf-8")
    ingest([tmp_path / "databases.md"], settings)
    item = draft(settings)
    assert item.decision is not None
    assert item.decision.reason == "out of our field"


def test_an_accepted_draft_survives_ingesting_the_article_again(settings: Settings, tmp_path: Path) -> None:
    """The file that the user has is known to be the one in the own folder."""
    decide(settings, draft(settings).id, "accept")
    report = ingest([tmp_path / "databases.md"], settings)
    assert [a.status for a in report.articles] == ["unchanged"]
    assert published(settings).trade_off("sql-vs-document-store").rules


def test_an_acceptance_can_be_taken_back(settings: Settings) -> None:
    """Rejecting what was accepted takes its file out again; the article stays."""
    item = draft(settings)
    decide(settings, item.id, "accept")
    assert decide(settings, item.id, "reject")
    assert [t.id for t in published(settings).trade_offs] == ["tea-vs-coffee"]
    assert (settings.data / "packs" / "articles" / "databases.md").is_file()


def test_an_edited_draft_is_taken_as_the_file_has_it(settings: Settings) -> None:
    """The question of the file is the one that is published."""
    item = draft(settings)
    edited = item.proposed.replace('force: "strong"', 'force: "decisive"')
    assert decide(settings, item.id, "edit", edited=edited)
    forces = {rule.force.value for rule in published(settings).trade_off("sql-vs-document-store").rules}
    assert forces == {"decisive", "weak"}


def test_a_draft_that_cannot_be_loaded_is_refused_and_nothing_is_written(settings: Settings) -> None:
    """An edit with an unknown option is an error with its line; the draft waits as before."""
    item = draft(settings)
    with pytest.raises(CatalogError, match=r"draft\.yaml:\d+"):
        decide(settings, item.id, "edit", edited=item.proposed.replace('favours: "sql"', 'favours: "nosql"'))
    assert not list((settings.data / "packs").rglob("*.yaml"))
    assert draft(settings).decision is None


def test_an_unknown_item_is_refused_and_what_exists_is_named(settings: Settings) -> None:
    """The message says which items there are."""
    with pytest.raises(InputError, match=draft(settings).id):
        decide(settings, "draft-nowhere", "accept")


def test_an_article_that_was_no_markdown_goes_to_the_own_folder_as_markdown(tmp_path: Path) -> None:
    """Its claims keep their ids, so that the rules keep their evidence."""
    settings = tea_settings(tmp_path)
    (tmp_path / "split.txt").write_text(SERVICES.replace("# ", "").replace("## ", ""), encoding="utf-8")
    ingest([tmp_path / "split.txt"], settings)
    decide(settings, draft(settings).id, "accept")
    text = (settings.data / "packs" / "articles" / "split.md").read_text(encoding="utf-8")
    assert "{#" in text
    assert published(settings).trade_off("monolith-vs-services").rules


def test_items_are_found_by_their_ids(settings: Settings) -> None:
    """One finds an item by its id."""
    items = review_items(settings)
    assert item_of(items[0].id, items) == items[0]
