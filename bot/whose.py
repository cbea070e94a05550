"""Whose a figure or a fact is, by the words of its sentence: the user's own, or others', which replaces nothing. Pure.

Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re

from kb.amounts import Amount

_SOMEBODY = (
    r"(?:mate|friend|cousin|brother|sister|uncle|aunt|nephew|niece|dad|father|mum|mother|flatmate|roommate|buddy|pal"
    r"|neighbou?r|ex)(?:[- ]in[- ]law)?"
)
_THEIRS = re.compile(
    r"\b(?:theirs|rivals?|competitors?|the competition|elsewhere|(?:that|it)['’]?s (?:just )?them|next door"
    r"|(?:mate|friend|cousin|brother|sister|neighbou?r|ex)['’]s [^\W\d_]+"
    r"|(?:sister|neighbou?ring|partner) (?:lab|team|company|firm|group|hospital|bank|shop|city|office|plant|town|site"
    r"|clinic|school|unit)\w*|(?:down|up|across|over) the (?:road|street|river|valley|hall)"
    r"|konkurren\w+|wettbewerb\w*|competencia|competidor\w*|concurren\w+)\b|竞争|同行",
    re.IGNORECASE,
)
"""Who has facts of their own: what is said of them is not said of the user's system."""
_OTHERS = re.compile(
    rf"{_THEIRS.pattern}|\b(?:(?:vendor|supplier)s?(?!['’]?s? (?:says?|said|tells?|told|bill\w*|invoice\w*|counts?"
    r"|counted|logs?|reports?|dashboards?|portal|meter\w*|numbers?|figures?)\b)"
    r"|(?:another|other|some) (?:lab|team|company|firm|group|hospital|bank|shop|city|office|plant|town|site|clinic)\w*"
    r"|an? [^\W\d_]+ (?:lab|team|company|firm|group|university|startup)"
    rf"|(?:my|our|his|her) {_SOMEBODY}['’]?s['’]? [^\W\d_]+"
    rf"|(?:my|our|an?|his|her|their) (?:old |good |best )?{_SOMEBODY} (?:(?:of (?:mine|ours|his|hers|theirs)|at|in|from"
    r"|over at|with|who|does?|did|has|had|handles?|gets?|makes?|runs?|ran|serves?|sends?|needs?|works?|use[sd]?)\b)"
    rf"|{_SOMEBODY}s (?:of (?:mine|ours)|(?:over )?at (?!our\b|work\b|home\b))"
    r"|(?:guys|folks|lads) (?:over )?at (?!our\b|work\b|home\b|the\b)"
    r"|my (?:old|former|previous|last|ex-?) ?(?:employer|company|firm|job|team|place|shop)"
    r"|(?:on|with|in|at|by|through) their own (?:cluster|box|boxes|gpus?|servers?|hardware|machines?|racks?|kit|cards"
    r"|models?|cloud|place)"
    r"|belong(?:s|ed|ing)? to (?!us\b|our\b|my\b|me\b)"
    r"|(?:that|it|they|those)(?:['’]?s|['’]?re| is| are) (?:separate|not (?:us|ours)\b|another (?:story|system))"
    r"|(?:mein|unser)e? (?:schwager|schwägerin|vetter|cousin|cousine|freund|freundin|kumpel|bruder|schwester|nachbar)"
    r"|(?:mi|nuestro) (?:cuñad[oa]|prim[oa]|amig[oa]|herman[oa]|vecin[oa]|compadre)"
    r"|(?:mon|ma|notre) (?:beau-frère|belle-sœur|cousine?|amie?|pote|frère|sœur|voisine?))\b"
    r"|我(?:的)?(?:朋友|表哥|同学)",
    re.IGNORECASE,
)
"""Who may have figures of their own as well."""
_RECEIVES = re.compile(
    r"\b(?:to|via|through) (?:(?:an?|the|our|one|some|another|that|this|outside|external|cloud|single) ){0,3}"
    r"(?:vendor|supplier)s?\b",
    re.IGNORECASE,
)
"""Who is only sent what is the user's own: "150k prompts go to a vendor daily"."""
_TOGETHER = re.compile(
    r"\b(?:together|combined|merged|joined|joint(?:ly)?|both of us|between us|zusammen|juntos|ensemble)\b",
    re.IGNORECASE,
)
"""What makes one of the user's system and another's."""
_OURS = re.compile(
    r"\W*(?:(?:but|and|so|while|whereas|aber|pero|mais)\s)?(?:we|we['’](?:re|ve)|ours|here|us|with us|wir|bei uns"
    r"|unsere?|nosotros|aquí|nous|chez nous|on)\b",
    re.IGNORECASE,
)
"""How the sentence begins that tells one's own figure after another's: "they do 9,000 a day, we're more like 150"."""
STOP, _SENTENCE = re.compile(r"[.;!?](?:\s|$)|\n"), 100
"""Ends of sentences, and characters on either side of what is said in which its sentence says whose it is."""
_JOINT = re.compile(r"[,.;:!?\n–—-]\s*|\s(?=(?:but|and|while|whereas|aber|pero|mais)\s)", re.IGNORECASE)


def ahead(text: str, start: int) -> str:
    """Return the words of a sentence before what begins at ``start``."""
    return STOP.split(text[max(0, start - _SENTENCE) : start])[-1]


def of_others(text: str, start: int, end: int, *, plainly: bool = False) -> bool:
    """Say whether what is said at ``[start, end)`` is told of others: a rival, a lab that has so many of theirs.

    ``plainly`` counts only words that leave no doubt. A clause that begins with "we" tells of the user's own.
    """
    before, behind = ahead(text, start), STOP.split(text[end : end + _SENTENCE])[0]
    if _OURS.match(_JOINT.split(before)[-1] + text[start:end]):
        return False
    said = _RECEIVES.sub(" ", f"{before} {text[start:end]} {behind}")
    return bool((_THEIRS if plainly else _OTHERS).search(said)) and not _TOGETHER.search(said)


def ours_beside(text: str, theirs: Amount, ours: Amount) -> bool:
    """Say whether one's own number is told right behind another's: "the other site does 9,000 a day, we're at 150"."""
    between = _JOINT.split(text[theirs.end : ours.start])
    return len(between) > 1 and bool(_OURS.match(between[-1])) and of_others(text, theirs.start, theirs.end)
