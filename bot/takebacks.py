"""What a later message does to a fact stated before: takes it back, says it is gone, restores what it replaced. Pure.

"Forget that" withdraws a statement; "they've dropped that again" says that the world has changed; "we're back where we
were" restores what stood before. What is meant is named by its words, or is what was stated last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.clauses import Clause
from bot.dropped import drops_its_own, supposition_dropped
from bot.lexicon import points, terms
from bot.listen import Heard, Turn
from bot.mentions import withdrawn
from bot.restated import is_figure_of, same_value
from bot.retractions import Kind, all_of_it, mistaken, retraction, taking
from graph.rules import test
from kb.periods import SECONDS
from kb.types import Fact, Factor, FactorKind, Outcome

_NO_LONGER = re.compile(
    r"\b(?:no longer|not? (?:\w+\s){0,6}any ?more|n't (?:\w+\s){0,6}any ?more|any ?more|nicht mehr"
    r"|kein\w* \w+ mehr|ya no)\b"
    r"|\bn(?:e |')\w+ plus\b(?! qu)|不再",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"\b(?:as (?:i|we) said|like i said|as mentioned|as ever|still|wie gesagt|immer noch)\b", re.I)
_HEADS = re.compile(r"^\w?[?:–—…？：]\s*$")
LONGEST_NAME = 4
"""Words up to which the piece before a taking-back may be what is meant: "Tone? They've let go of that."."""
SOUNDS = 0.5
"""Probability from which a clause that takes back sounds like the fact that it takes back."""
FAR_MORE = 4.0
"""How much likelier than the old value words must make the new one to speak against the old; set by hand."""


@dataclass(frozen=True)
class Back:
    """What a turn takes back: what is told after it of the factors it touches, oldest first (empty for nothing), which
    factors these are, and the (clause, label) that only name what is taken back."""

    told: Mapping[str, list[Heard]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    unsaid: frozenset[tuple[int, str]] = frozenset()


def taken_back(
    turn: Turn,
    told: Mapping[str, Sequence[Heard]],
    factors: Mapping[str, Factor],
    labels: Sequence[str],
    restated: Sequence[str] = (),
    earlier: Sequence[Turn] = (),
) -> Back:
    """Return what the turn takes back of what was ``told`` before; ``restated`` are factors it gives a figure anew,
    ``earlier`` the turns before it."""
    if dropped := supposition_dropped(turn.text, [one.text for one in earlier]):
        supposed = {id: heard for id, heard in told.items() if any(h.fact.turn == dropped.turn for h in heard)}
        left = {id: [h for h in heard if h.fact.turn != dropped.turn] for id, heard in supposed.items()}
        rows = [row for row, clause in enumerate(turn.clauses) if clause.start < dropped.end]
        return Back(left, frozenset(left), frozenset((row, label) for row in rows for label in labels))
    if drops_its_own(turn.text):
        return Back()
    facts = {factor: heard[-1].fact for factor, heard in told.items()}
    after: dict[str, list[Heard]] = {}
    unsaid: set[tuple[int, str]] = set()
    withdrawn = retracted(turn, facts, factors, restated)
    for factor in withdrawn:
        after[factor] = _restored(told[factor]) if _by_itself(turn, facts[factor]) else []
    for row, clause in enumerate(turn.clauses):
        kind = taking(clause.text)
        if kind is None or _joined(turn, row):
            continue
        named = _named(turn, row, facts, factors, labels)
        if kind != "withdrawn":
            for factor in named or _newest(facts, clause.text, kind):
                if (entries := _after(turn, clause, kind, told[factor], factors[factor], factor in named)) is not None:
                    after[factor] = entries
        unsaid |= {
            (other, f"{factor}={facts[factor].choice}")
            for factor in {*named, *after}
            if factor in after
            for other, piece in enumerate(turn.clauses)
            if piece.start < clause.end and clause.start < piece.end
        }
    return Back(after, frozenset(after), frozenset(unsaid))


def _joined(turn: Turn, row: int) -> bool:
    """Say whether a clause is a sentence whose pieces follow, which are looked at one by one."""
    following = turn.clauses[row + 1] if row + 1 < len(turn.clauses) else None
    return turn.clauses[row].depth == 0 and following is not None and following.depth == 1


def _after(
    turn: Turn, clause: Clause, kind: Kind, told: Sequence[Heard], factor: Factor, named: bool
) -> list[Heard] | None:
    """Return what stands of a factor once something is gone or restored; None where it cannot be said.

    A yes that is gone is a no; of a figure only the earlier one can be restored.
    """
    if earlier := _restored(told):
        return earlier
    if kind == "restored" or factor.kind is FactorKind.QUANTITY:
        return None
    if factor.kind is FactorKind.YES_NO and told[-1].fact.choice == "yes":
        words, span = turn.words(clause.start, clause.end)
        update = {"choice": "no", "text": words.strip(), "span": span, "assumed": True}
        return [Heard(told[-1].fact.model_copy(update=update), 0.0)]
    return []


def _restored(told: Sequence[Heard]) -> list[Heard]:
    """Return what was told up to the last other value than the newest, or nothing where there was no other."""
    newest = told[-1].fact
    return [*told[: max((n + 1 for n, heard in enumerate(told) if not same_value(heard.fact, newest)), default=0)]]


def _by_itself(turn: Turn, fact: Fact) -> bool:
    """Say whether a withdrawal means this one statement, by its own words or by pointing at it, not all of its kind."""
    said = turn.text.casefold()
    return fact.text.casefold() in said or all_of_it(turn.text) or mistaken(turn.text)


def _newest(facts: Mapping[str, Fact], text: str, kind: Kind) -> list[str]:
    """Return the factors stated last, where words point at them or restore what was before them."""
    if not facts or not (kind == "restored" or points(text)):
        return []
    newest = max(fact.turn for fact in facts.values())
    return [id for id, fact in facts.items() if fact.turn == newest]


def _named(
    turn: Turn, row: int, facts: Mapping[str, Fact], factors: Mapping[str, Factor], labels: Sequence[str]
) -> list[str]:
    """Return the factors whose fact a clause names: by its words, its cues, a short piece before it, or by sound."""
    clause = turn.clauses[row]
    before = [p for p in turn.clauses if p.end <= clause.start and len(p.text.split()) <= LONGEST_NAME]
    near = before[-1].text if before and _HEADS.search(turn.text[before[-1].end - 1 : clause.start]) else ""
    words = {w for w in terms(f"{near} {clause.text}") if not w.isdigit()}
    found = []
    for factor, fact in facts.items():
        label = f"{factor}={fact.choice}"
        sounds = label in labels and float(turn.stated[row, labels.index(label)]) >= SOUNDS
        cued = any(cue.casefold() in clause.text.casefold() for cue in factors[factor].cues)
        if sounds or cued or words.intersection(terms(fact.text)):
            found.append(factor)
    return found


def retracted(
    turn: Turn, facts: Mapping[str, Fact], factors: Mapping[str, Factor], restated: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the factors whose fact this turn withdraws: a word of retraction beside their cues or their old words.

    "Forget that" alone takes back all that the turn before stated, unless the turn goes on to say what of it has
    changed (``restated``): "forget that, the ops crew was sold".
    """
    gone = []
    for row, clause in enumerate(turn.clauses):
        wrong = mistaken(clause.text)
        if not wrong and not retraction(clause.text):
            continue
        said = clause.text.casefold()
        own = any(withdrawn(turn, a) and a.end <= clause.end for a in turn.amounts)  # "500k next year, ignore that"
        everything = wrong or (all_of_it(clause.text) and not own)
        if everything and facts and not any(id in facts for id in restated):
            newest = max(fact.turn for fact in facts.values())
            gone += [id for id, fact in facts.items() if fact.turn == newest]
        for id in facts:
            words = {*factors[id].cues, factors[id].name, facts[id].text} if id in factors else set()
            if (
                any(word and word.casefold() in said for word in words)
                or (not _joined(turn, row) and _shares(clause.text, facts[id].text))
                or (id in factors and _by_figure(turn, clause, facts[id], factors[id]))
            ):
                gone.append(id)
    return tuple(dict.fromkeys(gone))


