"""The spine: turns in, a decided and cited answer out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.advisor import Advisor
from bot.aside import stated_aside
from bot.assumed import with_assumed
from bot.compose import compose_decision, compose_evidence, compose_out_of_scope, fact_heard, fact_taken_back
from bot.consult import consulted, shown, with_proposed
from bot.evidence import bearing_on
from bot.exceeded import unless_exceeded
from bot.facts import extract_facts
from bot.given import given_facts, taken_back
from bot.lexicon import says_something
from bot.listen import Listening, listen, strongest
from bot.looked_up import BEARS_FOREIGN, relevant_claims, scored_claims
from bot.messages import checked
from bot.proposals import Proposal
from bot.retrieve import search
from bot.types import Answer, FactHeard, Question
from bot.understand import understand
from bot.verdict import Verdict
from bot.verify import verify
from bot.wanted import of_their_own
from graph.query import decision_of, neighbours_for_retrieval
from graph.sensitivity import sensitivity
from graph.walk import walk
from kb.types import Fact, Factor, Outcome, TradeOff

PERHAPS_EVIDENCE = 0.15
"""Probability from which it is worth looking whether a claim answers the message outright; set on questions of the
voices whose classifiers had not been fitted on them, and on two fresh rounds."""
PLAINLY = 0.6
"""Probability from which a fact is plainly stated; calibrated on the tuning questions (docs/hearing.md)."""
BY_FIGURE = 0.3
"""Probability that evidence is asked for from which a figure alone may name the claim; set by hand on
``tests/eval/dev.jsonl``."""


@dataclass(frozen=True)
class Understood:
    """What the turns say, before any fact set by hand.

    ``claims`` is set where evidence answers them and no decision is walked; empty where nothing does.
    """

    question: Question
    listening: Listening
    proposal: Proposal = field(default_factory=Proposal)
    claims: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Known:
    """The decision asked and the facts that its walk takes; ``beside`` are those that were stated and do not count."""

    trade_off: TradeOff
    facts: Mapping[str, Fact]
    beside: tuple[FactHeard, ...]


def advise(turns: Sequence[str], advisor: Advisor, given: Mapping[str, str] | None = None) -> Answer:
    """Answer the last turn in the light of those before it and of the facts set by hand.

    The value ``unknown`` takes a fact back. Raises InputError for a message that is empty, too long or not text, and
    for a fact that cannot be read.
    """
    given_facts(given or {}, advisor.factors)  # what cannot be read is refused before anything is heard
    return answer_to(understood(turns, advisor), advisor, given)


def understood(turns: Sequence[str], advisor: Advisor) -> Understood:
    """Return what the turns ask and state; raises InputError for what is no question. Facts set by hand come later."""
    listening = listen(checked(turns), advisor.hearing, advisor.embed, advisor.speller)
    question = understand(listening, advisor.catalog, advisor.hearing, advisor.embed)
    if _wants_evidence(question, listening):
        claims = relevant_claims(question, [turn.text for turn in listening.turns], advisor)
        if claims or (question.intent == "look_up" and not _leans_back(question)):
            return Understood(question, listening, claims=claims)
    listening = of_their_own(listening, question.look_ups, advisor.library.claims.values())
    listening = unless_exceeded(listening, advisor.factors)
    question, proposal = consulted(question, advisor)
    if question.intent == "other" or question.confidence < 0.5 or not question.trade_offs:
        says = says_something(question.turns[-1], 3)
        # "Postgres or Mongo for 100k requests a day?" shares no more than a figure with what the sources say; who asks
        # "who found the 2%?" has nothing but the figure to name it by
        by_figure = question.asks_evidence >= BY_FIGURE
        found = scored_claims(question.turns[-1], advisor, by_figure=by_figure).scored if says else ()
        return Understood(question, listening, claims=bearing_on(found, BEARS_FOREIGN))
    return Understood(question, listening, proposal)


def answer_to(heard: Understood, advisor: Advisor, given: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to what was understood, with the facts set by hand; raises InputError for one of those."""
    given = given or {}
    by_hand = given_facts(given, advisor.factors)
    if heard.claims is not None:
        return evidence(heard.question, heard.claims, advisor)
    known = _known(heard, by_hand, taken_back(given), advisor)
    answer = compose_decision(
        heard.question.model_copy(update={"facts": tuple(known.facts.values())}),
        decide(known.trade_off.id, known.facts, advisor),
        advisor.library,
        advisor.digest,
        also=tuple(advisor.trade_off(id) for id in heard.question.also),
        beside=known.beside,
    )
    return shown(verify(answer, advisor.library), heard.proposal)


