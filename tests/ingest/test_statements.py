"""Figures, rules of thumb and the citations they carry, on sentences of our own and against hand-made labels."""

from __future__ import annotations

import time

import pytest

from ingest.article import parse_article
from ingest.page import RawPage
from ingest.rules_of_thumb import thumbs
from ingest.stated import figures
from ingest.statements import statements
from kb.ids import text_hash
from kb.text import sections, sentences
from kb.types import Article
from tests.ingest.labels import ARTICLES, SEEDS, Score, figures_scored, labelled, read, thumbs_scored


def article(text: str) -> Article:
    """Return a Markdown text as an article."""
    return parse_article(
        RawPage(text=text, origin="notes.md", name="notes", format="markdown", content_hash=text_hash(text))
    )


def rules(text: str) -> list[tuple[str, str, str, str | None]]:
    """Return option, condition, polarity and hedge of every rule of thumb."""
    found = thumbs(text, sentences(text), sections(text))
    return [(t.option.text, t.condition.text, t.polarity, t.hedge.text if t.hedge else None) for t in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Below 40k daily orders it holds.", ("<", 40000, 40000, "orders", "day")),
        ("It needs fewer than ~300 hand-checked labelled cases.", ("<", 300, 300, "cases", None)),
        ("We make about 200,000 calls a month.", ("~", 200000, 200000, "calls", "month")),
        ("Hardware is 15 to 25% of the cost.", ("between", 15, 25, "%", None)),
        ("It took 12x fewer trials.", ("=", 12, 12, "x", None)),
        ("It won by 3 to 9 points.", ("between", 3, 9, "points", None)),
        ("They saved $7,000 per month.", ("=", 7000, 7000, "$", "month")),
        ("Nobody saw it for 14 months.", ("=", 14, 14, "months", None)),
        ("It costs roughly $9k.", ("~", 9000, 9000, "$", None)),
        ("We polled 210 nurses and\n  doctors in spring.", ("=", 210, 210, "nurses", None)),
    ],
)
def test_figures(text: str, expected: tuple[object, ...]) -> None:
    """Comparator, value, unit as written and period of a figure, wherever the line is wrapped."""
    (figure,) = figures(text)
    assert (figure.comparator, figure.low, figure.high, figure.unit, figure.period) == expected


@pytest.mark.parametrize(
    "text", ["In 2024 it changed.", "We use GPT-4 and Qwen3.5-8B.", "One day it may help.", "A second, dear one."]
)
def test_no_figures(text: str) -> None:
    """Years, the numbers of named things, "one day" and ordinals are no figures."""
    assert figures(text) == ()


def test_spans_of_a_figure() -> None:
    """Value, comparator and hedge each have their own characters in the text that the sentence is part of."""
    text = "Well. It needs fewer than ~300 labelled cases."
    (figure,) = figures(text[6:], 6)
    assert text[figure.words.start : figure.words.end] == "300"
    assert figure.compared_by is not None
    assert text[figure.compared_by.start : figure.compared_by.end] == "fewer than ~"
    assert figure.hedge is not None
    assert figure.hedge.text == "~"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use queues when the load is bursty.", ("queues", "the load is bursty", "for", None)),
        ("Queues are usually better suited for bursty load.", ("Queues", "bursty load", "for", "usually")),
        ("Bursty load calls for queues.", ("queues", "Bursty load", "for", None)),
        ("Prefer queues over threads if order matters.", ("queues", "order matters", "for", None)),
        (
            "If prices change weekly, a cache is a poor choice.",
            ("a cache", "prices change weekly", "against", None),
        ),
        (
            "When latency matters more than cost, use a cache.",
            ("a cache", "latency matters more than cost", "for", None),
        ),
        (
            "For high, steady traffic, own servers are often cheaper.",
            ("own servers", "high, steady traffic", "for", "often"),
        ),
        ("Avoid queues unless order matters.", ("queues", "order matters", "for", None)),
        ("Queues may not be a good fit for tiny teams.", ("Queues", "tiny teams", "against", "may")),
    ],
)
def test_rules_of_thumb(text: str, expected: tuple[object, ...]) -> None:
    """Condition, option, polarity and hedge of the ways in which people give a rule of thumb."""
    assert rules(text) == [expected]


