"""The spine: turns in, a decided and cited answer out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.advisor import Advisor
from bot.aside import stated_aside
from bot.assumed import deciding, with_assumed
from bot.citing import Citer
from bot.compose import compose_decision, compose_evidence, compose_out_of_scope, fact_heard, fact_taken_back
from bot.consult import consulted, shown, with_proposed
from bot.evidence import BEARS, SMALL, Scored, bearing_on, candidates_of, find_claims, shared_figures
from bot.facts import extract_facts
from bot.given import given_facts, taken_back
from bot.lexicon import says_something
from bot.listen import Listening, listen, strongest
from bot.proposals import Proposal
from bot.retrieve import search
from bot.stated_figures import bare_figures, figures_found, stating, with_differing
from bot.types import Answer, CitedQuote, FactHeard, Question
from bot.understand import understand
from bot.verdict import Verdict
from bot.verify import verify
from graph.query import decision_of, neighbours_for_retrieval
from graph.sensitivity import sensitivity
from graph.walk import walk
from kb.errors import InputError
from kb.quantity import Amount, read_amounts
from kb.types import Fact, Factor, Outcome, TradeOff

LONGEST = 20_000
"""Characters of one message; a longer one is a document, to be ingested, not asked."""
MOST_TURNS = 50
PASSAGES = 12
PERHAPS_EVIDENCE = 0.04
"""Probability from which it is worth looking whether a claim answers the message outright; calibrated likewise."""
PLAINLY, FIRMLY = 0.6, 0.8
"""Probabilities from which a fact is plainly, and firmly, stated; calibrated likewise."""
BEARS_FOREIGN = 1.25
"""Score from which a claim answers a message that asks for no decision of ours: what an ingested article is about is in
scope. Set by hand, above what the off-topic messages of ``tests/eval/dev.jsonl`` scored; not searched for."""
BY_FIGURE = 0.3
"""Probability that evidence is asked for from which a figure alone may name the claim; set by hand on the same."""
NEAR = 3
"""Words beside a figure up to which nothing else names what is asked, and claims among which it is looked for."""
UNSAID = 0.9
"""Score that a claim needs to answer a question about a figure that it does not state; set by hand on the same."""
BEARS_LOOKED_UP = 0.6
"""Score from which a claim bears on what is looked up; set by hand between what does ("reviewer disagreement", 0.8) and
what shares a word by chance ("the moon is made of cheese", 0.5)."""
OUTRIGHT = 0.7
"""Probability from which evidence is asked for whatever else is stated; calibrated likewise."""
DOUBT = 0.45
"""How much better a claim must fit the less surely evidence is what is asked for; calibrated likewise."""
BEARS_UNSTATED = 0.8
"""Score from which a claim bears on a statement whose figure no claim states. Set by hand on statements with made-up
figures; not searched for."""
BEARS_UNASKED, DOUBT_UNASKED = 0.6, 0.8
"""The same where a verdict is likelier to be wanted: then only a claim that answers outright will do; calibrated
likewise."""


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
        claims = relevant_claims(question, advisor)
        if claims or (question.intent == "look_up" and not _leans_back(question)):
            return Understood(question, listening, claims=claims)
    question, proposal = consulted(question, advisor)
    if question.intent == "other" or question.confidence < 0.5 or not question.trade_offs:
        says = says_something(question.turns[-1], 3)
        # "Postgres or Mongo for 100k requests a day?" shares no more than a figure with what the sources say; who asks
        # "who found the 2%?" has nothing but the figure to name it by
        by_figure = question.asks_evidence >= BY_FIGURE
        found = scored_claims(question.turns[-1], advisor, by_figure=by_figure) if says else ()
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
    decision = decision_of(advisor.g, trade_off.id)

    def asked(known: Mapping[str, Fact]) -> Factor | None:
        questions = sensitivity(decision, known, factors).questions
        return factors[questions[0].factor] if questions else None

    said = with_proposed(extract_facts(heard.listening, factors, asked), heard.proposal, heard.listening, factors)
    said = {id: fact for id, fact in said.items() if id not in gone}
    told = {**said, **{id: fact for id, fact in by_hand.items() if id in factors}}
    assumed = with_assumed(deciding(decision, told), factors)
    facts = {id: fact for id, fact in assumed.items() if id not in gone}
    beside = (
        *(fact for id, fact in told.items() if id not in facts),
        *stated_aside(heard.listening, told, factors, advisor.factors),
    )
    shown_beside = (
        *(fact_heard(fact, advisor.factors[fact.factor], counted=False) for fact in beside if fact.factor not in gone),
        *(fact_taken_back(id) for id in sorted(gone) if id in factors),
    )
    return Known(trade_off, facts, shown_beside)


def _leans_back(question: Question) -> bool:
    """Say whether a look-up that no claim answers ("and where is that from?") asks for the sources of the verdict
    before it."""
    return len(question.turns) > 1 and question.confidence >= PLAINLY


def _wants_evidence(question: Question, listening: Listening) -> bool:
    """Say whether a claim rather than a verdict may be wanted; who states facts wants a verdict, unless evidence is
    asked for outright."""
    if len(question.turns) > 1 and not says_something(question.turns[-1]):
        return False  # "where is that from?" asks for the sources of the verdict, which carries them
    stated = max(strongest(listening, slice(-1, None)).values(), default=0.0)
    if question.intent == "look_up":
        return stated < FIRMLY or question.asks_evidence >= OUTRIGHT
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


def relevant_claims(question: Question, advisor: Advisor) -> tuple[str, ...]:
    """Return the ids of the claims that bear on what is asked, best first.

    Where the last turn leans on what came before ("and where is that from?") the whole conversation is searched. The
    less surely evidence is what is asked for, the better a claim must fit.
    """
    doubt = 1.0 - question.asks_evidence
    bar = BEARS + DOUBT * doubt if question.intent == "look_up" else BEARS_UNASKED + DOUBT_UNASKED * doubt
    scored = scored_claims(question.turns[-1], advisor)
    found = bearing_on(scored, max(bar, UNSAID) if _figure_unsaid(question, scored, advisor) else bar)
    if not found and len(question.turns) > 1:
        found = bearing_on(scored_claims("\n".join(question.turns), advisor), bar)
    return found


def _figure_unsaid(question: Question, scored: Sequence[Scored], advisor: Advisor) -> bool:
    """Say whether hardly more than a figure is asked about, and no claim near states it: "where is 47% from?" """
    text = question.turns[-1]
    asked = [a for a in read_amounts(text) if a.dimension not in {"date", "other"} and a.high >= SMALL]
    if not asked or says_something(_without(text, asked), NEAR + 1):
        return False
    claims = (advisor.library.claims[found.claim].text for found in scored[:NEAR])
    return not any(shared_figures(asked, read_amounts(claim)) for claim in claims)


def _without(text: str, amounts: Sequence[Amount]) -> str:
    """Return a text without its figures."""
    for amount in sorted(amounts, key=lambda a: -a.start):
        text = text[: amount.start] + " " + text[amount.end :]
    return text


def scored_claims(query: str, advisor: Advisor, *, by_figure: bool = True) -> tuple[Scored, ...]:
    """Return the claims of the passages retrieved for a query, and those asked for in such words, best first."""
    passages = [
        id for id, _ in search(query, advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, PASSAGES)
    ]
    asked = advisor.hearing.evidence
    likely = dict(zip(asked.classes, asked.scores([query], advisor.embed)[0].tolist(), strict=True))
    candidates = candidates_of(passages, likely, advisor.library)
    return find_claims(query, candidates, advisor.library, advisor.lexicon, likely, advisor.embed, by_figure=by_figure)


def cite(query: str, advisor: Advisor) -> tuple[CitedQuote, ...]:
    """Return citations that bear on a query, best first; none when nothing does. Raises InputError for an unusable
    query.

    A query that is nothing but a figure finds the claims that state it, and only those.
    """
    (query,) = checked([query])
    figures = bare_figures(query)
    if figures:
        claims = stating(figures, advisor.library.claims.values())
    else:
        scored = scored_claims(query, advisor)
        claims = bearing_on(scored, BEARS_LOOKED_UP)
        if not figures_found(query, [advisor.library.claims[id] for id in claims]):
            claims = bearing_on(scored, BEARS_UNSTATED)
    citer = Citer(advisor.library, query)
    citer.claims(claims, most=len(claims))
    return with_differing(query, [advisor.library.claims[id] for id in claims], citer.cited(), advisor.lexicon)


def passages_behind(answer: Answer, advisor: Advisor, k: int = 8) -> list[tuple[str, float]]:
    """Return passages for further reading: retrieved for the question, and near the rules that held."""
    held = [step.node.removeprefix("rule:") for step in answer.path if step.outcome == Outcome.HOLDS.value]
    near = neighbours_for_retrieval(advisor.g, held)
    return search(answer.question, advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, k, near)


def checked(turns: Sequence[str]) -> tuple[str, ...]:
    """Return the turns as they can be read; raises InputError for what is no question."""
    if not turns or not str(turns[-1]).strip():
        raise InputError("The question is empty. Ask something like: we get 55k requests a day, API or our own GPUs?")
    if len(turns) > MOST_TURNS:
        raise InputError(f"A conversation may have {MOST_TURNS} turns; this one has {len(turns)}. Start a new one.")
    for turn in turns:
        if len(turn) > LONGEST:
            raise InputError(
                f"A message may have {LONGEST:,} characters; this one has {len(turn):,}. "
                "Ingest it as a document, or shorten it."
            )
        if sum(not (c.isprintable() or c.isspace()) for c in turn) > 0.1 * len(turn):
            raise InputError("This is not text (too many control characters). Paste the question as plain text.")
    return tuple(turn.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ") for turn in turns)
