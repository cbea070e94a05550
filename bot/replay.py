"""Give an answer again and compare it byte for byte; where it differs, say what of knowledge or engine is another.

A recording (``ask --save``) holds the whole conversation. An answer alone holds its question and its facts: it is asked
again with the facts that were set by hand, and, where earlier turns are missing, decided again from its recorded facts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from bot.advise import advise, decide
from bot.advisor import Advisor
from bot.changes import Again, Change, Difference, Replayed, compare_standings, differing
from bot.compose import compose_decision
from bot.consult import proposal_in, shown
from bot.jsonl import json_bytes
from bot.library import Library
from bot.proposals import Proposal
from bot.recorded import recorded_fact
from bot.saved import Recording
from bot.standing import Standing, recall
from bot.types import Answer, FactHeard, Question
from bot.verify import stands, verify
from kb.errors import InputError
from kb.types import Fact

MOST = 12
"""Differing fields that are shown."""
_PROPOSED = "A language model helped to hear them, and is not asked again."
_OLDER = "An answer does not hold the turns before its question; ask --save keeps them."


def replay(recorded: Recording | Answer, advisor: Advisor) -> Replayed:
    """Give the answer again from what is recorded of it, and compare; a language model is not asked again."""
    advisor = dataclasses.replace(advisor, model=None)
    answer = recorded.answer if isinstance(recorded, Recording) else recorded
    tries = list(_given_again(recorded, advisor))
    notes = [said for _, said in tries if isinstance(said, str)]
    compared = [(how, _differences(answer, again)) for how, again in tries if isinstance(again, Answer)]
    how, differences = min(compared, key=lambda pair: len(pair[1]), default=(tries[0][0], None))
    if how == "facts":
        why = _PROPOSED if proposal_in(answer) != Proposal() else _OLDER
        notes.append(f"It was decided again from its recorded facts. {why}")
    standing = recorded.stood_on if isinstance(recorded, Recording) else None
    changed, said = _what_changed(answer, standing, advisor)
    return Replayed(
        same=differences == [],
        how=how,
        recorded=answer.knowledge,
        here=advisor.digest,
        knowledge=changed,
        differing=len(differences or []),
        differences=tuple(differences or [])[:MOST],
        notes=(*notes, *said),
    )


def answer_bytes(answer: Answer) -> bytes:
    """Return the answer as ``ask --json`` prints it."""
    return json_bytes(answer.model_dump(mode="json"), indent=2) + b"\n"


def _differences(recorded: Answer, again: Answer) -> list[Difference]:
    if answer_bytes(recorded) == answer_bytes(again):
        return []
    return differing(recorded.model_dump(mode="json"), again.model_dump(mode="json"))


def _given_again(recorded: Recording | Answer, advisor: Advisor) -> Iterable[tuple[Again, Answer | str]]:
    """Yield the ways in which the answer can be given again, the fullest first; a text is why one cannot be gone."""
    if isinstance(recorded, Recording):
        yield "conversation", _asked(recorded.turns, recorded.facts, advisor)
        answer = recorded.answer
        if answer.trade_off and proposal_in(answer) != Proposal():
            yield "facts", _decided(answer, answer.trade_off.id, advisor)
        return
    by_hand = {fact.factor: fact.text for fact in recorded.facts if fact.origin == "given" and not fact.assumed}
    again = _asked((recorded.question,), by_hand, advisor)
    yield "question", again
    if recorded.trade_off and recorded.outcome in {"recommendation", "needs_facts"} and again != recorded:
        yield "facts", _decided(recorded, recorded.trade_off.id, advisor)


def _asked(turns: tuple[str, ...], facts: dict[str, str], advisor: Advisor) -> Answer | str:
    try:
        return advise(turns, advisor, facts)
    except InputError as error:
        return f"It cannot be asked again: {error}"


def _decided(answer: Answer, trade_off: str, advisor: Advisor) -> Answer | str:
    """Decide again from the recorded facts, past all hearing."""
    known = {t.id: t for t in advisor.catalog.trade_offs}
    if trade_off not in known:
        return f"There is no trade-off {trade_off!r} here."
    try:
        facts = {
            fact.factor: recorded_fact(fact, advisor.factors, answer)
            for fact in answer.facts
            if fact.counted and fact.factor in known[trade_off].factors
        }
    except InputError as error:
        return f"Its facts cannot be taken here: {error}"
    beside = tuple(fact for fact in answer.facts if not fact.counted)
    return shown(decided_again((answer.question,), trade_off, facts, advisor, beside), proposal_in(answer))


def decided_again(
    turns: Sequence[str],
    trade_off: str,
    facts: Mapping[str, Fact],
    advisor: Advisor,
    beside: tuple[FactHeard, ...] = (),
) -> Answer:
    """Decide a trade-off of the catalog with these facts, past all hearing; ``beside`` are facts only shown."""
    question = Question(
        turns=tuple(turns),
        intent="decide",
        trade_offs=((trade_off, 1.0),),
        confidence=1.0,
        facts=tuple(facts.values()),
    )
    verdict = decide(trade_off, facts, advisor)
    return verify(compose_decision(question, verdict, advisor.library, advisor.digest, beside), advisor.library)


def _what_changed(
    answer: Answer, standing: Standing | None, advisor: Advisor
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Return which parts of what the answer stood on are others here, and what can be told besides."""
    if answer.knowledge == advisor.digest:
        return (), ()
    if standing is None or standing.digest != answer.knowledge:
        standing = recall(answer.knowledge, advisor.settings.data)
    if standing is not None:
        return compare_standings(standing, advisor.standing), ()
    unknown = "What its digest stood for was not kept here, so only what it cites and walked could be compared."
    return told_by(answer, advisor.library, {rule.id for t in advisor.catalog.trade_offs for rule in t.rules}), (
        unknown,
    )


def told_by(answer: Answer, library: Library, rules: set[str]) -> tuple[Change, ...]:
    """Return what an answer alone tells of changed knowledge: sources and quotes that are gone, rules that are gone."""
    found: dict[tuple[str, str], Change] = {}
    for citation in answer.citations:
        id = citation.source.id
        if id not in library.sources:
            found["source", id] = Change(what="source", id=id, how="removed")
        elif not stands(citation, library):
            found["source", id] = Change(what="source", id=id, how="changed", before=f"“{citation.quote}”")
    for step in answer.path:
        id = step.node.removeprefix("rule:")
        if step.favours and id not in rules:
            found["rule", id] = Change(what="rule", id=id, how="removed", before=step.text)
    return tuple(found.values())
