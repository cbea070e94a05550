"""What a sentence asserts of an option: more or less of something than others, needing it or not. Pure.

English grammar only: which words make a thing cheaper or dearer, faster or slower, needed or not. Which option the
subject is, the classifier of options says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.clauses import clauses
from bot.lexicon import terms

_AXES: tuple[tuple[str, str, str], ...] = (
    (
        "cost",
        r"more expensive|costlier|dearer|pricier|costs? (?:far |much |a lot )?more|costly|expensive|dear",
        r"cheaper|costs? (?:far |much |a lot )?less|less expensive|inexpensive|cheap|more economical"
        r"|costs? (?:little|nothing|next to nothing)",
    ),
    ("speed", r"faster|quicker|quick|fast|sooner|earlier", r"slower|slow|takes? longer|later than"),
    (
        "simplicity",
        r"simpler|easier|simple|easy|less complex|less work|less trouble|less to look after",
        r"harder|more complex|more complicated|more difficult|difficult|complicated|more work|more trouble",
    ),
    ("quality", r"better|outperforms?|beats?|outscored?|outscores?|superior", r"worse|inferior|falls? behind"),
    ("scaling", r"scales?", r"does not scale|do not scale|doesn'?t scale|scales? (?:badly|poorly)"),
    (
        "reliability",
        r"more reliable|more consistent|robust|reliably|more stable|steadier|reliable|stable|consistent",
        r"less reliable|less consistent|fragile|brittle|unreliable|unstable|inconsistent",
    ),
)
"""Axis, the words for more of it, the words for less."""

_MORE = (
    r"(?:far |much |even |a lot |a great deal |considerably )?more|higher|greater|additional|a lot of|much"
    r"|a great deal of|significant|very large|large|heavy|high"
)
_LESS = (
    r"(?:far |much |even |a lot )?less|no more|lower|(?:far |much )?fewer|smaller|no|hardly any|little|few"
    r"|barely any|almost no|zero"
)
_NEEDS = (
    r"needs?|requires?|takes?|calls? (?:\w+ )?for|asks? (?:\w+ )?for|demands?|wants?|gives?|brings?|offers?|has|have"
    r"|comes? with|uses?|gets? by (?:with|on)|makes? do with|involves?|gets? away with"
)
_AMOUNT_OF = re.compile(
    rf"\b(?P<verb>{_NEEDS})\b(?P<not> not(?: \w+)? any)?\s+"
    rf"(?:(?P<more>{_MORE})\b|(?P<less>{_LESS})\b|(?:at least|about|up to))?\s*(?P<object>[^.;:()]{{3,}})",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|no longer|hardly|rarely|seldom|doesn'?t|don'?t|isn'?t|aren'?t|won'?t)\s*(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:good|bad|neutral|pro|con|and|but|or|so|since|because|while|whereas|as|that|also|in our \w+"
    r"|note that)\b[\s,:]*",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|next to|beside)\s+(?P<other>[^,.;:]{3,80})", re.IGNORECASE)
_VERB_FIRST = re.compile(
    rf"^\W*(?:and |or |but )?(?:is|are|was|it|they|{_NEEDS}|reduces?|raises?|scales?)\b", re.IGNORECASE
)
_LINK = re.compile(
    r"\s+(?:is|are|was|were|be|would|should|also|much|far|a lot|usually|often|always|will|can|therefore|generally"
    r"|(?:\w+|\d+) times|by far)$",
    re.IGNORECASE,
)
_THING_ENDS = re.compile(r"[.;:()]|\b(?:than|because|since|but|which|that|whereas|while|if|when|where)\b")
_ER = re.compile(r".*\b(?:more|less|\w{3,}er)\b", re.IGNORECASE)
_THING = re.compile(r"^(?:a|an|any|one|the|every|each) (?:[\w-]+ ){0,4}[\w-]+$", re.IGNORECASE)
_WANTED = re.compile(r"\b(?:must|shall|has to|have to|needs? to)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|where|when|which|unless|who|whose|whether)\b", re.IGNORECASE)
REACH = 60
"""Characters in which what is needed is named."""
_NO_THING = frozenset(("less", "more", "least", "most", "run", "lot", "way", "thing", "year", "month", "time"))


@dataclass(frozen=True)
class Assertion:
    """What is said of a subject on one axis: ``sign`` is +1 for more of it, -1 for less; ``other`` is what it is
    compared with, "" for nothing named; ``of`` are the terms of the thing that is more or less;
    it ``compares`` where a word such as "cheaper" says so, whether or not the other is named."""

    subject: str
    axis: str
    sign: int
    other: str
    of: frozenset[str]
    compares: bool = False


def assertions(text: str) -> tuple[Assertion, ...]:
    """Return what a sentence asserts, clause by clause; a clause without a subject of its own takes the last one."""
    found: list[Assertion] = []
    pieces = [c for c in clauses(text) if c.depth] or list(clauses(text))
    subject = ""
    for clause in pieces:
        words = clause.text
        while (lead := _LEAD.match(words)) and lead.end() < len(words):
            words = words[lead.end() :]
        for one in (*_on_axes(words), *_amounts_of(words, text[clause.end : clause.end + REACH])):
            named = _subject(words, one[0])
            subject = named or subject
            if subject:
                other = _THAN.search(words)
                compared = other["other"].strip() if other else ""
                found.append(Assertion(subject, one[1], one[2], compared, one[3], one[4]))
        if not _VERB_FIRST.match(words):
            subject = subject or words
    return tuple(found)


def _on_axes(words: str) -> list[tuple[int, str, int, frozenset[str], bool]]:
    found = []
    for axis, up, down in _AXES:
        for sign, pattern in ((-1, down), (1, up)):
            match = re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)
            if match and not _WANTED.search(words[: match.start()]):
                denied = sign > 0 and _DENIED.search(words[: match.start()]) is not None
                found.append(
                    (
                        match.start(),
                        axis,
                        -sign if denied else sign,
                        frozenset[str](),
                        _ER.match(match.group()) is not None,
                    )
                )
                break
    return found


def _amounts_of(words: str, rest: str) -> list[tuple[int, str, int, frozenset[str], bool]]:
    """Return of what a clause says that there is more or less; what is named may go on past it: "trusted, labelled"."""
    found = []
    for match in _AMOUNT_OF.finditer(words):
        thing = _THING_ENDS.split(match["object"] + rest)[0][:REACH]
        thing = thing if len(thing) < REACH else thing.rpartition(" ")[0]
        of = frozenset(t for t in terms(thing) if not t[:1].isdigit()) - _NO_THING
        if of:
            less = bool(match["less"]) != bool(match["not"])
            found.append((match.start(), "amount", -1 if less else 1, of, False))
    return found


def _subordinate(words: str) -> str:
    """Return the thing that is spoken of: "we think that a job" is about a job, "a job that runs at night" too."""
    before, that, after = words.partition(" that ")
    if not that:
        return words
    return before.strip() if _THING.match(before) else after.rpartition(" that ")[2].strip()


def _subject(words: str, end: int) -> str:
    """Return the words before a predicate, or "" where a clause begins with it."""
    if _VERB_FIRST.match(words) and end < 4:
        return ""
    subject = words[:end].strip(" ,")
    while link := _LINK.search(subject):
        subject = subject[: link.start()]
    subject = _subordinate(subject)
    return subject if len(subject) >= 3 and len(subject.split()) <= 12 and not _CONDITION.search(subject) else ""
