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
