"""Trade-offs out of located YAML: options, rules, disagreements, checked against the factors and claims there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.authored import parse_threshold
from kb.conditions import parse_condition
from kb.factors import check_marks, checked_id, entries
from kb.ids import rule_id
from kb.located import Located, nearest
from kb.types import (
    Condition,
    Disagreement,
    Factor,
    Force,
    LookUp,
    Option,
    Position,
    Principle,
    Rule,
    Threshold,
    TradeOff,
)

VOICES = ("examples", "partly_marked", "near_misses", "look_ups", "said", "contrasts")
REQUIRED = ("id", "name", "question", "options", "start", "start_because", "start_evidence", "factors", "rules")
LONGEST_POPULATION = 100
"""Characters of the phrase that says what a figure counts."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a trade-off may refer to: every factor of the catalog and every claim id."""

    factors: Mapping[str, Factor]
    claims: Collection[str]

    def evidence(self, value: Located) -> tuple[str, ...]:
        """Return the claim ids of a list; raise CatalogError where it is empty or one of them does not exist."""
        ids = tuple(self.claim(item) for item in value.items())
        if not ids:
            raise value.error("names no evidence", fix="Name at least one claim as source#anchor.")
        return ids

    def claim(self, value: Located) -> str:
        """Return the claim id written here; raise CatalogError where there is no such claim."""
        id = value.text()
        if id not in self.claims:
            raise value.error("names a claim that does not exist", found=repr(id), fix=self._like(id))
        return id

    def _like(self, id: str) -> str:
        source = id.partition("#")[0]
        same = [claim for claim in self.claims if claim.startswith(f"{source}#")]
        return nearest(id, same) if same else "Name it as source#anchor; no claim of that source is known."


def read_trade_off(document: Located, voices: Iterable[Located], known: Known) -> TradeOff:
    """Return the trade-off of one document with what its voices files add; raise CatalogError where it is malformed."""
    fields = document.fields(REQUIRED, ("aliases", "disagreements", "cues", *VOICES))
    id = checked_id(fields["id"])
    options = tuple(_option(entry, known) for entry in _two_or_more(fields["options"]))
    _unique(fields["options"], "options")
    option_ids = [option.id for option in options]
    factors = tuple(_factor_id(entry, known) for entry in fields["factors"].items())
    if len(set(factors)) < len(factors):
        raise fields["factors"].error("lists a factor twice", found=", ".join(factors))
    own = Known({id: known.factors[id] for id in factors}, known.claims)
    rules = tuple(_rule(entry, id, option_ids, own) for entry in fields["rules"].items())
    _unique(fields["rules"], "rules")
    spoken = [document, *voices]
    return TradeOff(
        id=id,
        name=fields["name"].text(),
        question=fields["question"].text(),
        aliases=_texts(fields, "aliases"),
        options=options,
        start=_one_of(fields["start"], option_ids, "is no option of this trade-off"),
        start_because=fields["start_because"].text(),
        start_evidence=known.evidence(fields["start_evidence"]),
        factors=factors,
        rules=rules,
        disagreements=tuple(_disagreement(entry, own) for entry in entries(document, "disagreements")),
        cues=_texts(fields, "cues"),
        examples=_distinct(_marked(spoken, "examples", known)),
        partly_marked=_distinct(_marked(spoken, "partly_marked", known)),
        near_misses=_distinct(item.text() for part in spoken for item in entries(part, "near_misses")),
        look_ups=tuple(_look_up(item, known) for part in spoken for item in entries(part, "look_ups")),
    )


def _marked(spoken: Iterable[Located], key: str, known: Known) -> Iterator[str]:
    return (check_marks(item, known.factors) for part in spoken for item in entries(part, key))


def read_principle(entry: Located, known: Known) -> Principle:
    """Return one principle; raise CatalogError where it is malformed."""
    fields = entry.fields(("id", "name", "text", "evidence"))
    return Principle(
        id=checked_id(fields["id"]),
        name=fields["name"].text(),
        text=fields["text"].text(),
        evidence=known.evidence(fields["evidence"]),
    )


def _option(entry: Located, known: Known) -> Option:
    fields = entry.fields(("id", "name", "text"), ("evidence",))
    evidence = known.evidence(fields["evidence"]) if "evidence" in fields else ()
    return Option(
        id=checked_id(fields["id"]), name=fields["name"].text(), text=fields["text"].text(), evidence=evidence
    )


