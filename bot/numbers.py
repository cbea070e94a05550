"""The numbers of one turn, each given to the factor whose it most surely is; ranges, differences and follow-ups.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.levels import gain_between
from bot.listen import Heard, Turn
from bot.voices import NOTHING
from kb.amounts import bound_in
from kb.periods import PERIOD_AFTER, SECONDS, per_day, period_of
from kb.quantity import Amount, convert, read_amounts
from kb.types import Bound, Fact, Factor, FactorKind

ROLE = 0.35
"""Share of a factor against nobody from which a number is the factor's; calibrated on the tuning questions."""
RESTATED = 0.3
"""How much lower that bar is for a factor that an earlier turn stated: "sorry, 60k per hour" is about that one."""
CORRECTED = 0.5
"""How surely at least a short later turn restates what an earlier one stated: enough to replace it (``bot.facts``)."""
RESTATES = 3.0
"""How much likelier a number of a later turn is that of a factor stated before than of another of the same unit."""
ALIKE = 0.75
"""Two mentions of one factor in one turn make a range where the second is at least this share as sure."""
FURTHER, _STOP = 60, re.compile(r"[.;!?](?:\s|$)")
"""Characters of the same sentence in which a count's period may follow; as many as ``bot.voices.CONTEXT``."""
LONGEST_FOLLOW_UP = 80
"""Characters up to which a turn may be read as changing the number stated before."""

NEGATED = re.compile(
    r"(?:\b(?:not|isn't|instead of|rather than|nicht|kein|statt|no|en vez de|pas|au lieu de)\s(?:the\s|a\s|als\s)?"
    r"|不是|而不是)$",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:each|every one|everyone|per user|per head|jeder|cada uno|chacun)\b[^.,;]{0,16}$|每人", re.IGNORECASE
)
"""A number said of each one is not the total that a factor counts."""
_RIGHT = re.compile(
    r"^[^.,;]{0,30}?\b(?:right|correct|accurate|clean|fine|good|ok|okay|richtig|korrekt|correct\w*|bien)\b", re.I
)
_WRONG = re.compile(r"wrong|error|nois|mistake|junk", re.IGNORECASE)
_SCALED = re.compile(
    r"\b(?:doubles?|doubled|doubling|twice|triples?|tripled|trebles?|quadruples?|halves|halved|tenfold"
    r"|(?:(?:only|just) )?half (?:that|as much|as many|of (?:that|it|them|those|this))|(?:only|just) half"
    r"|verdoppel\w*|verdreifach\w*|halbier\w*|duplica\w*|triplica\w*"
    r"|doubl(?:e|ait|erait)|\d+(?:\.\d+)?\s?(?:x|times|-?fold|mal|veces|fois)(?:\s(?:that|as much|more))?)\b"
    r"|翻倍|翻一番|减半|\d+倍",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:sorry|correction|i mean|i meant|no wait|wait|actually|scratch that|rather|make that|typo|mixed"
    r"|what (?:about|if)|how about|and (?:at|if|with)|quatsch|korrektur|ich meinte|perd[oó]n|quise decir|pardon|plutôt"
    r"|et (?:si|à)|y si)\b|不对|应该是|如果",
    re.IGNORECASE,
)
"""Words with which a short turn changes what was stated before it; the same five languages as the voices."""
_STEMS = (
    ("quadrupl", 4.0), ("trip", 3.0), ("trebl", 3.0), ("dreifach", 3.0), ("tenfold", 10.0), ("hal", 0.5),
    ("减半", 0.5), ("doubl", 2.0), ("twice", 2.0), ("doppel", 2.0), ("duplica", 2.0), ("翻", 2.0),
)  # fmt: skip


