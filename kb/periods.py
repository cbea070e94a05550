"""Units of time and the periods of rates, in five languages, and what they are worth in seconds and days."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.misspelt import MISTYPED

# Seconds in a unit; a month is a twelfth of a Julian year of 365.25 days, so that monthly and yearly figures agree.
SECONDS: Mapping[str, float] = {
    "millisecond": 1e-3, "microsecond": 1e-6, "second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0,
    "week": 604800.0, "fortnight": 1209600.0, "month": 86400.0 * 365.25 / 12, "quarter": 86400.0 * 365.25 / 4,
    "year": 86400.0 * 365.25,
}  # fmt: skip

_TIME_WORDS: Mapping[str, str] = {
    "millisecond": r"ms|msec|millis|milis|milli-?seconds?|millisecs?|millisekunden?|milisegundos?|millisecondes?|毫秒"
    r"|millisecondi|milissegundos?|milliseconden|ミリ秒",
    "microsecond": r"µs|μs|(?<=\d)us|microseconds?|microsecs?|微秒",
    "second": r"s|sec|secs|segs?|seconds?|sekunden?|sek|segundos?|secondes?|secondi|secondo|seconden|sekund[ay]?"
    r"|sekunder|секунд[аыу]?|秒钟|秒間?|초",
    "minute": r"min|mins|minutes?|minuten?|minutos?|minut[oiy]|minuuti?|minuut|минут[аыу]?|分钟|分(?=以内|間|以下)|분",
    "hour": r"h|hr|hrs|hours?|stunden?|std|horas?|heures?|or[ae]|uur|uren|godzin[aęy]?|часа?|часов|tim(?:me"
    r"|mar)|saat|个小时|小时|時間|시간",
    "day": r"d(?!['’]\w)|(?:(?:working|business|calendar|full|whole|solid) )?days?|tage?n?|días?|dias?|jours?"
    r"|journées?|giorn[oi]|dag(?:en|ar)?|dygn|dzień|dni|день|дн[яей]+|сутки|gün"
    r"|天|日(?!期|志|常|本|次)間?|하루|일(?=당|에)",
    "week": r"w(?!/)|wk|wks|weeks?|wochen?|semanas?|semaines?|settiman[ae]|weken|tydzień|tygodni[ae]?|недел[юьия]+"
    r"|vecka|veckor|hafta|个星期|星期|周|週間?",
    "month": r"mo|mos|mth|mths|months?|monate?n?|mes|meses|mois|mes[ei]|mês|maand(?:en)?|miesiąc[ea]?|miesięcy"
    r"|месяц[аы]?|månad(?:er)?|个月|[かヶカ]月",
    # the English article "an" stands before a vowel or an h, the French year seldom does
    "year": r"(?<=\d)y|yr|yrs|years?|jahre?n?|años?|ans|ann[oi]|anos?|jaar|rok|год|года|лет"
    r"|an(?!\s(?!et\b|environ\b|au\b|avec\b|en\b)[aeiouh]\w)|années?|年",
}
TIME_UNIT = re.compile(
    r"(?:"
    + "|".join(rf"(?P<{name}>{words})" for name, words in _TIME_WORDS.items())
    + r")(?:(?<=[\u4e00-\u9fff])|(?![a-zà-ÿ0-9²]|-(?!old\b|long\b|alte?n?\b|or-so\b|ish\b)[a-z]))",
    re.IGNORECASE,
)
"""A unit of time; the group that matched names it. "10-day-old" is one, "5-day-a-week" is not."""
FORTNIGHT = re.compile(r"fortnights?(?!\w)", re.IGNORECASE)

_PERIOD_WORDS = {name: words for name, words in _TIME_WORDS.items() if name not in {"millisecond", "microsecond"}} | {
    "day": _TIME_WORDS["day"] + r"|nights?|workday|weekdays?|workdays?|nacht|nächte|noches?|nuits?|晚",
    "month": _TIME_WORDS["month"] + "|月",
    "fortnight": "fortnight",
    "quarter": r"quartal|trimestre|季度",
    "second": r"s|sec|seconds?|sekunde|segundo|seconde|秒",
    "year": _TIME_WORDS["year"] + "|y",
}
_PERIOD_NAME = {name: "|".join([words, *MISTYPED.get(name, ())]) for name, words in _PERIOD_WORDS.items()}
_ADVERBS: Mapping[str, str] = {
    "day": r"daily|nightly|täglich\w{0,3}|diari[oa]s?|diariamente|quotidien\w{0,4}|par jour|每天|每日|一天|每晚"
    r"|giornalier[oaie]|quotidian\w{1,5}|dagelijkse?|dziennie|codziennie|ежедневно|dagligen|günde|günlük|毎日|毎晩"
    r"|日次|1日(?:あたり)?に?(?=[約0-9０-９])|매일",
    "week": r"weekly|wöchentlich\w{0,3}|semanal\w{0,5}|hebdomadaire\w{0,4}|每周|每星期|一周|settimanal\w{1,5}"
    r"|wekelijkse?|tygodniowo|еженедельно|haftalık|毎週|週次",
    "fortnight": r"bi-?weekly|fortnightly|quincenal\w{0,5}",
    "month": r"monthly|monatlich\w{0,3}|mensual\w{0,5}|mensuel\w{0,5}|每月|每个月|一个月|mensil\w{1,5}|mensal\w{0,5}"
    r"|maandelijkse?|miesięcznie|ежемесячно|aylık|毎月|月次",
    "quarter": r"quarterly|quartalsweise|trimestral\w{0,5}|trimestriel\w{0,4}|每季度?"
    r"|(?:per|each|every) quarter(?!\s(?:of|to|past|hour)\b)"
    r"|(?<=\w )(?<!only )(?<!just )(?<!than )(?<!over )(?<!about )(?<!in )(?<!is )(?<!are )(?<!was )(?<!by )(?<!to )"
    r"(?<!for )(?<!and )a quarter(?=\s?[,.;!?)]|\s(?:which|as|at|in)\b|$)",
    "hour": r"hourly|stündlich\w{0,3}|每小时|毎時|all['’]ora|(?:à|de) l['’]heure",
    "year": r"yearly|annually|annual|p\.?a\.?|jährlich\w{0,3}|anual\w{0,5}|每年|all['’]anno",
    "second": r"rps|qps|tps|每秒",
    "minute": r"rpm|每分钟",
}
_PER = (
    r"(?:per|a|an|each|every|evry|evey|evrey|eveyr|in one"
    r"|in the|(?:on|in|over|during) an?(?: [a-z]{3,12})?|on|pro|am|im|in der|je"
    r"|jeden|jede"
    r"|jedes|die|al|a la|por|cada|par|chaque|la|to the|every single|any given|alla|ogni|all['’]|ao|à|no|na|co|elke?"
    r"|iedere?"
    r"|om|varje|в|за|her|каждый|каждую)"
)
_ADJECTIVE = (
    r"(?:calendar |working |business |ordinary |typical |single |normal |busy |average |school "
    r"|damn |bloody |fucking )?"
)
_EVERY = r"(?:each|every|every single|per|cada|chaque|jeden|jede)"
_DAYPART = r"(?:morning|afternoon|evening|night|morgen|vormittag|nachmittag|abend|mañana|tarde|matin|soir)"
_OPEN = (
    r"(?:between|from) open(?:ing)?(?: time)? (?:and|to|until|till) clos(?:e|ing)(?: time)?"
    r"|(?:between|from) (?:dawn|sunrise|morning) (?:and|to|until|till) (?:dusk|sunset|night|midnight)"
)
"""A day, told by its ends."""
_NAMES = "|".join(_PERIOD_NAME.values())
PERIOD_AFTER = re.compile(
    r"(?:(?:(?<!\w)|(?<=[次个条单件张份笔通])(?=每))(?:"
    + "|".join(rf"(?P<adv_{name}>{words})" for name, words in _ADVERBS.items())
    + rf")|/ ?(?P<slashed>{_NAMES})"
    + rf"|(?<![\w])(?P<per>{_PER} {_ADJECTIVE}(?P<named>{_NAMES}))"
    + rf"|(?<![\w])(?P<daypart>{_EVERY} {_DAYPART})"
    + r"|(?P<seven>(?:for the|over|in) seven days)"
    + r"|(?P<theday>on the day)(?! (?:of|that|when|we|it|they|before|after|itself)\b)"
    + rf"|(?<![\w])(?P<open>{_OPEN})"
    + r")(?![a-zà-ÿ]|-[a-z]| (?:later|ago|earlier|sooner|apart|old|from (?:now|today)(?! on\b)|out of date|stale)\b)",
    re.IGNORECASE,
)
"""The period of a rate behind its number: "per day", "a night", "/month", "daily", "每天"."""
IN_A_DAY = re.compile(
    rf"(?:\s[^\W\d_]+){{0,4}}?(?:\s(?:{_OPEN}|(?:in|per|over)(?: the| a)? 24[ -]?h(?:ours?|rs?)?)|\s?/ ?24 ?h)"
    r"(?![a-z])",
    re.IGNORECASE,
)
"""A day behind its number that other numbers or an "and" name: "in 24 hours", "between dawn and midnight"."""
SLASH = re.compile(rf" ?/ ?(?P<slashed>{_NAMES})(?![a-zà-ÿ])", re.IGNORECASE)
_WEEKDAY = r"(?:day|weekday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
PERIOD_BEFORE = re.compile(
    r"(?:(?P<day>\b(?:daily|every day|each day|per day|a day|on an? (?:\w{1,12} )?"
    + _WEEKDAY
    + rf"|{_EVERY} {_DAYPART}"
    + r"|yesterday|pro tag|am tag"
    r"|täglich\w{0,3}|al día|cada día|chaque jour|par jour|al giorno|ogni giorno"
    r"|por dia|todo dia|per dag|elke dag|dziennie|codziennie|в день|в сутки|ежедневно|varje dag|günde|her gün)\b"
    r"|每天|每日|一天|日均|单日"
    r"|日(?=\S{1,4}量)|毎日|[1一１]日(?:あたり|に)?|하루에?|매일)"
    r"|(?P<week>\b(?:weekly|every week|each week|per week|a week|last week|in a week|pro woche|jede woche|a la semana"
    r"|cada semana|chaque semaine|par semaine|alla settimana|ogni settimana|por semana|elke week"
    r"|tygodniowo|haftada|в неделю)\b|每周|一周|毎週|주당?\s?(?=$))"
    r"|(?P<month>\b(?:monthly|every month|each month|per month|last month|a month|pro monat|im monat|al mes|cada mes"
    r"|chaque mois|par mois|al mese|ogni mese|por mês|per maand|elke maand|miesięcznie|в месяц|ayda)\b"
    r"|毎月|月間|월\s?(?=$)"
    r"|每月|每个月|一个月|上个月|月(?=\S{1,4}量)|月均)"
    r"|(?P<hour>\b(?:hourly|every hour|each hour|per hour|pro stunde|jede stunde|cada hora|chaque heure"
    r"|saatte|ogni ora|в час)\b|每小时|毎時|시간당)"
    r"|(?P<minute>\b(?:every minute|each minute|jede minute|cada minuto|chaque minute)\b|每分钟)"
    r"|(?P<second>\b(?:every second|each second|jede sekunde|cada segundo|chaque seconde)\b"
    r"|每秒))",
    re.IGNORECASE,
)
"""The period of a rate before its number: "every day we get 300", "一天四万单"."""


_IN_ONE = re.compile(r"(?<![0-9])[1１一](?P<unit>日|時間|分|秒|週|[かヶカ]月)間?(?:あたり)?に?約?$")


def in_one(before: str) -> str | None:
    """Return the period that Japanese names right before a number, in one of which it comes: "1日に3000件"."""
    found = _IN_ONE.search(before)
    return period_named(found["unit"]) if found else None


def period_named(text: str) -> str | None:
    """Return the period (``day``, ``week``, ...) that a word or abbreviation names, or None."""
    for name, words in _PERIOD_NAME.items():
        if re.fullmatch(words, text, re.IGNORECASE):
            return name
    return None


def period_of(match: re.Match[str]) -> str | None:
    """Return the period that a match of ``PERIOD_AFTER`` or ``SLASH`` names."""
    groups = match.groupdict()
    if groups.get("seven"):
        return "week"
    if groups.get("daypart") or groups.get("open") or groups.get("theday"):
        return "day"
    for name in _ADVERBS:
        if groups.get(f"adv_{name}"):
            return name
    return period_named(groups.get("slashed") or groups.get("named") or "")


def per_day(value: float, period: str) -> float:
    """Return a rate per ``period`` as a rate per day; raise KeyError for a period that is none."""
    return value * SECONDS["day"] / SECONDS[period]
