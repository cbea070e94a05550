"""The dialogs of the bot: one value for what was asked, all facts at once, and what people put into them. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.card import TAKEN_BACK, named, stated, value
from bot.slack.words import clipped, shown
from bot.types import Answer, FactHeard, Missing
from kb.types import Record

LONGEST_VALUE = 200
MOST_FACTS = 40
"""Facts that one dialog holds; Slack takes a hundred blocks."""
TITLE, LABEL, HINT, PLACEHOLDER, PRIVATE = 24, 150, 300, 150, 3_000
UNITS: Mapping[str, str] = {
    "1/day": "such as 40k a day, or 2 million/month",
    "s": "such as 300 ms, 5 minutes or 2 days",
    "%": "such as 15%",
    "percentage points": "such as 2 points",
    "weeks": "such as 3 weeks",
    "count": "such as 1,200",
}
"""Canonical unit of a factor -> how people write it."""
_INPUT = "value"
_NUMBER = re.compile(r"\d")


class Where(Record):
    """The card that a dialog belongs to; travels in the dialog's own metadata."""

    channel: str
    card: str
    thread: str = ""
    factor: str = ""
    unit: str = ""


def entering(where: Where, ask: str, choices: Sequence[str] = ()) -> dict[str, Any]:
    """Return the dialog for one value: a menu where there are choices, a line of text otherwise."""
    element = _menu(choices) if choices else _line(placeholder=UNITS.get(where.unit, ""))
    return _view("enter", "Your value", where, [_input("fact", ask, element)])


def loading() -> dict[str, Any]:
    """Return the dialog that stands there while the facts are fetched."""
    return _closed("Facts", "One moment…")


def failed(message: str) -> dict[str, Any]:
    """Return the dialog that says why there are no facts to correct."""
    return _closed("Facts", message)


def correcting(where: Where, answer: Answer) -> dict[str, Any]:
    """Return the dialog with a line for every fact that was understood and every one that is still asked for."""
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    rows: list[Block] = []
    heard = stated(answer)
    if heard:
        rows.append(blocks.context("Correct what I got wrong; empty a line to take the fact back."))
    rows += [_heard(fact, said.get(fact.factor, "")) for fact in heard[:MOST_FACTS]]
    known = {fact.factor for fact in heard}
    unstated = [missing for missing in answer.missing if missing.factor not in known]
    if unstated:
        rows.append(blocks.context("Not stated yet:"))
    rows += [_unstated(missing) for missing in unstated[:MOST_FACTS]]
    return _view("facts", "Facts", where, rows or [blocks.section("There is no fact to correct yet.")])


def entered(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was put into a dialog, block id -> text; an emptied line is the empty text."""
    found: dict[str, str] = {}
    for block, elements in view["state"]["values"].items():
        element = elements[_INPUT]
        picked = element.get("selected_option")
        found[block] = clipped(str((picked or {}).get("value") or element.get("value") or "").strip(), LONGEST_VALUE)
    return found


def changed(view: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts that the dialog of all facts changes; a fact whose line was emptied is taken back."""
    before = {block["block_id"]: _initial(block["element"]) for block in view["blocks"] if block.get("type") == "input"}
    now = entered(view)
    return {
        factor: text or TAKEN_BACK
        for factor, text in now.items()
        if text != before.get(factor, "") and (text or before.get(factor))
    }


def where_of(view: Mapping[str, Any]) -> Where:
    """Return the card that a dialog belongs to."""
    return Where.model_validate_json(view["private_metadata"])


def objection(where: Where, text: str) -> str:
    """Return what is plainly wrong with a value before the app is asked, or nothing."""
    if where.unit and not _NUMBER.search(text):
        return f"Write a number, {UNITS.get(where.unit, 'in ' + where.unit)}."
    return ""


def _view(callback: str, title: str, where: Where, rows: list[Block]) -> dict[str, Any]:
    shown_rows = rows[:100]
    made: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback,
        "title": blocks.plain(title, TITLE),
        "close": blocks.plain("Cancel", TITLE),
        "private_metadata": where.model_dump_json(exclude_defaults=True),
        "blocks": shown_rows,
    }
    if any(row["type"] == "input" for row in shown_rows):
        made["submit"] = blocks.plain("Use it", TITLE)
    return made


def _closed(title: str, message: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "none",
        "title": blocks.plain(title, TITLE),
        "close": blocks.plain("Close", TITLE),
        "blocks": [blocks.section(message)],
    }


def _input(id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    made: Block = {
        "type": "input",
        "block_id": id,
        "label": blocks.plain(label, LABEL),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": blocks.plain(hint, HINT)} if hint else {})


def _line(initial: str = "", placeholder: str = "") -> Block:
    made: Block = {"type": "plain_text_input", "action_id": _INPUT, "max_length": LONGEST_VALUE}
    if initial:
        made["initial_value"] = shown(initial, LONGEST_VALUE)
    if placeholder:
        made["placeholder"] = blocks.plain(placeholder, PLACEHOLDER)
    return made


def _menu(choices: Sequence[str], initial: str = "") -> Block:
    options = [blocks.option(choice, choice) for choice in choices[:100]]
    made: Block = {"type": "static_select", "action_id": _INPUT, "options": options}
    if initial in choices:
        made["initial_option"] = blocks.option(initial, initial)
    return made


def _heard(fact: FactHeard, said: str) -> Block:
    name, _, shown_value = said.partition(": ") if ": " in said else (named(fact.factor), "", value(fact))
    hint = f"heard in “{fact.text}”" if fact.text and fact.origin != "given" else ""
    if isinstance(fact.value, bool):
        element = _menu(("yes", "no", TAKEN_BACK), "yes" if fact.value else "no")
    else:
        element = _line(shown_value.removesuffix(" (assumed)"))
    return _input(fact.factor, name[:1].upper() + name[1:], element, hint=shown(hint, HINT), optional=True)


def _unstated(missing: Missing) -> Block:
    choices = ("yes", "no") if missing.kind == "yes/no" else missing.values
    listed = choices and all(len(choice) <= blocks.OPTION_VALUE for choice in choices)
    element = _menu(choices) if listed else _line(placeholder=UNITS.get(missing.unit or "", ""))
    return _input(missing.factor, missing.ask, element, optional=True)


def _initial(element: Mapping[str, Any]) -> str:
    return str((element.get("initial_option") or {}).get("value") or element.get("initial_value") or "")


def as_json(value: str) -> dict[str, Any]:
    """Return what a button carries; empty where it is no JSON object."""
    try:
        found = json.loads(value)
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
