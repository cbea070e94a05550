"""What an answer adds about itself: the language of its sources, and what else was asked."""

from __future__ import annotations

import pytest

from bot.advise import advise
from bot.advisor import Advisor
from bot.tongue import tongue_of

ASKED = "We get 60k LLM requests a day. API or our own GPUs?"


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("Unsere Vorhersagen werden einmal pro Woche gelesen. Nachtjob oder Echtzeit?", "de"),
        ("Petit modèle ou gros modèle pour extraire seulement la date ?", "fr"),
        ("¿Automatizamos todo o que una persona revise?", "es"),
        ("客服机器人用RAG还是微调？", "zh"),
        ("cron or endpoint for churn scores, read mondays", "en"),
        ("LoRA vs RAG?", "en"),
        ("35 rps?", "en"),
    ],
)
def test_a_message_s_language_is_told(text: str, tongue: str) -> None:
    """Five languages are told apart, and jargon or a few words are taken for English."""
    assert tongue_of(text) == tongue


def test_an_answer_says_which_language_its_sources_are_in(advisor: Advisor) -> None:
    """Who asks in German is told, with a citation, that the sources are in English; who asks in English is not."""
    german = advise(["Unsere Vorhersagen werden einmal pro Woche gelesen. Nachtjob oder Echtzeit?"], advisor)
    english = advise(["Our forecasts are read once a week. Night job or real time?"], advisor)
    assert "You asked in German; the sources cited here are in English. [" in german.text
    assert "the sources cited here are in" not in english.text


def test_a_second_decision_in_one_message_is_offered(advisor: Advisor) -> None:
    """The main question is answered; the other is named with where it starts, and cited."""
    answer = advise(
        [
            "Should we call a hosted API or run our own GPUs at 50k requests a day? "
            "And should people review the answers before they go out, or can the model send them by itself?"
        ],
        advisor,
    )
    assert answer.trade_off is not None
    other = {"build-vs-buy": "automation", "automation-vs-oversight": "build"}[answer.trade_off.id]
    line = next(line for line in answer.text.split("\n") if line.startswith("You also ask about"))
    assert other in line
    assert line.rstrip().endswith("]")


def test_who_speaks_of_the_answer_is_told_that_it_stands(advisor: Advisor) -> None:
    """A doubt gets the same advice with one cited line before it; a new fact gets no such line."""
    doubted, added = advise([ASKED, "how sure are you?"], advisor), advise([ASKED, "make that 5 million"], advisor)
    assert doubted.text.startswith("That adds no fact, so the advice stands;")
    assert doubted.text.split("\n")[0].rstrip(" .").endswith("]")
    assert doubted.text.endswith(advise([ASKED], advisor).text)
    assert "the advice stands" not in added.text


@pytest.mark.parametrize(
    "turn",
    [
        "Understood. Would RAG do for the decrees or must we fine-tune?",
        "Vale. ¿Y gastamos en más datos o en etiquetas mejores?",
    ],
)
def test_another_decision_is_not_told_that_the_last_one_stands(turn: str, advisor: Advisor) -> None:
    """What sounds like a word about the answer but asks another decision gets that one, and no line about the last."""
    first, other = advise([ASKED], advisor), advise([ASKED, turn], advisor)
    assert first.trade_off is not None
    assert other.trade_off is not None
    assert other.trade_off.id != first.trade_off.id
    assert "the advice stands" not in other.text
