"""What a decision record keeps of its answer so that the file alone is enough to decide again and compare. Pure.

It stands at the end of the Markdown as folded JSON, one item a line. ``text`` is a digest of the prose around it, and
``seal`` one of the data itself: they tell what was edited by hand, which is allowed and only said.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from pydantic import ValidationError

from bot.escaping import json_text
from bot.recorded import recorded_fact
from bot.standing import Standing
from bot.types import Answer, CitedQuote
from kb.errors import InputError
from kb.types import Catalog, Fact, Factor, Record

FORMAT: Final = "crossroads-adr/1"
SUMMARY = "Data for crossroads adr-check"
LINT = "<!-- markdownlint-disable-file MD013 MD033 -->"
"""The last line of a record: its lines are long, and its data is folded by an HTML element."""
_FENCE, _END = re.compile(r"```json crossroads-adr\s*$"), re.compile(r"```\s*$")
_BULLET = re.compile(r"^[*+-] ")
_WIDE = 100
"""Characters up to which a list stays on one line."""


class KeptFact(Fact):
    """A fact that was walked, with the canonical unit that its numbers are in."""

    unit: str | None = None


class KeptFlip(Record):
    """A flip of the answer, in the user's unit."""

    factor: str
    at: float
    unit: str
    towards: str


class KeptQuote(Record):
    """A quote of the record: its number there, where it stood, and 16 hex digits of its SHA-256."""

    n: int
    source: str
    start: int
    length: int
    sha256: str
    references: tuple[str, ...] = ()


class Ground(Record):
    """The parts of what the answer stood on that bear on its decision (``bot.standing``)."""

    engine: str
    trade_off: str
    factors: dict[str, str]
    sources: dict[str, str]
    primary: dict[str, str]


class Kept(Record):
    """All that it takes to decide again; ``rules`` say what became of each: ``holds strong call-api``."""

    format: Literal["crossroads-adr/1"] = FORMAT
    turns: tuple[str, ...]
    given: dict[str, str]
    outcome: Literal["recommendation", "needs_facts"]
    trade_off: str
    option: str | None
    strength: str | None
    certainty: str | None
    robust: bool | None
    facts: tuple[KeptFact, ...]
    rules: dict[str, str]
    flips: tuple[KeptFlip, ...]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]
    evidence: tuple[KeptQuote, ...]
    knowledge: str
    ground: Ground | None
    text: str = ""
    seal: str = ""


def kept_of(
    answer: Answer,
    catalog: Catalog,
    cited: Sequence[CitedQuote],
    turns: Sequence[str],
    given: Mapping[str, str],
    standing: Standing | None,
) -> Kept:
    """Return what a record of this answer keeps; ``cited`` are its quotes with their numbers in the record."""
    if answer.trade_off is None or answer.outcome not in ("recommendation", "needs_facts"):
        raise InputError("A record needs a decision; this answer has none.")
    factors = {factor.id: factor for factor in catalog.factors}
    r = answer.recommendation
    return Kept(
        turns=tuple(turns),
        given=dict(given),
        outcome=answer.outcome,
        trade_off=answer.trade_off.id,
        option=r.option.id if r else None,
        strength=r.strength if r else None,
        certainty=r.certainty if r else None,
        robust=r.robust if r else None,
        facts=_facts(answer, factors),
        rules=rules_of(answer),
        flips=flips_of(answer),
        missing=tuple(m.factor for m in answer.missing),
        conflicts=tuple(f"{c.about} ({c.relation})" for c in answer.conflicts),
        evidence=tuple(_quote(c) for c in cited),
        knowledge=answer.knowledge,
        ground=ground_of(standing, answer.trade_off.id, catalog, {c.source.id for c in cited}) if standing else None,
    )


def rules_of(answer: Answer) -> dict[str, str]:
    """Return what became of each rule of the path, by its id."""
    return {
        step.node.removeprefix("rule:"): f"{step.outcome} {step.force} {step.favours}"
        for step in answer.path
        if step.favours
    }


def flips_of(answer: Answer) -> tuple[KeptFlip, ...]:
    """Return the flips of an answer."""
    return tuple(KeptFlip(factor=f.factor, at=f.at, unit=f.unit, towards=f.towards.id) for f in answer.flips)