def test_rules_under_a_line_and_in_a_table() -> None:
    """Each entry under "X is a good choice if:" is a condition, each cell of a row "Best for" too."""
    listed = "Queues are a good choice if:\n\n- The load is bursty.\n- Order matters.\n\nThat is all."
    assert [(o, c) for o, c, _, _ in rules(listed)] == [("Queues", "The load is bursty"), ("Queues", "Order matters")]
    table = "| Item | Queue | Thread |\n|---|---|---|\n| Best for | bursty load | short work |\n"
    assert [(o, c) for o, c, _, _ in rules(table)] == [("Queue", "bursty load"), ("Thread", "short work")]


def test_citations_carried() -> None:
    """A run of sentences shares the marker at its end; one that brings in another work begins a run of its own."""
    text = (
        "# On queues\n\nBelow 40 orders a day one queue holds. It stays simple. Above 90 orders a day it breaks [2]. "
        "After 5 years nobody knows why. Another study found a loss of 12% in such cases [1].\n\n"
        "The same study found 9% elsewhere.\n\n## References\n\n[1] Ann, Losses (2020).\n\n[2] Bob, Queues (2021).\n"
    )
    found = {s.figure.low: s.citation for s in statements(article(text)) if s.figure}
    markers = {value: (c.marker, c.where) if c else None for value, c in found.items()}
    assert markers[40] == ("[2]", "beside it")
    assert markers[90] == ("[2]", "in the sentence")
    assert markers[5] is None
    assert markers[12] == ("[1]", "in the sentence")
    assert markers[9] == ("[1]", "beside it")


def test_a_long_line_takes_linear_time() -> None:
    """A line of half a million characters is read in seconds, whatever words it repeats."""
    for words in (
        "if use when for is a good choice, ",
        "use x when ",
        "it is better to ",
        "A is best for ",
        "if a, use b, ",
        "if a, you can do b, ",
    ):
        text = words * (500_000 // len(words))
        told, heads = sentences(text), sections(text)
        began = time.monotonic()
        thumbs(text, told, heads)
        assert time.monotonic() - began < 20, words


def test_many_hostile_sentences_take_linear_time() -> None:
    """Sentences of the greatest length that is read, all of words that advise, cost milliseconds each."""
    text = "\n\n".join(f"{words * (2000 // len(words))}." for words in ("A is best for ", "if a, use b, ")) + "\n\n"
    text *= 40
    told = sentences(text)
    began = time.monotonic()
    thumbs(text, told, sections(text))
    assert len(told) >= 80
    assert time.monotonic() - began < 15


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five files are not beside the checkout")
def test_figures_of_the_five_files() -> None:
    """At least nine in ten labelled figures have value, unit, period, comparator and citation right, and back."""
    total = Score(0, 0, 0)
    for file in labelled("seeds_labels.json"):
        total += figures_scored(file, *read(SEEDS, file), cited=True)
    assert total.recall >= 0.9, total.wrong
    assert total.precision >= 0.9, total.wrong


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not beside the checkout")
@pytest.mark.parametrize("half", ["tune", "held"])
def test_rules_of_thumb_of_real_articles(half: str) -> None:
    """Of fourteen articles, most labelled rules are found whole, and most found are labelled; on both halves."""
    total = Score(0, 0, 0)
    for file in (f for f in labelled("articles_labels.json") if f["half"] == half):
        total += thumbs_scored(file, *read(ARTICLES, file))[0]
    assert total.recall >= 0.8
    assert total.precision >= 0.8
