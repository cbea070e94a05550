"""Factors out of located YAML: what each decision depends on, and the sentences in which people state it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.conditions import parse_condition, values_of
from kb.located import Located, nearest
from kb.types import Condition, Factor, FactorKind, Implication

UNITS = ("1/day", "s", "count", "%", "percentage points", "weeks")
_ID = re.compile(r"^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$")
_MARK = re.compile(r"\{(?P<words>[^{}|]+)(?:\|(?P<fact>[^{}|]*))?\}")


def checked_id(value: Located) -> str:
    """Return the id written here; raise CatalogError unless it is lower-case words joined by hyphens or underscores."""
    text = value.text()
    if not _ID.match(text):
        raise value.error("is no id", found=repr(text), fix="Use lower-case letters, digits, hyphens, underscores.")
    return text


def read_factors(documents: Sequence[Located]) -> dict[str, Factor]:
    """Return the factors that the documents define, by id; a second definition is an error that names both places."""
    found: dict[str, Factor] = {}
    places: dict[str, Located] = {}
    for document in documents:
        for entry in entries(document, "factors"):
            if "use" in entry.mapping():
                continue
            factor = _factor(entry)
            at = entry.mapping()["id"]
            if factor.id in found:
                first = places[factor.id]
                raise at.error(
                    "defines a factor again",
                    found=f"{factor.id!r}, first in {first.file}:{first.line}",
                    fix=f"Write 'use: {factor.id}' in one of them.",
                )
            found[factor.id], places[factor.id] = factor, at
    for document in documents:
        for entry in entries(document, "factors"):
            written = entry.mapping()
            for key, read in _OF_OTHERS.items():
                if key in written:
                    id = written["id"].text()
                    found[id] = found[id].model_copy(update={key: read(written[key], found[id], found)})
    return found


def _alike(block: Located, factor: Factor, factors: Mapping[str, Factor]) -> tuple[str, ...]:
    """Return the quantities of the same unit that people mean by the same numbers."""
    for item in block.items():
        other = factors.get(item.text())
        if other is None or other.id == factor.id:
            raise item.error("is no other factor", found=repr(item.text()), fix=nearest(item.text(), factors))
        if factor.unit is None or other.unit != factor.unit:
            raise item.error("is counted in another unit", found=f"{other.unit}", fix=f"Name one in {factor.unit}.")
    return block.texts()


def _implications(block: Located, factor: Factor, factors: Mapping[str, Factor]) -> tuple[Implication, ...]:
    """Return what may be assumed of a factor: for each of its values the conditions on other factors that imply it."""
    allowed = values_of(factor)
    if not allowed:
        raise block.error("does not belong to a quantity: nothing implies an amount", fix="Remove it.")
    found = []
    for value, conditions in block.fields((), allowed).items():
        for condition in conditions.items():
            when = _condition(condition, factors)
            if when.factor == factor.id:
                raise condition.error("makes a factor imply itself", found=repr(when.text))
            found.append(Implication(value=value, when=when))
    return tuple(found)


def _exceeded(block: Located, factor: Factor, factors: Mapping[str, Factor]) -> Condition:
    """Return the fact that says of an amount of this factor that it is too much."""
    if values_of(factor):
        raise block.error("belongs to a quantity: nothing else can be too much", fix="Remove it.")
    when = _condition(block, factors)
    if not when.values:
        raise block.error("needs a fact that is no quantity", found=repr(when.text), fix="Write 'factor is value'.")
    return when


def _condition(block: Located, factors: Mapping[str, Factor]) -> Condition:
    try:
        return parse_condition(block.text(), factors)
    except ValueError as error:
        raise block.error(str(error)) from error


_OF_OTHERS = {"implied_by": _implications, "heard_as": _alike, "exceeded_when": _exceeded}
"""What is said of a factor in terms of others, by key, read when all of them are known."""


def entries(document: Located, key: str) -> tuple[Located, ...]:
    """Return the entries of an optional list of a document."""
    value = document.mapping().get(key)
    return value.items() if value is not None else ()


def _factor(entry: Located) -> Factor:
    fields = entry.fields(("id", "name", "kind", "ask", "why"), ("unit", "values", "cues", *_OF_OTHERS))
    kinds = [kind.value for kind in FactorKind]
    kind = fields["kind"].text()
    if kind not in kinds:
        raise fields["kind"].error("is an unknown kind of factor", found=repr(kind), fix=nearest(kind, kinds))
    if kind == FactorKind.QUANTITY:
        unit = entry.fields(("id", "unit"), fields)["unit"].text()
        if unit not in UNITS:
            raise fields["unit"].error("is no canonical unit", found=repr(unit), fix=nearest(unit, UNITS))
    elif "unit" in fields:
        raise fields["unit"].error(f"does not belong to a factor of kind {kind}", fix="Remove it.")
    if kind == FactorKind.CATEGORY:
        values = entry.fields(("id", "values"), fields)["values"]
        if len(set(values.texts())) < 2 or len(set(values.texts())) < len(values.texts()):
            raise values.error("must name two or more different values", found=", ".join(values.texts()))
    elif "values" in fields:
        raise fields["values"].error(f"does not belong to a factor of kind {kind}", fix="Remove it.")
    return Factor(
        id=checked_id(fields["id"]),
        name=fields["name"].text(),
        kind=FactorKind(kind),
        unit=fields["unit"].text() if "unit" in fields else None,
        values=fields["values"].texts() if "values" in fields else (),
        ask=fields["ask"].text(),
        why=fields["why"].text(),
        cues=fields["cues"].texts() if "cues" in fields else (),
    )


def with_sayings(factors: Mapping[str, Factor], documents: Iterable[Located]) -> tuple[Factor, ...]:
    """Return the factors, sorted by id, each with what the documents say people say of it (``said``, ``contrasts``)."""
    said: dict[str, dict[str, tuple[str, ...]]] = {id: {} for id in factors}
    contrasts: dict[str, tuple[dict[str, str], ...]] = dict.fromkeys(factors, ())
    for document in documents:
        for id, pairs in _of_factors(document, "contrasts", factors):
            contrasts[id] += tuple(_contrast(pair, factors[id]) for pair in pairs.items())
        for id, sayings in _of_factors(document, "said", factors):
            allowed = (*(values_of(factors[id]) or ("is",)), "not")
            for value, texts in sayings.fields((), allowed).items():
                for text in texts.items():
                    marks_of(text)
                said[id][value] = said[id].get(value, ()) + texts.texts()
    return tuple(_said(factors[id], said[id]).model_copy(update={"contrasts": contrasts[id]}) for id in sorted(factors))


def _of_factors(document: Located, key: str, factors: Mapping[str, Factor]) -> Iterator[tuple[str, Located]]:
    """Yield what a document lists under a key for each factor; one that is unknown is an error."""
    block = document.mapping().get(key)
    for id, value in (block.mapping() if block is not None else {}).items():
        if id not in factors:
            raise value.error("speaks of an unknown factor", found=repr(id), fix=nearest(id, factors))
        yield id, value


def _contrast(pair: Located, factor: Factor) -> dict[str, str]:
    """Return sentences by the value that each states; fewer than two values are no contrast."""
    given = pair.fields((), values_of(factor))
    texts = {value: text.text() for value, text in given.items()}
    for text in given.values():
        if marks_of(text):
            raise text.error(
                "has marks; a contrast states one value", found=text.text()[:80], fix="Take the braces out."
            )
    if len(set(texts.values())) < 2:
        raise pair.error("contrasts fewer than two values", fix="Give one sentence for each of two values or more.")
    return texts


def _said(factor: Factor, said: Mapping[str, tuple[str, ...]]) -> Factor:
    kept = {value: tuple(dict.fromkeys(said[value])) for value in sorted(said) if value != "not"}
    return factor.model_copy(update={"said": kept, "not_said": tuple(dict.fromkeys(said.get("not", ())))})


def marks_of(text: Located) -> tuple[str, ...]:
    """Return what the braces of a sentence mark (``factor``, ``factor=value``, nothing); an open one is an error."""
    marks = tuple((match["fact"] or "").strip() for match in _MARK.finditer(text.text()))
    if re.search(r"[{}]", _MARK.sub("", text.text())):
        raise text.error(
            "has a brace that does not close, or one inside another",
            found=text.text()[:80],
            fix="Mark a fact as {words|factor} or {words|factor=value}.",
        )
    return marks


def check_marks(text: Located, factors: Mapping[str, Factor]) -> str:
    """Return an example sentence whose marks all name a known factor and one of its values; else raise CatalogError."""
    for mark in marks_of(text):
        id, has_value, value = mark.partition("=")
        factor = factors.get(id)
        if factor is None:
            raise text.error("marks an unknown factor", found=repr(id), fix=nearest(id, factors))
        allowed = values_of(factor)
        if allowed and value not in allowed:
            raise text.error(f"marks an unknown value of {id!r}", found=repr(value), fix=nearest(value, allowed))
        if has_value and not allowed:
            raise text.error(f"gives the quantity {id!r} a value", found=repr(mark), fix=f"Write {{words|{id}}}.")
    return text.text()
