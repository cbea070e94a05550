"""Which of our questions a conversation is about after each of its messages. Pure.

It stays with one, changes over, or goes back.
A turn is read alone and together with those about the same decision; what makes it ask another thing is a question of
its own, and what sends it back to an earlier one is said (``bot.subjects``) or is a fact that bears on that one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from bot.asking import asks, puts_another_case, requests, supposes_so_many_times
from bot.clauses import only_headings, past_acknowledgement
from bot.hearing import log_odds, mean_log_odds
from bot.lexicon import has_question_mark, length_in_words, points, says_something, terms
from bot.rescaled import scaling
from bot.retractions import taking
from bot.subjects import Subject, announced, corrects, gone_back, same_question
from bot.voices import NOTHING
from kb.types import Record, TradeOff

LEAVES, SHORTEST_REQUEST = 0.75, 4
"""A last turn leaves from these mean log odds (``Reading.elsewhere``) and from so many words; of .5, .75 and 1 on 1,481
later turns: at .75 two more leave than at 1, at .5 one that stays does."""
RATHER = 1.0
"""How much likelier than a statement a turn must be something else to leave; of 1, 1.25 and 1.5 on the same turns."""
RATHER_STATED = 6.0
"""The same for what has neither question mark nor "please": "a third person joined"; of 3, 6 and 15 on 780 remarks and
requests not learnt from: at 6 92% of the remarks stay, at 15 95%, and four in a hundred more of the requests."""
SWITCHES, FAR_LIKELIER = 0.3, 10.0
"""How likely the last turn alone must be about another of our questions, and how much likelier than about the one
before, to be read without the turns before it; of .3, .4 and .5 on 1,129 questions the one with which one more is right
and none is wrong."""
UNASKED = 0.75
"""How surely a turn without a question mark must want something of its own to change the subject; by hand."""
ANOTHER_OUTRIGHT = 0.8
"""How likely a turn that goes back to one decision must ask another to be taken for that."""
SURELY_ANOTHER = 0.9
"""The same for one that puts another case, asks nothing and states what bears on the decision discussed, or has no
words of its own."""
LIVE, SURER = 0.2, 2.0
"""How likely a decision must have been before, and how much likelier than the former likeliest now, for what was added
to turn an unsure first reading; set by hand likewise."""
BEARS = 0.3
"""Probability from which a fact speaks for the decision under discussion, against leaving it; of .5, .3 and .25."""
OF_ANSWER = 0.15
"""Probability from which a message speaks of the answer it got, and so neither leaves the subject nor changes it. Of
.06, .1, .13 and .2 on 621 conversations at .13 most are right; a little above it "wait, what time is the match?" leaves
as well."""
FAR_OFF = 4.0
"""Log odds by which a turn that passes must be likelier something else to leave; of 227 such turns, 12 of which leave,
5 do and none that stays; at 3 6 and one."""
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

    @property
    def elsewhere(self) -> float:
        """Mean log odds of two classifiers that the text is of something else."""
        return mean_log_odds(self.intents.get("other", 0.0), self.sounds.get(NOTHING, 1.0))


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
    passing: Sequence[float],
    trade_offs: Sequence[TradeOff],
) -> Followed:
    """Return how the conversation is to be read after its last turn.

    ``said`` tells what facts a turn states, ``passing`` how surely each only speaks of the answer before it, or beside
    the point, and 0 where it does not.

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
        own = announced(turn) or _asks_outright(turn, last, readings[place]) or _leaves_plainly(turn, last, passing[at])
        passed = passing[at] > 0.0 and not own
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
    if len(asked) < 2 or _wants(turn, last):
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


def _wants(turn: str, last: Reading) -> bool:
    """Say whether a turn wants something of its own rather than to add to what was said."""
    wanted = last.intents.get("decide", 0.0) + last.intents.get("look_up", 0.0)
    least = last.intents.get("state", 0.0)
    if only_headings(turn) and not announced(turn):
        return False
    if not asks(turn) and not announced(turn):
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
    own = says_something(turn) or (last.likeliest >= SURELY_ANOTHER and not scaling(turn))  # "and who checks it?"
    wants = own and _wants(turn, last) and not (same or puts_right or supposes_so_many_times(turn))
    surely = puts_another_case(past_acknowledgement(turn)) or (bears and not asks(turn))
    least = SURELY_ANOTHER if surely else ANOTHER_OUTRIGHT if back else 0.0
    if wants and (other := _another(last, before)) and last.topics[other.topic] >= least:
        return other, True
    only_changes = (puts_right or taking(turn)) and not asks(turn)
    stays = back or same or only_changes or (bears and last.intents.get("other", 0.0) < ELSEWHERE_PLAINLY)
    if not stays and last.topic == NOTHING and _leaves(turn, last):
        return last, True
    return _kept(whole, before), False


def _asks_outright(turn: str, last: Reading, before: Reading) -> bool:
    """Say whether a turn by itself plainly asks another of our questions."""
    other = _another(last, before)
    return bool(other and other.topics[other.topic] >= ANOTHER_OUTRIGHT and _wants(turn, last))


def _leaves_plainly(turn: str, last: Reading, passing: float) -> bool:
    """Say whether a turn that may only speak of the answer, yet does not point at it, is far likelier a request for
    something else."""
    far = passing > 0.0 and last.elsewhere - log_odds(passing) >= FAR_OFF
    return far and not points(turn) and _leaves(turn, last)


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
    plainly = has_question_mark(turn) and min(other, last.sounds.get(NOTHING, 1.0)) >= ELSEWHERE_PLAINLY
    scales = scaling(turn) is not None and not plainly  # "one lease is 20% dearer. which would you sign?"
    own = says_something(turn) and length_in_words(turn) >= SHORTEST_REQUEST and not scales
    if puts_another_case(turn) and other < ELSEWHERE_PLAINLY:
        return False
    rather = RATHER if requests(turn) else RATHER_STATED
    return own and last.elsewhere >= LEAVES and other >= rather * last.intents.get("state", 0.0)


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
