"""A condition as a question, and as what people say when it is so and when it is not. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

_YOU = re.compile(r"^(?:you|we|i)(?:(?P<are>['’]re)|(?P<have>['’]ve)|(?P<will>['’]ll))? (?P<rest>.+)$", re.IGNORECASE)
_NOT = re.compile(
    r"^(?:do not|don['’]t|cannot|can['’]t|are not|aren['’]t|have no|need no|lack|do not yet|will not"
    r"|won['’]t) (?P<rest>.+)$",
    re.IGNORECASE,
)
_MODAL = re.compile(r"^(?P<modal>are|can|must|should|could|will|were) (?P<rest>.+)$", re.IGNORECASE)
_IS = re.compile(r"^(?P<subject>[^,;]{2,70}?) (?P<be>is|are) (?P<not>not |never )?(?P<rest>.+)$", re.IGNORECASE)
_ISNT = re.compile(r"^(?P<subject>[^,;]{2,70}?) (?P<be>is|are)n['’]t (?P<rest>.+)$", re.IGNORECASE)
_DOES = re.compile(
    r"^(?P<subject>[^,;]{2,60}?) (?P<not>(?:does|do)(?: not|n['’]t) )?(?P<verb>has|have|needs?|requires?"
    r"|includes?|contains?|involves?|supports?|fits?|matters?|changes?"
    r"|exceeds?|demands?|outweighs?|grows?|runs?|uses?|depends?|stays?|comes?|varies|vary|spans?|works?|stores?"
    r"|expects?)(?P<rest> .+|)$",
    re.IGNORECASE,
)
_HAS_DONE = re.compile(
    r"^(?P<subject>[^,;]{2,60}?) (?P<has>has|have)(?P<not> never| not|n['’]t)? (?P<rest>(?:(?:already|ever|yet|just) )?"
    r"(?:[a-z]{2,}ed|been|run|built|used|done|seen|made|had|shown|grown|become|written|known|taken|kept|gone|begun)\b.*)$",
    re.IGNORECASE,
)
_GERUND = re.compile(r"^[a-z]{3,}ing\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:(?:those|anyone|cases|scenarios|situations) (?:who|that|where|in which|when) )(?=you )", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"^(?:those|teams|people|users|developers|engineers|professionals|companies|organi[sz]ations|enterprises|groups|startups)"
    r" (?:who|that) (?=need |want |have |can |are |must |lack |do )",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^[^,;]{2,60}? (?:that|which|who|where|with|for|to) ", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:is|are|has|have|must|should|can|may|will|do|does|needs?|wants?)\b|n['’]t\b", re.IGNORECASE)
_MUST = re.compile(
    r"^(?P<subject>[^,;]{2,60}?) (?P<modal>must|can|should|may|will) (?P<rest>(?!not ).+)$", re.IGNORECASE
)


_ASKED_TOO = re.compile(r"( and) you (?=want|need|have|expect|plan|prefer)", re.IGNORECASE)


class Stated(NamedTuple):
    """What a condition states: in short, as a question, in sentences that affirm and that deny it.

    ``holds`` is ``no`` where the condition itself denies ("you have no DBA"), else ``yes``.
    """

    core: str
    ask: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    holds: str = "yes"


def stated(condition: str) -> Stated:
    """Return what a condition states, by the shape of its clause; a noun phrase is asked about as such."""
    text = _PEOPLE.sub("you ", _LEAD_IN.sub("", condition.strip()))
    if you := _YOU.match(text):
        verb = "are " if you["are"] else "have " if you["have"] else "will " if you["will"] else ""
        return _about_you(f"{verb}{you['rest']}")
    relative = _RELATIVE.search(text)
    parted = relative is not None and not _FINITE.search(relative[0])  # the verb is not that of the subject
    found = None if parted else _has_done(text) or _isnt(text) or _must(text) or _does(text)
    if found is not None:
        return found
    own = ours(text)
    if _GERUND.match(text):
        return Stated(
            text, f"Is this about {small(text)}?", (f"we are {own}", f"it is about {own}"), (f"we are not {own}",)
        )
    denied = (f"it is not for {own}", f"we have no {own}", f"there is no {own}")
    return Stated(text, f"Is this about {small(text)}?", (f"it is for {own}", f"we have {own}", own), denied)


def _isnt(text: str) -> Stated | None:
    """Read ``your data is (not) relational``."""
    found = _ISNT.match(text) or _IS.match(text)
    if found is None:
        return None
    subject, be, rest = found["subject"], found["be"].lower(), found["rest"]
    core = f"{subject} {be} {rest}"
    no = (ours(f"{subject} {be} not {rest}"), ours(f"{subject} {be}n't {rest}"))
    denied = found.re is _ISNT or bool(found["not"])
    asked = _ASKED_TOO.sub(r"\1 do you ", rest)
    return Stated(core, f"{be.capitalize()} {small(subject)} {asked}?", (ours(core),), no, "no" if denied else "yes")


def _has_done(text: str) -> Stated | None:
    """Read ``your team has (never) run a cluster``."""
    found = _HAS_DONE.match(text)
    if found is None:
        return None
    subject, has, rest = found["subject"], found["has"].lower(), found["rest"]
    core = f"{subject} {has} {rest}"
    no = (ours(f"{subject} {has} never {rest}"), ours(f"{subject} {has} not {rest}"))
    return Stated(
        core, f"{has.capitalize()} {small(subject)} {rest}?", (ours(core),), no, "no" if found["not"] else "yes"
    )


def _must(text: str) -> Stated | None:
    """Read ``answers must be instant``."""
    found = _MUST.match(text)
    if found is None:
        return None
    subject, modal, rest = found["subject"], found["modal"].lower(), found["rest"]
    need = (ours(f"{subject} need not {rest}"),) if modal == "must" else ()
    no = (*need, ours(f"{subject} {modal}{'' if modal == 'can' else ' '}not {rest}"))
    core = f"{subject} {modal} {rest}"
    return Stated(core, f"{modal.capitalize()} {small(subject)} {rest}?", (ours(core),), no)


def _does(text: str) -> Stated | None:
    """Read ``your load (does not) change(s) every week``, and ``records have no fixed shape``."""
    found = _DOES.match(text)
    if found is None:
        return None
    subject, base, rest = found["subject"], _base(found["verb"]), found["rest"]
    denied = (found["not"] or "").lower()
    if base == "have" and not denied and rest.startswith(" no "):
        has = _does(f"{subject} {found['verb']} a {rest[4:]}")
        return has._replace(no=(ours(text), *has.no), holds="no") if has else None
    plural = found["verb"].lower() == base if not denied else denied.startswith(("do ", "don"))
    does, verb = ("do", base) if plural else ("does", _third(base))
    core = f"{subject} {verb}{rest}"
    no = (ours(f"{subject} {does} not {base}{rest}"), ours(f"{subject} {does}n't {base}{rest}"))
    return Stated(
        core, f"{does.capitalize()} {small(subject)} {base}{rest}?", (ours(core),), no, "no" if denied else "yes"
    )


def _about_you(rest: str) -> Stated:
    """Read what follows "you"."""
    holds = "yes"
    if barred := _NOT.match(rest):
        holds = "no"
        rest = _AFFIRMED.get(rest[: barred.start("rest")].strip().lower().replace("’", "'"), "") + barred["rest"]
    own = ours(rest)
    modal = _MODAL.match(rest)
    if modal is None:
        return Stated(
            rest, f"Do you {rest}?", (f"we {own}", f"I {own}"), (f"we do not {own}", f"we don't {own}"), holds
        )
    word, tail = modal["modal"].lower(), modal["rest"]
    no = (f"we {word}not {ours(tail)}", f"we can't {ours(tail)}") if word == "can" else ()
    no = no or (f"we {word} not {ours(tail)}", f"we {word}n't {ours(tail)}")
    yes = (f"we {own}", f"I {own.replace('are ', 'am ', 1) if word == 'are' else own}")
    return Stated(rest, f"{word.capitalize()} you {tail}?", yes, no, holds)


_AFFIRMED = {
    "can't": "can ", "cannot": "can ", "are not": "are ", "aren't": "are ", "have no": "have ", "lack": "have ",
    "need no": "need ", "will not": "will ", "won't": "will ",
}  # fmt: skip
"""What denies, and the verb that is left when it is affirmed; after "do not" the verb stands in the rest."""


def ours(text: str) -> str:
    """Return words to a reader as that reader would say them."""
    said = re.sub(r"\byour\b", "our", small(text), flags=re.IGNORECASE)
    said = re.sub(r"\byou are\b|\byou['’]re\b", "we are", said, flags=re.IGNORECASE)
    said = re.sub(r"\byourself\b|\byourselves\b", "ourselves", said, flags=re.IGNORECASE)
    return re.sub(r"\byou\b", "we", said, flags=re.IGNORECASE)


def small(text: str) -> str:
    """Return a text with a small first letter, unless its first word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() for c in first[1:]) or first == "I" else text[:1].lower() + text[1:]


def _base(verb: str) -> str:
    if verb.lower() in ("has", "have"):
        return "have"
    return "vary" if verb.lower() == "varies" else verb.lower().removesuffix("s")


def _third(base: str) -> str:
    return {"have": "has", "vary": "varies"}.get(base, f"{base}s")
