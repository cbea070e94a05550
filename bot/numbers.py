"""The numbers of one turn, each given to the factor whose it most surely is; ranges, differences and follow-ups.
Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.corrected import named_again, only_named
from bot.follow_up import LONGEST_FOLLOW_UP, follow_up, scaled_in
from bot.from_to import is_change
from bot.levels import gain_between, is_level
from bot.listen import Heard, Turn, rather_than_nobody
from bot.mentions import alike, as_of, current, is_former, leads_to, usual, withdrawn
from bot.parts import Valued, adds, listed, parts, summed
from bot.periods_told import only_a_period, period_alone, period_further_on, rest_of_sentence
from bot.rescaled import SO, Scaling, added, in_all, scaling
from bot.restated import can_restate, multiplied, restated
from bot.supposed import supposed
from bot.told import said_of_the_right, surer, together
from bot.voices import NOTHING
from bot.whose import of_others
from kb.amounts import bound_in
from kb.daily_hours import hours_a_day
from kb.periods import SECONDS
from kb.quantity import Amount, convert
from kb.tallies import is_sample
from kb.types import Bound, Fact, Factor, FactorKind

ROLE = 0.08
"""Share of a factor against nobody from which a number is the factor's; of .08 to .2 on 2,963 questions that had not
been learnt from the one with which most is found, and as little heard wrong."""
RESTATED = 0.3
"""How much lower that bar is for a factor that an earlier turn stated: "sorry, 60k per hour" is about that one."""
LEAPS = 0.75
"""How surely a new value that leaps (``bot.restated.LEAP``) must be the factor's: of 200 million traces, "800 cards" is
none."""
CORRECTED = 0.5
"""How surely at least a short later turn restates what an earlier one stated: enough to replace it (``bot.facts``)."""
RESTATES = 3.0
"""How much likelier a number of a later turn is that of a factor stated before than of another of the same unit."""
LATE, TOLD_LATE = 0.05, 0.4
"""Share from which a count without a period is a rate once the next turn tells its period, and how surely the rate is
heard then: a "daily" that answers the question asked before goes first. By hand on six conversations of ``tests/eval``.
"""
ALIKE = 0.75
"""Two mentions of one factor in one turn make a range where the second is at least this share as sure."""
_OF_THOSE = re.compile(r"\s(?:of|from)\s(?:the|those|these|my|our)\s", re.IGNORECASE)
_BASIS = re.compile(r"basis|\bbps?\b|\dbps?\b", re.IGNORECASE)


def counted(
    turn: Turn,
    roles: Sequence[str],
    factors: Mapping[str, Factor],
    known: Mapping[str, Fact],
    earlier: Sequence[Turn] = (),
    former: Mapping[str, Sequence[Fact]] = MappingProxyType({}),
) -> tuple[Heard, ...]:
    """Return the quantities of one turn; ``known`` are the facts of the ``earlier`` ones, ``former`` those that they
    replaced."""
    quantities = {id: factor for id, factor in factors.items() if factor.kind is FactorKind.QUANTITY}
    heard_as = _columns(roles, quantities)
    scaled = scaled_in(turn, quantities, known)
    pairs = together(turn, roles, quantities, ROLE)
    again = named_again(turn, quantities, known, earlier, former) or supposed(turn, quantities, known)
    told_again = again.starts if again else frozenset()
    leaning = {id: list(shares) for id, shares in pairs.shares.items()}
    for row, amount in enumerate(turn.amounts):
        if row in pairs.rows or is_sample(turn.text, amount) or withdrawn(turn, amount):
            continue
        if amount.start in told_again or only_named(turn, amount, quantities, known):
            continue
        if scaled and _within(turn, amount, scaled):
            continue
        fitting = [id for id, f in quantities.items() if heard_as[id] and _fits(amount, f, turn, known)]
        share, owner = _owner(turn, row, {id: heard_as[id] for id in fitting}, roles, known)
        if owner:
            leaning.setdefault(owner, []).append((share, amount))
    for id, told in pairs.shares.items():
        leaning[id] = surer(told, leaning[id])
    own = {id: found for id, found in sorted(leaning.items()) if id not in pairs.gains}
    heard = [_heard(turn, quantities[id], found, known.get(id)) for id, found in own.items()]
    stated = (*(h for h in heard if h), *pairs.gains.values())
    if again:
        return (*(h for h in stated if h.fact.factor != again.heard.fact.factor), again.heard)
    followed = follow_up(turn, quantities, known, stated, earlier)
    rated = any(quantities[id].unit == "1/day" for id in known if id in quantities)
    if earlier and not (stated or followed or rated):
        return _period_told_late(turn, earlier[-1], roles, heard_as, quantities)
    return (*stated, *followed)


def _owner(
    turn: Turn, row: int, heard_as: Mapping[str, list[int]], roles: Sequence[str], known: Mapping[str, Fact]
) -> tuple[float, str]:
    """Return whose of these a number most surely is, and how surely; nobody's ("") where none can be meant."""
    heard = turn.roles[as_of(turn, row)]
    likely = {id: float(heard[its].sum()) * (RESTATES if id in known else 1.0) for id, its in heard_as.items()}
    best = max(sorted(likely), key=lambda id: likely[id], default="")
    if not best or (best in known and is_former(turn, row)):
        return 0.0, ""
    share = rather_than_nobody(likely[best], float(heard[roles.index(NOTHING)]))
    again = best in known and _of_what_was_said(turn, turn.amounts[row], known[best])
    return max(share, ROLE) if again else share, best


