"""A supposition that is dropped, by a later message or in one breath: "no what-ifs", "never mind, they won't". Pure.

Words of English, German, Spanish, French and Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.lexicon import terms

_SUPPOSES = re.compile(
    r"\b(?:what if|suppos(?:e|ing)|imagine|assum(?:e|ing)|let['’]?s say|angenommen|was,? wenn|mettons|admettons"
    r"|supongamos|pongamos|et si|y si|qué pasa si)\b|(?:^|[.!?]\s|\b(?:and|but|und)\s)(?:if|wenn)\b|如果|假设|要是",
    re.IGNORECASE,
)
_SUPPOSITION = re.compile(
    r"\b(?:(?<!no )(?<!any )(?<!good )(?<!bad )idea|suppositions?|hypothes[ie]s|hypotheticals?|assumptions?"
    r"|what[- ]ifs?|thought experiment|annahme"
    r"|gedankenspiel|hypothèse|supposition|hipótesis|supuesto|suposición)\b|假设",
    re.IGNORECASE,
)
_DROPS = re.compile(
    r"\b(?:drop|forget|scrap|scratch|strike|ignore|skip|leave|withdraw|take|no|not|never|without|enough|back|off"
    r"|vergiss\w*|vergessen|zurück|kein\w*|nicht|streich\w*|laiss\w+|oubli\w+|non|pas|plus|retir\w+|olvid\w+|dej\w+"
    r"|quit\w+|sin|no)\b|取消|收回|算了|不|别",
    re.IGNORECASE,
)
_NEVER_MIND = re.compile(
    r"\W*(?:(?:no|nah|nope|ok|okay|well|non|nein|quatsch|oh|ah|sorry)\W+){0,2}"
    r"(?:never ?mind|forget (?:it|that|i (?:said|asked))|scrap that|scratch that|drop (?:it|that)"
    r"|(?:forget|drop|scrap|ignore|skip|leave out) (?:about )?(?:the|that|those|this)\s(?:[^\W\d_]+\s){1,3}?"
    r"(?:stuff|thing|case|idea|scenario|example|bit|part|question)\b"
    r"|(?:they|it|that|he|she|we) (?:won['’]?t|can['’]?t|will not|cannot|didn['’]?t|isn['’]?t (?:going to|happening))"
    r"|(?:(?:that['’]?s|it['’]?s|that is|it is|which is|clearly|obviously|but) )*not (?:our|the|us,? this)"
    r" (?:case|situation|plan|world|scenario)\b"
    r"|(?:das ist )?nicht unser fall|(?:eso )?no es nuestro caso|(?:ce n['’]est )?pas notre cas|我们不是这种?情况"
    r"|vergiss (?:es|das)|laissez? tomber|olvídalo|olvida eso|déjalo|算了|没事)"
    r"(?:\W+(?:(?:they|it|that|this|he|she|we)(?:['’]d)? (?:won['’]?t|never|will never|would never|isn['’]?t going to"
    r"|is not going to)|das (?:wird|passiert) (?:nie|nicht)|eso no|ça n['’]arrivera)\b[^.!?;,]*)?",
    re.IGNORECASE,
)
"""What drops a supposition made right before, where the turn begins so."""
_BY_NAME = re.compile(
    r"\W*(?:(?:no|nah|nope|ok|okay|well|non|nein|oh|ah|sorry|right|then|so|and|but|let['’]?s|please|we)\W+){0,3}"
    r"(?:leave|keep|forget|drop|scrap|ignore|skip|take|park|lass|vergiss|oublie[zr]?|laisse[zr]?|olvid[ae]|deja)\s"
    r"(?:about\s)?(?:the|that|those|these|die|das|den|le|la|les|el|los|las)\s(?P<what>(?:[^\W\d_]+\s?){1,3}?)"
    r"(?=out\b|off\b|away\b|then\b|again\b|raus\b|weg\b|[.,;!]|$)"
    r"(?:(?:out|off)(?: of (?:it|this|that|the picture))?)?",
    re.IGNORECASE,
)
"""What drops what is named: "leave the volumes out of it"."""
_STOP = re.compile(r"[.!?…;]+\s*")
_CAME_TO_NOTHING = re.compile(
    r"\b(?:(?:was|were|got|been|is|are) (?:just )?(?:refused|rejected|denied|turned down|declined|cancell?ed"
    r"|called off|shelved|axed|scrapped|withdrawn)|fell through|fallen through|came to nothing"
    r"|(?:won['’]?t|will not|isn['’]?t|is not|aren['’]?t|are not|didn['’]?t|did not) (?:going to )?(?:be |get )?"
    r"(?:come|coming|happen\w*|go(?:ing)? (?:through|ahead)|pull\w* out|granted|approved)"
    r"|(?:wurde|wird|ist) (?:nicht genehmigt|abgelehnt|abgesagt)|geplatzt|(?:fue|ha sido) (?:rechazad|denegad)[oa]"
    r"|(?:a été|est) (?:refusée?|rejetée?|annulée?))(?!\w)|被拒|没批|黄了",
    re.IGNORECASE,
)
"""What says of a thing named before it that it did not come to pass: "the grant was refused"."""


class Dropped(NamedTuple):
    """A supposition that a turn drops: the earlier turn that made it, and where the words end that only drop it."""

    turn: int
    end: int


def supposition_dropped(turn: str, earlier: Sequence[str]) -> Dropped | None:
    """Return the supposition that a turn drops: "no what-ifs", "never mind, they won't".

    It is the last of the ``earlier`` turns that supposes something; it is named, or was made right before.
    """
    supposing = [at for at, text in enumerate(earlier) if at and _SUPPOSES.search(text)]
    if not supposing or _SUPPOSES.search(turn):
        return None
    named = _SUPPOSITION.search(turn) and _DROPS.search(turn)
    waved, failed = None, False
    if supposing[-1] == len(earlier) - 1:
        by_name = _BY_NAME.match(turn)
        waved = _NEVER_MIND.match(turn) or (by_name if by_name and _alone_in_last(by_name["what"], earlier) else None)
        nothing = _CAME_TO_NOTHING.search(turn)
        failed = bool(nothing and _alone_in_last(turn[: nothing.start()], earlier))
    return Dropped(supposing[-1], waved.end() if waved else 0) if named or waved or failed else None


def _alone_in_last(named: str, earlier: Sequence[str]) -> bool:
    """Say whether a thing is named by a word that only the last of the ``earlier`` turns has, the one that supposes."""
    words = set(terms(named))
    before = {word for text in earlier[:-1] for word in terms(text)}
    return bool(words & set(terms(earlier[-1]))) and not words & before


def only_supposed(text: str, start: int, end: int) -> bool:
    """Say whether what stands at ``[start, end)`` is supposed and dropped in one message: "suppose we had 3,000? ...
    nah, forget it"."""
    return bool(_SUPPOSES.search(text, 0, start)) and drops_its_own(text, end)


def drops_its_own(text: str, start: int = 0) -> bool:
    """Say whether a message drops, from ``start`` on, what it supposes itself."""
    supposing = _SUPPOSES.search(text)
    stops = _STOP.finditer(text, max(start, supposing.end())) if supposing else ()
    return any(_NEVER_MIND.match(text, stop.end()) for stop in stops)
