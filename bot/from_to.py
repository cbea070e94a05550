"""What went from one value to another: "grew from 20k to 150k a day" says what was, and what is now. Pure.

What is only planned, wished for or supposed leaves both standing. Words of English, German, Spanish, French and
Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.whose import ours_beside
from kb.amounts import Amount
from kb.numerals import read_number

_CHANGED = (
    r"(?:went|gone|grew|grown|rose|risen|jumped|climbed|dropped|fell|fallen|shrank|shrunk|increased|decreased|declined"
    r"|swelled|swollen|expanded|surged|doubled|tripled|quadrupled|cut|reduced|lowered|raised|improved|brought|moved|slid"
    r"|sank|crept|ballooned|exploded|bumped|leapt|soared|dipped|dwindled|tumbled|changed|extended|shortened|postponed"
    r"|pushed|trimmed|scaled|up|down"
    r"|pas(?:ó|amos|aron|ado)|sub(?:ió|imos|ieron|ido)|baj(?:ó|amos|aron|ado)|crec(?:ió|imos|ieron|ido)"
    r"|aument(?:ó|amos|aron|ado)|ca(?:yó|ímos|yeron|ído)|redu(?:jo|jeron|cido)"
    r"|passée?s?|montée?s?|grimpé|baissé|tombée?s?|augmenté|chuté|descendue?s?|diminué|réduite?s?)"
)
_ABOUT = (
    r"(?:(?:about|around|roughly|some|nearly|almost|only|just|over|now|unos|unas|environ|rund|etwa|knapp|casi|ca\."
    r"|jetzt|nun|heute|inzwischen|ahora|maintenant)\s|[~≈]){0,2}"
)
_WORDS_BETWEEN = r"(?:\s(?!(?:for|anything|anywhere|somewhere|of|to|in|with|at|lengths?)\s)[^\W\d_]+){0,2}"
"""Words between the verb and "from"; "set up for anything from 5 to 50" is a range."""
_FROM = re.compile(rf"\b(?P<verb>{_CHANGED}){_WORDS_BETWEEN}\s(?:from|del?|desde)\s{_ABOUT}$", re.IGNORECASE)
_TO = re.compile(rf"(?:\s[^\W\d_]+){{0,4}}?\s(?:to|al?|à|hasta)\s{_ABOUT}", re.IGNORECASE)
_MOVED_TO = re.compile(
    rf"\b(?P<verb>{_CHANGED})(?:\s[^\W\d_]+){{0,2}}?\s(?:to|at|al?|à|hasta)\s{_ABOUT}$", re.IGNORECASE
)
_VON = re.compile(rf"\b(?P<verb>von)\s{_ABOUT}$", re.IGNORECASE)
_AUF = re.compile(rf"(?:\s[^\W\d_]+){{0,4}}?\sauf\s{_ABOUT}", re.IGNORECASE)
_CONG = re.compile(r"(?P<verb>从)[^，。；！？0-9]{0,6}$")
_DAO = re.compile(r"[^，。；！？0-9]{0,6}[涨升增降跌减掉变提缩扩][加长少低高短大]?[到至成为][^，。；！？0-9]{0,6}")
_ARROW = re.compile(r"\s?(?:->|=>|→)\s?")
_WAS = re.compile(
    r"(?P<verb>\b(?:was|were|had|been|started (?:with|at)|used to (?:be|have)|war|waren|hatten|era|eran|était))\b"
    rf"(?:\s(?!(?:within|under|below|asked|told|promised)\s)[^\W\d_]+){{0,4}}\s{_ABOUT}$",
    re.IGNORECASE,
)
_IS_NOW = re.compile(
    rf"[^.!?]{{0,70}}\b(?:cut|went|brought|lowered|raised|reduced|moved|extended|shortened|dropped|fell|rose|grew|trimmed"
    rf"|pushed)\b(?:\s[^\W\d_]+){{0,4}}\s(?:to|at)\s{_ABOUT}"
    rf"|[^.;!?]{{0,80}}\b(?:now|meanwhile|today|these days|currently|jetzt|inzwischen|heute|ahora|hoy|maintenant)"
    rf"(?:[\s,]+[^\W\d_]+(?:['’]s)?){{0,4}}\s{_ABOUT}"
    rf"|[^.!?]{{0,60}}\b(?:re-?test|audit|re-?count|re-?check|measurement)\w*\s(?:says?|said|found|shows?|gave)\s{_ABOUT}",
    re.IGNORECASE,
)
"""What leads from a value that was to the one that is: "it was 400 ms, they cut it to", "had 30 seconds now has"."""
BARE = re.compile(
    r"\s?(?:$|[.,;!?)\]…。，；！？]|[–—-]\s)"
    r"|\s(?:and|but|so|until|till|now|today|or|because|since|while|which|with|gets?|comes?|goes?|remains?|y|et|und)\b",
    re.IGNORECASE,
)
"""What follows a number without a noun or a unit of its own."""
PUT_RIGHT = (
    r"(?:well|wait|no|nope|oops|sorry|pardon|i mean\w*|make (?:that|it)|or rather|rather|actually|nein|perdón|non)\b"
    r"\W{1,3}"
    r"(?:(?:more like|only|just|about|it['’]s|that['’]s|they['’]re|there are) ){0,2}"
)
"""What takes back the number before it for the one behind it: "12 tables go in. Well, 7"."""
_PUT_RIGHT = re.compile(rf"(?:\s[^\W\d_]+){{0,4}}[.,;:!–—-]{{1,3}}\s?{PUT_RIGHT}", re.IGNORECASE)
_PAIRS = ((_FROM, _TO), (_VON, _AUF), (_CONG, _DAO), (_WAS, _IS_NOW))
"""What stands before the first value and between the two."""
_UP_FROM = re.compile(
    rf"(?:\s[^\W\d_]+){{0,4}}?[,;]?\s[(–—-]?\s?(?:(?:that'?s|(?:that|which) is|now)\s)?(?:up|down)\sfrom\s{_ABOUT}",
    re.IGNORECASE,
)
_IN_ONE = re.compile(r"\S\s(?:to|à|al|hasta)\s|\S\sa\s(?=\d)", re.IGNORECASE)
_MAY_BE = re.compile(
    r"\b(?:will|would|could|might|(?-i:may)|can(?!\ssee)|should|shall|must|to(?=\s$|\s(?:be|get|have|see|go|bring)\s)"
    r"|if|unless|until|suppose|imagine|expect\w*|goal|aims?|targets?|hop(?:e|es|ing)|plan(?:s|ned|ning)?|podría\w*|puede\w*|debe\w*|si|pourrai\w+|devrai\w+|doit)"
    r"(?:\s[^\W\d_]+){0,3}\s$|(?:'|’)ll\s(?:[^\W\d_]+\s){0,2}$",
    re.IGNORECASE,
)
"""What makes a plan, a wish or a duty of a change, in the few words before its verb; "should we host it now that
traffic went from ..." tells of one that happened."""
_AHEAD = re.compile(
    r"\b(?:expect (?:to|it|that|them|about|around|\d)|we expect|forecast\w*|projected|it will"
    r"|next (?:week|month|quarter|year|spring|summer|autumn|fall|winter)|by (?:next|the end(?! of last)|20\d\d)"
    r"|by (?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?! (?:it|we|they|traffic|that) (?:had|went|grew|was|were))"
    r"|wollen|möchten|müssen|sollen|werden|würden|könnten|erwarten|hoffen|planen|falls|wenn|nächste[snr]?"
    r"|el próximo|la próxima|l'an prochain|prochaine?)\b|明年|下个?月|预计|(?<!刚)将(?!近)|如果",
    re.IGNORECASE,
)
"""What makes one of a change wherever it stands in the sentence."""
_STOP = re.compile(r"[.;!?。；！？](?:\s|$)|\n")
_CLAUSE = re.compile(r",\s|\s(?:and|but|und|aber|y|pero|et|mais)\s", re.IGNORECASE)
_NOUN = re.compile(r"[^\W\d_]{3,}")
_PERIODS = frozenset({"day", "hour", "week", "month", "year", "second", "minute", "per", "every", "each"})
"""Words of a rate that are no noun of what it counts."""
_WITH_UNIT = {"duration", "ratio", "points", "rate"}
_SENTENCE = 120
"""Characters on either side of a number in which its sentence says whether a change is planned; ours."""