def _period_told_late(
    turn: Turn,
    before: Turn,
    roles: Sequence[str],
    heard_as: Mapping[str, list[int]],
    quantities: Mapping[str, Factor],
) -> tuple[Heard, ...]:
    """Return the count of the turn before as a rate, where this turn only says of which period it is: "600,000 calls",
    then "per year, sorry"."""
    scaled = scaling(turn.text)
    period = period_alone(turn, scaled)
    if period is None or not only_a_period(turn, period) or any(amount.period for amount in before.amounts):
        return ()
    nobody, (named, *place) = roles.index(NOTHING), period
    found: list[tuple[float, str, Amount]] = []
    for row, amount in enumerate(before.amounts):
        if amount.dimension != "count" or withdrawn(before, amount):
            continue
        scores = before.roles[as_of(before, row)]
        for id, columns in heard_as.items():
            own = float(scores[columns].sum()) if columns and quantities[id].unit == "1/day" else 0.0
            rivals = max(float(p) for c, p in enumerate(scores) if c != nobody and c not in columns)
            if own > rivals and (share := rather_than_nobody(own, float(scores[nobody]))) >= LATE:
                found.append((share, id, amount.model_copy(update={"dimension": "rate", "period": named})))
    share, id, rate = max(found, key=lambda one: one[0], default=(0.0, "", None))
    heard = _quantity(before, quantities[id], [(share, rate)], None) if rate else None
    if heard is None:
        return ()
    times = scaled.times if scaled else 1.0  # "per day, I mean, and it's twice that by now"
    return (multiplied(turn, heard.fact, times, *place)._replace(surely=TOLD_LATE),)


def _columns(roles: Sequence[str], quantities: Mapping[str, Factor]) -> dict[str, list[int]]:
    """Return in which columns of the roles each quantity is heard: its own, and others' that are not asked about."""
    named = {id: [roles.index(a) for a in (id, *f.heard_as) if a in roles] for id, f in quantities.items()}
    return {id: [c for c in its if roles[c] == id or roles[c] not in quantities] for id, its in named.items()}


def _heard(turn: Turn, factor: Factor, leaning: list[tuple[float, Amount]], known: Fact | None) -> Heard | None:
    """Return what the numbers leaning towards a factor say of it: the gain between two levels, or those surely its."""
    if factor.unit == "percentage points" and (gain := gain_between(turn, factor, leaning)):
        return gain
    # theirs replaces nothing of ours
    leaning = [(s, a) for s, a in leaning if not of_others(turn.text, a.start, a.end, plainly=known is None)]
    owned = [(s, a) for s, a in leaning if s >= _bar(a, factor, known)]
    owned = [(s, a) for s, a in owned if known and in_all(turn.text, a.start, a.end)] or owned
    if factor.unit == "percentage points":
        owned = [(share, amount) for share, amount in owned if not is_level(amount)]  # "89 out of 100, i.e. +23"
    sign = adds(turn, [amount for _, amount in owned]) if known else 0
    owned = listed(turn, owned, leaning) if sign else owned
    heard = _quantity(turn, factor, owned, known) if owned else None
    if heard and known and known.low is not None and known.high is not None:
        heard = summed(heard, sign, (known.low, known.high))
    if heard is None or known is None:
        return heard
    if len(turn.text) <= LONGEST_FOLLOW_UP or any(_of_what_was_said(turn, a, known) for _, a in owned):
        return heard._replace(surely=max(heard.surely, CORRECTED))  # a short turn with a number corrects the one before
    return heard


def _of_what_was_said(turn: Turn, amount: Amount, known: Fact) -> bool:
    """Say whether a number is of what was counted before, whatever it is called: "plus another 900", "2,000 in total",
    "420 thousand is the whole week"."""
    again = amount.unit and amount.unit.lower() in known.text.lower() and SO.search(turn.text[: amount.start])
    return (
        bool(again)
        or _told_apart(turn, amount)
        or restated(amount, known, amount.period or period_further_on(turn, amount))
    )


def _told_apart(turn: Turn, amount: Amount) -> bool:
    """Say whether words say that a number is added to what was said before, or what there is now altogether."""
    place = (turn.text, amount.start, amount.end)
    return added(*place) != 0 or in_all(*place)


def _bar(amount: Amount, factor: Factor, known: Fact | None) -> float:
    """Return how surely a number must be a factor's to count: less where it restates what was said, more where it
    would leap from it."""
    if known is None:
        return ROLE
    return ROLE * RESTATED if can_restate(amount, factor, known) else LEAPS


