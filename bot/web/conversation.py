"""One browser session: what was said, what was set by hand, what is only tried. Pure but for the desk.

A ``Conversation`` is a frozen value; each function yields or returns the next one. It lives in the session's own state
and nowhere else. The newest answer is live: a fact that is set, taken back or tried changes it in its place, and the
page shows one card, not one card more. Answers to earlier questions are kept as they were.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from bot.charts import Chart, on_axis_of
from bot.desk import Desk
from bot.given import UNKNOWN
from bot.intake import MOST_TURNS, checked_text
from bot.types import Answer
from bot.web.card import Live, card
from bot.web.chips import NO_PROBLEM, Problem
from kb.errors import CrossroadsError, InputError
from kb.types import Record

MOST_PAST = 20
"""Earlier answers that a session keeps; the oldest leave first."""

Facts = tuple[tuple[str, str], ...]


class Past(Record):
    """An earlier question with its answer as it was left, where this session saw one."""

    said: str
    answer: Answer | None = None
    turn: int = 0


class Reading(Record):
    """An answer with the charts of what it depends on."""

    answer: Answer
    charts: tuple[Chart, ...] = ()


class Conversation(Record):
    """The state of one session.

    ``turns`` and ``given`` travel with the next question; ``answer`` is what they lead to, with ``charts``.
    ``supposed`` are facts that are only tried, and ``tried`` is what they lead to. ``asking`` is a question that is
    being answered, ``refusal`` why the last could not be and ``unsent`` that question; ``problem`` names a fact that
    could not be used.
    """

    turns: tuple[str, ...] = ()
    given: Facts = ()
    answer: Answer | None = None
    charts: tuple[Chart, ...] = ()
    supposed: Facts = ()
    tried: Reading | None = None
    past: tuple[Past, ...] = ()
    answered: int = 0
    seconds: float = 0.0
    asking: str = ""
    refusal: str = ""
    unsent: str = ""
    problem: Problem = NO_PROBLEM

    @property
    def shown(self) -> Answer | None:
        """The answer on the live card: what is tried, or what was stated."""
        return self.tried.answer if self.tried else self.answer

    def with_(self, **changes: object) -> Conversation:
        """Return the conversation with some fields changed; what was refused before is forgotten."""
        return self.model_copy(update={"asking": "", "refusal": "", "unsent": "", "problem": NO_PROBLEM, **changes})


def ask(talk: Conversation, text: str, desk: Desk) -> Iterator[Conversation]:
    """Ask a question or say something about it; yield the conversation while it is read, and with its answer.

    What the newest turn states wins over what was set by hand before; what was only tried is dropped. A question that
    cannot be used is refused with the reason, and everything stays as it was.
    """
    try:
        asked = checked_text(text)
        yield talk.with_(asking=asked)
        turns = (*talk.turns, asked)[-MOST_TURNS:]
        given = dict(talk.given)
        if given:
            stated = {fact.factor for fact in desk.advise(turns, {}).facts if fact.origin == "question"}
            given = {factor: value for factor, value in given.items() if factor not in stated}
        yield _answered(_filed(talk), turns, given, desk)
    except CrossroadsError as error:
        yield refused(talk, error).model_copy(update={"unsent": str(text)})


def reopen(turns: tuple[str, ...], given: Facts, desk: Desk) -> Iterator[Conversation]:
    """Begin a conversation with turns and facts that were had before, and answer its last turn as it was then."""
    begun = Conversation(past=tuple(Past(said=turn) for turn in turns[:-1]))
    yield begun.with_(asking=turns[-1])
    try:
        yield _answered(begun, turns, dict(given), desk)
    except CrossroadsError as error:
        yield refused(Conversation(), error).model_copy(update={"unsent": turns[-1]})


def refused(talk: Conversation, error: CrossroadsError) -> Conversation:
    """Return the conversation with the reason why something could not be used."""
    return talk.with_(refusal=str(error))


def give(talk: Conversation, factor: str, value: str, desk: Desk) -> Conversation:
    """Set one fact by hand, take it back (``unknown``), or leave it to what was said (an empty value); answer again.

    A value that cannot be used is told beside the fact, and everything stays as it was.
    """
    try:
        _known(factor, talk, desk)
        given = {key: known for key, known in talk.given if key != factor}
        if value == UNKNOWN and any(f.factor == factor for f in desk.advise(talk.turns, given).facts):
            given[factor] = UNKNOWN
        elif value and value != UNKNOWN:
            given[factor] = checked_text(value, factor)
        return _answered(talk, talk.turns, given, desk, talk.answered)
    except CrossroadsError as error:
        return talk.with_(problem=_problem(factor, error))


def suppose(talk: Conversation, factor: str, value: str, desk: Desk) -> Conversation:
    """Try another value of one fact: the live card shows what it would lead to, and nothing is stated by it."""
    try:
        _known(factor, talk, desk)
        supposed = {**dict(talk.supposed), factor: checked_text(value, factor)}
        both = {**dict(talk.given), **supposed}
        tried = Reading(answer=desk.advise(talk.turns, both), charts=_in_place(desk.charts(talk.turns, both), talk))
        return talk.with_(supposed=tuple(supposed.items()), tried=tried)
    except CrossroadsError as error:
        return talk.with_(problem=_problem(factor, error))


def go_back(talk: Conversation) -> Conversation:
    """Return to what was stated."""
    return talk.with_(supposed=(), tried=None)


def keep(talk: Conversation, desk: Desk) -> Conversation:
    """Take what is tried as stated."""
    try:
        given = {**dict(talk.given), **dict(talk.supposed)}
        return _answered(talk, talk.turns, given, desk, talk.answered)
    except CrossroadsError as error:
        return refused(talk, error)


def acted(talk: Conversation, act: str, factor: str, value: str, desk: Desk) -> Conversation:
    """Return what a click on the live card leads to: ``back``, ``keep``, ``try`` a value, or set a fact."""
    match act:
        case "back":
            return go_back(talk)
        case "keep":
            return keep(talk, desk)
        case "try":
            return suppose(talk, factor, value, desk)
    return give(talk, factor, value, desk)


def live_card(talk: Conversation, desk: Desk) -> str:
    """Return the card of the newest answer with all that can be done on it; empty before the first or while reading."""
    if talk.shown is None or talk.asking:
        return ""
    charts = talk.tried.charts if talk.tried else talk.charts
    names = {factor.id: factor.name for factor in desk.catalog.factors}
    before, now = _told(talk.charts), _told(charts)
    supposed = {id: (names.get(id, id), now.get(id, value), before.get(id) or "nothing") for id, value in talk.supposed}
    live = Live(
        charts=charts,
        problem=talk.problem,
        supposed=supposed,
        stated={c.factor: c for c in talk.charts if talk.supposed and c.factor in dict(talk.supposed)},
        instead=talk.answer.recommendation.option if talk.answer and talk.answer.recommendation else None,
    )
    return card(talk.shown, desk.catalog, talk.answered, live)


def _in_place(charts: tuple[Chart, ...], talk: Conversation) -> tuple[Chart, ...]:
    """Return charts of what is tried in the order and on the axes of what was stated."""
    tried = {chart.factor: chart for chart in charts}
    stated = {chart.factor: chart for chart in talk.charts}
    kept = tuple(on_axis_of(tried[id], chart) for id, chart in stated.items() if id in tried)
    return (*kept, *(chart for id, chart in tried.items() if id not in stated))


def _told(charts: tuple[Chart, ...]) -> dict[str, str]:
    return {chart.factor: chart.text for chart in charts if chart.text}


def _filed(talk: Conversation) -> Conversation:
    """Return the conversation with its newest answer among the earlier ones."""
    if talk.answer is None or not talk.turns:
        return talk
    past = (*talk.past, Past(said=talk.turns[-1], answer=talk.answer, turn=talk.answered))
    return talk.with_(past=past[-MOST_PAST:])


def _answered(
    talk: Conversation, turns: tuple[str, ...], given: dict[str, str], desk: Desk, number: int | None = None
) -> Conversation:
    """Return the conversation with the answer to these turns and facts; ``number`` where it replaces that of a turn."""
    started = time.perf_counter()
    answer = desk.advise(turns, given)
    seconds = time.perf_counter() - started
    return talk.with_(
        turns=turns,
        given=tuple(given.items()),
        answer=answer,
        charts=desk.charts(turns, given),
        supposed=(),
        tried=None,
        answered=talk.answered + 1 if number is None else number,
        seconds=seconds,
    )


def _problem(factor: str, error: CrossroadsError) -> Problem:
    """Return why a value of a factor could not be used, as it reads beside that factor."""
    reason = str(error).removeprefix(f"{factor}: ")
    return factor, f"{reason[:1].upper()}{reason[1:]}"


def _known(factor: str, talk: Conversation, desk: Desk) -> None:
    """Raise InputError for a fact that no decision depends on, or that belongs to no question yet."""
    if factor not in {f.id for f in desk.catalog.factors}:
        raise InputError(f"{factor[:60]}: no fact of this name is known. Pick one of those that are offered.")
    if not talk.turns:
        raise InputError("There is no question yet that this fact belongs to. Ask one first.")
