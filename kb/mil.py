"""What "mil" and "bin" mean beside a number: a million in an English text ("6 mil requests"), a thousand in a Spanish
one; a thousand in a Turkish text, elsewhere no number."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"\b(?:the|per|of|and|we|our|with|for|is|are|in|on|to|about|around|nearly|roughly|over|than|last|every|daily|have|gets?"
    r"|got|did|day|week|month|year|hour|req(?:uest)?s?|calls?|users?|hits|views|labels?|labell?ed|images?|pics|examples?|rows"
    r"|records|tickets|queries|docs|documents|pages|tokens|samples|messages)\b",
    re.IGNORECASE,
)
_SPANISH = re.compile(
    r"\b(?:el|la|los|las|de|del|al|por|que|con|para|una?|unos|unas|y|en|es|son|hay|cada|mes|semana|horas?|casi|tenemos|más"
    r"|diari[oa]s|nuestr[oa]s?|\w{3,}(?:ciones|amos|emos|imos))\b|[ñáíóú¿¡]",
    re.IGNORECASE,
)
_TURKISH = re.compile(r"[ışğİ]|\b(?i:bir|iki|üç|dört|yüz|için|günde|günlük|haftada|ayda|yılda|saatte|adet|kadar)\b")
"""Letters and small words of none of the other languages that numbers are read in."""
_NEAR = 48
"""Characters around "mil" that say whether it is English for a million or Spanish for a thousand."""


def scale_meant(text: str, name: str, start: int, end: int) -> str:
    """Return the scale that a word at ``[start, end)`` is, "million" for the "mil" of an English text; "" for none."""
    if name == "bin":
        return name if _TURKISH.search(text) else ""
    if name != "mil":
        return name
    around = f"{text[max(0, start - _NEAR) : start]} {text[end : end + _NEAR]}"
    return "million" if len(_ENGLISH.findall(around)) > len(_SPANISH.findall(around)) else name
