"""Training rows out of the catalog: what people say, what it asks for, what it states, which number is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.clauses import Clause, asking, clauses
from bot.lexicon import has_question_mark, length_in_words
from bot.marks import Mark, unmark
from kb.quantity import Amount, convert, read_amounts
from kb.types import Catalog, Factor, FactorKind, TradeOff

NOTHING = ""
"""The label of a clause that states no fact, and the role of a number that belongs to no factor."""

ABOUT = "about"
"""The label of a message that only speaks of the answer given before it."""


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
        for group, plain, _ in _marked(trade_off):
            yield "decide", Row(plain, trade_off.id, group)
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


def topic_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (question, trade-off id or NOTHING): examples and look-ups against near misses and what is off topic, and
    by themselves the sentences of each that ask."""
    rows = [row for _, row in _asked(catalog)]
    rows += [Row(text, NOTHING, group) for text, group in foreign(catalog)]
    yield from rows
    for row in rows:
        asks = asking(row.text)
        if asks != row.text and length_in_words(asks) >= LEAST_ASKED:
            yield row._replace(text=asks)


def intent_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (message, ``decide`` | ``look_up`` | ``state`` (a fact, with no question of its own) | ``other``).

    The later turns of an example stay with its subject: they state something, or go on asking. What is said of an
    answer stays with it too.
    """
    for kind, row in _asked(catalog):
        yield row._replace(label=kind)
    for text, group in foreign(catalog):
        yield Row(text, "other", group)
    for trade_off in catalog.trade_offs:
        for row in _later(trade_off):
            yield row._replace(label="decide" if has_question_mark(row.text) else "state")
    for number, text in enumerate(catalog.follow_ups):
        yield Row(text, "state", f"follow/{number}")
    for text, group in _said(catalog, 3):
        yield Row(text, "state", group)


def about_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (later message, ABOUT or NOTHING): what is said of an answer against what else may follow one.

    That is a turn to something else, all of which there are; of other questions and facts a few, so that they do not
    outnumber what is said of an answer by far.
    """
    for number, text in enumerate(catalog.follow_ups):
        yield Row(text, ABOUT, f"follow/{number}")
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
    for kind, row in _asked(catalog):
        yield row._replace(label="evidence" if kind == "look_up" else "verdict")
        if kind == "decide" and (start := last_turn(row.text)):
            # "minus the 10k that go by rule" wants the verdict that was asked for before
            yield Row(row.text[start:], "verdict", row.group)
    for text, group in _said(catalog, 4):
        yield Row(text, "verdict", group)


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

    Near misses, which are not marked, teach nothing here: many state just such facts.
    """
    for factor in catalog.factors:
        if factor.kind is FactorKind.QUANTITY:
            continue
        for value, sayings in factor.said.items():
            for number, saying in enumerate(sayings):
                yield Row(saying, f"{factor.id}={value}", f"{factor.id}/{value}/{number}")
        for number, saying in enumerate(factor.not_said):
            yield Row(saying, NOTHING, f"{factor.id}/not/{number}")
    for trade_off in catalog.trade_offs:
        for group, plain, marks in _marked(trade_off):
            for clause in clauses(plain):
                label = _label(clause, marks)
                if label or clause.start >= last_turn(plain):
                    yield Row(clause.text, label, group)
            for mark in marks:
                if mark.value:
                    yield Row(plain[mark.start : mark.end], f"{mark.factor}={mark.value}", group)


def _marked(trade_off: TradeOff) -> Iterator[tuple[str, str, tuple[Mark, ...]]]:
    """Yield (group, plain text, marks) of the examples of a trade-off."""
    for number, text in enumerate(trade_off.examples):
        yield f"{trade_off.id}/{number}", *unmark(text)


def _later(trade_off: TradeOff) -> Iterator[Row]:
    """Yield the later turns of the examples of a trade-off, unlabelled."""
    for group, plain, _ in _marked(trade_off):
        for turn in plain.split("\n")[1:]:
            yield Row(turn, NOTHING, group)


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


def role_rows(catalog: Catalog) -> Iterator[Row]:
    """Yield (a number in its context, the factor it belongs to or NOTHING); see ``context_of``."""
    beside = _units_beside(catalog)
    for factor in catalog.factors:
        if factor.kind is FactorKind.QUANTITY:
            yield from _said_roles(factor)
        else:
            for value, sayings in factor.said.items():
                for number, saying in enumerate(sayings):
                    for amount in read_amounts(saying):
                        if not any(convert(amount, unit) for unit in beside[factor.id]):
                            yield Row(context_of(saying, amount), NOTHING, f"{factor.id}/{value}/{number}")
    for trade_off in catalog.trade_offs:
        for group, plain, marks in _marked(trade_off):
            for amount in read_amounts(plain):
                owner = next((m.factor for m in marks if not m.value and m.start <= amount.start < m.end), NOTHING)
                if owner or amount.start >= last_turn(plain):
                    yield Row(context_of(plain, amount), owner, group)


def _units_beside(catalog: Catalog) -> dict[str, set[str]]:
    """Return for each factor the units of the quantities that the same decisions ask for: a number of such a unit in a
    saying ("a day old is fine" of users who do not mind) may well be theirs, and teaches nothing."""
    units = {factor.id: factor.unit for factor in catalog.factors}
    beside: dict[str, set[str]] = {factor.id: set() for factor in catalog.factors}
    for trade_off in catalog.trade_offs:
        for id in trade_off.factors:
            beside[id] |= {unit for other in trade_off.factors if (unit := units[other])}
    return beside


def _said_roles(factor: Factor) -> Iterator[Row]:
    for value, sayings in (("is", factor.said.get("is", ())), ("not", factor.not_said)):
        for number, saying in enumerate(sayings):
            plain, marks = unmark(saying)
            for amount in read_amounts(plain):
                owner = _owner(factor, marks, amount) if value == "is" else NOTHING
                yield Row(context_of(plain, amount), owner, f"{factor.id}/{value}/{number}")


def _owner(factor: Factor, marks: Sequence[Mark], amount: Amount) -> str:
    """Return whose a number of a saying is: the factor of the mark around it, or the saying's where none is marked."""
    if not marks:
        return factor.id
    return next((m.factor or factor.id for m in marks if m.start <= amount.start < m.end), NOTHING)


CONTEXT = 60
"""Characters of context on either side of a number: our choice, about ten words; other widths were not compared."""


def context_of(text: str, amount: Amount) -> str:
    """Return a number's surroundings with the number masked by its dimension and period, e.g. ``we get ⟦rate:day⟧
    tickets``."""
    before = text[max(0, amount.start - CONTEXT) : amount.start]
    after = text[amount.end : amount.end + CONTEXT]
    mask = f"⟦{amount.dimension}{':' + amount.period if amount.period else ''}⟧"
    inside = re.sub(r"[\d.,]+\s?(?:k|m|b|t|bn)?\b", "", amount.text, flags=re.IGNORECASE)
    # a word of each side right beside the number weighs most, so it is said once more, bound to its side
    left, right = re.findall(r"\w+", before)[-2:], re.findall(r"\w+", inside + " " + after)[:2]
    bound = " ".join([*(f"l_{w.lower()}" for w in left), *(f"r_{w.lower()}" for w in right)])
    size = f"e{len(str(int(abs(amount.high))))}"
    return f"{before} {mask} {inside} {after} {bound} {mask} {size}"
