"""An answer as a Slack message: the recommendation first, then why, what would change it, what to ask next. Pure.

It needs nothing but the answer's own JSON. Nothing of a source or a user is markup in it: see ``bot.slack.blocks``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.evidence import marks, quoted
from bot.slack.words import notified, shown, unmarked
from bot.types import Answer, ConflictShown, FactHeard, Missing, Recommendation
from bot.wording import plain_value
from kb.types import Record

BEST, MOST_PASSAGES, MOST_CONFLICTS, MOST_SIDES, MOST_FACTS = 2, 3, 1, 2, 8
MOST_CHOICES = 8
"""Values of a category that get a button each."""
MOST_LISTED = 100
"""Choices that one menu of Slack holds."""
LONG, LONGEST, LONG_SIDE = 300, 1_200, 150
"""Characters of one statement and of one paragraph; Slack takes more of each, and not of all of them at once."""
LONGEST_CARRIED = 1_200
TAKEN_BACK = "unknown"
"""The value that takes a fact back, as the app reads and returns it."""
LOOKING = "Looking at the evidence…"
EXAMPLES = (
    "Should we batch or go real-time? 40k requests a day, nobody on call at night",
    "RAG or fine-tuning for a support bot? 2 weeks to ship, the documents change daily",
    "Call an API or host our own model? 55k requests a day, no platform team",
)
_LEVELS = {"strength": ("weak", "moderate", "strong"), "certainty": ("very low", "low", "moderate", "high")}


class Shown(Record):
    """A message as Slack takes it: its notification text and its blocks."""

    text: str
    blocks: tuple[Block, ...] = ()

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of chat.postMessage and chat.update."""
        return {"text": self.text, "blocks": list(self.blocks)}


def card(answer: Answer, *, was: str = "", skipped: Sequence[str] = (), link: str = "", note: str = "") -> Shown:
    """Return the card of an answer.

    ``was`` is the option recommended before it, ``skipped`` the factors not to ask for again, ``link`` the same answer
    in the browser, ``note`` a line in small print.
    """
    match answer.outcome:
        case "out_of_scope":
            return Shown(text=notified(unmarked(answer.text)), blocks=tuple(_outside(answer)))
        case "evidence_only":
            body, headline = list(_found(answer)), _found_title(answer)
        case "needs_facts":
            body, headline = list(_undecided(answer)), "Not decided yet"
        case _:
            body, headline = list(_verdict(answer, was)), _headline(answer)
    body += _asking(answer, skipped)
    body.append(_tools(answer, link))
    if note:
        body.append(blocks.context(shown(note, 2 * LONG)))
    return Shown(text=notified(headline), blocks=tuple(body[: blocks.MOST_BLOCKS]))


def looking(note: str = "") -> Shown:
    """Return what stands in the card's place until it is there."""
    return Shown(text=LOOKING, blocks=(blocks.context(f"{LOOKING} {note}".strip()),))


def apology(message: str, again: str = "") -> Shown:
    """Return a polite message that something could not be done; ``again`` is the value of a button that tries again."""
    body = [blocks.section(shown(message, LONGEST))]
    if again:
        body.append(blocks.actions(blocks.button("Try again", "again", again)))
    return Shown(text=notified(message), blocks=tuple(body))


def welcome() -> Shown:
    """Return what can be asked and how, for an empty mention and ``help``."""
    rows = [[blocks.text(example, italic=True)] for example in EXAMPLES]
    how = "Say what you weigh and what you know of it. I answer from cited evidence and show how I got there."
    keep = "Reply in the thread (with a mention, in a channel) to add facts; press a button to answer what I ask."
    return Shown(
        text=notified(how),
        blocks=(
            blocks.header("What are you deciding?"),
            blocks.section(how),
            blocks.rich(blocks.bullets(rows)),
            blocks.context(keep),
        ),
    )


