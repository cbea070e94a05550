"""What went from one value to another: "grew from 20k to 150k a day" says what was, and what is now. Pure.

What is only planned, or may come, leaves both standing. Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re

from kb.amounts import Amount

_CHANGED = (
    r"(?:went|gone|grew|grown|rose|risen|jumped|climbed|dropped|fell|fallen|shrank|shrunk|moved|increased|decreased"
    r"|declined|swelled|swollen|expanded|surged|came|come|doubled|tripled|quadrupled|cut|reduced|raised|brought|got"
    r"|gotten|scaled|slid|sank|crept|ballooned|exploded|bumped|leapt|soared|dipped|tumbled|changed|extended|shortened"
    r"|postponed|pushed|trimmed|driven|taken|took"
    r"|up|down|pas(?:ó|amos|aron|ado)|sub(?:ió|imos|ieron|ido)|baj(?:ó|amos|aron|ado)|crec(?:ió|imos|ido)"
    r"|aument(?:ó|amos|ado)|ca(?:yó|ímos|ído)|passés?|passées?|montés?|montées?|grimpé|baissé|tombés?|tombées?"
    r"|augmenté|chuté)"
)
_ABOUT = (
    r"(?:(?:about|around|roughly|some|nearly|almost|only|just|over|unos|unas|environ|rund|etwa|knapp|casi)\s|[~≈])?"
)
_FROM = re.compile(rf"\b{_CHANGED}\b(?:\s[^\W\d_]+){{0,4}}\s(?:from|de|desde)\s{_ABOUT}$", re.IGNORECASE)
_TO = re.compile(rf"(?:\s[^\W\d_]+){{0,4}}?\s(?:to|a|à|hasta)\s{_ABOUT}", re.IGNORECASE)
_VON = re.compile(rf"\bvon\s{_ABOUT}$", re.IGNORECASE)
_AUF = re.compile(rf"(?:\s[^\W\d_]+){{0,4}}?\sauf\s{_ABOUT}", re.IGNORECASE)
_CONG = re.compile(r"从[^，。；！？0-9]{0,6}$")
_DAO = re.compile(r"[^，。；！？0-9]{0,6}[涨升增降跌减掉变][加长少]?[到至成为][^，。；！？0-9]{0,6}")
_PAIRS = ((_FROM, _TO), (_VON, _AUF), (_CONG, _DAO))
"""What stands before the first value and between the two."""
_UP_FROM = re.compile(
    rf"(?:\s[^\W\d_]+){{0,4}}?[,;]?\s\(?(?:(?:that'?s|which is|now)\s)?(?:up|down)\sfrom\s{_ABOUT}", re.IGNORECASE
)
_IN_ONE = re.compile(r"\s(?:to|a|à)\s", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:will|would|could|might|may|can|should|shall|expect\w*|plan\w*|forecast\w*|project(?:ed|ing|ion)|going to|if"
    r"|unless|aim\w*|target\w*|hop(?:e|es|ing)|want\w*|wird|werden|würden?|soll\w*|könnten?|falls|podría\w*|puede\w*"
    r"|va a|van a|si|pourrai\w+|devrai\w+|va|vont)\b|(?:'|’)(?:ll|d)\b|如果|将|预计",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;!?。；！？](?:\s|$)|\n")
_SENTENCE = 120
"""Characters before a number in which its sentence says whether a change is planned; ours."""


def is_change(text: str, amount: Amount) -> bool:
    """Say whether a number with two ends ("20k to 150k") is no range but a change, which went up to its high end."""
    return amount.low < amount.high and bool(_IN_ONE.search(amount.text)) and _FROM in _openings(text, amount.start)


def went(text: str, first: Amount, second: Amount) -> int:
    """Say whether something went from the first of two neighbouring numbers to the second (1), from the second to the
    first (-1: "150k, up from 20k"), or neither (0)."""
    if _UP_FROM.fullmatch(text, first.end, second.start):
        return -1
    opened = _openings(text, first.start)
    return int(any(before in opened and to.fullmatch(text, first.end, second.start) for before, to in _PAIRS))


def _openings(text: str, start: int) -> list[re.Pattern[str]]:
    """Return what kinds of change the words before a number open; what is planned opens none."""
    sentence = _STOP.split(text[max(0, start - _SENTENCE) : start])[-1]
    return [] if _PLANNED.search(sentence) else [before for before, _ in _PAIRS if before.search(sentence)]
