"""Linking to factors and options of a small catalog, and what an ingest keeps of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.query import decision_of
from graph.walk import walk
from ingest.article import parse_article
from ingest.extraction import extracted_rules, standpoint_of
from ingest.generations import open_generation
from ingest.linking import Linker
from ingest.meant import Meant
from ingest.page import RawPage
from ingest.pipeline import ingest, stale
from ingest.statements import statements
from kb.embed import WordLlama
from kb.extracted import Link
from kb.ids import text_hash
from kb.ledger import Ledger
from kb.settings import Settings
from kb.types import Article, Catalog, Factor, FactorKind, Option, TradeOff
from tests.graph.cases import choice

CUPS = Factor(
    id="cups_per_day", name="Cups a day", kind=FactorKind.QUANTITY, unit="1/day", ask="How many?", why="Sleep.",
    cues=("cups a day", "cups"), said={"is": ("I drink {4 cups a day|}", "{6 cups|} it is", "about {3 cups|}")},
)  # fmt: skip
HURRY = Factor(
    id="in_a_hurry", name="In a hurry", kind=FactorKind.YES_NO, ask="Is there time?", why="Brewing takes time.",
    cues=("in a hurry", "no time", "rushed"),
    said={"yes": ("we are in a hurry", "there is no time"), "no": ("we have all day", "nobody is waiting for it")},
    not_said=("the train was late",),
)  # fmt: skip
CATALOG = Catalog(
    trade_offs=(
        TradeOff(
            id="drink", name="Tea or coffee", question="Tea or coffee?", start="tea", start_because="Mild.",
            options=(
                Option(id="tea", name="Green tea", text="Brew green tea."),
                Option(id="coffee", name="Espresso coffee", text="Pull an espresso."),
            ),
            start_evidence=(), factors=("cups_per_day", "in_a_hurry"), rules=(),
        ),
    ),
    factors=(CUPS, HURRY),
    digest="d",
)  # fmt: skip
LINKER = Linker(CATALOG, WordLlama().vectors)


STEADY = Factor(
    id="high_steady_traffic", name="High, steady traffic", kind=FactorKind.YES_NO, ask="Is it?", why="Load.",
    cues=("high, steady traffic",),
    said={"yes": ("it is for high, steady traffic",), "no": ("it is not for high, steady traffic",)},
)  # fmt: skip


PACK = """
id: tea-vs-coffee
name: "Tea or coffee"
question: "Tea or coffee?"
options:
  - {id: tea, name: "Tea", text: "Drink tea.", evidence: ["drinks#gentle"]}
  - {id: coffee, name: "Coffee", text: "Drink coffee.", evidence: ["drinks#wakes"]}
start: tea
start_because: "Tea is gentle."
start_evidence: ["drinks#gentle"]
factors:
  - {id: sleepy, name: "Sleepy", kind: yes/no, ask: "Are you sleepy?", why: "Coffee wakes.", cues: ["sleepy", "tired"]}
rules:
  - id: sleepy-coffee
    when: ["sleepy is yes"]
    favours: coffee
    force: strong
    because: "Coffee wakes."
    evidence: ["drinks#wakes"]
said:
  sleepy: {yes: ["I am sleepy", "everyone is tired"], no: ["we are wide awake", "nobody yawns"]}
