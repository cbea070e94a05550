"""Where each thing of the authored knowledge is written, and which findings about it its authors accept.

``lint.yaml`` in a knowledge folder holds ``accepted``: a list of ``{finding, about, reason}``. It changes no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kb.ids import rule_id
from kb.located import Located, read_located
from kb.types import Record

ACCEPTED = "lint.yaml"
_ANCHOR = re.compile(r"\{#([A-Za-z0-9][\w-]*)[^{}\n]*\}")


class AcceptedFinding(Record):
    """One entry of ``lint.yaml``, with the ``file:line`` that it stands on; ``about`` may hold ``*``."""

    finding: str
    about: str
    reason: str
    place: str


def places_of(folders: Sequence[Path]) -> dict[str, str]:
    """Return ``<kind>:<id>`` -> ``file:line`` for trade-offs, options, factors, rules and disagreements.

    The folders were read by ``kb.catalog.load_catalog`` before; raises CatalogError where one has changed since.
    """
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted((folder / "tradeoffs").glob("*.y*ml")):
            if not path.stem.endswith(".voices"):
                found |= dict(_places(read_located(path, str(path))))
    return found


def claim_places(path: Path, source: str) -> dict[str, str]:
    """Return ``claim:<id>`` -> ``file:line`` for the anchors of one article's file; nothing where it has none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    return {
        f"claim:{source}#{anchor}": f"{path}:{number}"
        for number, line in enumerate(lines, start=1)
        for anchor in _ANCHOR.findall(line)
    }


def accepted_findings(folders: Sequence[Path]) -> tuple[AcceptedFinding, ...]:
    """Return what the folders' ``lint.yaml`` accept; raise CatalogError, with file and line, where one is malformed."""
    found = []
    for folder in folders:
        path = folder / ACCEPTED
        if not path.is_file():
            continue
        document = read_located(path, str(path))
        for entry in document.fields(("accepted",))["accepted"].items():
            fields = entry.fields(("finding", "about", "reason"))
            texts = {name: value.text() for name, value in fields.items()}
            found.append(AcceptedFinding(**texts, place=f"{entry.file}:{entry.line}"))
    return tuple(found)


def _places(document: Located) -> Iterator[tuple[str, str]]:
    fields = document.mapping()
    trade_off = fields["id"].text()
    yield f"trade-off:{trade_off}", _place(fields["id"])
    for kind, key in (("option", "options"), ("disagreement", "disagreements")):
        for entry in _entries(fields, key):
            id = entry.mapping()["id"]
            yield f"{kind}:{trade_off}/{id.text()}", _place(id)
    for entry in _entries(fields, "factors"):
        id = entry.mapping().get("use") or entry.mapping()["id"]
        yield f"factor:{trade_off}/{id.text()}", _place(id)
    for entry in _entries(fields, "rules"):
        id = entry.mapping()["id"]
        yield f"rule:{rule_id(trade_off, id.text())}", _place(id)


def _entries(fields: dict[str, Located], key: str) -> tuple[Located, ...]:
    return fields[key].items() if key in fields else ()


def _place(value: Located) -> str:
    return f"{value.file}:{value.line}"
