"""Bibliographies beside an article: ``x.bib`` and ``x.csl.json`` next to ``x.md``, or named by ``bibliography:``.

Only files in the article's own folder or below it are read, of a bounded size. A file or an entry that cannot be read
is a finding and costs nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bibtexparser import middlewares
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import Block, Entry

from ingest.decode import decode
from ingest.entries import names_of
from ingest.fetch import read_bytes
from ingest.frontmatter import read, split, texts_of
from ingest.page import RawPage, SideFile
from kb.errors import ArticleError
from kb.ids import slug
from kb.types import Reference
from kb.works import arxiv_of, doi_of

ENDINGS = (".bib", ".csl.json")
"""How the names of such files end."""

LARGEST = 4_000_000
"""Bytes; about 8,000 entries."""

_HEAD = 20_000
_YEAR = re.compile(r"\b(1[5-9]\d{2}|20\d{2})\b")
_KINDS = {
    "inproceedings": "paper", "conference": "paper", "paper-conference": "paper", "article-journal": "article",
    "book": "book", "chapter": "book", "incollection": "book", "inbook": "book", "phdthesis": "thesis",
    "mastersthesis": "thesis", "thesis": "thesis", "techreport": "report", "report": "report", "webpage": "blog",
    "post-weblog": "blog", "online": "blog", "dataset": "dataset", "software": "software",
}  # fmt: skip
_ADDRESSES = ("url", "doi", "eprint", "file")
_ESCAPED = re.compile(r"\\url\s?\{(.*)\}$|\\(?=[%&#_~{}])")
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it cannot read becomes our finding
logging.getLogger("bibtexparser").propagate = False


class _TexText(middlewares.LatexDecodingMiddleware):
    """Reads TeX in every field but the addresses, in which a per cent sign does not begin a comment."""

    def transform_entry(self, entry: Entry, library: Library) -> Block:
        """Return the entry with TeX's commands as the characters that they stand for."""
        kept = {field.key: field.value for field in entry.fields if field.key.lower() in _ADDRESSES}
        made = super().transform_entry(entry, library)
        for field in made.fields if isinstance(made, Entry) else ():
            if field.key in kept:
                field.value = _ESCAPED.sub(r"\1", str(kept[field.key]))
        return made


@dataclass(frozen=True, slots=True)
class SideEntry:
    """An entry of a side file: its key, its fields, and whether the file belongs to the article alone."""

    key: str
    reference: Reference
    own: bool


def with_side_files(raw: RawPage, path: Path) -> RawPage:
    """Return the page with the bibliographies that lie beside its file, or that its front matter names."""
    files: list[SideFile] = []
    for side in side_paths(path, raw.text[:_HEAD]):
        own = side.name.startswith(path.stem + ".")
        try:
            text, _ = decode(read_bytes(side, LARGEST), str(side))
            files.append(SideFile(name=side.name, text=text, own=own))
        except ArticleError as problem:
            files.append(SideFile(name=side.name, text="", own=own, problem=str(problem)))
    return raw.model_copy(update={"side_files": tuple(files)}) if files else raw


def side_paths(path: Path, head: str) -> tuple[Path, ...]:
    """Return the side files of an article that are there; ``head`` is the beginning of its text."""
    found = {side: None for ending in ENDINGS if (side := path.with_name(path.stem + ending)).is_file()}
    if head.startswith("---") and "\nbibliography:" in head:
        folder = path.parent.resolve()
        try:
            names = texts_of(read(split(head)[0], str(path)), "bibliography")
        except ArticleError:
            names = ()  # the reading of the article itself reports it
        for name in names:
            side = (folder / name).resolve()
            if side.suffix in (".bib", ".json") and side.is_relative_to(folder) and side.is_file():
                found.setdefault(side)
    return tuple(found)


def digest_with_side_files(path: Path) -> str:
    """Return the SHA-256 over an article's bytes and those of its side files: changed when either changes."""
    data = path.read_bytes()
    digest = hashlib.sha256(data)
    for side in side_paths(path, data[:_HEAD].decode("utf-8", "replace")):
        if side.stat().st_size <= LARGEST:
            digest.update(hashlib.sha256(side.read_bytes()).digest())
    return digest.hexdigest()