def verdict_on(heard: Understood, advisor: Advisor, given: Mapping[str, str] | None = None) -> Verdict | None:
    """Return the verdict behind an answer, or None where no decision is walked."""
    given = given or {}
    if heard.claims is not None:
        return None
    known = _known(heard, given_facts(given, advisor.factors), taken_back(given), advisor)
    return decide(known.trade_off.id, known.facts, advisor)


def _known(heard: Understood, by_hand: Mapping[str, Fact], gone: Collection[str], advisor: Advisor) -> Known:
    """Return the likeliest decision, the facts that count in its walk, and those shown beside them."""
    trade_off = advisor.trade_off(heard.question.trade_offs[0][0])
    factors = {id: advisor.factors[id] for id in trade_off.factors}
    said = with_proposed(_heard_of(trade_off.id, heard.listening, advisor), heard.proposal, heard.listening, factors)
    said = {id: fact for id, fact in said.items() if id not in gone}
    told = {**said, **{id: fact for id, fact in by_hand.items() if id in factors}}
    assumed = with_assumed(told, factors)
    facts = {id: fact for id, fact in assumed.items() if id not in gone}
    former = [_heard_of(id, heard.listening, advisor, part) for id, part in heard.question.former]
    beside = (
        *(fact for id, fact in told.items() if id not in facts),
        *stated_aside(heard.listening, told, factors, advisor.factors, former),
    )
    shown_beside = (
        *(fact_heard(fact, advisor.factors[fact.factor], counted=False) for fact in beside if fact.factor not in gone),
        *(fact_taken_back(id) for id in sorted(gone) if id in factors),
    )
    return Known(trade_off, facts, shown_beside)


def _heard_of(id: str, listening: Listening, advisor: Advisor, part: Collection[int] | None = None) -> dict[str, Fact]:
    """Return the facts that the turns, or a part of them, state about the decision of this id."""
    decision = decision_of(advisor.g, id)
    factors = {factor: advisor.factors[factor] for factor in advisor.trade_off(id).factors}

    def asked(known: Mapping[str, Fact]) -> Factor | None:
        questions = sensitivity(decision, with_assumed(known, factors), factors).questions
        return factors[questions[0].factor] if questions else None

    return extract_facts(listening, factors, asked, part)


def _leans_back(question: Question) -> bool:
    """Say whether a look-up that no claim answers ("and where is that from?") asks for the sources of the verdict
    before it."""
    return len(question.turns) > 1 and question.confidence >= PLAINLY


def _wants_evidence(question: Question, listening: Listening) -> bool:
    """Say whether a claim rather than a verdict may be wanted; who plainly states facts wants a verdict, unless
    evidence is rather asked for than not."""
    if len(question.turns) > 1 and not says_something(question.turns[-1]):
        return False  # "where is that from?" asks for the sources of the verdict, which carries them
    if question.intent == "look_up":
        return True
    stated = max(strongest(listening, slice(-1, None)).values(), default=0.0)
    return question.asks_evidence >= PERHAPS_EVIDENCE and stated < PLAINLY


def decide(trade_off: str, facts: Mapping[str, Fact], advisor: Advisor) -> Verdict:
    """Walk one trade-off of the graph with these facts, and see how firmly it decides."""
    known = advisor.trade_off(trade_off)
    decision = decision_of(advisor.g, trade_off)
    factors = {id: advisor.factors[id] for id in known.factors}
    path = walk(decision, facts)
    return Verdict(
        trade_off=known,
        factors=factors,
        facts=facts,
        path=path,
        sensitivity=sensitivity(decision, facts, factors),
        conflicts=tuple(c for c in advisor.conflicts[trade_off] if _touches(known, c.disagreement, facts)),
    )


def _touches(trade_off: TradeOff, disagreement: str, facts: Mapping[str, Fact]) -> bool:
    """Say whether a disagreement is about something that was stated."""
    found = next(d for d in trade_off.disagreements if d.id == disagreement)
    return any(factor in facts for factor in found.factors)


def evidence(question: Question, claims: Sequence[str], advisor: Advisor) -> Answer:
    """Answer a question for evidence with the claims that bear on it, or as out of scope where none does."""
    if not claims:
        return verify(compose_out_of_scope(question, advisor.catalog, advisor.digest), advisor.library)
    trade_off = advisor.trade_off(question.trade_offs[0][0]) if question.trade_offs else None
    return verify(compose_evidence(question, claims, advisor.library, trade_off, advisor.digest), advisor.library)


def passages_behind(answer: Answer, advisor: Advisor, k: int = 8) -> list[tuple[str, float]]:
    """Return passages for further reading: retrieved for the question, and near the rules that held."""
    held = [step.node.removeprefix("rule:") for step in answer.path if step.outcome == Outcome.HOLDS.value]
    near = neighbours_for_retrieval(advisor.g, held)
    return search(answer.question, advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, k, near)
