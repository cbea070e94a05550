"""Which decision a conversation asks, and whether it asks for a verdict, for evidence, or for something else. Pure.

The last turn is the question; what came before is context. A follow-up ("and if it doubles?") is read together with
the turns before it, unless the last turn by itself clearly asks something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from bot.asking import puts_another_case
from bot.clauses import past_acknowledgement
from bot.conversation import BESIDE, OF_ANSWER, SHORTEST_REQUEST, Reading, followed
from bot.hearing import Hearing, log_odds
from bot.lexicon import length_in_words, says_something
from bot.listen import Listening, bearing, strongest
from bot.replies import is_bare
from bot.rescaled import scaling
from bot.subjects import same_question
from bot.terms import Embed
from bot.tongue import tongue_of
from bot.types import Question
from bot.voices import NOTHING
from bot.wanted import LOOK_UP, evidence_wanted, likely, named_outright
from kb.types import Catalog

BEARING = 1.5
"""What one fact that bears on a trade-off adds to its log odds; calibrated on the tuning questions
(docs/hearing.md)."""
ENOUGH = 1.25
"""Facts of one trade-off that count for it; people who ask another thing state many of the same, so that without a
bound too many of these are answered (docs/hearing.md). Of 1 and 1.25 on the 3,700 first messages of the open sets,
with the two below: at 1.25 3,539 are heard rightly, at 1 3,534."""
FOREIGN = 1.5
"""Log odds that a message asks for none of ours, before anything is heard: people ask of many things. Of 1.35, 1.5,
1.6 and 1.75 on the 3,700 first messages of the open sets, 761 of them outside ones: at 1.5 and 1.6 3,539 are heard
rightly, at 1.35 3,536, at 1.75 3,534; at 1.5 711 outside ones are recognised and 45 of ours declined."""
ELSEWHERE = 0.7
"""Weight of the intent classifier's own doubt beside the topic classifier's; of .5, .6 and .7 on the same messages
3,533, 3,538 and 3,539 are heard rightly, 51, 47 and 45 of ours declined."""
UNSURE = 0.4
"""Probability below which not even the likeliest decision is taken to be asked. Of 1,315 questions that were heard as
one of ours, none of the 1,297 heard rightly was below it, and two of the 18 that were not."""
MAY_BE_OF_ANSWER = 0.08
"""Probability from which a first message may speak of an answer, of which there is none; set by hand, since what has
words of its own asks all the same."""
OF_ANY = 0.45
"""Probability below which a first message that may speak of an answer asks for no decision; set by hand."""
WORDS_OF_ITS_OWN = 3
"""Content words from which such a message may ask for a decision ("RAG, tuning, or both?") rather than speak of an
answer that there is none of ("what would change your mind?"). Of the open sets' first messages all 52 for a decision
that may speak of an answer have three or more."""
PLAINLY_EVIDENCE = 0.97
"""How surely a turn that only changes a number ("and at ten times that?") must ask for evidence to be taken so."""
_ASKS_TWICE = re.compile(r"[?？][^?？]+[?？]|,\s(?:and|und|y|et)\s", re.DOTALL)
OUTRIGHT = 0.8
"""How surely a single sentence must ask another decision to be offered beside the main one; set by hand."""


def understand(listening: Listening, catalog: Catalog, hearing: Hearing, embed: Embed) -> Question:
    """Return what the turns ask; ``trade_offs`` are sorted by probability and leave NOTHING out."""
    turns = [turn.text.strip() for turn in listening.turns]

    def read(text: str, part: Sequence[int]) -> Reading:
        return _read(text, part, listening, catalog, hearing, embed)

    def said(at: int) -> dict[str, float]:
        return strongest(listening, [at])

    passing = [_passing(turn.about_answer, turn.beside) for turn in listening.turns]
    reading, of_answer, left = followed(turns, read, said, passing, catalog.trade_offs)
    ranked = sorted(((i, p) for i, p in reading.topics.items() if i != NOTHING), key=lambda item: (-item[1], item[0]))
    wanted = [_evidence(at, turn, catalog, hearing, embed) for at, turn in enumerate(turns)]
    evidence = 0.0 if of_answer and wanted[-1] < PLAINLY_EVIDENCE else wanted[-1]
    nothing = len(turns) == 1 and _asks_nothing(turns[0], listening.turns[0].about_answer, evidence, reading)
    return Question(
        turns=tuple(turn.original for turn in listening.turns),
        intent="other" if nothing else _intent(reading, evidence),
        trade_offs=tuple(ranked),
        confidence=1.0 - reading.topics.get(NOTHING, 0.0),
        asks_evidence=evidence,
        language=tongue_of(turns[-1]),
        former=tuple((subject.topic, subject.turns) for subject in left if subject.topic != NOTHING),
        of_answer=of_answer,
        look_ups=tuple(at for at, surely in enumerate((*wanted[:-1], evidence)) if surely >= LOOK_UP),
        also=_also(listening, ranked[0][0] if ranked else NOTHING, hearing, embed),
    )


def _passing(about_answer: float, beside: float) -> float:
    """Return how surely a turn only speaks of the answer before it, or beside the point; 0 where it does not."""
    return max(about_answer if about_answer >= OF_ANSWER else 0.0, beside if beside >= BESIDE else 0.0)


def _asks_nothing(first: str, about_answer: float, evidence: float, reading: Reading) -> bool:
    """Say whether a first message is a bare reply, or words that could be said of any answer."""
    if is_bare(first):
        return True
    if about_answer < MAY_BE_OF_ANSWER:
        return False
    # "says who?" asks for the sources of nothing, "CACE, meaning + source?" for those of something
    if evidence >= LOOK_UP:
        return not says_something(first) or length_in_words(first) < SHORTEST_REQUEST
    return reading.likeliest < OF_ANY or not says_something(first, WORDS_OF_ITS_OWN)


def _evidence(at: int, turn: str, catalog: Catalog, hearing: Hearing, embed: Embed) -> float:
    """Return how surely the turn at this place asks for evidence; what only puts the question before it to another
    case asks that one."""
    wanted = evidence_wanted(past_acknowledgement(turn), catalog, hearing, embed)
    same = at > 0 and (scaling(turn) or same_question(turn) or puts_another_case(turn))
    return 0.0 if same and wanted < PLAINLY_EVIDENCE else wanted


def _read(
    text: str, part: Sequence[int], listening: Listening, catalog: Catalog, hearing: Hearing, embed: Embed
) -> Reading:
    """Return the reading of one text, which says what ``part`` of the turns says; a name of a decision is that one."""
    if (name := named_outright(text, catalog)) is not None:
        return Reading(topics={name: 1.0}, intents={"decide": 1.0}, sounds={name: 1.0})
    intents = hearing.intent.scores([text], embed)[0]
    return _reading(
        likely(text, hearing.topic, embed),
        dict(zip(hearing.intent.classes, intents.tolist(), strict=True)),
        strongest(listening, part),
        catalog,
    )


def _also(listening: Listening, main: str, hearing: Hearing, embed: Embed) -> tuple[str, ...]:
    """Return the other decisions that single sentences of the last turn ask outright, in the order asked.

    Only where the turn asks more than once: the classifiers take a millisecond.
    """
    turn = listening.turns[-1]
    pieces = [c.text for c in turn.clauses if length_in_words(c.text) >= SHORTEST_REQUEST]
    if len(pieces) < 2 or not _ASKS_TWICE.search(turn.text):
        return ()
    topics, intents = hearing.topic.scores(pieces, embed), hearing.intent.scores(pieces, embed)
    decide = hearing.intent.classes.index("decide")
    found = [
        hearing.topic.classes[int(topic.argmax())]
        for topic, intent in zip(topics, intents, strict=True)
        if topic.max() >= OUTRIGHT and intent[decide] >= OUTRIGHT
    ]
    return tuple(dict.fromkeys(id for id in found if id not in (NOTHING, main)))


def _reading(
    topics: Mapping[str, float], intents: Mapping[str, float], heard: Mapping[str, float], catalog: Catalog
) -> Reading:
    """Join what the whole text sounds like with how much of what it states bears on each trade-off."""
    bears = bearing(heard, catalog.trade_offs)
    ids = [t.id for t in catalog.trade_offs] + [NOTHING]
    logits = np.array([np.log(topics.get(id, 0.0) + 1e-6) + BEARING * min(bears.get(id, 0.0), ENOUGH) for id in ids])
    logits[-1] += FOREIGN + ELSEWHERE * log_odds(intents.get("other", 0.0))
    odds = np.exp(logits - logits.max())
    joined = dict(zip(ids, (odds / odds.sum()).tolist(), strict=True))
    return Reading(topics=joined, intents=dict(intents), sounds=dict(topics))


def _intent(reading: Reading, evidence: float) -> Literal["decide", "look_up", "other"]:
    """Return what is wanted; what is asked for is said in the last turn, what it is about may stand before it."""
    if evidence >= LOOK_UP:
        return "look_up"
    return "other" if reading.topic == NOTHING or reading.likeliest < UNSURE else "decide"
