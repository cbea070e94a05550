"""Questions whose right answers are known: JSON Lines, or YAML that an expert of a field can write.

A YAML file is a list of cases::

    - ask: ["we get 40k requests a day, our own GPUs?"]
      expect: {outcome: recommendation, trade_off: build-vs-buy, option: call-api,
               facts: {requests_per_day: "40k/day"}, cites: ptolemay-2025}

``outcome``, ``option`` and ``cites`` may be one word or a list, of which any one is right; ``ask`` is one message or a
conversation. ``facts`` are written as a person would say them. All but ``ask`` and ``outcome`` may be left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.given import given_fact
from bot.score import Case
from kb.errors import CatalogError, InputError
from kb.located import Located, read_located
from kb.types import Fact, Factor

_KEYS = ("outcome", "trade_off", "option", "facts", "cites")


def read_cases(path: Path, factors: Mapping[str, Factor]) -> tuple[Case, ...]:
    """Return the cases of a file; raises InputError or CatalogError naming the file, the line and what is wrong."""
    if not path.is_file():
        raise InputError(f"{path}: expected a file of questions (.jsonl or .yaml), found none.")
    cases = _yaml(path, factors) if path.suffix in {".yaml", ".yml"} else _json_lines(path)
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        raise InputError(f"{path}: the ids {', '.join(sorted(twice)[:5])} stand there more than once.")
    return cases


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _json_lines(path: Path) -> tuple[Case, ...]:
    cases = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: expected UTF-8; {error.reason} at byte {error.start}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(Case.model_validate({"id": f"{path.stem}-{number}", **json.loads(line)}))
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(map(str, first["loc"]))
            raise InputError(f"{path}:{number}: '{key}': {first['msg']}.") from error
        except (ValueError, TypeError) as error:
            raise InputError(f"{path}:{number}: expected one JSON object a line: {error}.") from error
    return tuple(cases)


def _yaml(path: Path, factors: Mapping[str, Factor]) -> tuple[Case, ...]:
    return tuple(
        _case(f"{path.stem}-{number}", entry, factors)
        for number, entry in enumerate(read_located(path, path.name).items(), start=1)
    )


def _case(id: str, entry: Located, factors: Mapping[str, Factor]) -> Case:
    keys = _mapping(entry, ("ask", "expect"))
    if "ask" not in keys or "expect" not in keys:
        raise entry.error("must have 'ask' and 'expect'", found=", ".join(keys) or "nothing")
    expect = _mapping(keys["expect"], _KEYS)
    if "outcome" not in expect:
        raise keys["expect"].error("must have 'outcome'", fix="Write outcome: recommendation, for instance.")
    facts = _mapping(expect["facts"], tuple(factors)) if "facts" in expect else {}
    try:
        return Case(
            id=id,
            turns=_words(keys["ask"]),
            outcome=_words(expect["outcome"]),
            trade_off=expect["trade_off"].text() if "trade_off" in expect else None,
            accept_options=_words(expect["option"]) if "option" in expect else (),
            must_cite=_words(expect["cites"]) if "cites" in expect else (),
            facts={factor: _gold(given_fact(factor, said.text(), factors)) for factor, said in facts.items()},
            category="yaml",
        )
    except InputError as error:
        raise CatalogError(f"{entry.file}:{entry.line}", str(error)) from error


def _mapping(value: Located, known: tuple[str, ...]) -> dict[str, Located]:
    """Return the mapping written here; raises CatalogError for anything else, and for a key that is not known."""
    if not isinstance(value.value, dict):
        raise value.error("must be a mapping", fix=f"Write {', '.join(known[:5])} with a colon each.")
    for key, below in value.value.items():
        if key not in known:
            raise below.error("is not known here", fix=f"Known: {', '.join(known[:8])}.")
    return value.value


def _words(value: Located) -> tuple[str, ...]:
    return value.texts() if isinstance(value.value, tuple) else (value.text(),)


def _gold(fact: Fact) -> float | bool | str | tuple[float, float]:
    if fact.choice is not None:
        return {"yes": True, "no": False}.get(fact.choice, fact.choice)
    low, high = float(fact.low or 0.0), float(fact.high if fact.high is not None else fact.low or 0.0)
    return low if low == high else (low, high)
