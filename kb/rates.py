"""Of which period a count is: "300 new tickets of all kinds a day", "every day some 300", "in Q2"."""

from __future__ import annotations

import re

from kb.number_words import small
from kb.periods import IN_A_DAY, PERIOD_AFTER, PERIOD_BEFORE, in_one, period_of

TRAFFIC = re.compile(
    r"\b(?:req(?:uest)?s?|calls?|quer(?:y|ies)|apis?|endpoints?|traffic|llms?|models?|prompts?|tokens?|gateway"
    r"|rate limits?|inference|predictions?|completions?|anfragen?|peticion(?:es)?|requêtes?|appels?)\b|请求|调用|接口",
    re.IGNORECASE,
)
"""What makes "rpm" requests per minute, without which it is turns of an engine, and a count of a quarter a rate."""
_CLAUSE_END = re.compile(
    r"[.;:!?(),]\s|\s-\s|[。，；：？！]|\n|\s(?:and|but|while|und|aber|y|pero|et|mais|with|vs|for|over|because|(?<!or\s)so)\s",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?。；？！]\s?|\n")
_APIECE = re.compile(
    r"(?:/\s?|\bper\s|\beach\s|\bpro\s|\bpor\s|\bpar\s)(?:user|customer|client|person|head|employee|seat|tenant|account|device"
    r"|nutzer|kunde|usuario|cliente|utilisateur|personne)s?\b",
    re.IGNORECASE,
)
"""A rate of each one is no total: "3 requests/user/day"."""
_IN_QUARTER = re.compile(
    r"(?:\s[^\W\d_]{2,20}){1,3}?\s(?:in q[1-4]|(?:in the )?last (?P<last>quarter|month|week|year))\b", re.IGNORECASE
)
"""Of traffic it is a rate: "110 million completions in Q2", "4.1 million calls last quarter"."""
_SLIP = re.compile(
    r"[,;.]?\s(?:(?:er|erm|uh|um|no|sorry|wait|oops|i mean|make that|rather|actually|correction"
    r"|(?:scratch|scrap|strike|not) that|äh|nein|pardon|perdón),?\s){1,4}"
    r"(?=(?:a|an|per|each|every|im|pro|am|par|al|por)\s)",
    re.IGNORECASE,
)
"""What takes back the period before it for the one behind it: "250k a day, er no, sorry, a month"."""
_THEN_NUMBER = re.compile(r"[^，。；,.;!?]{0,10}?[0-9零一二两三四五六七八九十百千万]")
_THEN_PER = re.compile(r"[.!]\s(?=per\s)", re.IGNORECASE)
"""A period said afterwards: "Low six figures. Per month."."""
_SEVEN_DAYS = re.compile(r"for the seven days", re.IGNORECASE)
_DIGIT, _WORDS = re.compile(r"[0-9]"), re.compile(r"\w+")
_AHEAD, _BEHIND, _CLOSE = 80, 60, 40
"""Characters after and before a number where its period is looked for, and that may part them when it is before."""
_COUNTED = re.compile(
    r"(?<!\w)(?:(?:from|of|for|by|in|at|on|the|our|all|these|those|its|their|to|with|across|between|and|or)\s(?:the\s|our\s|all\s)?"
    r"[^\W\d_]+|(?P<number>[^\W\d_]{3,}))",
    re.IGNORECASE,
)
"""The words of a noun phrase; those that a preposition leads to are left out."""
_PART_OF = re.compile(r"\b(?:half|quarter|third|tenth|fraction)\s(?:of\s)?$", re.IGNORECASE)
"""What makes "a second" and "a year" a time: "inside a quarter of a second", "half a year"."""
_NOUN_PHRASE = 7
"""Words that may stand between a number and its period: "300 new support tickets of all kinds a day"."""


def period_beside(text: str, start: int, end: int) -> tuple[str | None, int]:
    """Return the period of a rate and where its words end: after the number in its noun phrase, else before it."""
    after = _DIGIT.split(text[end : end + _AHEAD], maxsplit=1)[0]
    cut = _CLAUSE_END.search(after)
    phrase = after[: cut.start()] if cut else after
    named = PERIOD_AFTER.search(phrase)
    if named and _counts_anew(phrase[: named.start()]):
        named = None  # "9 countries call it two million times a month"
    if named is None and cut and cut.group()[0] in ",，(":
        named = PERIOD_AFTER.match(after, cut.end())  # "3.4 million parcels, every day"
        if named and _THEN_NUMBER.match(text, end + named.end()):
            named = None  # "300 labelled, every day some 2,000 questions"
    if named is None and (quarter := _IN_QUARTER.match(text, end)) and TRAFFIC.search(quarter.group()):
        return (quarter["last"] or "quarter").lower(), quarter.end()
    if named is None and (stop := _THEN_PER.match(text, end)) and (alone := PERIOD_AFTER.match(text, stop.end())):
        return period_of(alone), alone.end()
    if named is None and (day := IN_A_DAY.match(text, end)):
        return "day", day.end()
    if named is None and (seven := _SEVEN_DAYS.search(after)):
        return "week", end + seven.end()
    if named and _APIECE.search(after[: named.start()]):
        return None, end
    if named and len(_WORDS.findall(after[: named.start()])) <= _NOUN_PHRASE:
        slip = _SLIP.match(text, end + named.end())
        meant = PERIOD_AFTER.match(text, slip.end()) if slip else None
        return (period_of(meant), meant.end()) if meant else (period_of(named), end + named.end())
    if one := in_one(text[max(0, start - _BEHIND) : start]):
        return one, end
    numbers = _DIGIT.split(_SENTENCE_END.split(text[max(0, start - _BEHIND) : start])[-1])
    before = numbers[-1]
    earlier = list(PERIOD_BEFORE.finditer(before))
    if earlier and len(before) - earlier[-1].end() <= _CLOSE and not _taken(numbers, earlier[-1].start()):
        return str(earlier[-1].lastgroup), end
    return None, end


def _counts_anew(between: str) -> bool:
    """Say whether the words up to a period hold another number, in words, that the period is rather of; where a
    preposition leads to it ("300 calls from two teams a day") it belongs to the first one."""
    counted = (small(word["number"] or "") or 0.0 for word in _COUNTED.finditer(between))
    return bool(_PART_OF.search(between)) or any(value >= 2 for value in counted)


def _taken(numbers: list[str], start: int) -> bool:
    """Say whether a period stands in the noun phrase of the number before it: "22,000 claims a day, 130 inspectors"."""
    between = numbers[-1][:start]
    words = _WORDS.findall(between)
    return len(numbers) > 1 and len(words) <= _NOUN_PHRASE and not _CLAUSE_END.search(between)