def is_change(text: str, amount: Amount) -> bool:
    """Say whether a number with two ends ("20k to 150k") is no range but a change, which went up to its high end."""
    return amount.low < amount.high and bool(_IN_ONE.search(amount.text)) and _FROM in _openings(text, amount.start)


def moved_to(text: str, amount: Amount) -> bool:
    """Say whether something is reported to have become a number that has no noun: "the gap has grown to twelve"."""
    verb = _MOVED_TO.search(_STOP.split(text[max(0, amount.start - _SENTENCE) : amount.start])[-1])
    if verb is None or not BARE.match(text, amount.end) or _AHEAD.search(_sentence(text, amount.start)):
        return False
    return not _MAY_BE.search(verb.string[: verb.start("verb")])


def went(text: str, first: Amount, second: Amount) -> int:
    """Say whether something went from the first of two neighbouring numbers to the second (1), from the second to the
    first (-1: "150k, up from 20k"), or neither (0)."""
    if _UP_FROM.fullmatch(text, first.end, second.start):
        return 0 if _AHEAD.search(_sentence(text, first.start)) else -1
    if _ARROW.fullmatch(text, first.end, second.start):
        return int(_of_one_thing(text, first, second))
    opened = _openings(text, first.start)
    led = [before for before, to in _PAIRS if before in opened and to.fullmatch(text, first.end, second.start)]
    return int(bool(led) and (led != [_WAS] or _of_one_thing(text, first, second)))