def entries_of(source: str, file: SideFile) -> tuple[tuple[SideEntry, ...], tuple[str, ...]]:
    """Return the entries of a side file, and in words what of it could not be read."""
    if file.problem:
        return (), (file.problem,)
    if file.name.endswith(".json"):
        try:
            found = tuple(_csl(source, file))
        except (ValueError, RecursionError) as problem:
            return (), (f"{file.name}: expected a list of CSL-JSON items, found {str(problem)[:120]}.",)
        return found, ()
    library = parse_string(file.text, append_middleware=[_TexText(), middlewares.NormalizeFieldKeys()])
    problems = tuple(
        f"{file.name}:{(block.start_line or 0) + 1}: expected a BibTeX entry, found one that cannot be read."
        for block in library.failed_blocks[:20]
    )
    return tuple(_bibtex(source, file, library.entries)), problems


def _bibtex(source: str, file: SideFile, entries: list[Entry]) -> Iterator[SideEntry]:
    for entry in entries:
        value = {field.key: " ".join(str(field.value).replace("\\n", " ").split()) for field in entry.fields}
        people = value.get("author") or value.get("editor", "")
        names = tuple(name.strip() for name in re.split(r"\s+and\s+", people) if name.strip() not in ("", "others"))
        venue = next((value[k] for k in ("journal", "journaltitle", "booktitle", "howpublished") if value.get(k)), "")
        arxiv = arxiv_of(f"arXiv:{value['eprint']}") if value.get("eprint") else arxiv_of(venue)
        year = _YEAR.search(value.get("year") or value.get("date", ""))
        yield SideEntry(
            entry.key,
            Reference(
                id=slug(entry.key, 80), source=source, authors=names, year=int(year[1]) if year else None,
                title=value.get("title", ""), venue=venue or None, url=_address(value.get("url"), arxiv),
                doi=doi_of(value.get("doi", "")), arxiv=arxiv, volume=value.get("volume"),
                pages=value.get("pages", "").replace("–", "-").replace("--", "-") or None,
                publisher=value.get("publisher"), kind=_KINDS.get(entry.entry_type.lower(), "article"),
                note=value.get("note"),
            ),
            file.own,
        )  # fmt: skip


def _csl(source: str, file: SideFile) -> Iterator[SideEntry]:
    loaded = json.loads(file.text)
    items = loaded.get("items") if isinstance(loaded, Mapping) else loaded
    if not isinstance(items, list):
        raise ValueError(type(loaded).__name__)
    for item in items:
        if not isinstance(item, Mapping):
            raise ValueError(f"an item that is {type(item).__name__}")
        value = {key: str(item[key]) for key in item if isinstance(item[key], str | int)}
        issued = item.get("issued")
        year = _YEAR.search(json.dumps(issued)) if issued else None
        arxiv = arxiv_of(f"arXiv:{value.get('number', '')}") or arxiv_of(value.get("URL", ""))
        key = value.get("id") or value.get("title", "")
        yield SideEntry(
            key,
            Reference(
                id=slug(key, 80), source=source, authors=tuple(_csl_names(item.get("author") or item.get("editor"))),
                year=int(year[1]) if year else None, title=value.get("title", ""),
                venue=value.get("container-title"), url=_address(value.get("URL"), arxiv),
                doi=doi_of(value.get("DOI", "")), arxiv=arxiv, volume=value.get("volume"), pages=value.get("page"),
                publisher=value.get("publisher"), kind=_KINDS.get(value.get("type", ""), "article"),
                note=value.get("note"),
            ),
            file.own,
        )  # fmt: skip


def _csl_names(people: object) -> Iterator[str]:
    if isinstance(people, str):
        yield from names_of(people)
    for person in people if isinstance(people, list) else ():
        if isinstance(person, Mapping):
            parts = [str(person[k]) for k in ("non-dropping-particle", "family") if person.get(k)]
            name = ", ".join(filter(None, (" ".join(parts), str(person.get("given") or ""))))
            if name or person.get("literal"):
                yield name or str(person["literal"])


def _address(url: str | None, arxiv: str | None) -> str | None:
    return url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else None)