def _headline(answer: Answer) -> str:
    r = answer.recommendation
    return f"{r.option.name}: {r.strength} recommendation, {r.certainty} certainty" if r else "An answer"


def _verdict(answer: Answer, was: str) -> Iterator[Block]:
    r = answer.recommendation
    if r is None:
        return
    moved = f" · changed, it was: {shown(was, 150)}" if was and was != r.option.name else ""
    yield blocks.context(f"{shown(answer.trade_off.name, 150) if answer.trade_off else 'Recommendation'}{moved}")
    yield blocks.header(r.option.name)
    reason = r.summary.removeprefix(r.option.name).lstrip(": ") or r.summary
    yield blocks.rich(
        blocks.paragraph(blocks.text(reason[:1].upper() + reason[1:], LONG), blocks.text(f" {marks(r.citations)}", 100))
    )
    yield blocks.context(_meters(r))
    quotes = {c.n: c for c in answer.citations}
    for n in [n for n in r.citations if n in quotes][:BEST]:
        yield blocks.rich(quoted(quotes[n]))
    if answer.flips:
        flip = answer.flips[0]
        yield blocks.rich(
            blocks.paragraph(
                blocks.text("What would change it: ", bold=True),
                blocks.text(f"{shown(flip.text, LONG)} {marks(flip.citations)}"),
            )
        )
    yield from _conflicts(answer.conflicts)
    yield from _understood(answer)


def _meters(r: Recommendation) -> str:
    firm = "no missing fact would change it" if r.robust else "a fact not stated yet could change it"
    strength, certainty = (_dots(name, getattr(r, name)) for name in _LEVELS)
    return f"{strength} {r.strength.capitalize()} recommendation · {certainty} {r.certainty} certainty · {firm}"


def _dots(name: str, level: str) -> str:
    levels = _LEVELS[name]
    reached = levels.index(level) + 1
    return "●" * reached + "○" * (len(levels) - reached)


def _conflicts(conflicts: Sequence[ConflictShown]) -> Iterator[Block]:
    for conflict in conflicts[:MOST_CONFLICTS]:
        about, _, how = conflict.about.partition(": ")
        verb = "Sources disagree" if conflict.relation == "disagree" else "Sources cannot be compared"
        heading = blocks.paragraph(blocks.text(f"{verb}: ", bold=True), blocks.text(shown(about, 200)))
        sides = [[blocks.text(f"{_brief(p.text)} {marks(p.citations)}")] for p in conflict.positions[:MOST_SIDES]] or [
            [blocks.text(how, 300)]
        ]
        yield blocks.rich(heading, blocks.bullets(sides))
    more = len(conflicts) - MOST_CONFLICTS
    if more > 0:
        yield blocks.context(f"and {more} more conflict{'s' if more > 1 else ''}, under “All evidence”")


def _brief(position: str) -> str:
    """Return a position without who holds it in brackets, where both are long; its citation says who."""
    return shown(position if len(position) <= LONG_SIDE else position.partition(" (")[0], LONG_SIDE)


def stated(answer: Answer) -> list[FactHeard]:
    """Return the facts of an answer without those that were taken back by hand."""
    return [fact for fact in answer.facts if (fact.origin, fact.value) != ("given", TAKEN_BACK)]


def _understood(answer: Answer) -> Iterator[Block]:
    known = stated(answer)
    if not known:
        return
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    facts = [_fact(fact, said.get(fact.factor)) for fact in known[:MOST_FACTS]]
    more = f" · and {len(known) - MOST_FACTS} more" if len(known) > MOST_FACTS else ""
    yield blocks.context(f"I understood: {' · '.join(facts)}{more}")


def _fact(fact: FactHeard, said: str | None) -> str:
    note = "" if fact.counted else " (does not bear on this)"
    if fact.assumed and not (said and "assumed" in said):
        note = " (only implied)"
    return f"{shown(said or f'{named(fact.factor)}: {value(fact)}', 140)}{note}"


