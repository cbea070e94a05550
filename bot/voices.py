"""Training rows out of the catalog: what people say, what it asks for, what it states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.clauses import Clause, asking, clauses
from bot.lexicon import has_question_mark, length_in_words
from bot.marks import Mark, unmark
from kb.types import Catalog, FactorKind, TradeOff

NOTHING = ""
"""The label of a clause that states no fact, and the role of a number that belongs to no factor."""

ABOUT, REMARK = "about", "remark"
"""The labels of a message that only speaks of the answer given before it, and of a remark beside the point."""


class Row(NamedTuple):
    """A text and its label; ``group`` names what it was cut from, so that a split never parts siblings."""

    text: str
    label: str
    group: str


def distinct(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, of those that only differ in capitals and group the last, at the place of the first."""
    return list({(row.text.casefold(), row.label): row for row in rows}.values())


def named(trade_off: TradeOff) -> tuple[str, ...]:
    """Return the ways in which a trade-off is named; each asks for it, however short."""
    return (trade_off.name, f"{trade_off.name}?", trade_off.question, *trade_off.aliases)


def foreign(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield what is outside the knowledge, with its group: near misses and off-topic questions.

    What one pack calls outside another may decide: "monolith or microservices?" is left out where a trade-off of that
    name is loaded, unless it is that trade-off's own near miss.
    """
    names = [(t.id, _names(name)) for t in catalog.trade_offs for name in (t.name, *t.aliases)]
    names = [(id, words) for id, words in names if len(words) > 1]

    def theirs(text: str, owner: str) -> bool:
        said = _names(text)
        return any(id != owner and words <= said for id, words in names)

    for trade_off in catalog.trade_offs:
        for number, miss in enumerate(trade_off.near_misses):
            if not theirs(miss, trade_off.id):
                yield miss, f"{trade_off.id}/n{number}"
    for number, text in enumerate(catalog.off_topic):
        if not theirs(text, ""):
            yield text, f"off/{number}"


def _names(text: str) -> frozenset[str]:
    """Return the words of a text that name things, in the singular, more or less."""
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return frozenset(word.rstrip("s") for word in words if word not in _JOINING)


_JOINING = frozenset({"the", "and", "versus", "for", "with", "should", "our", "own", "more", "from", "than"})


def _asked(catalog: Catalog) -> Iterator[tuple[str, Row]]:
    """Yield (``decide`` | ``look_up``, question with its trade-off's id) of the names, examples and look-ups."""
    for trade_off in catalog.trade_offs:
        for number, name in enumerate(named(trade_off)):
            yield "decide", Row(name, trade_off.id, f"{trade_off.id}/name{number}")
        for asked in marked(trade_off):
            yield "decide", Row(asked.plain, trade_off.id, asked.group)
        for number, look_up in enumerate(trade_off.look_ups):
            yield "look_up", Row(look_up.ask, trade_off.id, f"{trade_off.id}/l{number}")


def _said(catalog: Catalog, step: int) -> Iterator[tuple[str, str]]:
    """Yield (what states a fact and asks nothing, group): one in so many of what each value is said by."""
    for factor in catalog.factors:
        for value, sayings in factor.said.items():
            for number, saying in enumerate(sayings[::step]):
                yield unmark(saying)[0], f"{factor.id}/{value}/{number}"


LEAST_ASKED = 4
"""Words from which the sentences that ask are taught by themselves: "which way?" asks nothing in particular."""


def _and_what_asks(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows and, by themselves, the sentences of each that ask."""
    for row in rows:
        yield row
        asks = asking(row.text)
        if asks != row.text and length_in_words(asks) >= LEAST_ASKED:
            yield row._replace(text=asks)


def topic_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (question, trade-off id or NOTHING): examples and look-ups against near misses and what is off topic."""
    yield from _and_what_asks(row for _, row in _asked(catalog))
    yield from _and_what_asks(Row(text, NOTHING, group) for text, group in foreign(catalog))


def intent_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (message, ``decide`` | ``look_up`` | ``state`` (a fact, with no question of its own) | ``other``).

    The later turns of an example stay with its subject: they state something, or go on asking. What is said of an
    answer, or beside the point, stays with it too.
    """
    for kind, row in _asked(catalog):
        yield row._replace(label=kind)
    for text, group in foreign(catalog):
        yield Row(text, "other", group)
    for trade_off in catalog.trade_offs:
        for row in _later(trade_off):
            yield row._replace(label="decide" if has_question_mark(row.text) else "state")
    for row in _stating_nothing(catalog):
        yield row._replace(label="state")
    for text, group in _said(catalog, 3):
        yield Row(text, "state", group)


def _stating_nothing(catalog: Catalog) -> Iterator[Row]:
    for number, text in enumerate(catalog.follow_ups):
        yield Row(text, ABOUT, f"follow/{number}")
    for number, text in enumerate(catalog.remarks):
        yield Row(text, REMARK, f"remark/{number}")


def about_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (later message, ABOUT, REMARK or NOTHING): what is said of an answer, and beside the point, against what
    else may follow one.

    That is a turn to something else, all of which there are; of other questions and facts a few, so that they do not
    outnumber by far.
    """
    yield from _stating_nothing(catalog)
    for number, text in enumerate(catalog.off_topic):
        yield Row(text, NOTHING, f"off/{number}")
    for trade_off in catalog.trade_offs:
        for number, name in enumerate(named(trade_off)):
            yield Row(name, NOTHING, f"{trade_off.id}/name{number}")
        yield from islice(_later(trade_off), 0, None, 2)
        for number, look_up in enumerate(trade_off.look_ups[::4]):
            yield Row(look_up.ask, NOTHING, f"{trade_off.id}/l{number}")
    for text, group in _said(catalog, 20):
        yield Row(text, NOTHING, group)


def asks_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (message, ``evidence`` | ``verdict``): what is wanted, whatever it is about.

    Near misses and what is off topic are left out: these ask for evidence or for a verdict too, only of other things.
    """
    yield from _and_what_asks(_wanted(catalog))
    for text, group in _said(catalog, 4):
        yield Row(text, "verdict", group)


def _wanted(catalog: Catalog) -> Iterator[Row]:
    for kind, row in _asked(catalog):
        ends = row.text[last_turn(row.text) :]
        if kind == "look_up":
            yield row._replace(text=ends, label="evidence")  # before it a verdict may have been asked for
            continue
        # "minus the 10k that go by rule" wants the verdict that was asked for before
        yield from (row._replace(text=text, label="verdict") for text in dict.fromkeys((row.text, ends)))


def evidence_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (question for evidence, claim id that answers it); a near miss asks for none of them."""
    for trade_off in catalog.trade_offs:
        for number, look_up in enumerate(trade_off.look_ups):
            yield Row(look_up.ask, look_up.claim, f"{trade_off.id}/l{number}")
        for number, miss in enumerate(trade_off.near_misses):
            yield Row(miss, NOTHING, f"{trade_off.id}/n{number}")


def last_turn(example: str) -> int:
    """Return where the last turn of an example starts: marks tell what holds at its end, so that an unmarked
    statement of an earlier turn may have been one that was taken back since, and teaches nothing."""
    return example.rfind("\n") + 1


def contrast_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (sentence, ``factor=value``) from the contrasts, which teach values alone: how often a fact is stated at
    all is heard better without them."""
    for factor in catalog.factors:
        for number, texts in enumerate(factor.contrasts):
            for value, text in sorted(texts.items()):
                yield Row(text, f"{factor.id}={value}", f"{factor.id}/contrast{number}")


def stated_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (clause, ``factor=value`` or NOTHING) from what factors are said by and from the marks of examples.

    Remarks state nothing. Near misses, which are not marked, teach nothing here: many state just such facts.
    """
    for number, remark in enumerate(catalog.remarks):
        for clause in clauses(remark):
            yield Row(clause.text, NOTHING, f"remark/{number}")
    for factor in catalog.factors:
        if factor.kind is FactorKind.QUANTITY:
            continue
        for value, sayings in factor.said.items():
            for number, saying in enumerate(sayings):
                yield Row(saying, f"{factor.id}={value}", f"{factor.id}/{value}/{number}")
        for number, saying in enumerate(factor.not_said):
            yield Row(saying, NOTHING, f"{factor.id}/not/{number}")
    for trade_off in catalog.trade_offs:
        for asked in marked(trade_off):
            for clause in clauses(asked.plain):
                label = _label(clause, asked.marks)
                if label or clause.start >= asked.all_told_from:
                    yield Row(clause.text, label, asked.group)
            for mark in asked.marks:
                if mark.value:
                    yield Row(asked.plain[mark.start : mark.end], f"{mark.factor}={mark.value}", asked.group)


class Asked(NamedTuple):
    """A question without its marks, and these; from ``all_told_from`` on what is not marked states nothing."""

    group: str
    plain: str
    marks: tuple[Mark, ...]
    all_told_from: int


def marked(trade_off: TradeOff) -> Iterator[Asked]:
    """Yield the examples of a trade-off, and those of which only its own facts are marked."""
    for number, text in enumerate(trade_off.examples):
        plain, marks = unmark(text)
        yield Asked(f"{trade_off.id}/{number}", plain, marks, last_turn(plain))
    for number, text in enumerate(trade_off.partly_marked):
        plain, marks = unmark(text)
        yield Asked(f"{trade_off.id}/p{number}", plain, marks, len(plain))


def _later(trade_off: TradeOff) -> Iterator[Row]:
    """Yield the later turns of the examples of a trade-off, unlabelled."""
    for asked in marked(trade_off):
        for turn in asked.plain.split("\n")[1:]:
            yield Row(turn, NOTHING, asked.group)


def _label(clause: Clause, marks: tuple[Mark, ...]) -> str:
    """Return the fact of the mark that fills most of the clause, or NOTHING; half of either must overlap."""
    best, most = NOTHING, 0.0
    for mark in marks:
        shared = min(clause.end, mark.end) - max(clause.start, mark.start)
        share = (
            max(shared / max(1, clause.end - clause.start), shared / max(1, mark.end - mark.start)) if shared > 0 else 0
        )
        if mark.value and share >= 0.5 and shared > most:
            best, most = f"{mark.factor}={mark.value}", shared
    return best
