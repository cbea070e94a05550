"""The words that take back what was said, say that it is gone, or restore what it replaced. Pure.

"Forget that" withdraws a statement; "the judges bin it" does not, for others do that; nor does "don't forget that".
Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["withdrawn", "gone", "restored"]

_ALL_OF_IT = re.compile(
    r"\b(?:forget|scratch|ignore|disregard|strike|bin|undo|withdraw) (?:all )?(?:of )?"
    r"(?:that|it|this|those|these|them|everything|the above|what i (?:just )?said)\b(?! (?:about|on|the))"
    r"|vergiss das|olvida eso|oublie[zs]? ça",
    re.IGNORECASE,
)
_RETRACTED = re.compile(
    r"\b(?:forget|ignore|scratch|scrap|strike|disregard|drop|bin|undo|withdraw|i was wrong about|never mind"
    r"|take (?:that |it |this |those )?back|(?:don['’]?t|do not|not to|never) count|no need for"
    r"|(?:take|leave) (?:[\w,.]+ ){1,4}out|vergiss|vergessen sie|streich\w*|olvida|olvide|oubliez|oublie)\b"
    r"|忘掉|收回|别管",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(
    r"(?:\b(?:they|he|she|it|who|which|that|people|everybody|everyone|nobody|somebody|someone|from|an?|the|not|never)"
    r"|n['’]t|\b(?:the|our|their|my|his|her|its|your|some|most|many|all|these|those|any|no|other)\s[\w'’-]{2,20})\s"
    r"(?:(?:\w{2,10}ly|just|always|often|would|will|can|could|may|might|must|then|also)\s){0,2}$",
    re.IGNORECASE,
)
"""What stands before such a verb where it is not the user who takes something back, or nothing is: "from scratch"."""
_MISTAKEN = re.compile(
    r"\b(?:that|those|it|they|these|this)(?: figures?| numbers?| data)? (?:was|were|is|are)(?: all)?"
    r"(?: (?:from|for|of|about))? "
    r"(?:(?:an|the )?other (?:team|group|project|product|site|department|customer|client|system|year|model)"
    r"|a different \w+|the wrong (?!way)\w+|somebody else|someone else|made up|a mistake|a mix-?up|not ours)"
    r"|\bi (?:mixed (?:that|those|them) up|made that up|misread (?:that|it|those))"
    r"|\b(?:das|die) (?:war|waren) (?:von |für )?(?:eine[rms]? )?ander\w+ (?:team|projekt|abteilung)"
    r"|\b(?:eso|esos) eran? de otro \w+|\bc'était (?:une autre|un autre) \w+|那是(?:另一个|别的)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:let go of|dropped(?! (?:to|by|from|in|below|under))|gave up|given up|withdrawn"
    r"|withdrew|cancell?ed|called off|shelved|scrapped|binned|axed|killed(?! (?:by|in))"
    r"|lifted|waived|abandoned|revoked|rescinded|fell through|fallen through|came to nothing|(?:was|were|been|got) sold"
    r"|off the table|taken away|(?:is|are|'s|'re) off(?: again)?(?=[.,;!]|$)"
    r"|(?:is|are|'s|'re|all) gone(?! (?:through|over|by|up))"
    r"|thrown \w+ out"
    r"|thrown (?:all )?(?:of )?(?:that|those|them|these) out|threw (?:that|those|them|it|these) out"
    r"|(?:does not|doesn't|do not|don't) apply (?:any ?more|now)"
    r"|no longer (?:true|applies|needed|required|the case|holds)"
    r"|fallen gelassen|gestrichen|abgesagt|zurückgezogen|weggefallen|fällt weg|vom tisch|verkauft"
    r"|cancelad\w+|retirad\w+|descartad\w+|anulad\w+|ya no (?:aplica|vale|hace falta)"
    r"|aufgehoben|levantad\w+|levée?s?|annulée?s?|abandonnée?s?|retirée?s?|à l'eau|ne tient plus"
    r")(?!\w)|取消了|作废|不再(?:适用|需要)|没了",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"(?:\b(?:can|could|may|might|must|should|would|will|shall|cannot|if|once|unless|not|never|nothing|nobody|no|when|whenever"
    r"|sees?|notices?|spots?|tells?|feels?|thinks?|knows?|says?|kann|darf|nicht|nie|puede|no|nunca|peut|pas|jamais)|n't)(?:\s+\w+){0,3}\s*$|(?:不能|如果)[^，。]{0,4}$",
    re.IGNORECASE,
)
"""What before such words says that it has not happened: "once lodged it can't be withdrawn", "if it is cancelled"."""
_CONDITION = re.compile(
    r"\W*(?:(?:and|but|so)\W+)?(?:if|unless|whenever|when|should it|wenn|falls|si|cuando|quand)\b|如果", re.I
)
"""How a clause begins in which what is gone is only a case: "if it takes longer, the line gets dropped"."""
_RESTORED = re.compile(
    r"\bback (?:to |at |with )?(?:where|what) (?:we|it|i|things) (?:were|was|had|started|said|told|began)"
    r"|\b(?:we|i)(?:['’]ve| have)? (?:again )?(?:have |got |keep )?what (?:we|i) had (?:before"
    r"|at (?:the )?(?:start|first)|originally|in the beginning)"
    r"|\bback to (?:the|my|our|its) (?:original|first|old|earlier|previous|initial) "
    r"(?:plan|figure|number|brief|scope|value|rate|share|setup|state|deal)"
    r"|\b(?:it|that|this|everything|all)(?:'s| is| are) (?:all )?as (?:it was )?before\b"
    r"|wieder (?:wie (?:zuvor|vorher|am anfang)|beim alten)|(?:todo|estamos) como antes|(?:tout est|c'est) comme avant"
    r"|一切照旧|和原来一样|恢复原样",
    re.IGNORECASE,
)


def taking(text: str) -> Kind | None:
    """Return whether words withdraw a statement, say that something is gone, or restore what stood before."""
    if text.rstrip().endswith("?"):
        return None
    if _RESTORED.search(text):
        return "restored"
    if retraction(text) or mistaken(text):
        return "withdrawn"
    gone = _GONE.search(text)
    return "gone" if gone and not (_UNREAL.search(text[: gone.start()]) or _CONDITION.match(text)) else None


def retraction(text: str) -> re.Match[str] | None:
    """Return the words by which the user takes a statement back, or None: "ignore the 100"."""
    return _own(_RETRACTED, text)


def mistaken(text: str) -> bool:
    """Say whether words say that what was stated was a mistake: "those were from another project"."""
    return bool(_MISTAKEN.search(text))


def all_of_it(text: str) -> bool:
    """Say whether words take back all that was just said: "forget that"."""
    return _own(_ALL_OF_IT, text) is not None


def _own(words: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next((found for found in words.finditer(text) if not _BY_OTHERS.search(text[: found.start()])), None)