def counted(
    turn: Turn, roles: Sequence[str], factors: Mapping[str, Factor], known: Mapping[str, Fact]
) -> tuple[Heard, ...]:
    """Return the quantities of one turn; ``known`` are the facts of the turns before."""
    quantities = {id: factor for id, factor in factors.items() if factor.kind is FactorKind.QUANTITY}
    columns = {label: column for column, label in enumerate(roles)}
    heard_as = {id: [columns[a] for a in (id, *f.heard_as) if a in columns] for id, f in quantities.items()}
    heard_as = {id: [c for c in its if roles[c] == id or roles[c] not in quantities] for id, its in heard_as.items()}
    scaled = _SCALED.search(turn.text) if known else None
    leaning: dict[str, list[tuple[float, Amount]]] = {}
    for row, amount in enumerate(turn.amounts):
        before = turn.text[max(0, amount.start - 24) : amount.start]
        if NEGATED.search(before) or _EACH.search(before) or (scaled and _within(amount, scaled)):
            continue
        fitting = [id for id, f in quantities.items() if heard_as[id] and _fits(amount, f, turn, known)]
        likely = {id: float(turn.roles[row, heard_as[id]].sum()) * (RESTATES if id in known else 1.0) for id in fitting}
        best = max(sorted(likely), key=lambda id: likely[id], default=None)
        if best is None:
            continue
        share = likely[best] / (likely[best] + float(turn.roles[row, columns[NOTHING]]) + 1e-9)
        leaning.setdefault(best, []).append((share, amount))
    heard = [_heard(turn, quantities[id], found, known.get(id)) for id, found in sorted(leaning.items())]
    return tuple(h for h in heard if h) or follow_up(turn, quantities, known)


def _heard(turn: Turn, factor: Factor, leaning: list[tuple[float, Amount]], known: Fact | None) -> Heard | None:
    """Return what the numbers leaning towards a factor say of it: the gain between two levels, or those surely its."""
    if factor.unit == "percentage points" and (gain := gain_between(turn, factor, leaning)):
        return gain
    owned = [(share, amount) for share, amount in leaning if share >= ROLE * (RESTATED if known else 1.0)]
    heard = _quantity(turn, factor, owned, known) if owned else None
    if heard and known and len(turn.text) <= LONGEST_FOLLOW_UP:
        return heard._replace(surely=max(heard.surely, CORRECTED))  # a short turn with a number corrects the one before
    return heard


def _within(amount: Amount, scaled: re.Match[str]) -> bool:
    """Say whether an amount is the "half" of "only half of that", which scales what was stated and is none itself."""
    return scaled.start() <= amount.start and amount.end <= scaled.end()


def _fits(amount: Amount, factor: Factor, turn: Turn, known: Mapping[str, Fact]) -> bool:
    """Say whether an amount can be a value of a factor; a bare count can be a rate whose period is said elsewhere."""
    if convert(amount, str(factor.unit)):
        return True
    if factor.unit == "percentage points":
        return amount.dimension in {"count", "ratio"} and amount.high <= 100
    if factor.unit == "1/day":
        told = factor.id in known or any(a.period for a in turn.amounts) or _period_further_on(turn, amount)
        return amount.dimension == "count" and bool(told)
    return False


def _period_further_on(turn: Turn, amount: Amount) -> str | None:
    """Return the period that the rest of a number's sentence names: "30,000 replies that our bot sends daily"."""
    rest = turn.text[amount.end : amount.end + FURTHER]
    found = PERIOD_AFTER.search(rest[: stop.start()] if (stop := _STOP.search(rest)) else rest)
    return period_of(found) if found else None


def _quantity(turn: Turn, factor: Factor, mentions: list[tuple[float, Amount]], known: Fact | None) -> Heard | None:
    """Join the mentions of one factor in one turn: a range, or the one value."""
    told = next((a.period for a in turn.amounts if a.period), None)
    values: list[tuple[float, float, float, Amount]] = []
    for share, amount in mentions:
        period = told or _period_further_on(turn, amount) or (known.unit_said if known else None)
        rated = amount.model_copy(update={"dimension": "rate", "period": period})
        found = convert(amount, str(factor.unit)) or (convert(rated, str(factor.unit)) if period else None)
        if found and factor.unit == "%" and _said_of_the_right(turn, amount, factor):
            found = (100.0 - found[1], 100.0 - found[0])
        if found and found[0] >= 0:
            values.append((share, *found, amount))
    if not values:
        return None
    values = [v for v in values if not _restates(v, known)] or values
    values = [v for v in values if v[3].dimension != "count" or factor.unit == "count"] or values
    best = max(values, key=lambda v: (v[0], -v[3].start))
    near = [v for v in values if v[0] >= ALIKE * best[0]]
    low, high = min(v[1] for v in near), max(v[2] for v in near)
    words, span = turn.words(min(v[3].start for v in near), max(v[3].end for v in near))
    bound = _bound(turn, best[3], factor) if low == high else None
    said = _unit_said(best[3])
    fact = Fact(factor=factor.id, low=low, high=high, text=words, span=span, unit_said=said, bound=bound)
    return Heard(fact, best[0])


