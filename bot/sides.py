"""A disagreement of the sources in words: each position with its source, date and population, and which one weighed
more in this walk. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citing import Citer
from bot.grading import KINDS, roots_of
from bot.library import Library
from bot.types import ConflictShown, PositionShown
from bot.verdict import Verdict
from bot.wording import clipped, required, stated
from graph.conflicts import about_rates, figure, population_of
from graph.path import Step
from graph.weight import Side, Weight, weigh
from kb.types import Claim, Disagreement, Force, Outcome, Position, Reference, Source

NAME = 60
"""Characters of a title where a source or reference names no author."""
LABEL = 50
NO_RULE = "no rule stands"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def conflicts_shown(verdict: Verdict, citer: Citer, library: Library) -> tuple[ConflictShown, ...]:
    """Return the disagreements that bear on the facts stated, positions side by side; agreements are not shown."""
    disagreements = {d.id: d for d in verdict.trade_off.disagreements}
    rows = []
    for conflict in verdict.conflicts:
        disagreement = disagreements[conflict.disagreement]
        if conflict.relation == "agree":
            continue
        rate = about_rates(disagreement, verdict.factors)
        positions = tuple(
            PositionShown(text=position_text(p, library, rate=rate), citations=citer.claims((p.evidence,)))
            for p in (disagreement.positions[at] for at in conflict.positions)
        )
        rows.append(
            ConflictShown(
                about=f"{disagreement.about}: {conflict.why}" if conflict.why else disagreement.about,
                relation=conflict.relation,
                positions=positions,
                weight=weight_text(weigh(disagreement, verdict.path), disagreement, verdict, library),
            )
        )
    return tuple(rows)


def position_text(position: Position, library: Library, *, rate: bool) -> str:
    """Return the position as one sentence, with who says so, when, and what the figure counts per which period.

    ``rate`` says that figures of this disagreement are per unit of time, so that a missing period is worth saying.
    """
    claim = library.claims.get(position.evidence)
    notes = [] if claim is None else [f"{KINDS[claim.kind][0]} from {said_by(claim, library)}"]
    counted = population_of(position)
    if position.states is not None:
        period = position.states.period
        per = f", per {period}" if period else ", no period given" if rate else ""
        notes.append(f"{f'counts {counted}' if counted else 'what it counts is not said'}{per}")
    elif counted:
        notes.append(f"out of {counted}")
    text = position.text.rstrip().rstrip(".")
    return f"{text} ({'; '.join(notes)})." if notes else f"{text}."


def said_by(claim: Claim, library: Library) -> str:
    """Return who says it and when: the reference leaned on, if any, and the source it was read in."""
    source = _named(library.sources[claim.source])
    leaning = [_named(library.references[id]) for id in claim.references if id in library.references]
    return f"{' and '.join(leaning)}, cited by {source}" if leaning else source


def _named(work: Source | Reference) -> str:
    if not work.authors:
        name = f"‘{clipped(work.title, NAME)}’" if work.title else work.id
    else:
        name = work.authors[0] + (" et al." if len(work.authors) > 2 else "")
        name += f" and {work.authors[1]}" if len(work.authors) == 2 else ""
    return f"{name} {work.year}" if work.year else f"{name}, undated"


def weight_text(weight: Weight, disagreement: Disagreement, verdict: Verdict, library: Library) -> str:
    """Return one sentence: which position the walk leaned on, by which rules, and how many sources stand behind."""
    labels = [_label(side, disagreement) for side in weight.sides]
    known = [stated(f, verdict.factors[f.factor]) for f in verdict.path.facts if f.factor in disagreement.factors]
    given = f"Given {' and '.join(f'‘{fact}’' for fact in known)}, this" if known else "This"
    states = [_state(side, verdict) for side in weight.sides]
    ledger = [f"on {label} {state}" for label, state in zip(labels, states, strict=True)]
    both, neither = ("both", "neither") if len(labels) == 2 else ("several of them", "none of them")
    if weight.heavier is not None:
        leaning = f"leans more on {labels[weight.heavier]}"
        ledger = [f"there {states[weight.heavier]}", *ledger[: weight.heavier], *ledger[weight.heavier + 1 :]]
    else:
        leaning = f"leans on {both} equally" if weight.how == "level" else f"leans on {neither}"
    if set(states) == {NO_RULE}:
        ledger = [f"no rule of this decision stands on {'either' if len(labels) == 2 else 'any'}"]
    shared = []
    if weight.shared:
        verb = "counts" if len(weight.shared) == 1 else "count"
        shared = [f"{_rules(weight.shared)} that {_verb(weight.shared, 'hold')} on more than one side {verb} for none"]
    clauses = "; ".join([*ledger, *shared, _behind(weight, disagreement, library, labels)])
    return f"{given} answer {leaning}: {clauses}."


def _label(side: Side, disagreement: Disagreement) -> str:
    position = disagreement.positions[side.positions[0]]
    words = position.stance or (figure(position.states) if position.states else clipped(position.text, LABEL))
    return f"“{words}”"


def _state(side: Side, verdict: Verdict) -> str:
    """Return what became of the rules that stand on a side: ``the rule ‘heavy compliance burden: yes’ holds (...)``."""
    said = []
    if side.holding:
        options = dict.fromkeys(step.favours for step in side.holding)
        names = " and ".join(verdict.option(id).name for id in options)
        lost = "" if verdict.path.recommended in options else ", which other rules outweigh"
        said.append(_told(side.holding, "hold", f", for {names}{lost}", verdict))
    if side.failing:
        said.append(_told(side.failing, "fail", "", verdict))
    if side.open:
        missing = dict.fromkeys(
            verdict.factors[t.condition.factor].name for s in side.open for t in s.tests if t.outcome is Outcome.UNKNOWN
        )
        names = " and ".join(f"‘{name[:1].lower() + name[1:]}’" for name in missing)
        said.append(f"{_rules(side.open)} {_verb(side.open, 'wait')} for {names}")
    return _joined(said) or NO_RULE


def _told(steps: Sequence[Step], verb: str, towards: str, verdict: Verdict) -> str:
    """Return one rule by its conditions, several by their number."""
    if len(steps) > 1:
        return f"{_rules(steps)} {verb}{f' ({towards[2:]})' if towards else ''}"
    conditions = " and ".join(
        required(t.condition, verdict.factors[t.condition.factor], t.fact.unit_said if t.fact else None)
        for t in steps[0].tests
    )
    return f"the rule ‘{conditions}’ {verb}s ({steps[0].force.value}{towards})"


def _rules(steps: Sequence[Step]) -> str:
    """Return e.g. ``two strong rules`` or ``one strong and two weak rules``."""
    counts = [(sum(step.force is force for step in steps), force.value) for force in Force]
    present = [(number, force) for number, force in counts if number]
    plural = "s" if present[-1][0] > 1 else ""
    return f"{_joined([f'{_count(number)} {force}' for number, force in present])} rule{plural}"


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _verb(steps: Sequence[Step], verb: str) -> str:
    return verb if len(steps) > 1 else f"{verb}s"


def _behind(weight: Weight, disagreement: Disagreement, library: Library, labels: Sequence[str]) -> str:
    """Return how many independent sources stand behind each side; copies of one count once."""
    roots = []
    for side in weight.sides:
        ids = [disagreement.positions[at].evidence for at in side.positions]
        roots.append(roots_of((library.claims[id] for id in ids if id in library.claims), library.works))
    if len(frozenset().union(*roots)) == 1:
        return f"one source stands behind {'both' if len(labels) == 2 else 'all'}"
    if len({len(root) for root in roots}) == 1:
        return f"{_sources(len(roots[0]))} behind each"
    return " and ".join(f"{_sources(len(root))} behind {label}" for root, label in zip(roots, labels, strict=True))


def _sources(number: int) -> str:
    return f"{_count(number)} source{'s' if number != 1 else ''}"


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
