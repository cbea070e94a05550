"""Figures that argue for or against a choice of the document and come from nowhere. Pure but for what is passed in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.clauses import clauses
from bot.design import voice
from bot.design.choices import Choice
from bot.design.claims import finding
from bot.design.document import Statement
from bot.design.figures import own, sourced
from bot.design.options import Options
from bot.design.stated import Told
from bot.design.types import Finding
from kb.quantity import read_amounts

NAMES = 0.3
"""Probability from which a clause speaks of a decision of the document."""
SHARES = frozenset({"ratio", "points"})

_ARGUES = re.compile(
    r"\b(?:so|hence|therefore|thus|because|since|which (?:pays|is why|means|speaks|alone)"
    r"|that (?:settles|is why|decides|pays)|pays? (?:for|back|off)|speaks? (?:for|against)|worth|only|just"
    r"|mere(?:ly)?|as much as|up to"
    r"|reason|justif\w+|enough|wasted|nothing to|hardly)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:lift|rais|cut|reduc|lower|improv|sav|increas|decreas|drop|halv|doubl|tripl|boost|rais|shrink|speed|add|bring"
    r"|chang|overturn|correct|outperform|beat|gain|los|win|catch|avoid|prevent|eliminat|account|make up|makes up)"
    r"(?:s|es|e|ed|d|ing|t|ch)?\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:(?:\d+(?:\.\d+)?|two|three|four|five|six|eight|ten|twenty|a hundred)(?: times|-?fold|x)"
    r"|(?:a|one|two|three) (?:third|quarter|half|fifth|tenth)s?|half|twice)\b"
    r"(?= (?:as|the|of|more|fewer|less|cheaper|faster|slower|quicker|better)|[,.;]|$)"
    r"|\b\d{1,3} (?:out of|of|in) (?:every )?(?:10|100|1,?000)\b"
    r"|\b(?:one|two|three|nine) (?:in|out of|of) (?:ten|a hundred)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:must|shall|should|target|goal|aim\w*|at least|at most|less than|fewer than|under|below"
    r"|threshold|limit|alarm|budget|discount|uptime|sla|slo"
    r"|expect\w*|plan\w*|will|would|if|until|unless|discount|rebate|success)\b|%\s*(?:uptime|availability)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|us|ours|i|my)\b|\bour (?!servers|stack|own)|\b(?:of|in|on) the (?:sample|test|pilot|trial|audit|poll"
    r"|held)|"
    r"\b(?:compared|correct on|notebook|report|file|audit|appendix|price list|invoice|contract|log|trial|pilot)\b",
    re.IGNORECASE,
)


def bearing_findings(
    statements: Sequence[Statement], choices: Sequence[Choice], said: Sequence[Told], options: Options
) -> list[Finding]:
    """Return the findings that a figure which speaks for or against a choice has no source."""
    known = {
        (one.statement.line, one.fact.text)
        for one in said
        if one.fact.low is not None and one.direct and one.surely > 0.6
    }
    given = {a.text for s in statements if sourced(s.raw) or own(s.text) for a in read_amounts(s.text)}
    found = []
    for statement in statements:
        figure = _figure(statement, given, known)
        trade_off = _decision(statement, choices, options) if figure else ""
        if trade_off:
            words = f"“{figure}” speaks for a choice here and has no source. Say where it is from, or leave it out."
            found.append(finding(statement, "unsourced-figure", "warning", trade_off, words, ()))
    return found


def _figure(statement: Statement, given: Collection[str], known: Collection[tuple[int, str]]) -> str:
    """Return the share, gain or multiple that a sentence argues with, or ""."""
    text = statement.text.replace("our own", "one's own")
    if sourced(statement.raw) or own(text) or voice.past(text) or _OURS.search(text):
        return ""
    shares = [a for a in read_amounts(text) if a.dimension in SHARES and a.text not in given]
    if any((statement.line, a.text) in known for a in shares):
        return ""
    places = [(a.start, a.text) for a in shares] + [(m.start(), m.group()) for m in _TIMES.finditer(text)]
    words = [figure for start, figure in sorted(places) if not _wanted(text, start)]
    return words[0] if words and (_ARGUES.search(text) or _CHANGES.search(text)) else ""


def _wanted(text: str, start: int) -> bool:
    """Say whether a figure is what was measured, or what somebody aims at, plans or sets, rather than what is so."""
    clause = next((c.text for c in clauses(text) if c.depth and c.start <= start < c.end), text)
    return _WANTED.search(clause) is not None or voice.told(clause)


def _decision(statement: Statement, choices: Sequence[Choice], options: Options) -> str:
    """Return the decision of the document on which a sentence bears: the one that a clause of it names, or the one of
    its section, where it gives a reason."""
    chosen = [choice.trade_off for choice in choices]
    texts = [statement.text, *(c.text for c in clauses(statement.text) if c.depth)]
    named = [one for ranked in options.likely(texts) for one in ranked[:1] if one.trade_off in chosen]
    best = max(named, key=lambda one: one.probability, default=None)
    if best and best.probability >= NAMES:
        return best.trade_off
    here = [c for c in choices if statement.place.number in c.sections and c.statement.line <= statement.line]
    return max(here, key=lambda c: c.statement.line).trade_off if here else ""