def _restates(value: tuple[float, float, float, Amount], known: Fact | None) -> bool:
    """Say whether a mention only repeats what an earlier turn stated: "the 20% was an old set, here it is 1%"."""
    return known is not None and (value[1], value[2]) == (known.low, known.high)


def _bound(turn: Turn, amount: Amount, factor: Factor) -> Bound | None:
    """Return on which side a value is open; at least 92% right are at most 8% wrong."""
    bound = bound_in(amount, str(factor.unit))
    if bound and factor.unit == "%" and _said_of_the_right(turn, amount, factor):
        return "at most" if bound == "at least" else "at least"
    return bound


def _said_of_the_right(turn: Turn, amount: Amount, factor: Factor) -> bool:
    """Say whether a share is of what is right where the factor counts what is wrong: "92% of labels are right"."""
    after = turn.text[amount.end : amount.end + 40]
    counts_wrong = any(_WRONG.search(cue) for cue in factor.cues)
    return counts_wrong and bool(_RIGHT.search(after)) and not _WRONG.search(after)


def _unit_said(amount: Amount) -> str | None:
    """Return the unit in which the user spoke, for answers in the same: a period of a rate, a unit of time."""
    return amount.period if amount.dimension == "rate" else amount.unit or None


def follow_up(turn: Turn, quantities: Mapping[str, Factor], known: Mapping[str, Fact]) -> tuple[Heard, ...]:
    """Return what a bare "what about at 10M?" or "and if it doubles?" makes of the quantity stated last."""
    before = [f for f in known.values() if f.factor in quantities and f.low is not None and f.high is not None]
    if not before or len(turn.text) > LONGEST_FOLLOW_UP:
        return ()
    fact = max(before, key=lambda f: (f.turn, f.factor))
    if scaled := _SCALED.search(turn.text):
        times = _times(scaled)
        values = (float(fact.low or 0.0) * times, float(fact.high or 0.0) * times)
        return (_changed(turn, fact, values, *scaled.span()),)
    if not turn.amounts and fact.unit_said in SECONDS and (period := PERIOD_AFTER.search(turn.text)):
        return _other_period(turn, fact, period)
    bare = [a for a in turn.amounts if a.dimension == "count" and not a.unit]
    if len(bare) != 1 or len(turn.amounts) != 1:
        return ()
    values = _as_said(bare[0], quantities[fact.factor], fact.unit_said)
    fact = fact.model_copy(update={"bound": bound_in(bare[0], str(quantities[fact.factor].unit))})
    return (_changed(turn, fact, values, bare[0].start, bare[0].end),)


def _other_period(turn: Turn, fact: Fact, period: re.Match[str]) -> tuple[Heard, ...]:
    """Return the same figure with the period that a correction names: "sorry, I meant per hour"."""
    named = period_of(period)
    if named is None or named == fact.unit_said:
        return ()
    scale = per_day(1.0, named) / per_day(1.0, str(fact.unit_said))
    changed = fact.model_copy(update={"unit_said": named})
    return (_changed(turn, changed, (float(fact.low or 0.0) * scale, float(fact.high or 0.0) * scale), *period.span()),)


def _changed(turn: Turn, fact: Fact, values: tuple[float, float], start: int, end: int) -> Heard:
    words, span = turn.words(start, end)
    return Heard(fact.model_copy(update={"low": values[0], "high": values[1], "text": words, "span": span}), 1.0)


def _as_said(amount: Amount, factor: Factor, unit_said: str | None) -> tuple[float, float]:
    """Read a bare number in the unit in which its factor was stated before."""
    if factor.unit == "1/day":
        rate = convert(amount.model_copy(update={"dimension": "rate", "period": unit_said or "day"}), "1/day")
        return rate or (amount.low, amount.high)
    if factor.unit in {"s", "weeks"} and unit_said:
        duration = read_amounts(f"1 {unit_said}")
        if duration and (one := convert(duration[0], factor.unit)):
            return amount.low * one[0], amount.high * one[0]
    return amount.low, amount.high


def _times(match: re.Match[str]) -> float:
    word = match.group().lower()
    if number := re.search(r"(\d+(?:\.\d+)?)\s?(?:x|times|fold|-fold|mal|veces|fois|倍)", word):
        return float(number.group(1))
    return next((times for stem, times in _STEMS if stem in word), 1.0)
