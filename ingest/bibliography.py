"""All that an article says it cites: front matter, lists, footnotes and the bibliographies beside it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.entries import LINK, address_of, parse_reference
from ingest.links import broken_links
from ingest.page import RawPage
from ingest.pointers import KEY
from ingest.references import authored_references, free_id, listed_references, section_of
from ingest.side_files import SideEntry, entries_of
from kb.text import SectionSpan, plain
from kb.types import Finding, Reference
from kb.works import keys_of, surname

_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s^]{1,60})\]:[ \t]{0,8}", re.MULTILINE)
_LONGEST_NOTE = 4000
_MAY_CITE = re.compile(r"://|\b10\.\d{4}|\b(?:1[5-9]|20)\d{2}|arxiv", re.IGNORECASE)
_FIELDS = ("authors", "year", "title", "venue", "url", "doi", "arxiv", "volume", "pages", "publisher")


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The references of an article, the ranges of the text that list them, the labels that point to them, findings.

    ``labels`` maps ``^note`` and ``@key`` to the id of a reference, or to nothing for a note that cites no work.
    """

    references: tuple[Reference, ...]
    ranges: tuple[tuple[int, int], ...]
    labels: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Note:
    """A footnote: its label, its words, its characters ``[start, end)``."""

    label: str
    words: str
    start: int
    end: int


def bibliography(
    source: str, meta: Mapping[str, object], raw: RawPage, text: str, spans: tuple[SectionSpan, ...]
) -> Bibliography:
    """Return the references of an article; those of its front matter, where it has any, instead of the printed ones."""
    notes = _notes(text)
    held = section_of(spans)
    listed = list(listed_references(source, _without(text, notes), held))
    ranges = [(s.start, s.end) for s in held] if listed else []
    labels: dict[str, str] = {}
    noted = _noted(source, notes, listed, labels)
    ranges += [(n.start, n.end) for n in notes if labels.get(f"^{n.label}") and n.words.count("://") <= 1]
    printed = [*listed, *noted]
    problems: list[str] = []
    entries: list[SideEntry] = []
    for file in raw.side_files:
        more, wrong = entries_of(source, file)
        entries += more
        problems += wrong
    _beside(entries, text, printed, labels)
    authored = authored_references(source, meta, raw.origin)
    findings = [Finding(source=source, kind="bibliography", text=problem) for problem in problems]
    references = authored or tuple(printed)
    findings += broken_links(source, references)
    return Bibliography(references, tuple(sorted(ranges)), {} if authored else labels, tuple(findings))


def _notes(text: str) -> list[_Note]:
    """Return the footnotes' definitions; a note goes on over lines that are indented, up to a blank line."""
    found = []
    for match in _NOTE.finditer(text):
        end = text.find("\n", match.end())
        while end >= 0 and text.startswith(("    ", "\t"), end + 1) and end - match.end() < _LONGEST_NOTE:
            end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        found.append(_Note(match[1], " ".join(text[match.end() : end].split()), match.start(), end))
    return found


def _without(text: str, notes: Sequence[_Note]) -> str:
    """Return the text with blanks in place of the notes, so that a list of references does not hold them twice."""
    parts, at = [], 0
    for note in notes:
        parts += [text[at : note.start], " " * (note.end - note.start)]
        at = note.end
    return "".join([*parts, text[at:]])


def _noted(source: str, notes: Sequence[_Note], listed: Sequence[Reference], labels: dict[str, str]) -> list[Reference]:
    """Return the footnotes that cite a work, and label all; they have numbers where no list has any."""
    taken = {r.id for r in listed}
    numbered = any(r.number is not None for r in listed)
    found = []
    for note in notes:
        labels[f"^{note.label}"] = ""
        if not _MAY_CITE.search(note.words):
            continue
        number = int(note.label) if note.label.isdigit() and len(note.label) < 6 and not numbered else None
        made = parse_reference(source, note.words, number)
        cites = address_of(note.words) or made.doi or (made.year and made.authors)
        if cites:
            title = made.title if made.title or not LINK.search(note.words) else plain(note.words)
            made = made.model_copy(update={"id": free_id(made.id, taken), "title": title})
            labels[f"^{note.label}"] = made.id
            found.append(made)
    return found


def _beside(entries: Sequence[SideEntry], text: str, printed: list[Reference], labels: dict[str, str]) -> None:
    """Add the entries of side files to the printed ones, or complete those that are the same work.

    Of a file that several articles may share only what the text cites is taken: by its key, or by surname and year.
    """
    if not entries:
        return
    places = {key: place for place, reference in enumerate(printed) for key in keys_of(reference)}
    taken = {r.id for r in printed}
    cited, words = set(KEY.findall(text)), set(re.findall(r"[\w'’-]+", text))
    for entry in entries:
        made = entry.reference
        place = next((places[key] for key in keys_of(made) if key in places), None)
        if place is not None:
            known = {k: v for k in _FIELDS if (v := getattr(made, k))}
            printed[place] = printed[place].model_copy(update=known)
            labels[f"@{entry.key}"] = printed[place].id
            continue
        named = made.authors and surname(made.authors[0]) in words and str(made.year) in words
        if entry.own or entry.key in cited or named:
            made = made.model_copy(update={"id": free_id(made.id, taken)})
            labels[f"@{entry.key}"] = made.id
            places |= dict.fromkeys(keys_of(made), len(printed))
            printed.append(made)
