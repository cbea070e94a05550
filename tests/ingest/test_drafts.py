from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.article import parse_article
from ingest.draft_words import stated
from ingest.drafts import Draft, drafts
from ingest.groups import groups_in
from ingest.page import RawPage
from ingest.rules_of_thumb import thumbs
from kb.blocks import blocks
from kb.catalog import builtin_folder, load_catalog
from kb.text import sections, sentences
from kb.types import Article, Catalog, FactorKind, TradeOff
from tests.ingest.fields import CROSSINGS, DATABASES, KNOWN, NO_CHOICE, SELF_WEIGHED, SERVICES

EMPTY = Catalog(trade_offs=(), factors=())


def article_of(text: str, name: str = "notes") -> Article:
    """Return the article of a Markdown text."""
    return parse_article(RawPage(text=text, format="markdown", origin=f"{name}.md", name=name, content_hash="0" * 64))


def only(text: str, catalog: Catalog = EMPTY) -> Draft:
    """Return the one draft of a text."""
    (draft,) = drafts(article_of(text), catalog)
    return draft


def loaded(text: str, folder: Path, catalog: Catalog = EMPTY) -> tuple[TradeOff, Catalog]:
    """Return the trade-off that the draft of a text becomes when the catalog loads it."""
    draft = only(text, catalog)
    (folder / "tradeoffs").mkdir(parents=True)
    (folder / "tradeoffs" / f"{draft.trade_off}.yaml").write_text(draft.yaml, encoding="utf-8")
    whole = load_catalog([folder], {claim.id for claim in article_of(text).claims})
    return whole.trade_off(draft.trade_off), whole


def rules_of(trade_off: TradeOff) -> set[tuple[str, str]]:
    """Return (condition, option) of every rule."""
    return {(rule.when[0].text, rule.favours) for rule in trade_off.rules}


def test_when_to_use_this_and_when_that_becomes_rules(tmp_path: Path) -> None:
    """Lists under headings, sentences, advice against an option, and a bound with its unit."""
    trade_off, catalog = loaded(DATABASES, tmp_path)
    assert rules_of(trade_off) == {
        ("transactions_across_several_records is yes", "sql"),
        ("data_highly_relational is yes", "sql"),
        ("reports_written_people_who_know_joins is yes", "sql"),
        ("shape_records_changes_every_week is yes", "document-store"),
        ("documents_per_day > 5000/second", "document-store"),
        ("records_fixed_shape is no", "document-store"),
    }
    assert catalog.factor("documents_per_day").unit == "1/day"
    assert catalog.factor("data_highly_relational").ask == "Is your data highly relational?"


def test_sentences_side_by_side_and_opposite_bounds_share_a_factor(tmp_path: Path) -> None:
    """``fewer than 3 teams`` and ``more than 8 teams`` test one quantity."""
    trade_off, catalog = loaded(SERVICES, tmp_path)
    assert {("teams < 3", "monolith"), ("teams > 8", "services")} <= rules_of(trade_off)
    assert catalog.factor("teams").kind is FactorKind.QUANTITY


def test_a_table_says_what_each_is_best_for(tmp_path: Path) -> None:
    """The row that says so counts, the others do not."""
    trade_off, _ = loaded(CROSSINGS, tmp_path)
    assert {rule.favours for rule in trade_off.rules} == {"ferry", "bridge", "tunnel"}
    assert len(trade_off.rules) == 3


def test_one_option_is_weighed_against_doing_without_it(tmp_path: Path) -> None:
    """What speaks against it favours the other."""
    trade_off, _ = loaded(SELF_WEIGHED, tmp_path)
    favoured = [rule.favours for rule in trade_off.rules]
    assert (favoured.count("cache"), favoured.count("without-cache")) == (2, 2)


def test_every_rule_stands_on_the_sentence_that_says_it(tmp_path: Path) -> None:
    """The evidence of a rule is a claim whose words are in the article."""
    article = article_of(DATABASES)
    claims = {claim.id: claim for claim in article.claims}
    trade_off, _ = loaded(DATABASES, tmp_path)
    rule = next(r for r in trade_off.rules if r.when[0].factor == "data_highly_relational")
    claim = claims[rule.evidence[0]]
    assert claim.text == "your data is highly relational"
    assert article.source.text[claim.span.start : claim.span.end] == claim.text


CACHES = """# Redis or Memcached

We chose between Redis and Memcached, and some of our Redis clusters are large.

Use Redis when you need persistence. For fewer than 5,000 sessions a second, Memcached is usually the right call.
If your team has never run a cluster, Memcached is the better choice.
"""


