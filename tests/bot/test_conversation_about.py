"""What people say of the answer they got: it stays, and nothing is heard into it."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor

ASKED = "We get 60k LLM requests a day. API or our own GPUs?"


@pytest.mark.parametrize(
    "turn",
    [
        "how sure are you?",
        "explain that in simple words",
        "can you summarise that for my manager?",
        "does that hold for a startup too?",
        "what else do you need to know?",
        "no idea",
        "dunno, skip that",
        "which of my facts tipped it?",
        "what speaks against it",
        "and what if my number is wrong?",
        "my CTO will hate this",
        "Wie sicher bist du dir da?",
        "Quel est le meilleur argument contre ?",
        "¿Y eso vale también para un banco?",
        "能简单说一下吗?",
    ],
)
def test_an_answer_stays_while_it_is_talked_about(turn: str, advisor: Advisor) -> None:
    """Doubts, requests to put it otherwise and "no idea" leave the verdict and its facts as they were."""
    first, then = advise([ASKED], advisor), advise([ASKED, turn], advisor)
    assert then.outcome == "recommendation"
    assert then.recommendation is not None
    assert first.recommendation is not None
    assert then.recommendation.option == first.recommendation.option
    assert [(f.factor, f.value) for f in then.facts] == [(f.factor, f.value) for f in first.facts]


@pytest.mark.parametrize(
    "turn",
    [
        "When does the last train to Basel leave tonight?",
        "do you know a joke about accountants",
        "Never mind that, it's settled. Could you write me a birthday speech for my aunt? Two minutes, with a pun.",
        "wait, what time is the match on the 23rd?",
        "Right, clear. Different headache: which helpdesk plays nicer with Slack, Zendesk or Front?",
        "Two office leases on my desk, one runs five years, the other monthly at 20% more. Which would you sign?",
        "send a calendar invite to Jonas for thursday 10am please",
        "send a calendar invite to Jonas for thursday 10am pls",
        "How do I get a raise when my manager keeps dodging me?",
        "Could you translate 'good morning, dear colleagues' to Polish for me",
        "great, now write me the email to the works council that announces it",
        "Right. What's the default isolation level in Postgres again?",
        "明天上海天气怎么样?",
    ],
)
def test_a_request_for_something_else_is_declined(turn: str, advisor: Advisor) -> None:
    """What has nothing to do with the answer is out of scope in the middle of a conversation too."""
    assert advise([ASKED, turn], advisor).outcome == "out_of_scope"


@pytest.mark.parametrize(
    "turn",
    [
        "right, and who should check what it writes?",
        "right, and who should check its output?",
        "gut, und wer soll das prüfen?",
        "and who checks it?",
    ],
)
def test_another_decision_is_asked_in_passing(turn: str, advisor: Advisor) -> None:
    """Who asks for another decision gets a verdict on that one, and is not taken to ask who said something."""
    answer = advise([ASKED, turn], advisor)
    assert answer.trade_off is not None
    assert (answer.outcome, answer.trade_off.id) == ("recommendation", "automation-vs-oversight")


@pytest.mark.parametrize(
    "turn",
    [
        "people browse for ~4 min per session and catalogue changes hourly",
        "team uses python mostly",
        "my wife is from Peru",
        "what if sessions drop to 30 seconds?",
        "and what if the shop moves to Leeds?",
        "y si las sesiones bajan a 30 segundos?",
        "and if it were ten minutes? The model sits in the car, not with some cloud provider.",
        "Does it change anything that we host the thing ourselves on two rented GPUs?",
    ],
)
def test_what_is_told_or_supposed_stays_with_the_question(turn: str, advisor: Advisor) -> None:
    """A statement without a full stop, and another case, leave the decision under discussion what it was."""
    asked = advise(["batch or realtime for recommendations?"], advisor).trade_off
    then = advise(["batch or realtime for recommendations?", turn], advisor).trade_off
    assert asked is not None
    assert then is not None
    assert then.id == asked.id == "batch-vs-real-time"


REMARKS = [
    "coffee machine shows ERROR 7 and a smiley, make of that what you will",
    "half the team went to kotlin and wont shut up about it",
    "We are on floor 3 and the lift has been sulking since Monday.",
    "Der Chef hat seine neue Krawatte an, die mit den Enten.",
    "il fait 31 degrés au bureau, je fonds",
    "el perro de la vecina ladra otra vez",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_beside_the_point_changes_nothing(remark: str, advisor: Advisor) -> None:
    """What is said of the office, the weather or the family states no fact and leaves no question."""
    asked = "We get 60k LLM requests a day. API or our own GPUs?"
    before, after = advise((asked,), advisor), advise((asked, remark), advisor)
    assert after.outcome == before.outcome == "recommendation"
    assert [(f.factor, f.value) for f in after.facts] == [(f.factor, f.value) for f in before.facts]


@pytest.mark.parametrize(
    "later",
    [
        ("Understood. And what if the merger goes through and it becomes 2,600 a day?",),
        ("Volume? 2,600 a day.",),
        ("Suppose nobody signed any more?", "They won't, it's in the contract. Same answer as the first time then?"),
    ],
)
def test_another_case_and_a_heading_of_its_own_answer_ask_nothing_else(
    later: tuple[str, ...], advisor: Advisor
) -> None:
    """What only sounds like another decision, and plainly goes on with this one, stays with it."""
    asked = "Our model proposes doses for a clinic, 140 a day. Could the nurses sign only some of them?"
    answer = advise([asked, *later], advisor)
    assert answer.trade_off is not None
    assert answer.trade_off.id == "automation-vs-oversight"


def test_a_heading_with_its_own_figure_answers_nothing_else(advisor: Advisor) -> None:
    """ "Labels? 300 of them." is no age of 300 seconds, though an age was asked for."""
    asked = "We score churn once a week. Batch or real-time?"
    assert "staleness_tolerance" not in {f.factor for f in advise([asked, "Labels? 300 of them."], advisor).facts}
