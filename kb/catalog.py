"""The authored knowledge of one or more folders, read and validated as a whole.

A folder may hold ``tradeoffs/*.yaml`` (``*.voices.yaml`` beside them adds how a trade-off is recognised),
``principles.yaml``, ``off_topic.yaml``, ``follow_ups.yaml`` and ``articles/*.md``, whose anchors the evidence points
to. The first thing that is wrong is a CatalogError with file, line and key; nothing is half loaded.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from kb.decisions import VOICES, Known, read_principle, read_trade_off
from kb.errors import CatalogError
from kb.factors import read_factors, with_sayings
from kb.ids import claim_id
from kb.located import Located, nearest, parse_located, read_located
from kb.types import Catalog, Principle, TradeOff

_ANCHOR = re.compile(r"\{#([A-Za-z0-9][\w-]*)[^{}\n]*\}")
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)


def builtin_folder() -> Path:
    """Return the folder of the knowledge that ships with the package."""
    return Path(str(importlib.resources.files("kb"))) / "data"


def load_catalog(folders: Sequence[Path], known_claims: Collection[str] | None = None) -> Catalog:
    """Read and validate all authored knowledge of the folders; raise CatalogError at the first thing that is wrong.

    ``known_claims`` are the claim ids that evidence may name (those of the ledger, say); without it they are the
    anchors of the folders' own articles.
    """
    main, voices, others = _documents(folders)
    claims = frozenset(_anchors(folders) if known_claims is None else known_claims)
    factors = read_factors(main)
    known = Known(factors, claims)
    spoken = _voices_of(main, voices)
    trade_offs = tuple(read_trade_off(document, spoken[id], known) for id, document in sorted(_by_id(main).items()))
    return Catalog(
        trade_offs=trade_offs,
        factors=with_sayings(factors, [*main, *voices]),
        principles=_principles(others, known, trade_offs),
        off_topic=_said(others, "off_topic"),
        follow_ups=_said(others, "follow_ups"),
        remarks=_said(others, "remarks"),
        digest=_digest([*main, *voices, *others]),
    )


def _documents(folders: Sequence[Path]) -> tuple[list[Located], list[Located], list[Located]]:
    """Return the trade-off documents, the voices documents, and those of principles and of what is said about
    anything else."""
    main: list[Located] = []
    voices: list[Located] = []
    others: list[Located] = []
    for folder in folders:
        if not folder.is_dir():
            raise CatalogError(f"{folder}:1", "is no folder.", fix="Name a folder that holds tradeoffs/*.yaml.")
        for path in sorted((folder / "tradeoffs").glob("*.y*ml")):
            document = read_located(path, str(path))
            if path.stem.endswith(".voices"):
                document.fields(("trade_off",), VOICES)
                voices.append(document)
            else:
                document.mapping()
                main.append(document)
        for name in ("principles", "off_topic", "follow_ups", "remarks"):
            path = folder / f"{name}.yaml"
            if path.is_file():
                document = read_located(path, str(path))
                document.fields((name,))
                others.append(document)
    return main, voices, others


def _said(documents: Iterable[Located], name: str) -> tuple[str, ...]:
    """Return the texts that the documents list under ``name``, each once."""
    return tuple(dict.fromkeys(text for document in documents for text in _top_texts(document, name)))


def _by_id(documents: Iterable[Located]) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for document in documents:
        id = document.mapping().get("id")
        if id is None:
            raise document.error("'id' is missing", fix="Name the trade-off, in lower case with hyphens.")
        if id.text() in found:
            raise id.error("names two trade-offs alike", found=f"{id.text()!r}, first in {found[id.text()].file}")
        found[id.text()] = document
    return found


def _voices_of(main: Iterable[Located], voices: Iterable[Located]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = {id: [] for id in _by_id(main)}
    for document in voices:
        name = document.mapping()["trade_off"]
        if name.text() not in found:
            raise name.error("names an unknown trade-off", found=repr(name.text()), fix=nearest(name.text(), found))
        found[name.text()].append(document)
    return found


def _principles(documents: Iterable[Located], known: Known, trade_offs: Iterable[TradeOff]) -> tuple[Principle, ...]:
    found: dict[str, Principle] = {}
    taken = {trade_off.id for trade_off in trade_offs}
    for document in documents:
        value = document.mapping().get("principles")
        for entry in value.items() if value is not None else ():
            principle = read_principle(entry, known)
            if principle.id in found or principle.id in taken:
                raise entry.mapping()["id"].error("names two things alike", found=repr(principle.id))
            found[principle.id] = principle
    return tuple(found[id] for id in sorted(found))


def _top_texts(document: Located, key: str) -> tuple[str, ...]:
    value = document.mapping().get(key)
    return value.texts() if value is not None else ()


def _anchors(folders: Iterable[Path]) -> set[str]:
    """Return the claim ids of the anchors in the folders' articles."""
    found: set[str] = set()
    for folder in folders:
        for path in sorted((folder / "articles").glob("*.md")):
            shown = str(path)
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise CatalogError(f"{shown}:1", f"cannot be read: {error}.", fix="Save it as UTF-8.") from error
            source = _article_id(text, path, shown)
            found.update(claim_id(source, anchor) for anchor in _ANCHOR.findall(text))
    return found


def _article_id(text: str, path: Path, shown: str) -> str:
    front = _FRONT_MATTER.match(text)
    if front is None or not front[1].strip():
        return path.stem
    id = parse_located(front[1], shown, first_line=2).mapping().get("id")
    return id.text() if id is not None else path.stem


def _digest(documents: Iterable[Located]) -> str:
    """Return the SHA-256 of what the documents say; comments, quoting and file names do not count."""
    canonical = json.dumps(
        [document.plain() for document in documents], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
