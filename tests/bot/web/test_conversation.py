"""One browser session as a value: questions, facts set and taken back, values that are only tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.advisor import Advisor
from bot.desk import AdvisorDesk
from bot.intake import MOST_CHARACTERS, MOST_TURNS
from bot.web.conversation import (
    MOST_PAST,
    Conversation,
    acted,
    ask,
    give,
    go_back,
    keep,
    live_card,
    suppose,
)
from tests.bot.desks import FixedDesk
from tests.bot.questions import VOLUME

QUESTION = "Ferry or bridge? About 40 cars a day."


def last(steps: Iterator[Conversation]) -> Conversation:
    """Return where a conversation ends up."""
    return list(steps)[-1]


@pytest.fixture
def asked() -> Conversation:
    """A conversation with one answer."""
    return last(ask(Conversation(), QUESTION, FixedDesk()))


@pytest.fixture(scope="module")
def desk(advisor: Advisor) -> AdvisorDesk:
    """The desk over the built-in knowledge."""
    return AdvisorDesk(advisor)


@pytest.fixture
def volume(desk: AdvisorDesk) -> Conversation:
    """A conversation about 55,000 requests a day."""
    return last(ask(Conversation(), VOLUME, desk))


def chosen(talk: Conversation) -> str:
    """Return the option on the live card."""
    assert talk.shown
    assert talk.shown.recommendation
    return talk.shown.recommendation.option.id


def test_a_question_is_shown_while_it_is_read_and_then_answered() -> None:
    """First the question alone, at last its answer with its charts."""
    reading, end = list(ask(Conversation(), QUESTION, FixedDesk()))
    assert (reading.asking, reading.answer) == (QUESTION, None)
    assert (end.asking, end.answered) == ("", 1)
    assert [chart.factor for chart in end.charts] == ["cars"]


def test_the_history_travels_with_the_next_question(asked: Conversation) -> None:
    """The turns of a session are sent with each question, the newest last; the earlier answer is kept."""
    desk = FixedDesk()
    talk = last(ask(asked, "And 900 cars?", desk))
    assert desk.asked[-1][0] == (QUESTION, "And 900 cars?")
    assert [past.said for past in talk.past] == [QUESTION]


def test_a_long_session_keeps_to_the_limits() -> None:
    """Beyond the limits the oldest turns and answers leave first."""
    desk, talk = FixedDesk(), Conversation()
    for n in range(MOST_TURNS + 10):
        talk = last(ask(talk, f"{n} cars", desk))
    assert len(talk.turns) == MOST_TURNS
    assert talk.turns[-1] == f"{MOST_TURNS + 9} cars"
    assert len(talk.past) == MOST_PAST


def test_a_fact_set_by_hand_answers_again_in_place(asked: Conversation) -> None:
    """The question stays the same and so does its number; the fact travels beside it."""
    desk = FixedDesk()
    talk = give(asked, "ice", "no", desk)
    assert ((QUESTION,), {"ice": "no"}) in desk.asked
    assert (talk.answered, talk.past) == (1, ())


def test_a_fact_that_was_heard_is_taken_back_by_unknown_and_restored(desk: AdvisorDesk, volume: Conversation) -> None:
    """What the words say counts again once the taking back is forgotten."""
    without = give(volume, "requests_per_day", "unknown", desk)
    assert without.given == (("requests_per_day", "unknown"),)
    restored = give(without, "requests_per_day", "", desk)
    assert (restored.given, restored.answer) == ((), volume.answer)


def test_a_fact_that_was_only_set_by_hand_is_forgotten_when_taken_back(desk: AdvisorDesk, volume: Conversation) -> None:
    """Nothing of it stays, since no words say it."""
    talk = give(volume, "compliance_burden", "yes", desk)
    assert give(talk, "compliance_burden", "unknown", desk).given == ()


def test_what_is_said_newly_wins_over_what_was_set_by_hand() -> None:
    """The fixed answer hears ``cars`` in the question, so the value set before gives way."""
    talk = Conversation(turns=(QUESTION,), given=(("cars", "9"), ("ice", "no")))
    assert last(ask(talk, "It is 40 cars a day now", FixedDesk())).given == (("ice", "no"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("  ", "found nothing"), ("x" * (MOST_CHARACTERS + 1), "at most 4,000 characters"), ("a\x00b", "NUL")],
)
def test_a_question_that_cannot_be_used_is_refused_and_changes_nothing(
    asked: Conversation, text: str, reason: str
) -> None:
    """The reason is told, what was typed is given back, the answer that was there stays."""
    after = last(ask(asked, text, FixedDesk()))
    assert reason in after.refusal
    assert after.unsent == text
    assert (after.turns, after.given, after.answer) == (asked.turns, asked.given, asked.answer)


@pytest.mark.parametrize("act", ["set", "try"])
@pytest.mark.parametrize(("factor", "value"), [("cars", "many"), ("nonsense", "yes"), ("ice", "x" * 5_000)])
def test_a_fact_that_cannot_be_used_is_told_beside_it_and_changes_nothing(
    asked: Conversation, act: str, factor: str, value: str
) -> None:
    """A click is public input: unknown factors and malformed values get a reason."""
    after = acted(asked, act, factor, value, FixedDesk())
    assert after.problem[0] == factor
    assert (after.given, after.supposed, after.answer) == (asked.given, (), asked.answer)


def test_a_reason_is_told_without_the_name_it_stands_beside(asked: Conversation) -> None:
    """It begins as a sentence does."""
    assert give(asked, "cars", "many", FixedDesk()).problem == (
        "cars",
        "Expected a number, found words. Write such as 40 a day.",
    )


def test_a_fact_without_a_question_is_refused() -> None:
    """Nothing is walked for nobody."""
    assert "no question yet" in give(Conversation(), "ice", "no", FixedDesk()).problem[1]


def test_a_value_that_is_tried_states_nothing(desk: AdvisorDesk, volume: Conversation) -> None:
    """The live card turns, what was stated stays, and the way back leads to it."""
    talk = suppose(volume, "requests_per_day", "3000000/day", desk)
    assert (chosen(volume), chosen(talk)) == ("call-api", "fine-tune-open-model")
    assert (talk.given, talk.answer) == (volume.given, volume.answer)
    assert go_back(talk) == volume


def test_a_value_that_is_tried_can_be_kept(desk: AdvisorDesk, volume: Conversation) -> None:
    """It is then set by hand, and nothing is tried any more."""
    talk = keep(suppose(volume, "requests_per_day", "3000000/day", desk), desk)
    assert talk.given == (("requests_per_day", "3000000/day"),)
    assert (talk.tried, chosen(talk)) == (None, "fine-tune-open-model")


def test_the_card_says_what_is_only_tried_and_what_was_stated(desk: AdvisorDesk, volume: Conversation) -> None:
    """Both values, both recommendations, and two ways on."""
    html = live_card(suppose(volume, "requests_per_day", "3000000/day", desk), desk)
    assert "<strong>What if:</strong> Requests per day 3 million/day." in html
    assert "You stated: Requests per day 55,000/day. That leads to Call an API." in html
    assert 'data-act="back"' in html
    assert 'data-act="keep"' in html
    assert "What if:" not in live_card(volume, desk)


def test_a_new_question_ends_what_was_tried(desk: AdvisorDesk, volume: Conversation) -> None:
    """Only what was stated travels."""
    talk = last(ask(suppose(volume, "requests_per_day", "3000000/day", desk), "We also need SOC 2.", desk))
    assert (talk.given, talk.supposed, talk.tried) == ((), (), None)


def test_trying_values_hears_nothing_again(desk: AdvisorDesk, volume: Conversation) -> None:
    """The words are read once for any number of values."""
    before = desk._heard.cache_info().misses
    for value in ("1/day", "500/day", "90000000/day"):
        suppose(volume, "requests_per_day", value, desk)
    assert desk._heard.cache_info().misses == before