def takes_over(text: str, first: Amount, second: Amount) -> bool:
    """Say whether the second of two neighbouring numbers counts what the first did, now or for oneself."""
    righted = _PUT_RIGHT.fullmatch(text, first.end, second.start) and BARE.match(text, second.end)
    return bool(righted) or went(text, first, second) == 1 or ours_beside(text, first, second)


def _of_one_thing(text: str, first: Amount, second: Amount) -> bool:
    """Say whether a second number can be of what the first is: "10k docs -> 300 reviews" are two things."""
    if first.dimension == second.dimension == "rate":
        counted = [set(_NOUN.findall(amount.text.lower())) - _PERIODS for amount in (first, second)]
        return not all(counted) or bool(counted[0] & counted[1])
    if first.dimension in {"count", "rate"}:
        return not second.unit or second.unit == first.unit or bool(BARE.match(text, second.end))
    return second.dimension == first.dimension or bool(BARE.match(text, second.end))


def in_its_unit(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts of a text, each that something went to without a unit in that of what it went from: "it was
    400 ms, they cut it to 150"."""
    found = list(amounts[:1])
    for first, second in pairwise(amounts):
        plain = second.dimension == "count" and BARE.match(text, second.end)
        if plain and (scale := _scale(text, first)) and takes_over(text, first, second):
            same = {"unit": first.unit, "period": first.period, "dimension": first.dimension}
            ends = {"low": second.low * scale, "high": second.high * scale}
            second = second.model_copy(update={**same, **ends})
        found.append(second)
    return found


def _scale(text: str, amount: Amount) -> float:
    """Return what its unit makes of a number, 0 where it has none or is of two numbers ("2 hours 30 minutes")."""
    number = read_number(text, amount.start) if amount.dimension in _WITH_UNIT else None
    if number is None or not number.low or re.search(r"\d", text[number.end : amount.end]):
        return 0.0
    return amount.low / number.low


def _openings(text: str, start: int) -> list[re.Pattern[str]]:
    """Return what kinds of change the words before a number open; what is planned opens none."""
    before = _STOP.split(text[max(0, start - _SENTENCE) : start])[-1]
    found = {opening: match for opening, _ in _PAIRS if (match := opening.search(before))}
    if not found or _AHEAD.search(_sentence(text, start)):
        return []
    return [opening for opening, match in found.items() if not _MAY_BE.search(before[: match.start("verb")])]


def _sentence(text: str, at: int) -> str:
    before, after = text[max(0, at - _SENTENCE) : at], text[at : at + _SENTENCE]
    return _STOP.split(before)[-1] + _CLAUSE.split(_STOP.split(after)[0])[0]
