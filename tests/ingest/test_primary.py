"""Figures of claims in cited works: the same number after units are brought in line, said of the same thing."""

from __future__ import annotations

import pytest

from ingest.article import parse_article
from ingest.figures import figures, same, stems
from ingest.page import RawPage
from ingest.primary import Work
from kb.types import Article


def article(*paragraphs: str) -> Article:
    """An article of these paragraphs."""
    text = "\n\n".join(("# A cited work", *paragraphs))
    return parse_article(RawPage(origin="w", name="work", format="markdown", text=text, content_hash="0"))


def found(claim: str, *paragraphs: str) -> list[str | None]:
    """The quote for each figure of a claim, None where the work does not hold it."""
    work, about = Work(article(*paragraphs)), stems(claim)
    matches = [work.find(figure, about, "r") for figure in figures(claim)]
    return [match.quote if match else None for match in matches]


@pytest.mark.parametrize(
    ("claim", "work"),
    [
        ("about 500,000 calls a month", "16,427 calls a day"),
        ("under 100k requests per day", "fewer than 100,000 daily requests"),
        ("35x fewer rollouts", "35-fold fewer rollouts"),
        ("35 times fewer rollouts", "35x fewer rollouts"),
        ("70 to 80% of the cost", "70–80 percent of the cost"),
        ("two hours of downtime", "120 minutes of downtime"),
        ("$50k a year", "a bill of $50,000 per year"),
        ("72% of teams", "71.8% of teams"),
        ("roughly 40 teams", "41 teams"),
        ("one in eight users", "12.5% of users"),
    ],
)
def test_the_same_number_in_other_words(claim: str, work: str) -> None:
    """Periods, times, shares, folds, money; rounded as printed, or 5% off where it is hedged."""
    (claimed,), (other,) = figures(claim), figures(work)
    assert same(claimed, other)


@pytest.mark.parametrize(
    ("claim", "work"),
    [
        ("100,000 requests a day", "100,000 requests"),
        ("100,000 requests a day", "100,000 requests a month"),
        ("19 percentage points", "19% of them"),
        ("$50k a year", "€50k a year"),
        ("$50k a year", "$50k a month"),
        ("70% of teams", "74% of teams"),
        ("40 teams", "41 teams"),
        ("6 to 19 points", "19 points"),
    ],
)
def test_another_number(claim: str, work: str) -> None:
    """Another period, currency, kind or value, or none where one is stated."""
    (claimed,), (other,) = figures(claim), figures(work)
    assert not same(claimed, other)


def test_pointers_and_dates_are_no_figures() -> None:
    """The numbers of ``[2, 5]``, of a day and of a year."""
    assert [f.text for f in figures("In 2018 they saw 40 outages a month [2, 5].")] == ["40 outages a month"]
    assert figures("It began on August 10 in the old town [1].") == ()


def test_digits_alone_are_never_enough() -> None:
    """The same share of something else is not it; nor is one whose neighbour speaks of the thing with another share."""
    claim = "In a survey 60% of engineers preferred batch jobs."
    assert found(claim, "The survey says that 60% of the engineers prefer batch jobs to streams.") != [None]
    assert found(claim, "Of the harbour's lamps 60% were broken.") == [None]
    assert found(claim, "Of the lamps 60% were broken. Of the engineers, 45% wanted batch jobs.") == [None]


def test_a_rare_number_needs_fewer_words() -> None:
    """18,432 of anything near is hardly chance; 18 is."""
    assert found("They counted 18,432 lamps.", "In the harbour 18,432 broken lamps stood.") != [None]
    assert found("They counted 18 lamps at night.", "In the harbour 18 broken lamps stood.") == [None]


def test_the_likeliest_sentence_is_quoted() -> None:
    """Of two that state the number, the one that shares more with the claim, word for word."""
    said = "Below 100,000 requests a day an API is the right call for small teams."
    assert found(
        "Under 100k requests per day an API is the right call.", "The cache served 100,000 requests a day.", said
    ) == [said]


def test_what_the_work_says_instead() -> None:
    """A sentence that clearly speaks of the thing with another number; nothing where none does."""
    work = Work(article("Budgets overran by 240% where spending was not attributed to teams."))
    (figure,) = figures("Budgets overran by 340% where spending was not attributed.")
    assert work.find(figure, stems("Budgets overran where spending was not attributed."), "r") is None
    assert "240%" in work.instead(figure, stems("Budgets overran where spending was not attributed."))
    assert work.instead(figure, stems("Lamps are bright.")) == ""


def test_a_bibliography_is_no_evidence() -> None:
    """A figure in the title of a reference is not a statement of the work."""
    claim = "A survey found that 60% of engineers preferred batch jobs."
    listed = "## References\n\n1. Smith, J. (2020). 60% of engineers preferred batch jobs: a survey. Journal."
    assert found(claim, "Engineers differ a lot in what they like.", listed) == [None]


def test_other_scripts_are_compared_by_pairs() -> None:
    """A Chinese claim is found in a Chinese work."""
    assert found("调查显示60%的工程师更喜欢批处理。", "我们的调查显示,60%的工程师喜欢批处理作业。") != [None]


def test_a_long_work_is_read_in_time_linear_in_it() -> None:
    """Eight thousand figures take seconds, however many claims ask."""
    lamps = [f"Lamp {n} burns for {n % 50} hours in district {n % 7}." for n in range(4000)]
    work = Work(article(*lamps, "The harbour master says that lanterns glow for 49 hours."))
    about = stems("Lanterns in the harbour glow for 49 hours.")
    (figure,) = figures("Lanterns in the harbour glow for 49 hours.")
    assert all(work.find(figure, about, "r") for _ in range(20))
