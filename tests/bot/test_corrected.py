"""A figure stated before that a later turn names again: replaced, counted in part, added to, or left as it was."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

CASES = [
    ("requests_per_day", 450, "API or own GPUs? 300 calls a day.", "make the 300 a 450, I left out one office"),
    # what it was, and what it is
    ("requests_per_day", 20_000, "Hosted API or own GPUs? 5k calls a day.", "5k was the pilot, we are at 20k"),
    ("requests_per_day", 45_000, "API or self host for 30k requests a day?",
     "the 30k is last year's figure. Today 45k."),
    ("decisions_per_day", 15_000, "Must a human look at each refund the bot approves? 700 a day.",
     "Forget the 700, that was two years ago. It's 15,000 now."),
    ("label_noise", 11, "3% label errors, 20k scans. relabel or more?",
     "that 3% was for one clinic only. over all of them it's 11"),
    ("requests_per_day", 45_000, "30k calls daily. Stay on the API or bring a model in-house?",
     "30k was a slow week. 45 is normal."),
    ("requests_per_day", 5_000_000, "4.6M calls daily. Stay on the API or bring a model in-house?",
     "the 4.6M was a slow week. 5 is normal."),
    ("requests_per_day", 900, "30k calls daily. Stay on the API or bring a model in-house?",
     "30k was the launch week. 900 is more like it."),
    ("requests_per_day", 2_000_000, "Some 50k calls a day. Hosted API or our own?",
     "we won the region, so it's two million a day from now on"),
    # how much of it there is
    ("requests_per_day", 90_000, "4 products call the LLM, about 45k calls a day each. keep the API or build?",
     "correction, only 2 of the 4 are live"),
    ("accuracy_gain", 3, "Deep net beats the trees by 8 points. worth maintaining?",
     "found leakage. only three of those eight are left"),
    ("corpus_size", 50_000, "We hold 5 million scans. From scratch or pretrained?",
     "legal says we can use one out of a hundred"),
    ("latency_budget", 0.6, "Which size of model for a voice agent? We have 1.5 s for a reply.",
     "the 1.5 includes speech synthesis, which takes 0.9, so the model gets what's left"),
    # what there is besides
    ("data_dependencies", 14, "New model adds 3 points and reads 6 feeds. Keep the simple one?",
     "forgot: it also uses the tables of two other teams, 4 each, on top of those 6"),
    ("requests_per_day", 60_000, "20k LLM calls a day. API or host ourselves?",
     "the 20k is Porto alone. there are three sites like it"),
    ("requests_per_day", 35_000, "35k model calls a week. API or own GPUs?",
     "that's one hospital. We have seven of them, all about the same"),
    # levels of accuracy
    ("accuracy_gain", 6, "Net scores 95 where the simple model scores 85. take the net?",
     "re-ran it without the leak: 91 for the net, the simple one stays where it was"),
    ("accuracy_gain", 2, "GBM gets 84 out of a hundred, neural net 90. Go neural?",
     "the 84 was an old version. retrained, the GBM is at 88"),
    ("accuracy_gain", 2, "Swap the rules table for a neural net? Accuracy goes from 81 to 93.",
     "the 81 had a bug in it. squashed, the old table gets 91"),
    ("accuracy_gain", 12, "Net adds 4 points over the GBM. Worth the upkeep?",
     "not 4, wrong column. 78 for the GBM, 90 for the net"),
    # periods and units
    ("requests_per_day", 400_000, "we do 200k model calls, platform team of 4. stay on the api or own it?",
     "per day I mean, and it's twice that since the merger"),
    ("staleness_tolerance", 86_400, "Stream or nightly? Scores may be an hour old.",
     "I got that wrong: a day, not an hour."),
]  # fmt: skip
STAYS = [
    ("decisions_per_day", 90, "Should a pharmacist see each dose change? 40 proposals a day.", "make that 90",
     "A group may join in March, which would make it 2,000 a day, but nothing is signed. Advise for what we have now."),
    ("requests_per_day", 8000, "8k calls a day. API or own?",
     "sales dreams of 500k next year, ignore that. and nobody here runs GPUs"),
    ("requests_per_day", 11_000, "11,000 calls a day to a hosted model. Host our own?",
     "Last year it was 6,000 a day, and the Dutch branch pays 2 cents."),
    ("labelled_examples", 700, "700 labelled examples. Should we fine-tune already?",
     "The rival has 3,000 examples and charges 12 euro, according to LinkedIn. We still have our 700."),
    ("time_to_ship", 4, "300 good examples and we go out in 4 weeks. Prompt or fine-tune?",
     "And if we had 10,000? Answer me for that case. The 4 weeks don't move."),
]  # fmt: skip


def quantity(advisor: Advisor, turns: tuple[str, ...], factor: str) -> object:
    """Return the value of a fact after the last turn."""
    return next((fact.value for fact in advise(turns, advisor).facts if fact.factor == factor), None)


@pytest.mark.parametrize(("factor", "value", "first", "second"), CASES)
def test_a_figure_named_again_is_put_right(
    factor: str, value: float, first: str, second: str, advisor: Advisor
) -> None:
    """What a later turn says of a figure stated before, or gives in its place, is what counts."""
    assert quantity(advisor, (first, second), factor) == pytest.approx(value, rel=1e-3)


@pytest.mark.parametrize("case", STAYS, ids=lambda case: str(case[0]))
def test_what_is_told_of_others_or_of_another_time_replaces_nothing(
    case: tuple[str, float, str, str], advisor: Advisor
) -> None:
    """Rumours, last year's figures, a rival's and a figure of something else leave what was stated."""
    factor, value, *turns = case
    assert quantity(advisor, tuple(str(turn) for turn in turns), factor) == pytest.approx(value)
