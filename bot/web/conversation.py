"""One browser session: what was said, what was set by hand, the messages that the chat shows. Pure but for the desk.

A ``Conversation`` is a frozen value; each function yields or returns the next one. It lives in the session's own state
and nowhere else.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TypedDict

from bot.desk import MOST_TURNS, Desk, checked_text
from bot.types import Answer
from bot.web.card import card
from bot.web.markup import items, lines, plain
from kb.errors import CrossroadsError, InputError
from kb.types import Record

MOST_MESSAGES = 120
"""Messages that a session keeps; the oldest leave first."""


class Bubble(TypedDict, total=False):
    """One message as gr.Chatbot takes it."""

    role: str
    content: str
    metadata: dict[str, str | float]


class Message(Record):
    """One message of the chat; ``title`` makes it a foldable step, ``pending`` one that is still at work."""

    role: str
    content: str
    title: str = ""
    pending: bool = False
    seconds: float = 0.0

    def bubble(self) -> Bubble:
        """Return the message as gr.Chatbot takes it."""
        shown = Bubble(role=self.role, content=self.content)
        if self.title:
            status: dict[str, str | float] = {"title": self.title, "status": "pending" if self.pending else "done"}
            shown["metadata"] = status if self.pending else {**status, "duration": round(self.seconds, 2)}
        return shown


class Conversation(Record):
    """The state of one session: the turns that travel with a question, the facts set by hand, the messages shown."""

    turns: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    messages: tuple[Message, ...] = ()
    answer: Answer | None = None
    answered: int = 0

    def bubbles(self) -> list[Bubble]:
        """Return the messages as gr.Chatbot takes them."""
        return [message.bubble() for message in self.messages]

    def saying(self, *messages: Message) -> Conversation:
        """Return the conversation with more messages, the oldest dropped beyond ``MOST_MESSAGES``."""
        return self.model_copy(update={"messages": (*self.messages, *messages)[-MOST_MESSAGES:]})


def ask(talk: Conversation, text: str, desk: Desk) -> Iterator[Conversation]:
    """Ask a question or say something about it; yield the conversation as it comes to be, the answer last.

    What the newest turn states wins over what was set by hand before. A question that cannot be used is answered with
    the reason, and leaves the turns as they were.
    """
    said = talk.saying(Message(role="user", content=_said(str(text))))
    yield said.saying(_working("Reading the question"))
    try:
        turns = (*talk.turns, checked_text(text))[-MOST_TURNS:]
        given = dict(talk.given)
        if given:
            stated = {fact.factor for fact in desk.advise(turns, {}).facts if fact.origin == "question"}
            given = {factor: value for factor, value in given.items() if factor not in stated}
        yield from _answered(said, turns, given, desk)
    except CrossroadsError as error:
        yield said.saying(_refusal(error))


def give(talk: Conversation, factor: str, value: str, desk: Desk) -> Iterator[Conversation]:
    """Set one fact by hand (an answer to a question asked), or take it back with an empty value; answer again."""
    names = {f.id: f.name for f in desk.catalog.factors}
    shown = f"{names.get(factor, 'This fact')}: {value}" if value else f"Forget: {names.get(factor, 'this fact')}"
    said = talk.saying(Message(role="user", content=_said(shown)))
    yield said.saying(_working("Walking the rules again"))
    try:
        if factor not in names:
            raise InputError(f"{factor[:60]}: no fact of this name is known. Pick one of those that are asked for.")
        if not talk.turns:
            raise InputError("There is no question yet that this fact belongs to. Ask one first.")
        given = {key: known for key, known in talk.given if key != factor}
        if value:
            given[factor] = checked_text(value, names[factor])
        yield from _answered(said, talk.turns, given, desk)
    except CrossroadsError as error:
        yield said.saying(_refusal(error))


def reopen(turns: tuple[str, ...], given: tuple[tuple[str, str], ...], desk: Desk) -> Iterator[Conversation]:
    """Begin a conversation with turns and facts that were had before, and answer its last turn as it was then."""
    messages = [Message(role="user", content=_said(turn)) for turn in turns]
    if given:
        names = {f.id: f.name for f in desk.catalog.factors}
        shown = "; ".join(f"{names.get(factor, factor)}: {value}" for factor, value in given)
        messages.append(Message(role="user", content=_said(f"Set by hand: {shown}")))
    said = Conversation().saying(*messages)
    yield said.saying(_working("Opening the question"))
    try:
        yield from _answered(said, turns, dict(given), desk)
    except CrossroadsError as error:
        yield said.saying(_refusal(error))


def refused(talk: Conversation, error: CrossroadsError) -> Conversation:
    """Return the conversation with the reason why something could not be used."""
    return talk.saying(_refusal(error))


def _answered(said: Conversation, turns: tuple[str, ...], given: dict[str, str], desk: Desk) -> Iterator[Conversation]:
    started = time.perf_counter()
    answer = desk.advise(turns, given)
    seconds = time.perf_counter() - started
    yield said.saying(_working("Walking the rules"))
    number = said.answered + 1
    messages = [Message(role="assistant", content=card(answer, desk.catalog, number))]
    if answer.path:
        walked = Message(role="assistant", content=walk_html(answer), title=walk_title(answer), seconds=seconds)
        messages.insert(0, walked)
    done = said.saying(*messages)
    yield done.model_copy(update={"turns": turns, "given": tuple(given.items()), "answer": answer, "answered": number})


def walk_title(answer: Answer) -> str:
    """Return one line that says what was walked: ``Heard 1 fact, walked 12 rules: 2 hold, 4 fail, 6 unknown``."""
    outcomes = [step.outcome for step in answer.path if step.outcome]
    words = (("holds", "hold"), ("fails", "fail"), ("unknown", "unknown"))
    counts = ", ".join(f"{outcomes.count(outcome)} {word}" for outcome, word in words)  # type: ignore[arg-type]
    plural = "" if len(answer.facts) == 1 else "s"
    return f"Heard {len(answer.facts)} fact{plural}, walked {len(outcomes)} rules: {counts}"


def walk_html(answer: Answer) -> str:
    """Return what was done to get there, a line each; the rules themselves are in the card."""
    rows = [f"Recognised the decision: {answer.trade_off.name}"] if answer.trade_off else []
    rows += [f"Heard {step.text}" for step in answer.path if step.kind == "fact"]
    rules = sum(step.outcome is not None for step in answer.path)
    end = (
        f"{answer.recommendation.option.name} has the best support" if answer.recommendation else "nothing decides yet"
    )
    rows.append(f"Held {rules} rules against it; {end}")
    missing, flips = _counted(len(answer.missing), "fact"), _counted(len(answer.flips), "turning point")
    rows.append(f"Looked for what could change it: {missing} not stated, {flips}")
    return items((plain(row) for row in rows), "cr-walk")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _working(title: str) -> Message:
    return Message(role="assistant", content="", title=title, pending=True)


def _refusal(error: CrossroadsError) -> Message:
    why = f'<p class="cr-kicker">Not understood</p><p class="cr-why">{plain(str(error))}</p>'
    return Message(role="assistant", content=f'<div class="cr-card cr-refusal">{why}</div>')


def _said(text: str) -> str:
    shown = text if len(text) <= 2_000 else f"{text[:2_000]} …"
    return f'<div class="cr-said">{lines(shown) or "…"}</div>'
