"""A number said of each one, as the total over those that are counted beside it: "270 branches, 130 calls each". Pure.

English, German, Spanish, French and Chinese. What is counted once only ("12 sites"), with the noun that the number is
said of ("900 per tenant") or as the only count near a bare "each", multiplies; anything else leaves no total.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kb.amounts import Amount
from kb.chinese_numerals import is_chinese
from kb.numerals import read_number
from kb.periods import PERIOD_AFTER, period_named, period_of
from kb.quantity import read_amounts


class Carriers(NamedTuple):
    """So many things, named by ``noun``, of which a number is said one by one; they stand at ``[start, end)``.

    ``period`` is set where so many come in it: "three shifts a day".
    """

    number: float
    noun: str
    start: int
    end: int
    period: str | None = None


_TIME = (
    r"(?:other|day|week|month|year|hour|minute|second|night|quarter|morning|evening|afternoon|time|tag|woche"
    r"|monat|nacht|stunde|día|semana|mes|año|hora|jour|semaine|mois|heure|nuit)\b"
)
_EACH = r"(?:each|every(?:\ssingle)?|jede[rsmn]?|je|cada|chaque|per|pro|por|par)"
_OF_THEM = (
    r"(?:\s(?:single one|one))?\s(?:of|von|der|de|des)\s"
    r"(?:(?:the|our|my|their|these|those|all|unsere[rn]?|den|las|los|nos|nuestr[oa]s|mis)\s)?"
    r"(?:(?:some|about|roughly|around|nearly|almost|etwa|unos|environ)\s)?"
)
_TO_ONE = re.compile(
    r"\beach(?:\sone)?(?=\s?(?:$|[.,;:)!?]|(?:per|a|an|daily|on|at|in|through|via|over|from|and|every)\b))"
    r"|\b(?:apiece|a head|a piece|per head|per capita|pro kopf|pro stück|jeweils|cada un[oa]|chacune?)\b|每人|每个人",
    re.IGNORECASE,
)
"""The number is said of each of what was counted before it."""
_TO_THE = re.compile(
    rf"(?<![\w-]){_EACH}\s(?!(?:per|of|one|an?|pro|and|from|by|to|the|der|des|de|month|ein\w*|un\w?)\b|{_TIME})"
    r"(?P<noun>[^\W\d_]{3,20})|/\s?(?P<slashed>[^\W\d_]{3,20})|\b(?:in|from|at|on)\san?\s(?P<place>site"
    r"|branch|store|shop)\b|\ban?\s(?P<shift>shift|batch|session|round)\b"
    r"|每[个家台名位间条辆](?P<chinese>[\u4e00-\u9fff]{1,4})",
    re.IGNORECASE,
)
"""The number is said of one of what the noun names."""
_OF_ALL = re.compile(
    rf"(?:\b(?:each|every one|everyone)|\bjede[rsmn]?|\bcada un[oa]|\bchacune?){_OF_THEM}(?=[^\W_])", re.IGNORECASE
)
"""The number is said of each of those that are counted right behind: "each of our 60 clerks"."""
_EVERY_ONE_BEFORE = re.compile(
    rf"(?:\b(?:each|jede[rs]?)\b(?!\s{_TIME})|\b(?:every one|everyone|per user|per head|cada un[oa]"
    rf"|chacune?)\b)[^.,;]{{0,72}}$|每人",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"(?:^|[.;:(]\s?|\b(?:and|but|where)\s)an?\s(?!(?:server|node|gpu|machine|box|card|instance|worker|replica|pod)\b)"
    r"(?P<noun>[^\W\d_]{3,20})\s(?=[^\W\d_]{3,14}\s)",
    re.IGNORECASE,
)
"""What a sentence begins with that says of one what all do: "a practice makes 60 calls a day"; not of a server."""
_TIMES = re.compile(
    r"\s?(?:[^\W\d_]{2,20}\s?){0,3}(?:x|×|\*|mal|times)\s?(?:about |some |roughly |etwa )?", re.IGNORECASE
)
_STOP = re.compile(r"[.;!?](?:\s|$)|\n|[。；！？]")
_ITEM = re.compile(
    r"\b(?:tokens?|words?|char(?:acter)?s?|fields?|columns?|votes?|labels?|annotat\w+|reviewers?|raters?|people"
    r"|engineers?"
    r"|persons?|staff|devs?|points?|stars?|eyes|gpus?|cards?|servers?|nodes?|cores?|attempts?|retries|cents?|euros?"
    r"|wörter|felder|spalten|personen|leute|palabras|campos|personas|mots|champs|personnes|bedrooms?|beds?)\b",
    re.IGNORECASE,
)
"""What one thing has rather than what all of them make: fields, words, raters, cards."""
_AT = re.compile(
    r"\b(?:from|for|by|to|in|at|on|across|with|of|von|für|bei|de|por|para|en|par|pour|dans|chez)\s$", re.IGNORECASE
)
"""What leads from a count to those of whom it is said: "300 calls from each of"; "two clerks sign each of" is none."""
_FURTHER_CLAUSE = re.compile(r",|\s(?:and|which|that|but|so|while|und|y|et)\s", re.IGNORECASE)
"""Where "each" is said of something else: "27,400 files a day and gives a score to each"."""
_SHIFT = re.compile(r"shift|schicht|turno|équipe|班", re.IGNORECASE)
_NOT_ITS = re.compile(r"\b(?:each|every|apiece|per|for|in|from|at|an?|to|on|pro|por|par|je|of)\b", re.IGNORECASE)
AFTER, BEFORE = 48, 96
"""Characters of the same sentence behind and before a number in which it is said to be of each one."""


def total(text: str, amount: Amount) -> tuple[Amount, Carriers] | Amount | None:
    """Return a number said of each one as the total with what it is of, the number itself where it is said of all, and
    None where what it is said of is not counted once."""
    if amount.dimension not in {"count", "rate"}:
        return amount
    number = read_number(text, amount.start)
    end = number.end if number else amount.end
    if times := _multiplier(text, amount):
        return _product(text, amount, times)
    after, before = _behind(text, end), _ahead(text, amount.start)
    if _counted_for_all(text, amount):
        return amount  # the 60 of "each of our 60 clerks", which multiply
    if whole := next(_of_all(text, amount, end, before), None):
        return _product(text, amount, whole)
    clause = re.split("[,;:，]", before)[-1]
    for to_the in (*_TO_THE.finditer(after), *_TO_THE.finditer(clause)):
        noun = next(word for word in to_the.groups() if word)
        of = _only(text, amount, alike, noun)
        if of and period_named(noun) is None:
            return _product(text, amount, of)
    for one in _OF_ONE.finditer(clause):
        of = _only(text, amount, _plural_of, one["noun"])
        if of and amount.dimension == "rate":
            return _product(text, amount, of)
    own = noun_behind(text, end)
    if own and any(alike(own, to_the["noun"]) for to_the in _TO_THE.finditer(before) if to_the["noun"]):
        return amount  # the users of "300 per user and 20,000 users", which multiply
    if _EVERY_ONE_BEFORE.search(before) or _TO_ONE.search(_FURTHER_CLAUSE.split(after)[0]):
        found = _counted_beside(text, amount)
        return _product(text, amount, found) if found else None
    return amount


def _only(text: str, amount: Amount, names: Callable[[str, str], bool], noun: str) -> Carriers | None:
    """Return the only other count of a text whose words ``names`` says to name a noun, or None."""
    every = [c for c in (*carriers(text), *recurring(text)) if names(c.noun, noun) and c.start != amount.start]
    found = [c for c in every if not (c.period and amount.period)]
    return found[0] if len(found) == 1 else None


def _product(text: str, amount: Amount, by: Carriers) -> tuple[Amount, Carriers] | Amount | None:
    """Return a number so many times over, or None for what one thing has and all of them do not make."""
    number = read_number(text, amount.start)
    if not amount.high * by.number:  # "and the minister wants zero humans" wipes out no volume
        return amount
    if _ITEM.search(noun_behind(text, number.end if number else amount.end)):
        return None
    after = _behind(text, number.end if number else amount.end)
    named = PERIOD_AFTER.search(after)
    shift = _SHIFT.search(by.noun) or _SHIFT.search(after)
    period = amount.period or by.period or (period_of(named) if named else "day" if shift else None)
    start, end = min(amount.start, by.start), max(amount.end, by.end)
    changed = {
        "low": amount.low * by.number, "high": amount.high * by.number, "start": start, "end": end,
        "text": text[start:end], "period": period, "dimension": "rate" if period else amount.dimension,
    }  # fmt: skip
    return amount.model_copy(update=changed), by


def _counted_for_all(text: str, amount: Amount) -> bool:
    ahead = max(0, amount.start - BEFORE)
    return any(ahead + m.end() == amount.start for m in _OF_ALL.finditer(text[ahead : amount.start + 1]))


def _behind(text: str, end: int) -> str:
    """Return the words behind a number up to the end of its sentence or the next number."""
    after = _STOP.split(text[end : end + AFTER], maxsplit=1)[0]
    if len(after) == AFTER:
        after = after.rpartition(" ")[0] + " …"  # more follows, so that the last word here does not end a clause
    return re.split(r"[0-9]", after, maxsplit=1)[0]


def _ahead(text: str, start: int) -> str:
    """Return the words before a number from the start of its sentence or the number before."""
    return _STOP.split(text[max(0, start - BEFORE) : start])[-1]


def _multiplier(text: str, amount: Amount) -> Carriers | None:
    """Return what stands before a sign of multiplication: "14 sites x 300 calls a day"."""
    before = _ahead(text, amount.start)
    start = amount.start - len(before)
    for counted in reversed(carriers(text)):
        things = amount.dimension == "rate" or len(counted.noun) > 1  # 1024 x 768 is a size
        if start <= counted.start < amount.start and things and _TIMES.fullmatch(text, counted.end, amount.start):
            return counted
    return None


def _of_all(text: str, amount: Amount, end: int, before: str) -> Iterator[Carriers]:
    """Yield those counted right behind "each of", in front of a number or behind it."""
    ahead = amount.start - len(before)
    places = [m.end() + ahead for m in _OF_ALL.finditer(before)]
    behind = _STOP.split(text[end : end + AFTER], maxsplit=1)[0]
    at_them = (m for m in _OF_ALL.finditer(behind) if amount.period or _AT.search(behind[: m.start()]))
    places += [m.end() + end for m in at_them]
    for at in places:
        number = read_number(text, at)
        if number and number.low == number.high >= 2 and number.start != amount.start:
            yield Carriers(number.low, noun_behind(text, number.end), number.start, number.end)


def _counted_beside(text: str, amount: Amount) -> Carriers | None:
    """Return the only count that stands before a number in its sentence, else the only one right behind it."""
    start = amount.start - len(_ahead(text, amount.start))
    found = [c for c in carriers(text) if start <= c.start and c.end <= amount.start]
    if not found:
        stop = _STOP.search(text, amount.end, amount.end + AFTER)
        end = stop.start() if stop else amount.end + AFTER
        found = [c for c in carriers(text) if amount.end <= c.start and c.end <= end]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)
def carriers(text: str) -> tuple[Carriers, ...]:
    """Return what is counted in a text, whole numbers from two up with a noun."""
    counted = ((amount, end) for amount, end in _whole(text, "count") if amount.low >= 2)
    return tuple(Carriers(amount.low, noun_behind(text, end), amount.start, end) for amount, end in counted)


@lru_cache(maxsize=64)
def recurring(text: str) -> tuple[Carriers, ...]:
    """Return what comes so many times in a period, with its noun: the shifts of "three shifts a day"."""
    rates = ((amount, noun_behind(text, end)) for amount, end in _whole(text, "rate") if amount.low >= 1)
    return tuple(Carriers(a.low, noun, a.start, a.end, a.period) for a, noun in rates if noun)


def _whole(text: str, dimension: str) -> Iterator[tuple[Amount, int]]:
    """Yield the whole numbers of a dimension, each with where its figure ends."""
    for amount in read_amounts(text):
        number = read_number(text, amount.start)
        if amount.dimension == dimension and amount.low == amount.high and amount.low % 1 == 0 and number:
            yield amount, number.end


_PHRASE = re.compile(r"[\s-]?([^\W\d_]{2,20}(?:[\s-][^\W\d_]{2,20}){0,2})")


def noun_behind(text: str, end: int) -> str:
    """Return the words behind a number, the last of which may be its noun."""
    phrase = _PHRASE.match(text, end)
    return _NOT_ITS.split(phrase.group(1), maxsplit=1)[0].strip() if phrase else ""


def alike(phrase: str, noun: str) -> bool:
    """Say whether one of the words behind a count is the plural of a noun."""
    if is_chinese(noun[0]):
        return noun.split("的")[0][:2] in phrase
    return any(_singular(word) & _singular(noun) for word in re.split(r"[\s-]", phrase.lower()))


def _plural_of(phrase: str, noun: str) -> bool:
    """Say whether the last word behind a count is the plural of a noun, and not the noun itself."""
    last = re.split(r"[\s-]", phrase.lower())[-1]
    return last != "" and last != noun.lower() and alike(last, noun)


def _singular(word: str) -> set[str]:
    """Return what a word may be in the singular."""
    word = word.lower()
    stems = {word}
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("en", ""),
        ("n", ""),
        ("e", ""),
        ("x", ""),
        ("ves", "f"),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stems.add(word.removesuffix(ending) + instead)
    return stems


def totals(text: str, amounts: Sequence[Amount]) -> tuple[tuple[Amount, Amount], ...]:
    """Return each number of a text, or the total that it makes, beside the number as it stands there.

    What is said of each one and makes no total is left out, and so is what was counted to multiply another number.
    """
    found = [total(text, amount) for amount in amounts]
    counted = {whole[1].start for whole in found if isinstance(whole, tuple)}
    wholes = (
        (whole[0] if isinstance(whole, tuple) else whole, said) for whole, said in zip(found, amounts, strict=True)
    )
    return tuple((whole, said) for whole, said in wholes if whole is not None and said.start not in counted)