def test_a_bound_in_a_rule_of_thumb_joins_the_options_that_are_weighed(tmp_path: Path) -> None:
    """The volume is a rule of the draft beside the sentences that say "when"."""
    trade_off, catalog = loaded(CACHES, tmp_path)
    assert ("sessions_per_day < 5000/second", "memcached") in rules_of(trade_off)
    assert catalog.factor("sessions_per_day").unit == "1/day"


def test_a_draft_reads_as_a_person_would_write_it(tmp_path: Path) -> None:
    """Names keep their capitals, and what never happened is asked about as what may have."""
    trade_off, catalog = loaded(CACHES, tmp_path)
    assert trade_off.question == "Which should we use, Redis or Memcached?"
    asked = {rule.favours: catalog.factor(rule.when[0].factor).ask for rule in trade_off.rules}
    assert "Has your team run a cluster?" in asked.values()


@pytest.mark.parametrize(
    ("condition", "ask", "holds"),
    [
        ("your team has never run a cluster", "Has your team run a cluster?", "no"),
        ("values are small and you want what works", "Are values small and do you want what works?", "yes"),
        ("teams that need to scale", "Do you need to scale?", "yes"),
        ("tasks that are repetitive", "Is this about tasks that are repetitive?", "yes"),
        ("the load has grown", "Has the load grown?", "yes"),
    ],
)
def test_a_condition_is_asked_as_a_question(condition: str, ask: str, holds: str) -> None:
    """By the shape of its clause; a noun phrase is asked about as such."""
    said = stated(condition)
    assert (said.ask, said.holds) == (ask, holds)


def test_a_hedged_sentence_makes_a_weaker_rule(tmp_path: Path) -> None:
    """``may pick`` is weak, ``use … when`` is strong."""
    trade_off, _ = loaded(DATABASES, tmp_path)
    force = {rule.when[0].factor: rule.force.value for rule in trade_off.rules}
    assert (force["records_fixed_shape"], force["data_highly_relational"]) == ("weak", "strong")


def test_a_draft_brings_what_it_is_recognised_by(tmp_path: Path) -> None:
    """Names as aliases, questions with marked facts, sayings for and against, near misses."""
    trade_off, catalog = loaded(DATABASES, tmp_path)
    said = catalog.factor("data_highly_relational").said
    assert said["yes"] == ("our data is highly relational",)
    assert "our data is not highly relational" in said["no"]
    assert any("data_highly_relational=yes}" in example for example in trade_off.examples)
    assert trade_off.near_misses


@pytest.mark.parametrize("text", [NO_CHOICE, "Nothing is weighed here, and nothing is said of when.\n"])
def test_instructions_are_no_trade_off(text: str) -> None:
    """Using one thing for this and another for that weighs nothing."""
    assert drafts(article_of(text), EMPTY) == ()


def test_what_the_knowledge_decides_already_is_no_draft() -> None:
    """Batch and real-time are options of a trade-off that ships."""
    assert drafts(article_of(KNOWN), load_catalog([builtin_folder()])) == ()
    assert len(drafts(article_of(KNOWN), EMPTY)) == 1


def test_a_known_quantity_is_used_and_not_defined_again() -> None:
    """Requests a day exist, so that the draft tests that factor."""
    text = (
        "Use a queue when you get more than 2,000 requests per second. Use a direct call if answers must be instant.\n"
    )
    assert '- use: "requests_per_day"' in only(text, load_catalog([builtin_folder()])).yaml


def test_the_id_of_a_draft_survives_other_words() -> None:
    """It is made of the source and the options, so that a decision holds when the article is edited."""
    again = DATABASES.replace("highly relational", "deeply relational")
    assert only(DATABASES).id == only(again).id
    assert only(DATABASES).id != drafts(article_of(DATABASES, "other"), EMPTY)[0].id


@pytest.mark.parametrize(
    "line",
    [
        "use " * 250_000,
        "if you have x, " * 60_000,
        "A is best for " * 70_000,
        "| a " * 250_000,
        "when to use a or b " * 50_000,
    ],
)
def test_a_line_of_a_million_characters_does_not_hang(line: str) -> None:
    """Time is linear in the text, whatever stands in it."""
    text = f"# A or B\n\nSome words.\n\n{line}\n"
    parsed = blocks(text)
    told = sentences(text, "en", (), parsed)
    start = time.monotonic()
    groups_in(text, "A or B", parsed, told, thumbs(text, told, sections(text, parsed)))
    assert time.monotonic() - start < 10
