"""A query that is nothing but a figure finds the claims that state it, however it is written, and no others."""

from __future__ import annotations

import pytest

from bot.advisor import Advisor
from bot.looked_up import cite
from bot.stated_figures import bare_figures


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("340%", "overran their LLM cost budgets by 340%"),
        ("about 340 percent?", "overran their LLM cost budgets by 340%"),
        ("three hundred and forty percent", "overran their LLM cost budgets by 340%"),
        ("340", "overran their LLM cost budgets by 340%"),
        ("35 times", "35x fewer rollouts"),
        ("35x", "35x fewer rollouts"),
        ("70-80%", "staff is the remaining 70 to 80%"),
        ("80%", "staff is the remaining 70 to 80%"),
        ("18k", "saved $18,000 per month"),
        ("$18,000", "saved $18,000 per month"),
        ("19 points", "6 to 19 points"),
        ("two weeks", "shipped in 2 weeks"),
        ("1M requests per day", "Above 1M requests per day"),
    ],
)
def test_a_figure_finds_its_claim_first(query: str, words: str, advisor: Advisor) -> None:
    """Percent signs, words, multiples, money and ranges are all read as the figure that they are."""
    assert words in cite(query, advisor)[0].quote


def test_a_figure_that_two_claims_state_finds_both(advisor: Advisor) -> None:
    """Both readings of the hundred thousand are shown, and each is the original's own."""
    assert {quote.references[0].id for quote in cite("100k", advisor)} == {"ptolemay-2025", "llm-stats-2026"}


@pytest.mark.parametrize(
    "query", ["999%", "87%", "42 percent", "12345", "3.14", "$7,777", "91x", "25 minutes", "340 points"]
)
def test_a_figure_that_no_claim_states_finds_nothing(query: str, advisor: Advisor) -> None:
    """What is near, or of another kind, is not taken for it."""
    assert cite(query, advisor) == ()


@pytest.mark.parametrize(
    "statement",
    ["87% of ML projects never reach production", "60% of companies use RAG", "we saw 40000 errors a year"],
)
def test_a_statement_with_a_made_up_figure_finds_nothing_that_only_sounds_alike(
    statement: str, advisor: Advisor
) -> None:
    """Where no claim states the figure, a claim has to bear on the words all the more."""
    assert cite(statement, advisor) == ()


def test_a_statement_whose_figure_differs_finds_what_the_source_says(advisor: Advisor) -> None:
    """Who cites the overrun with another number is shown the number that stands in the source."""
    assert "340%" in cite("LLM budgets are overrun by 25% on average", advisor)[0].quote


@pytest.mark.parametrize(
    "query", ["staff share of self-hosting", "340% budget overrun", "2024", "in 2015", "fine-tuning"]
)
def test_words_and_years_make_no_bare_figure(query: str) -> None:
    """Such a query is looked up by its meaning."""
    assert bare_figures(query) == ()


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("teams overrun budgets by 140%", "The source says 340%, not 140%."),
        ("staff is 50% of the cost of self-hosting", "The source says 70 to 80%, not 50%."),
        ("hardware and electricity are 50% of self-hosting", "The source says 20 to 30%, not 50%."),
        (
            "an API is right below 10k requests per day",
            "The source says 100k requests per day, not 10k requests per day.",
        ),
        ("GEPA needs 10x fewer rollouts", "The source says 35x, not 10x."),
        ("saved $28,000 per month by not fine-tuning", "The source says $18,000, not $28,000."),
    ],
)
def test_a_figure_that_is_not_the_sources_is_said_beside_the_quote(query: str, note: str, advisor: Advisor) -> None:
    """The best claim on the same subject has another figure of the same kind; only its quote says so."""
    first, *others = cite(query, advisor)
    assert first.note == note
    assert not any(quote.note for quote in others)


@pytest.mark.parametrize(
    "query",
    [
        "teams overrun budgets by 340%",
        "340%",
        "staff is 70 to 80% of self-hosting",
        "staff share of self-hosting cost",
        "91% agreed that building brings customization and control",
        "teams overran their budgets in 2019",
        "teams overrun budgets by 3 weeks",
        "fine-tuning needs at least 200 real examples",
    ],
)
def test_what_agrees_or_cannot_be_compared_has_no_note(query: str, advisor: Advisor) -> None:
    """The same figure, none, a year, another unit, or one that another claim states: nothing is said."""
    assert not any("The source says" in quote.note for quote in cite(query, advisor))
