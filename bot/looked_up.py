"""Which claims answer a message that asks for evidence, or a query that looks one up; none where none bears on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.advisor import Advisor
from bot.citing import Citer
from bot.clauses import asking
from bot.evidence import BEARS, Scored, bearing_on, candidates_of, find_claims, shared_figures
from bot.hearing import log_odds
from bot.messages import checked
from bot.retrieve import search
from bot.stated_figures import bare_figures, figures_found, stating, with_differing
from bot.tongue import tongue_of
from bot.types import CitedQuote, Question
from kb.quantity import read_amounts

PASSAGES = 12
NEAREST = 3
"""Claims among which a figure that is asked about is looked for."""
BEARS_FOREIGN = 1.25
"""Score from which a claim answers a message that asks for no decision of ours: what an ingested article is about is in
scope. Set by hand, above what the off-topic messages of ``tests/eval/dev.jsonl`` scored; not searched for."""
DOUBT = 0.45
"""How much better a claim that no voice asks for must fit the less surely evidence is what is asked for; likewise."""
UNASKED = 0.9
"""Score that a claim needs where a verdict is likelier to be wanted; set on two fresh rounds of questions."""
BEARS_LOOKED_UP = 0.6
"""Score from which a claim bears on what is looked up; set by hand between what does ("reviewer disagreement", 0.8) and
what shares a word by chance ("the moon is made of cheese", 0.5)."""
BEARS_UNSTATED = 0.8
"""Score from which a claim bears on a statement whose figure no claim states. Set by hand on statements with made-up
figures; not searched for."""
SUBJECT, FITS, FIGURE_UNSAID, OTHER_TONGUE, ALWAYS = 0.95, 3.1, -0.9, 1.7, -1.4
"""Log odds that a question for evidence is one of ours: for each unit of log odds that its subject is, for each point
of the best claim's score up to ``MOST_FIT``, for a figure of what it asks that no near claim states, for a language
that shares no words with the claims, and to begin with. A logistic regression over some 520 requests for our claims and
90 for other things, by three writers and of the open sets, none learnt from: of 133 of ours by two more 130 come out
above even odds, and 3 of 26 others (docs/hearing.md)."""
MOST_FIT = 2.5


class Found(NamedTuple):
    """The claims for a query, best first, and whether the voices ask for the best one at all, which they cannot for
    what was ingested later."""

    scored: tuple[Scored, ...]
    voiced: bool


def relevant_claims(question: Question, said: Sequence[str], advisor: Advisor) -> tuple[str, ...]:
    """Return the ids of the claims that bear on what is asked, best first; ``said`` are the turns with their spelling
    mended.

    Where the last turn leans on what came before ("and where is that from?") the whole conversation is searched.
    """
    found = answering(question, said[-1], advisor)
    if not found and len(said) > 1:
        found = answering(question, "\n".join(said), advisor)
    return found


def answering(question: Question, text: str, advisor: Advisor) -> tuple[str, ...]:
    """Return the claims that answer a text, where what it asks for is likelier ours than not."""
    found = scored_claims(text, advisor)
    unasked = UNASKED if question.intent != "look_up" else 0.0
    if not found.voiced:
        return bearing_on(found.scored, max(BEARS + DOUBT * (1.0 - question.asks_evidence), unasked))
    return bearing_on(found.scored, unasked) if _ours(question, text, found, advisor) > 0 else ()


def _ours(question: Question, text: str, found: Found, advisor: Advisor) -> float:
    """Return the log odds that one of the claims found is what a question for evidence asks for."""
    return (
        ALWAYS
        + SUBJECT * log_odds(question.confidence)
        + FITS * min(found.scored[0].score, MOST_FIT)
        + FIGURE_UNSAID * _figure_unsaid(asking(text), found.scored, advisor)
        + OTHER_TONGUE * (tongue_of(text) != "en")
    )


def _figure_unsaid(text: str, scored: Sequence[Scored], advisor: Advisor) -> bool:
    """Say whether a figure is asked about that no claim near states: "where is 47% from?" """
    asked = [a for a in read_amounts(text) if a.dimension not in {"date", "other"}]
    claims = (advisor.library.claims[found.claim].text for found in scored[:NEAREST])
    return bool(asked) and not any(shared_figures(asked, read_amounts(claim)) for claim in claims)


def scored_claims(query: str, advisor: Advisor, *, by_figure: bool = True) -> Found:
    """Return the claims of the passages retrieved for a query, and those asked for in such words, best first."""
    passages = [
        id for id, _ in search(query, advisor.library, advisor.lexicon, advisor.vectors, advisor.embedder, PASSAGES)
    ]
    asked = advisor.hearing.evidence
    likely = dict(zip(asked.classes, asked.scores([query], advisor.embed)[0].tolist(), strict=True))
    candidates = candidates_of(passages, likely, advisor.library)
    scored = find_claims(
        query, candidates, advisor.library, advisor.lexicon, likely, advisor.embed, by_figure=by_figure
    )
    return Found(scored, bool(scored) and scored[0].claim in likely)


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
        scored = scored_claims(query, advisor).scored
        claims = bearing_on(scored, BEARS_LOOKED_UP)
        if not figures_found(query, [advisor.library.claims[id] for id in claims]):
            claims = bearing_on(scored, BEARS_UNSTATED)
    citer = Citer(advisor.library, query)
    citer.claims(claims, most=len(claims))
    return with_differing(query, [advisor.library.claims[id] for id in claims], citer.cited(), advisor.lexicon)