def quote_hash(quote: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a quote."""
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def ground_of(standing: Standing, trade_off: str, catalog: Catalog, sources: set[str]) -> Ground:
    """Return the parts of a standing that bear on one decision of the catalog and on these sources."""
    tested = {id for t in catalog.trade_offs if t.id == trade_off for id in t.factors}
    return Ground(
        engine=standing.engine,
        trade_off=standing.trade_offs.get(trade_off, ""),
        factors={id: digest for id, digest in standing.factors.items() if id in tested},
        sources={id: digest for id, digest in standing.sources.items() if id in sources},
        primary={id: digest for id, digest in standing.primary.items() if id in sources},
    )


def _facts(answer: Answer, factors: dict[str, Factor]) -> tuple[KeptFact, ...]:
    kept = []
    for heard in answer.facts:
        if heard.counted and heard.factor in factors:
            fact = recorded_fact(heard, factors, answer)
            kept.append(KeptFact.model_validate({**fact.model_dump(), "unit": factors[heard.factor].unit}))
    return tuple(kept)


def _quote(c: CitedQuote) -> KeptQuote:
    return KeptQuote(
        n=c.n,
        source=c.source.id,
        start=c.start,
        length=len(c.quote),
        sha256=quote_hash(c.quote),
        references=tuple(r.id for r in c.references),
    )


def block(kept: Kept, prose: str) -> str:
    """Return the folded JSON for a record whose other text is ``prose``, sealed."""
    known = kept.model_copy(update={"text": text_digest(prose), "seal": ""})
    data = known.model_copy(update={"seal": _seal(known)})
    return f"<details>\n<summary>{SUMMARY}</summary>\n\n```json crossroads-adr\n{_laid_out(data)}\n```\n\n</details>"


def _values(kept: Kept) -> dict[str, Any]:
    """Return the plain values; of facts and quotes only what is not the default."""
    whole = kept.model_dump(mode="json")
    for field in ("facts", "evidence"):
        whole[field] = [item.model_dump(mode="json", exclude_defaults=True) for item in getattr(kept, field)]
    return whole


def _seal(kept: Kept) -> str:
    values = {key: value for key, value in _values(kept).items() if key != "seal"}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def _laid_out(kept: Kept) -> str:
    lines = [f"  {json_text(key)}: {_value(value)}" for key, value in _values(kept).items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _value(value: Any) -> str:
    """Return the value on one line, or each of its items on a line of its own where that is too long."""
    line = json_text(value)
    if len(line) <= _WIDE or not isinstance(value, dict | list):
        return line
    if isinstance(value, dict):
        rows = [f"    {json_text(key)}: {json_text(item)}" for key, item in value.items()]
        return "{\n" + ",\n".join(rows) + "\n  }"
    return "[\n" + ",\n".join(f"    {json_text(item)}" for item in value) + "\n  ]"


def text_digest(prose: str) -> str:
    """Return a digest of a prose; blanks, empty lines, the marks of lists and the note for the linter do not count."""
    lines = (_BULLET.sub("* ", " ".join(line.split())) for line in prose.splitlines())
    return quote_hash("\n".join(line for line in lines if line and line != LINT))


def split_block(text: str) -> tuple[str, str | None]:
    """Return the text without its data, and the JSON of that data; None where the text has none.

    Raises InputError where the data does not end, or stands there twice.
    """
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if _FENCE.match(line)]
    if not starts:
        return text, None
    if len(starts) > 1:
        raise InputError(f"line {starts[1] + 1}: a second “{SUMMARY}” block. Keep the one of this record.")
    start = starts[0]
    end = next((i for i in range(start + 1, len(lines)) if _END.match(lines[i])), None)
    if end is None:
        raise InputError(f"line {start + 1}: the “{SUMMARY}” block does not end. Restore it from version control.")
    first = max((i for i in range(start) if lines[i].strip() == "<details>"), default=start)
    last = next((i for i in range(end, len(lines)) if lines[i].strip() == "</details>"), end)
    return "\n".join([*lines[:first], *lines[last + 1 :]]), "\n".join(lines[start + 1 : end])


def read_block(data: str) -> Kept:
    """Return the data of a record; raises InputError saying what is wrong with it."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError(f"its data is not JSON: {error}. Restore it from version control.") from error
    try:
        return Kept.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise InputError(f"its data cannot be used; {where}: {first['msg']}. Write the record anew.") from error


def sealed(kept: Kept) -> bool:
    """Say whether the data is as it was written."""
    return kept.seal == _seal(kept)