def _factor_id(entry: Located, known: Known) -> str:
    """Return the id of a factor that the entry defines, or that it uses from another file."""
    if "use" not in entry.mapping():
        return entry.mapping()["id"].text()
    used = entry.fields(("use",))["use"]
    return _one_of(used, known.factors, "uses a factor that no file defines")


def _rule(entry: Located, trade_off: str, options: Collection[str], known: Known) -> Rule:
    fields = entry.fields(("id", "when", "favours", "force", "because", "evidence"), ("note",))
    when = tuple(_condition(item, known.factors) for item in fields["when"].items())
    if not when:
        raise fields["when"].error("names no condition", fix="A rule that always holds is the starting option.")
    forces = [force.value for force in Force]
    return Rule(
        id=rule_id(trade_off, checked_id(fields["id"])),
        trade_off=trade_off,
        when=when,
        favours=_one_of(fields["favours"], options, "is no option of this trade-off"),
        force=Force(_one_of(fields["force"], forces, "is an unknown force")),
        because=fields["because"].text(),
        evidence=known.evidence(fields["evidence"]),
        note=fields["note"].text() if "note" in fields else None,
    )


def _condition(item: Located, factors: Mapping[str, Factor]) -> Condition:
    try:
        return parse_condition(item.text(), factors)
    except ValueError as error:
        listed = ", ".join(sorted(factors))
        raise item.error(str(error).rstrip("."), fix=f"Factors of this trade-off: {listed}.") from error


def _disagreement(entry: Located, known: Known) -> Disagreement:
    fields = entry.fields(("id", "about", "positions"), ("factors",))
    factors = fields["factors"].items() if "factors" in fields else ()
    return Disagreement(
        id=checked_id(fields["id"]),
        about=fields["about"].text(),
        factors=tuple(_one_of(item, known.factors, "is no factor of this trade-off") for item in factors),
        positions=tuple(_position(item, known) for item in _two_or_more(fields["positions"])),
    )


def _position(entry: Located, known: Known) -> Position:
    fields = entry.fields(("evidence", "text"), ("states", "stance", "population"))
    return Position(
        evidence=known.claim(fields["evidence"]),
        text=fields["text"].text(),
        states=_threshold(fields["states"]) if "states" in fields else None,
        stance=fields["stance"].text() if "stance" in fields else None,
        population=_population(fields["population"]) if "population" in fields else None,
    )


def _population(value: Located) -> str:
    """Return what a figure counts; it stands within a sentence of ours and is compared, so it has to be one phrase."""
    text = value.text()
    if len(text) > LONGEST_POPULATION or text.endswith((".", ";", ":")) or "\n" in text:
        raise value.error(
            f"is no phrase of at most {LONGEST_POPULATION} characters",
            found=repr(text[:LONGEST_POPULATION]),
            fix="Name what was counted, such as 'requests to an LLM API', in the same words where it is the same.",
        )
    return text


def _threshold(value: Located) -> Threshold:
    try:
        return parse_threshold(value.text())
    except ValueError as error:
        raise value.error(str(error), fix="Write it as '< 100 thousand requests' or 'about 5 minutes'.") from error


def _look_up(entry: Located, known: Known) -> LookUp:
    fields = entry.fields(("ask", "claim"))
    return LookUp(ask=fields["ask"].text(), claim=known.claim(fields["claim"]))


def _one_of(value: Located, allowed: Collection[str], problem: str) -> str:
    text = value.text()
    if text not in allowed:
        raise value.error(problem, found=repr(text), fix=nearest(text, allowed))
    return text


def _two_or_more(value: Located) -> tuple[Located, ...]:
    items = value.items()
    if len(items) < 2:
        raise value.error("needs two entries or more", found=str(len(items)))
    return items


def _unique(value: Located, what: str) -> None:
    seen: dict[str, Located] = {}
    for entry in value.items():
        id = entry.mapping()["id"]
        if id.text() in seen:
            raise id.error(f"names two {what} alike", found=f"{id.text()!r}, first on line {seen[id.text()].line}")
        seen[id.text()] = id


def _texts(fields: Mapping[str, Located], key: str) -> tuple[str, ...]:
    return fields[key].texts() if key in fields else ()


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