"""
DRINKS = "---\nid: drinks\n---\nTea is gentle on the stomach. {#gentle}\nCoffee wakes you up. {#wakes}\n"


def with_knowledge(folder: Path) -> Settings:
    """Return settings with a knowledge folder of one trade-off and one article, and an empty data directory."""
    known = folder / "knowledge"
    (known / "tradeoffs").mkdir(parents=True)
    (known / "articles").mkdir()
    (known / "tradeoffs" / "tea-vs-coffee.yaml").write_text(PACK, encoding="utf-8")
    (known / "articles" / "drinks.md").write_text(DRINKS, encoding="utf-8")
    return Settings.model_validate({"data": folder / "data", "built_in": known, "lock_wait": 0.2})


def article(text: str, kind: str = "original") -> Article:
    """Return a Markdown text as an article."""
    text = f"---\nid: notes\ntext_kind: {kind}\n---\n{text}"
    return parse_article(
        RawPage(text=text, origin="notes.md", name="notes", format="markdown", content_hash=text_hash(text))
    )


@pytest.mark.parametrize(
    ("text", "option", "when"),
    [
        ("Below 3 cups a day, espresso coffee is usually the right choice.", "coffee", "cups_per_day < 3/day"),
        ("Switch to green tea at ~42 cups a week.", "tea", "cups_per_day >= 6/day"),
        ("Use espresso when you are in a hurry.", "coffee", "in_a_hurry is yes"),
        ("Green tea is a good choice for quiet evenings.", "tea", ""),
        ("Use water when you are in a hurry.", "", ""),
    ],
)
def test_link(text: str, option: str, when: str) -> None:
    """A quantity by unit and noun, a condition by cues and sayings, an option by its words; else it stays words."""
    (statement,) = statements(article(text))
    link = LINKER.link(statement)
    assert (link.option, link.when) == (option, when)


def test_a_figure_alone_names_its_factor() -> None:
    """A figure that no rule of thumb has is linked to what it counts, and argues for nothing."""
    (statement,) = statements(article("People drink 4 cups a day."))
    assert LINKER.link(statement) == Link(factor="cups_per_day", factor_score=1.0)


def test_no_embedding_until_an_option_is_near() -> None:
    """What shares no word with an option costs no embedding."""

    def none(texts: object) -> NDArray[np.float32]:
        raise AssertionError(texts)

    (statement,) = statements(article("Use water when you are in a hurry."))
    assert Linker(CATALOG, none).link(statement) == Link()


def test_rules_are_the_same_each_time_and_none_of_a_digest() -> None:
    """The ids come from what is said; a digest's sentences are authored already."""
    text = "Intro line one here.\n\nUse espresso coffee when you are in a hurry."
    (rule,) = extracted_rules(article(text), LINKER)
    assert rule == extracted_rules(article(text), LINKER)[0]
    assert (rule.favours, rule.polarity, rule.when) == ("coffee", "for", "in_a_hurry is yes")
    assert extracted_rules(article(text, "digest"), LINKER) == ()


def test_an_ingested_rule_is_kept_published_walked_and_gone_with_its_source(tmp_path: Path) -> None:
    """From a file to a step of the walk; ingesting it again changes nothing, and linking leaves nothing to do."""
    settings = with_knowledge(tmp_path)
    note = tmp_path / "note.md"
    note.write_text(
        "# On drinks\n\nNobody agrees on it.\n\nTea is a good choice when you are sleepy.\n", encoding="utf-8"
    )
    ingest([note], settings)
    with Ledger.open(settings.ledger) as ledger:
        (rule,) = ledger.extracted_rules()
        generation = ledger.generation()
    assert (rule.favours, rule.when, rule.source) == ("tea", "sleepy is yes", "note")
    assert stale(settings) is None
    opened = open_generation(settings)
    try:
        with Ledger.open(settings.ledger) as ledger:
            assert ledger.unlinked(standpoint_of(opened.catalog)) == ()
        path = walk(decision_of(opened.g, "tea-vs-coffee"), {"sleepy": choice("sleepy", "yes")})
        assert [(s.status, s.favours) for s in path.steps] == [("authored", "coffee"), ("extracted", "tea")]
        assert path.recommended == "coffee"
        assert [d.factors for d in opened.catalog.trade_off("tea-vs-coffee").disagreements] == [("sleepy",)]
    finally:
        opened.close()
    assert ingest([note], settings).published is False
    note.write_text("# On drinks\n\nNobody agrees on it, and that is all there is.\n", encoding="utf-8")
    ingest([note], settings)
    with Ledger.open(settings.ledger) as ledger:
        assert ledger.extracted_rules() == ()
        assert ledger.generation() > generation


@pytest.mark.parametrize(
    ("words", "value"),
    [("high, steady traffic", "yes"), ("low traffic", "no"), ("high traffic with low latency", "yes")],
)
def test_the_opposite_of_what_a_factor_is_named_by_is_its_no(words: str, value: str) -> None:
    """Low traffic is no high traffic, however many words they share."""
    found = Meant(Catalog(trade_offs=(), factors=(STEADY,)), WordLlama().vectors).value(words, [STEADY])
    assert found is not None
    assert found.value == value
