"""Which of the decisions asked so far a message names as the one it goes back to, or stays with."""

from __future__ import annotations

import pytest

from bot.subjects import Subject, announced, corrects, gone_back, same_question

FERRY = Subject("batch-vs-real-time", "Ferry delays: should we score them live or in a nightly job?")
STAFF = Subject("build-vs-buy", "And the hosting, rent it or run it on our own machines in Bergen?")
JUDGE = Subject("automation-vs-oversight", "Third thing. Must a pharmacist read each leaflet first?")
ASKED = (FERRY, STAFF, JUDGE)

BACK = {
    "Back to the ferries: they sail in winter too.": 0,
    "OK. Back to hosting then, the crew shrank.": 1,
    "Right, back to the ferry question.": 0,
    "So, to the ferries again. The sponsor left.": 0,
    "Never mind all that. As to the first thing: it runs at noon now.": 0,
    "Going back to the machines, we now have four people.": 1,
    "Can we return to hosting? The lease ran out.": 1,
    "Let's go back to the first question. 40 a day.": 0,
    "About the earlier one: the budget is gone.": 1,
    "Regarding the second question, we hired someone.": 1,
    "as for the original question, nobody minds an hour's delay": 0,
    "Coming back to Bergen: no machines after all.": 1,
    "The previous question: does it change with 4M calls?": 1,
    "Once more about the ferries, they are late by an hour.": 0,
    "and on hosting again, we have no ops": 1,
    "Returning to my first point, customers never see it.": 0,
    "Zurück zu den Ferries: die fahren jetzt nur sonntags.": 0,
    "Noch mal zur ersten Frage: es eilt nicht.": 0,
    "Was die vorige Frage angeht: wir haben jetzt Leute.": 1,
    "Volviendo a la primera pregunta: ya no corre prisa.": 0,
    "Sobre la pregunta anterior: tenemos gente.": 1,
    "Pour revenir à la première question : personne n'attend.": 0,
    "Quant à la question précédente, nous avons une équipe.": 1,
    "回到第一个问题，现在是每天一次。": 0,
    "Let me get back to the pharmacist: she is ill.": 2,
    "thx. hosting again: four people now": 1,
    "Switching back to the nightly job, it now takes an hour.": 0,
}
FORWARD = [
    "We are back to square one, sadly.",
    "The job is back to normal and takes an hour.",
    "Users get back to us within a day.",
    "The first thing users see is the price.",
    "We went back to paper last year.",
    "It failed again on Tuesday.",
    "It failed again: the disk was full.",
    "The second model is slower.",
    "On the other hand, nobody complains.",
    "Labels come back from the lab on Fridays.",
    "A different matter: who pays for the GPUs?",
    "The earlier version scored 81.",
    "In the first month we had 300 calls.",
    "About 300 a day.",
    "And the next question: how many labels do we need?",
    "Try again with 40,000 a day.",
    "Back of the envelope, 2,000 a day.",
    "They roll back to the old release every night.",
]


@pytest.mark.parametrize("turn", BACK)
def test_a_message_that_goes_back_names_the_decision(turn: str) -> None:
    """Ordinals and words of return are resolved against the decisions asked, in their order."""
    assert gone_back(turn, ASKED, 2) == BACK[turn]


@pytest.mark.parametrize("turn", FORWARD)
def test_what_goes_nowhere_is_left_alone(turn: str) -> None:
    """The same words inside a statement send nobody back."""
    assert gone_back(turn, ASKED, 2) is None


def test_the_other_one_is_the_one_before() -> None:
    """With two decisions, the other is the one that is not being talked about."""
    assert gone_back("And the other matter?", ASKED[:2], 1) == 0
    assert gone_back("Now for the other question, we have a team.", ASKED[:2], 0) == 1
    assert gone_back("And the other matter?", ASKED[:1], 0) is None


@pytest.mark.parametrize(
    ("turn", "same"),
    [
        ("No cluster any more, one laptop. Same question to you.", True),
        ("We lost the grant. Same answer?", True),
        ("The crew doubled. Does that change anything?", True),
        ("does that alter your view?", True),
        ("Twelve people left. Still the same advice?", True),
        ("Jetzt nur noch ein Rechner. Gleiche Frage.", True),
        ("Ahora son diez. ¿La misma respuesta?", True),
        ("Plus de budget. Même question.", True),
        ("现在只有一台机器。同样的问题。", True),
        ("Head office wants anything asked now. So, does your answer stand?", True),
        ("The grant fell through. What now?", True),
        ("They won't, it's in the contract. Same answer as the first time then?", True),
        ("Die Gruppe ist weg. Bleibt es dabei?", True),
        ("They get the same answer every time.", False),
        ("Two models give the same answer; which one do we keep?", False),
        ("We asked the same question to 40 reviewers.", False),
        ("Same answer? And who reads the leaflets before they go out?", False),
    ],
)
def test_the_same_question_is_no_new_one(turn: str, same: bool) -> None:
    """Who asks for the same in a changed situation asks no other decision, unless another question follows."""
    assert same_question(turn) is same


@pytest.mark.parametrize(
    ("turn", "new"),
    [
        ("Other thing: they want it to be ours from zero.", True),
        ("Good. Different matter, the drawings go straight to the yard.", True),
        ("Another question while I have you here: who reads it?", True),
        ("Eine andere Sache: wer prüft das?", True),
        ("Otra cosa: ¿quién lo revisa?", True),
        ("Autre chose : qui relit ?", True),
        ("wait, different question: who reads them?", True),
        ("The other thing is fine.", False),
        ("Another 300 came in.", False),
        ("A different crew sails at night.", False),
        ("Its second problem is the noise.", False),
    ],
)
def test_another_matter_is_announced(turn: str, new: bool) -> None:
    """Who announces another matter may ask it without a question mark."""
    assert announced(turn) is new


@pytest.mark.parametrize(
    ("turn", "puts_right"),
    [
        ("Wait, I had the wrong legend. 1,100 an hour.", True),
        ("oh sorry, 300 not 3000", True),
        ("Entschuldigung, 40 am Tag", True),
        ("You calculated with 4. My typo: 14.", True),
        ("argh, not in 100, in 1000", False),
        ("wait, different question: who reads the 300?", False),
        ("Sorry to hear that.", False),
        ("waiting takes 3 s", False),
    ],
)
def test_a_figure_put_right_is_no_other_question(turn: str, puts_right: bool) -> None:
    """Who takes a figure back speaks of the decision under discussion."""
    assert corrects(turn) is puts_right
