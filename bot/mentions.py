"""How the numbers of one turn stand to each other: the ends of a range, a peak beside its average, a slip taken back.
Pure."""

from __future__ import annotations

import re

from bot.dropped import only_supposed
from bot.from_to import BARE, PUT_RIGHT, takes_over, went
from bot.lexicon import has_question_mark
from bot.listen import Turn
from bot.parts import Valued, is_further_part
from bot.whose import STOP, ahead
from kb.quantity import Amount

WIDEST = 20.0
"""How many times the lower end the upper end of a range in two mentions may be; set by hand."""
FARTHEST = 60
"""Characters between two mentions that make a range; ours, about ten words."""
_NEAR = 40
"""Characters on either side of a number in which it is said to be a peak or an average."""
_NEXT = r"(?=\S{0,2}\d)"
_TAKEN_BACK = re.compile(
    r"[^.;!?,–-]{0,24}[,;.!–-]{0,2}\s?(?:(?:scrap|scratch|strike|forget|ignore) (?:that|it|this)\b"
    rf"|(?:no,? )?(?:sorry|wait|pardon)\b[^\w]{{1,3}}(?:i mean\w* |make (?:that|it) |it's )?{_NEXT}"
    rf"|(?:no,? )?(?:i mean\w*|make (?:that|it)|correction:?) {_NEXT}|{PUT_RIGHT}{_NEXT}"
    r"|(?:well|no)\W{1,3}make (?:that|it) )",
    re.IGNORECASE,
)
"""What takes the number before it back: "4,000, no sorry, 400", "5 minutes old, scrap that"."""
_DENIED = re.compile(
    r"(?:\b(?:not|isn't|instead of|rather than|nicht|kein|statt|no|en vez de|pas|au lieu de)\s(?:the\s|a\s|als\s)?"
    r"|\byou(?:['’]ve| have)?\s(?:\w{4,8}ly\s)?(?:calculated|reckoned|counted|assumed|took|take|taken|used|wrote"
    r"|written|put|read|heard|noted|understood)\s(?:(?:that|it|them|down)\s)?(?:(?:with|as|to be|at|per)\s)?"
    r"(?:the\s|an?\s)?"
    r"|不是|而不是)$",
    re.IGNORECASE,
)
"""What takes a figure back right before it, and what says that it was the advisor's: "you calculated with 4"."""
DENIAL = 40
"""Characters before a number that hold the longest of these, with a word to spare."""
_PEAK = re.compile(
    r"\b(?:peaks?|peaking|burst\w*|spik\w+|max(?:imum|imal)?|p9\d|worst|busiest|spitze\w*|pico\w*|pic|pointe)\b|峰值|高峰",
    re.I,
)
_MEAN = re.compile(
    r"\b(?:avg|average|mean|median|typical\w*|usual\w*|normal\w*|p50|schnitt|durchschnitt\w*|promedio|media|moyenne)\b|平均|均值",
    re.I,
)
_FORMER = re.compile(
    r"\b(?:used to|formerly|previously|originally|initially|at first|back (?:then|in [a-z]{3,9})"
    r"|(?:a|one|two|three) years? ago|by hand"
    r"|the old (?:[^\W\d_]+ ){1,3}(?:answered|had|did|made|was|took|needed|ran|used|gave)"
    r"|in (?:19|20)\d\d|in the begin\w*|at the start|in (?:spring|summer|autumn|winter)"
    r"|last (?:year|month|week|spring|summer|autumn|fall|winter|quarter)"
    r"|früher|ursprünglich|letztes jahr|letzten monat"
    r"|antes|el año pasado|avant|autrefois|l'an dernier|l'année dernière)\b|以前|原来|去年",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:now|nowadays|today|currently|these days|at present|at the moment|as of|meanwhile|actually|so far"
    r"|this (?:year|month|week)|since (?:then|we|they|the)|jetzt|heute|inzwischen|mittlerweile|ahora|hoy|actualmente"
    r"|maintenant|aujourd'hui|désormais)\b|现在|目前|如今|今年|眼下|当前|本月",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:(?:will|would|could|might|(?-i:may)) (?:then )?(?:be|become|reach|have|grow|get|make|see|add)"
    r"|promises|promised"
    r"|by (?:q[1-4]|next|the end|20\d\d)|next (?:year|quarter|month|spring|summer|autumn|fall|winter)"
    r"|wird|werden|würden?|nächste[snr]?|será|sería|sera|serait)\b|(?:'|’)ll (?:be|have|see|get)\b|将会|明年",
    re.IGNORECASE,
)
"""What tells of a number that is only to come."""
_PLANNED = re.compile(
    r"\b(?:should|shall|will|would|could|might|going to|(?:hop\w+|plan\w*|promis\w+|expect\w*|aim\w*|want\w*|intend\w*)"
    r"(?: it| that| them| us)? to)\s"
    r"(?:(?:then|soon|finally|hopefully|probably|easily)\s)?(?:bring|get|cut|take|reduce|lower|push|drive|drop|lift"
    r"|raise|trim|halve|shrink)\s(?:(?:it|that|them|this|us|the|those|these|[^\W\d_]{3,12})\s){1,3}?"
    r"(?:(?:down|up)\s)?to\s(?:about |around |roughly |under |below |some |maybe )?$"
    r"|\bsoll(?:en|te)?\s(?:[^\W\d_]+\s){1,3}auf\s(?:etwa |unter |rund )?$",
    re.IGNORECASE,
)
"""What makes a plan of what a number should be brought to."""
_RUMOUR = re.compile(
    r"\b(?:talk of|talks? about|rumou?rs?|mutter\w*|mumbl\w*|whisper\w*|dream\w*|claim\w*|hop(?:es?|ing)|wish\w*"
    r"|swears?|promis\w*|guess\w*|speculat\w*|(?:some|any)(?:body|one)|munkel\w*|gerücht\w*|rumor\w*|rumeur\w*)\b|传言|据说",
    re.IGNORECASE,
)
"""What makes hearsay of a number behind it."""
_UNSETTLED = re.compile(
    r"(?:\b(?:not|nothing|nobody|no|never|nicht|nichts|kein\w*|nada|rien|pas)\b|n['’]t\b)(?:\s[^\W\d_]{1,12}){0,3}?"
    r"\s(?:signed|decided|booked|approved|confirmed|certain|settled|agreed|official|contract|unterschrieben|beschlossen"
    r"|firmado|decidido|signé|décidé)\b"
    r"|\b(?:ignore|forget|disregard|leave) (?:that|it|this|unless)\b|\bmay never\b"
    r"|\b(?:for|with|by|as of) (?:what|how|where) (?:we|it|things) (?:have|is|are|stand)(?: it)? (?:now|today)\b",
    re.IGNORECASE,
)
"""What says of a number that is only to come that it may not."""
_BEHIND = 110
"""Characters behind such a number in which that is said; ours, two short sentences."""
_SENTENCE = 100
"""Characters before a number in which its sentence says of which time it is."""
_BREAK = re.compile(r"[.;!?。；！？]\s?|\n|\b(?:but|however|then|aber|pero|mais)\b|但", re.IGNORECASE)
"""What parts a number from one that tells of another time."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|made|got|sent|saw|ran|took|used|[^\W\d_]{3,}ed|war|waren|hatten|machten|hacíamos|teníamos"
    r"|faisions|avions)\b(?:\s[^\W\d_]+){0,3}\s$",
    re.IGNORECASE,
)
"""A verb of the past right before a number, or with a few words between."""
_PARTS = re.compile(r"[,;.()]")
"""What parts the words beside one number from those beside the next."""
_JOINS = re.compile(
    r"\b(?:to|and|or|until|up|sometimes|maybe|perhaps|then|on|bis|und|oder|y|o|et|ou|à|mal)\b|(?<!\w)[-–—/~](?!\w)|^[-–—/~]|[-–—/~]$|到|至|或",
    re.I,
)
"""What stands between two mentions that are the ends of one range; a mere comma lists different things."""
_LEADS = re.compile(r"\s?(?:[^\W\d_]{2,14}\s){0,2}(?:to|and|or|bis|und|oder|y|o|et|ou|à|a|[-–—])\s?", re.I)


def denied(text: str, start: int) -> bool:
    """Say whether what begins at ``start`` is denied right before: "not 6", "instead of the 300"."""
    return bool(_DENIED.search(text[max(0, start - DENIAL) : start]))


def denied_amounts(turn: Turn) -> list[Amount]:
    """Return the numbers of a turn that it denies: "not 6", "you calculated with 4"."""
    return [a for a in turn.amounts if denied(turn.text, a.start)]


def withdrawn(turn: Turn, amount: Amount) -> bool:
    """Say whether a number is denied, taken back in the same breath ("4,000, no sorry, 400"), supposed and dropped
    in it, or what something is only meant to be brought to."""
    if _PLANNED.search(ahead(turn.text, amount.start)) and not has_question_mark(turn.text):
        return True
    back = denied(turn.text, amount.start) or _TAKEN_BACK.match(turn.text, amount.end)
    return bool(back) or undecided(turn, amount) or only_supposed(turn.text, amount.start, amount.end)


def undecided(turn: Turn, amount: Amount) -> bool:
    """Say whether a number is only to come, and the words behind it say that this is not settled, or that what is now
    is meant: "it may be 2,000 from March, but nothing is signed"."""
    perhaps = is_to_come(turn, amount) or _RUMOUR.search(ahead(turn.text, amount.start))
    return bool(perhaps and _UNSETTLED.search(turn.text[amount.end : amount.end + _BEHIND]))


def is_former(turn: Turn, row: int) -> bool:
    """Say whether a number is told of an earlier time: "last year it was 6,000 a day"."""
    return _was(turn, row) == 1


def alike(turn: Turn, value: Valued, best: Valued) -> bool:
    """Say whether two mentions can be the ends of one range: "five SREs" is none of "at least 2M calls a day"."""
    if value is best:
        return True
    low, high = sorted((value[1], best[1]))
    first, second = sorted((value[3], best[3]), key=lambda amount: amount.start)
    between = turn.text[first.end : second.start]
    return len(between) <= FARTHEST and bool(_JOINS.search(between)) and high <= WIDEST * low


def leads_to(turn: Turn, amount: Amount, other: Amount) -> bool:
    """Say whether a bare count is the lower end of a range whose period comes later: "40k requests to 50k a day"."""
    return bool(_LEADS.fullmatch(turn.text, amount.end, other.start))


def usual(turn: Turn, values: list[Valued]) -> list[Valued]:
    """Leave the peak out where the average is said too: "avg 22 rps, p99 peak 96 rps"."""
    peaks = [v for v in values if _PEAK.search(_beside(turn, v[3])) and not _MEAN.search(_beside(turn, v[3]))]
    means = [v for v in values if _MEAN.search(_beside(turn, v[3]))]
    return [v for v in values if v not in peaks] if peaks and means else values


def as_of(turn: Turn, row: int) -> int:
    """Return the number whose role a number has: its own, or that of the one right before it that it stands beside.

    "70qps peak, 25 avg" and "5k calls a day last year, 50k now" count one thing twice, and only once say what.
    """
    amount, before = turn.amounts[row], turn.amounts[row - 1] if row else None
    if before is None:
        return row
    if amount.dimension == before.dimension and takes_over(turn.text, before, amount):
        return min((row - 1, row), key=lambda one: float(turn.roles[one, 0]))  # the first role is NOTHING
    if amount.dimension != "count":
        return row
    if is_further_part(turn.text, before, amount):
        return as_of(turn, row - 1)
    if (_was(turn, row - 1), _was(turn, row)) == (1, -1) and BARE.match(turn.text, amount.end):
        return row - 1
    if amount.start - before.end > _NEAR // 2:
        return row
    kinds = {
        bool(_PEAK.search(_beside(turn, one))) - bool(_MEAN.search(_beside(turn, one))) for one in (before, amount)
    }
    return row - 1 if kinds == {1, -1} else row


def current(turn: Turn, values: list[Valued]) -> list[Valued]:
    """Leave out what used to be, or is only to come, where what is now is said too: "we used to do 5k, now 50k"."""
    rows = {amount.start: row for row, amount in enumerate(turn.amounts)}
    here = min((v[3].start for v in values if not is_to_come(turn, v[3])), default=None)
    if here is not None:
        # "300 calls a day; in October it will be 40k" is 300, but how soon something must be is asked of what comes
        kept = [v[3].dimension == "duration" or v[3].start <= here or not is_to_come(turn, v[3]) for v in values]
        values = [v for v, keep in zip(values, kept, strict=True) if keep]
    was = [_was(turn, rows[v[3].start]) if v[3].start in rows else 0 for v in values]
    if {1, -1} <= set(was):
        return [v for v, kind in zip(values, was, strict=True) if kind != 1]
    now = [v for v, kind in zip(values, was, strict=True) if kind == -1]
    if now and all(_told_of_the_past(turn, v[3], now[0][3]) for v in values if v not in now):
        return now  # "we made 3 million a day with it on every page. It's 45 thousand now"
    return values


def is_to_come(turn: Turn, amount: Amount) -> bool:
    """Say whether a number is told of what is to come, by the words of its sentence up to the numbers beside it."""
    before = _BREAK.split(turn.text[max(0, amount.start - _SENTENCE) : amount.start])[-1]
    behind = _PARTS.split(_BREAK.split(turn.text[amount.end : amount.end + _NEAR])[0])[0]
    return bool(_TO_COME.search(re.split(r"\d", before)[-1] + " " + re.split(r"\d", behind)[0]))


def _told_of_the_past(turn: Turn, amount: Amount, now: Amount) -> bool:
    """Say whether a number is what was, by the tense of its own sentence before the one that says what is now; how soon
    or how old something may be is asked of what comes, whatever it is today."""
    before = ahead(turn.text, amount.start)
    apart = bool(_BREAK.search(turn.text, amount.end, now.start))
    return apart and amount.dimension != "duration" and bool(_PAST.search(before))


def _was(turn: Turn, row: int) -> int:
    """Say of which time a number is told: 1 of an earlier one, -1 of now, 0 of neither; by the words up to the next."""
    amount = turn.amounts[row]
    before, after = turn.amounts[max(0, row - 1) : row], turn.amounts[row + 1 : row + 2]
    moved = [went(turn.text, amount, other) for other in after] + [-went(turn.text, other, amount) for other in before]
    if any(moved):
        return 1 if 1 in moved else -1
    low = turn.amounts[row - 1].end if row else 0
    high = turn.amounts[row + 1].start if row + 1 < len(turn.amounts) else len(turn.text)
    before_it = STOP.split(turn.text[max(low, amount.start - _SENTENCE) : amount.start])[-1]
    behind = _BREAK.split(_PARTS.split(turn.text[amount.end : min(high, amount.end + _NEAR)])[0])[0]
    words = f"{before_it} {behind}"
    return -1 if NOW.search(words) else int(bool(_FORMER.search(words)))


def _beside(turn: Turn, amount: Amount) -> str:
    """Return the words beside a number up to the next comma or stop on either side."""
    before = _PARTS.split(turn.text[max(0, amount.start - _NEAR) : amount.start])[-1]
    return f"{before} {_PARTS.split(turn.text[amount.end : amount.end + _NEAR])[0]}"