def _within(turn: Turn, amount: Amount, scaled: Scaling) -> bool:
    """Say whether an amount is the "half" of "only half of that", which scales what was stated and is none itself; or
    the 2,400 of "a third of those 2,400"."""
    inside = scaled.start <= amount.start and amount.end <= scaled.end
    return inside or bool(_OF_THOSE.fullmatch(turn.text, scaled.end, amount.start))


def _fits(amount: Amount, factor: Factor, turn: Turn, known: Mapping[str, Fact]) -> bool:
    """Say whether an amount can be a value of a factor; a bare count can be a rate whose period is said elsewhere."""
    if convert(amount, str(factor.unit)):
        return True
    if factor.unit == "%":
        return _in_basis_points(amount)
    if factor.unit == "percentage points":
        return amount.dimension in {"count", "ratio"} and amount.high <= 100
    if factor.unit == "1/day":
        told = factor.id in known or any(a.period for a in turn.amounts) or period_further_on(turn, amount)
        return amount.dimension == "count" and bool(told)
    return False


def _in_basis_points(amount: Amount) -> bool:
    """Say whether a share is said in basis points: "wrong labels at forty basis points"; "5 points short" is none."""
    return amount.dimension == "points" and bool(_BASIS.search(amount.text))


def _quantity(turn: Turn, factor: Factor, mentions: list[tuple[float, Amount]], known: Fact | None) -> Heard | None:
    """Join the mentions of one factor in one turn: a range, or the one value."""
    told = next((a.period for a in turn.amounts if a.period), None)
    before = known.unit_said if known and known.unit_said in SECONDS else None
    values: list[Valued] = []
    for share, amount in mentions:
        period = told or period_further_on(turn, amount) or before
        rated = amount.model_copy(update={"dimension": "rate", "period": period})
        found = (amount.low, amount.high) if factor.unit == "%" else None  # basis points are percent by now
        found = found or convert(amount, str(factor.unit)) or (convert(rated, str(factor.unit)) if period else None)
        found = _in_open_hours(turn, amount, found) if found and factor.unit == "1/day" else found
        if found and is_change(turn.text, amount) and factor.unit != "percentage points":
            found = (found[1], found[1])
        if found and factor.unit == "%" and said_of_the_right(turn, amount, factor):
            found = (100.0 - found[1], 100.0 - found[0])
        if found and found[0] >= 0:
            values.append((share, *found, amount))
    if not values:
        return None
    values = [v for v in values if not _restates(v, known)] or values
    values = current(turn, usual(turn, values))
    told_all, adding = values, known is not None and adds(turn, [v[3] for v in values]) > 0
    whole = [v for v in values if v[3].dimension != "count" or factor.unit == "count"]
    lead = [(w[0], *v[1:]) for v in values for w in whole if v not in whole and leads_to(turn, v[3], w[3])]
    values = [*whole, *lead] if whole else values
    best = max(values, key=lambda v: (v[0], -v[3].start))
    near = parts(turn, told_all, best, adding)
    low, high = sum(v[1] for v in near), sum(v[2] for v in near)
    if len(near) < 2:
        near = [v for v in values if v[0] >= ALIKE * best[0] and alike(turn, v, best)]
        low, high = min(v[1] for v in near), max(v[2] for v in near)
    words, span = turn.words(min(v[3].start for v in near), max(v[3].end for v in near))
    bound = _bound(turn, best[3], factor) if low == high else None
    said = _unit_said(best[3])
    if factor.unit == "1/day" and best[3].dimension == "count":
        said = told or period_further_on(turn, best[3]) or before
    fact = Fact(factor=factor.id, low=low, high=high, text=words, span=span, unit_said=said, bound=bound)
    return Heard(fact, best[0])


def _in_open_hours(turn: Turn, amount: Amount, found: tuple[float, float]) -> tuple[float, float]:
    """Return a rate a day counted over the hours that its sentence names: "4k per hour between 8 and 18"."""
    if amount.period not in {"hour", "minute", "second"}:
        return found
    open_for = hours_a_day(rest_of_sentence(turn, amount))
    share = open_for.hours / 24.0 if open_for else 1.0
    return found[0] * share, found[1] * share


def _restates(value: Valued, known: Fact | None) -> bool:
    """Say whether a mention only repeats what an earlier turn stated: "the 20% was an old set, here it is 1%"."""
    return known is not None and (value[1], value[2]) == (known.low, known.high)


def _bound(turn: Turn, amount: Amount, factor: Factor) -> Bound | None:
    """Return on which side a value is open; at least 92% right are at most 8% wrong."""
    bound = bound_in(amount, str(factor.unit))
    if bound and factor.unit == "%" and said_of_the_right(turn, amount, factor):
        return "at most" if bound == "at least" else "at least"
    return bound


def _unit_said(amount: Amount) -> str | None:
    """Return the unit in which the user spoke, for answers in the same: a period of a rate, a unit of time."""
    return amount.period if amount.dimension == "rate" else amount.unit or None
