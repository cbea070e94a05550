"""Whether a message by itself wants evidence or a verdict, and what a request for evidence states of the user's own
system. Pure.

"My colleague keeps saying that it takes a thousand examples. Who found that?" states no thousand examples.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.clauses import asking, asking_sentences
from bot.hearing import Classifier, Hearing, mean_log_odds
from bot.listen import Listening, Turn
from bot.stated_figures import stating
from bot.terms import Embed
from bot.voices import named
from kb.types import Catalog, Claim

ASKED = 0.2
"""Weight, as a logarithm, of the sentences that ask beside the whole message, most of which may state facts. Of 0, .2,
.3 and .4 on some 2,600 first messages that had not been learnt from, 400 of them loaded with facts of other decisions:
at .2 most are heard rightly (docs/hearing.md)."""
LOOK_UP = 0.5
"""Probability from which a message asks for evidence rather than for a verdict."""
SELDOM = 0.5
"""Log odds that the voices ask for evidence less often than people do. Of 0, .5 and 1 on seven open sets: at .5 as
many requests for evidence are taken for such as at 1, and fewer of what is none (docs/hearing.md)."""
_WHO_ACTS = re.compile(
    r"\bwho (?:then |else )?(?:should|must|shall|ought to|has to|needs to|is to|gets to) "
    r"(?!(?:we |i |be )?(?:cite|quote|credit|trust|believe))"
    r"|\b(?:wer (?:soll|sollte|muss)|quién (?:debe|debería|tiene que)|qui (?:doit|devrait)) |谁(?:来|应该|该)",
    re.IGNORECASE,
)
"""Who is to act is a decision, who said so is evidence; the voices know "who" from look-ups above all."""

PLAIN, MOST_PLAIN = 2.0, 2
"""Log odds that words which ask what others have found add, and how often they may ("any papers? only the findings");
with 1.5 or 2 two of the open questions that were taken for none and ask in such words are heard, and none of 5,400 that
want a verdict is taken for one."""
_RESEARCH = (
    r"(?:stud(?:y|ies)|research(?:ers)?|papers?|literature|evidence|experiments?|trials?|scientists?|surveys?"
    r"|publications?)"
)
_ASKS_WHAT_WAS_FOUND = re.compile(
    rf"\bwhat (?:(?:do|does|did|have|has|is|are|can) )?(?:(?:the|any|other|recent|published) ){{0,2}}{_RESEARCH}\b"
    r"|\b(?:which|any|are there|is there|show me|point me to|give me)(?: (?:any|some|the|other|published|what)){0,2}"
    rf" {_RESEARCH}\b"
    r"|\bha(?:s|ve) (?:anyone|anybody|somebody|someone|people|researchers)(?: [\w-]+)?,? (?:tested|measured|studied"
    r"|shown|published|prove[dn]|quantified|compared|researched|investigated)\b"
    r"|\b(?:just|only) the (?:findings|sources|studies|evidence|citations|references)\b"
    r"|\b(?:welche|gibt es(?: dazu)?) (?:studien?|belege?|untersuchungen?|forschung|quellen?)\b"
    r"|\bwas (?:sagt|sagen) die (?:forschung|studien|literatur)\b"
    r"|\b(?:quelles?|y a-t-il des|que disent les) (?:études?|recherches?|preuves?)\b"
    r"|\b(?:qué|hay|existen) (?:dicen los |algún )?(?:estudios?|investigaci(?:ón|ones)|pruebas)\b"
    r"|有(?:没有|什么|哪些)?(?:研究|论文|文献)",
    re.IGNORECASE,
)
"""What asks for the findings of others: "what have studies found", "has anybody measured", "just the findings"."""


def likely(text: str, by: Classifier, embed: Embed) -> dict[str, float]:
    """Return how likely each class is for a text, by all of it and by the sentences that ask."""
    scores = by.scores(list(dict.fromkeys((text, asking(text)))), embed)  # a bare question is both, and is heard once
    odds = scores[0] ** (1.0 - ASKED) * scores[-1] ** ASKED
    return dict(zip(by.classes, (odds / odds.sum()).tolist(), strict=True))


def evidence_wanted(text: str, catalog: Catalog, hearing: Hearing, embed: Embed) -> float:
    """Return how surely a text asks for evidence rather than for a verdict, whatever it is about.

    Two classifiers say so, of which one has never heard of what is foreign; the mean of their log odds is better than
    either. Words that plainly ask what others have found speak for it, and do not decide.
    """
    if named_outright(text, catalog) is not None or _WHO_ACTS.search(text):
        return 0.0
    asks, wants = likely(text, hearing.asks, embed), likely(text, hearing.intent, embed)
    among = wants["look_up"] / sum(wants.get(intent, 0.0) for intent in ("look_up", "decide", "state"))
    plainly = PLAIN * min(len(_ASKS_WHAT_WAS_FOUND.findall(text)), MOST_PLAIN)
    return 1.0 / (1.0 + math.exp(-(mean_log_odds(asks["evidence"], among) + SELDOM + plainly)))


def named_outright(turn: str, catalog: Catalog) -> str | None:
    """Return the trade-off whose name or alias a message is, word for word: "build or buy?" needs no guessing."""
    said = _words(turn)
    return next((t.id for t in catalog.trade_offs if any(said == _words(name) for name in named(t))), None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def of_their_own(listening: Listening, look_ups: Collection[int], claims: Iterable[Claim]) -> Listening:
    """Return the listening in which the turns that want evidence hold only what they state of the user's own system.

    What they ask about is none of that: neither what stands in the sentences that ask, nor a figure of one of the
    ``claims``.
    """
    if not look_ups:
        return listening
    known = tuple(claims)
    turns = (_its_own(turn, known) if at in look_ups else turn for at, turn in enumerate(listening.turns))
    return replace(listening, turns=tuple(turns))


def _its_own(turn: Turn, claims: Sequence[Claim]) -> Turn:
    asked = asking_sentences(turn.text)

    def beside(start: int) -> bool:
        return not any(a <= start < b for a, b in asked)

    rows = [row for row, clause in enumerate(turn.clauses) if beside(clause.start)]
    numbers = [row for row, a in enumerate(turn.amounts) if beside(a.start) and not stating([a], claims)]
    return replace(
        turn,
        clauses=tuple(turn.clauses[row] for row in rows),
        stated=turn.stated[rows],
        amounts=tuple(turn.amounts[row] for row in numbers),
        roles=turn.roles[numbers],
        told=tuple(share for share in turn.told if beside(share.tally.amount.start)),
        only_adds=True,
    )
