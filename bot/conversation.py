"""Which of our questions a conversation is about after each of its messages. Pure.

It stays with one, changes over, or goes back.
A turn is read alone and together with those about the same decision; what makes it ask another thing is a question of
its own, and what sends it back to an earlier one is said (``bot.subjects``) or is a fact that bears on that one alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from bot.clauses import only_headings, past_acknowledgement
from bot.hearing import mean_log_odds
from bot.lexicon import has_question_mark, length_in_words, says_something, terms
from bot.rescaled import scaling
from bot.retractions import taking
from bot.subjects import Subject, announced, corrects, gone_back, same_question
from bot.voices import NOTHING
from kb.types import Record, TradeOff

LEAVES, SHORTEST_REQUEST = 1.0, 4
"""A last turn leaves the subject from these mean log odds of two classifiers that it is of something else, and from so
many words; of .2 to 1.375, on fifteen sets and 220 later messages by a writer of which half were taught: of the others
all but one of 78 that stay are kept from .6 on; of .6 to 1.375 the sets differ by one question (docs/hearing.md)."""
RATHER = 1.5
"""How much likelier than a statement a turn must be something else to leave; of 0 to 3, where the same sets differ by
one or two questions."""
RATHER_STATED = 6.0
"""The same for what has neither question mark nor "please", which is rather a statement: "a third person joined",
"team is on python mostly"; of 3, 6 and 15 on 1,206 conversations and on 780 remarks and requests not learnt from: at 6
92% of the remarks stay, at 15 95%, and four in a hundred more of the requests as well."""
_QUESTION = re.compile(
    r"[?？]|\b(?:whether|wonder\w*|(?:should|shall|do|can) (?:we|i)|ob wir|si (?:debemos|deberíamos|nous devons))\b"
    r"|是否",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(
    r"\b(?:what if|if|suppose|supposing|assume|assuming|imagine|say|wenn|angenommen|y si|et si|qué pasa si)\b"
    r"|如果|要是",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"\b(?:please|pls|plz|bitte|por favor|s['’]il (?:te|vous) pla[iî]t)\b|请", re.IGNORECASE)
_ASKS_WITHOUT_MARK = re.compile(
    r"\W*(?:(?:ok|okay|btw|also|so|and|but|und|y|et)\W+){0,2}"
    r"(?:how (?:do|does|did|can|would|should|to)|what(?:['’]?s| is| are| does| time)|where(?:['’]?s| is| do| can)"
    r"|who(?:['’]?s| is)|when (?:do|does|is|did)|why (?:is|do|does|did)|(?:can|could|would|will) you|do you know"
    r"|wie (?:kann|komme|mache)|wo (?:ist|finde|kann)|wann|cómo|dónde|cuándo|comment|où|quand|怎么|如何|哪里)\b",
    re.IGNORECASE,
)
"""How a question begins that is typed without its mark: "how do i undo my last commit"."""
_WHAT_IF = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay|hm+|und|y|et|pero|mais|aber)\b\W*)*(?:what if|suppose|supposing|assume|assuming"
    r"|was wenn|was, wenn|angenommen|qué pasa si|y si|et si|que se passe-t-il si)\b|(?:那)?(?:如果|要是|假设)",
    re.IGNORECASE,
)
"""How a turn begins that puts the question before it to another case."""
SWITCHES, FAR_LIKELIER = 0.3, 10.0
"""How likely the last turn alone must be about another of our questions, and how much likelier than about the one
before, to be read without the turns before it; of .3, .4 and .5 on 1,129 questions the one with which one more is right
and none is wrong."""
UNASKED = 0.75
"""How surely a turn without a question mark must want something of its own to change the subject; set by hand on the
conversations that were evaluated and looked at."""
ANOTHER_OUTRIGHT = 0.8
"""How likely a turn that goes back to one decision must ask another to be taken for that."""
LIVE, SURER = 0.2, 2.0
"""How likely a decision must have been before, and how much likelier than the former likeliest it must be now, for what
was added to turn an unsure first reading; set by hand likewise."""
BEARS = 0.3
"""Probability from which a fact speaks for the decision under discussion, against leaving it; of .5, .3 and .25."""
OF_ANSWER = 0.15
"""Probability from which a message speaks of the answer it got, and so neither leaves the subject nor changes it. Of
.06, .1, .13 and .2 on 621 conversations at .13 most are right, two more than at .2; at .1 two of 60 that leave stay.
A little above it, "wait, what time is the match?" leaves as well."""
BESIDE = 0.3
"""The same for a remark beside the point; of .3 and .5 on 1,206 conversations no question differs."""
ELSEWHERE_PLAINLY = 0.9
"""Probability of something else from which a turn leaves the subject although a word of it bears on it; by hand."""
PLAIN_FACT = 0.6
"""Probability from which a fact is plainly stated, which then speaks for the decision that depends on it."""

Read = Callable[[str, Sequence[int]], "Reading"]
"""The reading of a text that says what these turns say."""


class Reading(Record):
    """Probabilities over trade-offs (and NOTHING), and over intents, for one text; ``sounds`` are those over trade-offs
    before what the text states was counted."""

    topics: dict[str, float]
    intents: dict[str, float]
    sounds: dict[str, float] = Field(default_factory=dict)

    @property
    def topic(self) -> str:
        """The likeliest topic."""
        return max(self.topics, key=lambda id: self.topics[id])

    @property
    def likeliest(self) -> float:
        """How likely the likeliest of our decisions is."""
        return max((p for id, p in self.topics.items() if id != NOTHING), default=0.0)


class Followed(NamedTuple):
    """How a conversation is to be read after its last turn, whether that turn only speaks of the answer it got, and
    the decisions that were asked and left."""

    reading: Reading
    of_answer: bool
    former: tuple[Subject, ...]


def followed(
    turns: Sequence[str],
    read: Read,
    said: Callable[[int], Mapping[str, float]],
    passing: Sequence[bool],
    trade_offs: Sequence[TradeOff],
) -> Followed:
    """Return how the conversation is to be read after its last turn.

    ``said`` tells what facts a turn states, ``passing`` whether each only speaks of the answer before it, or beside the
    point.

    Turn by turn: a conversation that has gone over to another decision stays with it until it changes again, or goes
    back to one that it asked before.
    """
    names = {t.id: " ".join((t.name, *t.aliases, *(o.name for o in t.options))) for t in trade_offs}
    depends = {t.id: frozenset(t.factors) for t in trade_offs}
    readings = [read(turns[0], [0])]
    asked = [_subject(readings[0], turns, (0,), names)]
    current, passed = 0, False
    for at, turn in enumerate(turns[1:], 1):
        last, here = read(past_acknowledgement(turn), [at]), said(at)
        back = gone_back(turn, asked, current)
        if back is None:
            back = _pointed_back(turn, last, here, asked, current, depends)
        place = current if back is None else back
        passed = passing[at] and not (announced(turn) or _asks_outright(turn, last, readings[place]))
        if passed:
            current = place
            continue
        part = (*asked[place].turns, at)
        whole = read("\n".join(turns[n] for n in part), part)
        bears = any(here.get(factor, 0.0) >= BEARS for factor in depends.get(asked[place].topic, ()))
        reading, changes = _in_context(turn, last, whole, readings[place], back is not None, bears)
        if changes:
            asked.append(_subject(reading, turns, (at,), names))
            readings.append(reading)
            current = len(asked) - 1
        else:
            asked[place], readings[place], current = _subject(reading, turns, part, names), reading, place
    return Followed(readings[current], passed, (*asked[:current], *asked[current + 1 :]))


def _subject(reading: Reading, turns: Sequence[str], part: tuple[int, ...], names: Mapping[str, str]) -> Subject:
    text = "\n".join(turns[n] for n in part)
    return Subject(reading.topic, text, part, names.get(reading.topic, ""))


def _pointed_back(
    turn: str,
    last: Reading,
    said: Mapping[str, float],
    asked: Sequence[Subject],
    current: int,
    depends: Mapping[str, frozenset[str]],
) -> int | None:
    """Return the earlier decision that a turn adds to without a word of return: what it states bears on that one and
    not on the one under discussion, and it uses a word by which only that one was asked, or sounds like it."""
    if len(asked) < 2 or _asks(turn, last):
        return None
    stated = {factor for factor, surely in said.items() if surely >= PLAIN_FACT}
    if not stated or stated & depends.get(asked[current].topic, frozenset()):
        return None
    words, here = set(terms(turn)), set(terms(asked[current].text))
    for place in reversed(range(len(asked))):
        topic = asked[place].topic
        if place == current or not stated & depends.get(topic, frozenset()):
            continue
        shared = (words & set(terms(asked[place].text))) - here
        if shared or max(last.sounds, key=lambda id: last.sounds[id]) == topic:
            return place
    return None


def _asks(turn: str, last: Reading) -> bool:
    """Say whether a turn wants something of its own rather than to add to what was said."""
    wanted = last.intents.get("decide", 0.0) + last.intents.get("look_up", 0.0)
    least = last.intents.get("state", 0.0)
    if only_headings(turn) and not announced(turn):
        return False
    if not _QUESTION.search(turn) and not announced(turn):
        return wanted >= max(least, UNASKED)
    return wanted >= least


def _in_context(
    turn: str, last: Reading, whole: Reading, before: Reading, back: bool, bears: bool
) -> tuple[Reading, bool]:
    """Return how a turn is to be read, and whether it changes the subject: by itself where it clearly asks another
    thing, else with those before. What takes something back ("they've dropped that again") stays with it.

    "Yes, two people" or "and at 10M?" mean nothing alone; what makes a turn ask another thing is a question of its own.
    ``before`` is the decision that the turn goes ``back`` to, where it does, and a turn that states what ``bears`` on
    it does not leave our subjects.
    """
    if before.topic == NOTHING:
        return (_as_asked(whole, before) if same_question(turn) else whole), False
    same, puts_right = same_question(turn), corrects(turn)
    asks = says_something(turn) and _asks(turn, last) and not (same or puts_right or _supposes(turn))
    outright = back or _WHAT_IF.match(past_acknowledgement(turn))
    if asks and (other := _another(last, before)) and (not outright or last.topics[other.topic] >= ANOTHER_OUTRIGHT):
        return other, True
    only_changes = (puts_right or taking(turn)) and not _QUESTION.search(turn)
    stays = back or same or only_changes or (bears and last.intents.get("other", 0.0) < ELSEWHERE_PLAINLY)
    if not stays and last.topic == NOTHING and _leaves(turn, last):
        return last, True
    return _kept(whole, before), False


def _supposes(turn: str) -> bool:
    """Say whether a turn asks what would follow if what was stated before were so many times as much."""
    return scaling(turn) is not None and bool(_SUPPOSES.search(turn))


def _asks_outright(turn: str, last: Reading, before: Reading) -> bool:
    """Say whether a turn by itself plainly asks another of our questions."""
    other = _another(last, before)
    return bool(other and other.topics[other.topic] >= ANOTHER_OUTRIGHT and _asks(turn, last))


def _as_asked(whole: Reading, before: Reading) -> Reading:
    """Return the reading of a question that was put to another situation: what it was about is what it is about."""
    ours = {id: p for id, p in before.topics.items() if id != NOTHING}
    total, left = sum(ours.values()), 1.0 - whole.topics.get(NOTHING, 0.0)
    topics = {id: left * p / total for id, p in ours.items()} | {NOTHING: 1.0 - left}
    return Reading(topics=topics, intents=whole.intents, sounds=before.sounds)


def _leaves(turn: str, last: Reading) -> bool:
    """Say whether a turn that names none of our questions leaves the subject: a request of its own, plainly for
    something else; "and if that doubles after Christmas?" and "and at two million?" never do."""
    other = last.intents.get("other", 0.0)
    elsewhere = mean_log_odds(other, last.sounds.get(NOTHING, 1.0))
    plainly = has_question_mark(turn) and min(other, last.sounds.get(NOTHING, 1.0)) >= ELSEWHERE_PLAINLY
    scales = scaling(turn) is not None and not plainly  # "one lease is 20% dearer. which would you sign?"
    own = says_something(turn) and length_in_words(turn) >= SHORTEST_REQUEST and not scales
    if _WHAT_IF.match(turn) and other < ELSEWHERE_PLAINLY:
        return False
    asked = has_question_mark(turn) or _PLEASE.search(turn) or _ASKS_WITHOUT_MARK.match(past_acknowledgement(turn))
    rather = RATHER if asked else RATHER_STATED
    return own and elsewhere >= LEAVES and other >= rather * last.intents.get("state", 0.0)


def _another(last: Reading, before: Reading) -> Reading | None:
    """Return the last turn read alone where it asks another of our questions than the turns before it did.

    Who has been asking about our subjects is likelier to ask about another of them than about something else, so that
    a switch needs less than a first question does: only to be far likelier than staying.
    """
    ours = {id: p for id, p in last.topics.items() if id != NOTHING}
    sounds = {id: p for id, p in last.sounds.items() if id != NOTHING}
    best = max(ours, key=lambda id: ours[id])
    staying = ours.get(before.topic, 0.0)
    likely = ours[best] >= SWITCHES and ours[best] >= FAR_LIKELIER * staying
    if best == before.topic or not likely or max(sounds, key=lambda id: sounds[id]) != best:
        return None
    total = sum(ours.values())
    return last.model_copy(update={"topics": {id: p / total for id, p in ours.items()}})


def _kept(whole: Reading, before: Reading) -> Reading:
    """Return the reading of the conversation, about what it was about before the last turn.

    A first reading that was unsure gives way where what was added makes one of its alternatives clearly likelier.
    """
    if whole.topic == before.topic:
        return whole
    now, then = whole.topics.get(before.topic, 0.0), before.topics.get(whole.topic, 0.0)
    if whole.topic != NOTHING and then >= LIVE and whole.topics[whole.topic] >= SURER * now:
        return whole
    return Reading(topics=before.topics, intents=whole.intents, sounds=before.sounds)