def _by_figure(turn: Turn, clause: Clause, fact: Fact, factor: Factor) -> bool:
    """Say whether a clause names what it takes back by its figure: "ignore the 100"."""
    inside = (a for a in turn.amounts if clause.start <= a.start and a.end <= clause.end)
    return any(is_figure_of(amount, fact, factor) for amount in inside)


def _shares(said: str, before: str) -> bool:
    """Say whether words that take back use a word of what was stated, beside those of taking back."""
    back = retraction(said)
    words = terms(said.replace(back.group(), " ", 1) if back else said)
    return bool({w for w in words if not w[0].isdigit() and w not in SECONDS}.intersection(terms(before)))


def no_longer(turn: Turn, heard: Heard, before: Mapping[str, Fact]) -> Heard:
    """Return what was heard, turned round where it is said to hold no longer: "it's not only about codes any more"
    speaks of codes, and that it was only about them is what was known."""
    known, span = before.get(heard.fact.factor), heard.fact.span
    other = {"yes": "no", "no": "yes"}.get(heard.fact.choice or "")
    if known is None or other is None or span is None or not same_value(heard.fact, known):
        return heard
    if not _NO_LONGER.search(heard.fact.text) or _REPEATED.search(heard.fact.text):
        return heard
    return heard._replace(fact=heard.fact.model_copy(update={"choice": other}))


def contrary(turn: Turn, labels: Sequence[str], heard: Fact, known: Fact) -> bool:
    """Say whether some clause speaks for the value heard far more than for the one known before."""
    new, old = f"{heard.factor}={heard.choice}", f"{known.factor}={known.choice}"
    if new not in labels or old not in labels:
        return False
    values, against = turn.stated[:, labels.index(new)], turn.stated[:, labels.index(old)]
    row = int(values.argmax())
    return float(values[row]) >= FAR_MORE * float(against.max())


def overtaken(facts: Mapping[str, Fact], factors: Mapping[str, Factor]) -> dict[str, Fact]:
    """Return the facts without those that imply, by what is known, the contrary of what was stated after them.

    "Visitors ask it anything", then "opening times and nothing else": the newer stands, less surely heard or not.
    """
    old = {
        implication.when.factor
        for id, fact in facts.items()
        for implication in factors[id].implied_by
        if (premise := facts.get(implication.when.factor)) is not None
        and premise.turn < fact.turn
        and implication.value != fact.choice
        and test(implication.when, premise) is Outcome.HOLDS
    }
    return {id: fact for id, fact in facts.items() if id not in old}
