"""The decisions a conversation has asked so far, and which of them a message goes back to or stays with. Pure.

"Back to hosting then", "as to the first thing", "to the whales again" name a decision by its place in the order of
asking, or by words of the messages that asked it. Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clauses import sentences_said
from bot.lexicon import has_question_mark, terms


@dataclass(frozen=True)
class Subject:
    """One decision that was asked: its trade-off, the words of the messages about it, and which messages they are."""

    topic: str
    text: str
    turns: tuple[int, ...] = ()
    named: str = ""
    """What the decision itself is called; counts where no message used the word."""


_NOUN = r"(?:thing|question|matter|topic|decision|point|issue|problem|choice|subject|part|dilemma)s?"
_ONE = rf"(?:{_NOUN}|ones?)"
_FIRST = r"(?:(?:very )?first|1st|original|initial)"
_BEFORE = r"(?:earlier|previous|former|other|preceding)"
_ORDINAL = rf"(?P<first>{_FIRST})|(?P<second>second|2nd)|(?P<third>third|3rd)|(?P<before>{_BEFORE})"
_LEAD = (
    r"(?:(?:ok(?:ay)?|right|so|and|now|well|anyway|but|fine|then|alright|good|oh|ah|thanks|thx|cool|great|wait|sorry|hm+|actually)\b"
    r"[,.!:…]*\s+){0,3}"
)
_GO = r"(?:go|get|come|turn|switch|jump|look|circle|move)"
_RETURN = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:(?:let'?s|let me|can we|could we|may we|i'?d like to|i want to|i have to|we should|to)\s+(?:just\s+)?)?"
    rf"(?:(?:{_GO}|going|getting|coming|turning|switching|jumping|looking|circling|moving)\s+)?back (?:to|on)"
    r"|(?:(?:let'?s|let me|can we|could we|i'?d like to|to)\s+)?return(?:ing)? to"
    r"|(?:once|one) more (?:about|on|to)|again (?:about|on|to)|revisiting"
    r"|zurück zu[mr]?|(?:noch ?mal|noch einmal|wieder) zu[mr]?"
    r"|(?:volviendo|volvamos|volver|vuelvo|regresando|regresemos|de vuelta)\s+al?"
    r"|(?:pour revenir|revenons|en revenant|on revient|retour)\s+(?:à|aux?)"
    r")\s+(?P<object>[^,.:;!?–—…\n]+)|(?:那)?(?:再)?(?:回到|说回|再说说?)(?P<zh>[^，。：；！？\n]+)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"{_LEAD}(?:to|on|about|with|regarding|zu[mr]?|a|à|sobre|sur)\s+(?P<object>(?:[\w'-]+\s+){{1,5}}?)"
    r"(?:again|once more|nochmals?|noch ?mal|zurück|otra vez|de nuevo|encore)\s*(?:[.,:;!?–—]|$)",
    re.IGNORECASE,
)
_TOPIC_AGAIN = re.compile(
    rf"{_LEAD}(?P<object>(?:[\w'-]+\s+){{1,4}})(?:again|once more|nochmals?|noch ?mal|otra vez|encore)\s*[:–—]", re.I
)
_OF_ORDER = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:as (?:to|for)|about|regarding|concerning|(?:what|how) about|re|now for)[:\s]\s*"
    rf"(?:the|my|our|that)\s+(?:{_ORDINAL})\s+{_ONE}\b"
    r")",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"{_LEAD}(?:(?:for|on|with|to)\s+)?(?:the|my|our|that)\s+(?:{_ORDINAL})\s+{_NOUN}(?:\s+again)?\s*(?:[:?,–—]|$)",
    re.IGNORECASE,
)
_IN_OBJECT = re.compile(rf"^(?:the|my|our|that|your)\s+(?:{_ORDINAL})\b", re.IGNORECASE)
_FOREIGN_ORDER = re.compile(
    r"(?:\b(?:ersten|erste|ursprünglichen?)\s+(?:frage|sache|thema|punkt|entscheidung)"
    r"|\b(?:la|lo|el|al)\s+(?:primer[ao]?|original)\s*(?:pregunta|cosa|asunto|tema|cuestión|decisión|punto)"
    r"|\b(?:la|le|au)\s+premi(?:ère|er)\s+(?:question|chose|sujet|point|décision|choix)|(?:第一|最初|一开始)个?的?问题)"
    r"(?P<first>)"
    r"|\b(?:zweiten?\s+(?:frage|sache|punkt)|segund[ao]\s+(?:pregunta|cosa|tema)|(?:deuxième|seconde?)\s+"
    r"(?:question|chose|point))|第二个?问题(?P<second>)"
    r"|(?:\b(?:vorigen?|vorherigen?|früheren?|anderen?)\s+(?:frage|sache|thema|punkt|entscheidung)"
    r"|\b(?:pregunta|cosa|tema|cuestión|decisión)\s+(?:anterior|de antes)|\botr[ao]\s+(?:pregunta|cosa|tema|asunto)"
    r"|\b(?:question|chose|sujet|décision)\s+(?:précédente?|d'avant)|\bl'autre\s+(?:question|chose|sujet|point)"
    r"|(?:前|上)一?个问题|之前的问题|刚才的问题|另一?个问题)(?P<before>)",
    re.IGNORECASE,
)
_FOREIGN_LEAD = re.compile(
    r"(?:(?:und|also|gut|y|bueno|et|bon|alors|那|好)[,，]?\s*)?(?:was (?:die|den|das)|zu[mr]?|zurück|noch ?mal|bei"
    r"|bezüglich|sobre|en cuanto a|respecto a|volv|regres|quant (?:à|au)|pour|sur|concernant|revenons|en revenant"
    r"|关于|至于|回到|说回)",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"^(?:(?:so|and|then|now|ok|okay|but|still|is it|und|y|et)\b[, ]*)*(?:[¿]\s*)?"
    r"(?:(?:the |that )?same (?:question|answer|view|advice|verdict|conclusion|recommendation)s?"
    r"(?:\s+(?:to you|again|as (?:before|earlier|last time|(?:(?:the|at) )?first(?: time)?|at the start)|then|still"
    r"|now|please|here))*"
    r"|(?:does|would|will|do) (?:that|this|it|these|those|any of (?:that|this|it))"
    r" (?:change|alter|affect|shift)\b(?:(?:\s+[\w']+){0,5}"
    r"|(?:\s+(?:anything|something|much|your \w+|the \w+))?\s+(?:that|if|when|since|because|given)\b.*)"
    r"|(?:does|do|would|will|is|are|should)? ?(?:your|the|that) (?:answer|advice|recommendation|verdict|view|opinion"
    r"|suggestion|conclusion|call)(?: still)? (?:stands?|holds?|change[sd]?|the same|different|valid|good)"
    r"(?:\s+(?:then|still|now|up|here|as well|in that case))*"
    r"|(?:would|do|are|will) you still (?:say|think|recommend|advise|stand by|sure|suggest|go (?:for|with))"
    r"(?:\s+(?:so|that|it|the same|this|now|sure|your answer))*"
    r"|do you stand by (?:that|it|this|your \w+)|(?:does|will) (?:it|that) still (?:hold|stand|apply)"
    r"|(?:what|and) now|still (?:the same|so|true|valid|right|your (?:answer|advice|view))"
    r"|ändert (?:das|sich) (?:etwas|was|daran etwas)|bleibt(?:'s| es)? dabei|¿?(?:eso )?cambia (?:algo|en algo)"
    r"|¿?sigue (?:igual|siendo lo mismo)|(?:ça|cela) change (?:quelque chose|la donne)|toujours le même avis"
    r"|那还(?:一样|成立)吗?|(?:这|那)会?改变(?:结论|答案)吗?"
    r"|(?:die )?(?:gleiche|selbe) (?:frage|antwort)|(?:la )?misma (?:pregunta|respuesta)"
    r"|(?:la )?même (?:question|réponse|avis)|同样的?问题|还是(?:一样|同样)?的?(?:问题|答案)?)\s*[.?!？。…]*$",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\W*(?:(?:oh|ah|argh|ugh|hm+|er|um|no|nein|non)\b[,.!… ]*)*"
    r"(?:you (?:\w{4,8}ly )?(?:calculated|reckoned|counted|misread|misheard|misunderstood|took (?:it|that|the|my)"
    r"|put down|wrote)|(?:up )?(?:there|above),? you"
    r"|wait|sorry|correction|hold on|hang on|oops|my bad"
    r"|my mistake|typo|pardon|apologies|scratch that|make that|i meant|i mean|i misread|i had the wrong|moment"
    r"|korrektur|entschuldigung"
    r"|verzeihung|perdón|perdona|corrección|pardonnez|rectification|更正|不对|抱歉)(?!\w)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    rf"{_LEAD}(?:(?:an|some|quite an?)\s*)?(?:(?:completely|entirely|totally)\s+)?"
    rf"(?:another|other|different|separate|unrelated|new|next|second|last|one more)\s+{_NOUN}\b(?!\s+(?:is|was)\b)"
    rf"|{_LEAD}(?:now\s+)?(?:for\s+)?(?:something|smth|sth)\s+(?:else|different|new)\b"
    r"|(?:separately|on another note|changing the subject|apart from that|while (?:i'm|we're|you're) (?:at it|here))\b"
    r"|(?:(?:eine )?(?:andere|weitere|neue) (?:frage|sache)|otra (?:cosa|pregunta)|autre (?:chose|question)"
    r"|另一件事|另外)",
    re.IGNORECASE,
)


def same_question(turn: str) -> bool:
    """Say whether a message asks nothing but the question asked before, in a situation that has changed."""
    said = _sentences(turn)
    rest = [sentence for sentence in said if not _SAME.match(sentence)]
    return len(rest) < len(said) and not any(map(has_question_mark, rest))


def corrects(turn: str) -> bool:
    """Say whether a message begins by putting a figure right: "wait, I misread it: 1,100 an hour"."""
    return bool(_CORRECTS.match(turn) and re.search(r"\d", turn)) and not announced(turn)


def announced(turn: str) -> bool:
    """Say whether a message announces another matter: "other thing: they'd like it to be ours from zero"."""
    return any(_ANNOUNCES.match(sentence) for sentence in _sentences(turn))


def gone_back(turn: str, asked: Sequence[Subject], current: int) -> int | None:
    """Return which of the decisions asked a message goes back to, or None where it names none.

    The one under discussion is returned where the message names that: "back to hosting" amid hosting.
    """
    for text in _sentences(turn):
        if (place := _by_order(text, asked, current)) is not None:
            return place
        found = _RETURN.match(text) or _AGAIN.match(text) or _TOPIC_AGAIN.match(text)
        if found and (place := _by_words(_object(found), asked, current)) is not None:
            return place
    return None


def _sentences(turn: str) -> list[str]:
    return [turn[s.start : s.end].strip() for s in sentences_said(turn)]


def _object(found: re.Match[str]) -> str:
    return next((group for group in found.groupdict().values() if group), "")


def _by_order(text: str, asked: Sequence[Subject], current: int) -> int | None:
    """Return the decision that a sentence names by its place: the first, the second, the one before."""
    found = _OF_ORDER.match(text) or _HEADING.match(text)
    if not found and (back := _RETURN.match(text) or _AGAIN.match(text)):
        found = _IN_OBJECT.match(_object(back).strip())
    if not found and _FOREIGN_LEAD.match(text):
        found = _FOREIGN_ORDER.search(text)
    if not found or len(asked) < 2:
        return None
    which = found.lastgroup
    if which == "before":
        return current - 1 if current else 1
    place = ("first", "second", "third").index(str(which))
    return place if place < len(asked) else None


def _by_words(words: str, asked: Sequence[Subject], current: int) -> int | None:
    """Return the decision whose messages used most of these words; among equals the one that was asked last before
    this one."""
    wanted = set(terms(words))
    for said in ([terms(s.text) for s in asked], [terms(s.named) for s in asked]):
        shared = [len(wanted.intersection(held)) for held in said]
        if most := max(shared, default=0):
            places = [place for place, count in enumerate(shared) if count == most]
            return places[0] if len(places) == 1 else next((p for p in reversed(places) if p != current), current)
    return None