def named(factor: str) -> str:
    """Return a factor's id as words: ``requests_per_day`` -> ``requests per day``."""
    return factor.replace("_", " ")


def value(fact: FactHeard) -> str:
    """Return a fact's value in words."""
    return plain_value(fact.value, fact.unit)


def _undecided(answer: Answer) -> Iterator[Block]:
    yield blocks.context(answer.trade_off.name if answer.trade_off else "A decision")
    yield blocks.header("Not decided yet")
    yield blocks.section(shown(unmarked(answer.text.split("\n\n", 1)[0]), LONGEST))
    if answer.citations:
        yield blocks.rich(quoted(answer.citations[0]))
    yield from _understood(answer)


def _found_title(answer: Answer) -> str:
    count = len(answer.citations)
    few = {0: "No passage answers this", 1: "The passage that answers this"}
    return few.get(count, f"{count} passages answer this")


def _found(answer: Answer) -> Iterator[Block]:
    yield blocks.context(answer.trade_off.name if answer.trade_off else "Evidence")
    yield blocks.header(_found_title(answer))
    for cited in answer.citations[:MOST_PASSAGES]:
        yield blocks.rich(quoted(cited))


def _outside(answer: Answer) -> Iterator[Block]:
    yield blocks.section(shown(unmarked(answer.text), LONGEST))
    yield blocks.context(f"For example: “{EXAMPLES[0]}”")


def next_question(answer: Answer, skipped: Sequence[str] = ()) -> Missing | None:
    """Return the question to ask next: the first one that was not skipped."""
    return next((missing for missing in answer.missing if missing.factor not in skipped), None)


def _asking(answer: Answer, skipped: Sequence[str]) -> list[Block]:
    asked = next_question(answer, skipped)
    if asked is None:
        return []
    others = any(m.factor not in (*skipped, asked.factor) for m in answer.missing)
    question = blocks.paragraph(blocks.text(asked.ask, LONG, bold=True), blocks.text(f" {asked.why}", LONG))
    return [blocks.divider(), blocks.rich(question), blocks.actions(*_replies(asked, others=others))]


def _replies(asked: Missing, *, others: bool) -> Iterator[Block]:
    """Yield the buttons that answer a question; a quantity, or a category of many values, opens a dialog."""
    choices = {"yes/no": ("yes", "no"), "category": asked.values}.get(asked.kind, ())
    if 0 < len(choices) <= MOST_CHOICES and all(len(choice) <= blocks.OPTION for choice in choices):
        for place, choice in enumerate(choices):
            label = choice.capitalize() if asked.kind == "yes/no" else choice
            yield blocks.button(label, f"answer:{place}", packed(f=asked.factor, v=choice))
    else:
        yield blocks.button("Enter a value", "enter", _carried(asked, choices))
    if others:
        yield blocks.button("I don't know", "skip", packed(f=asked.factor))


def _carried(asked: Missing, choices: Sequence[str]) -> str:
    """Return what the dialog needs: a question, a unit, and the choices where all of them fit."""
    fields = {"f": asked.factor, "ask": shown(asked.ask, 200), "u": asked.unit or ""}
    whole = packed(**fields, c=list(choices))
    return whole if len(whole) <= LONGEST_CARRIED and len(choices) <= MOST_LISTED else packed(**fields, c=[])


def _tools(answer: Answer, link: str) -> Block:
    decided = answer.outcome in {"recommendation", "needs_facts"}
    elements = [blocks.button("Show the path", "path", "path")] if decided and answer.path else []
    elements.append(blocks.button("All evidence", "evidence", "evidence"))
    menu = [("Correct a fact", "facts"), ("Write a decision record", "adr")] if decided else []
    if link:
        menu.append(("Open in the browser", "link"))
    if menu:
        made = blocks.overflow("more", menu)
        if link:
            made["options"][-1]["url"] = link
        elements.append(made)
    return blocks.actions(*elements)


def packed(**fields: object) -> str:
    """Return what a button carries."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
