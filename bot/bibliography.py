"""References in the forms that other programs read: CSL-JSON, BibTeX, and text in one citation style. Pure."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from bot.citation_style import APA_LIKE
from graph.works import best_entries, one_id_a_work
from kb.types import Article, Reference
from kb.works import surname

FORMATS = ("text", "csl-json", "bibtex")
STYLE = "harvard-cite-them-right"
"""The citation style that comes with citeproc-py: author and year, much as APA."""

_ORGANISATION = re.compile(
    r"\b(?:universit|institut|team|group|labs?\b|inc\b|corp|ltd|llc|foundation|association|committee|ministry|research\b"
    r"|company|bank|council|agency|society|stats\b|authors\b|contributors\b|consortium)",
    re.IGNORECASE,
)
_CSL = {
    "paper": "paper-conference", "book": "book", "thesis": "thesis", "report": "report", "survey": "report",
    "preprint": "article", "blog": "post-weblog", "link": "webpage", "dataset": "dataset", "software": "software",
}  # fmt: skip
_BIBTEX = {
    "paper": "inproceedings",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "survey": "techreport",
}
_TEX = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_ISSUE = re.compile(r"(?P<volume>[^\s()]{1,20})\s?\((?P<issue>[^()]{1,20})\)")
_NO_KEY = re.compile(r"[^\w:./+-]+")
_STOPPED_TWICE = re.compile(r"([?!])\.(?=\s|$)")
_VENUE = {"book": "publisher", "inproceedings": "booktitle", "article": "journal"}


def works_of(articles: Iterable[Article]) -> tuple[Reference, ...]:
    """Return each work that the articles cite once, sorted by id."""
    return tuple(work for _, work in sorted(best_entries(one_id_a_work(articles)).items()))


def exported(works: Sequence[Reference], form: str) -> str:
    """Return the works in one of ``FORMATS``, ending with a line end where there are any."""
    if form == "bibtex":
        return as_bibtex(works)
    if form == "csl-json":
        return json.dumps(csl_items(works), ensure_ascii=False, indent=2) + "\n"
    return as_text(works)


def csl_items(works: Sequence[Reference], notes: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return CSL-JSON items, the id of a work as their id; ``notes`` say something of a work, by its id."""
    items = [_item(work) for work in works]
    for item in items:
        said = [part for part in (item.get("note"), (notes or {}).get(item["id"])) if part]
        item.update({"note": " ".join(said)} if said else {})
    return items


def as_text(works: Sequence[Reference]) -> str:
    """Return one line a work in the citation style, sorted as the style sorts; a work without a title as printed."""
    return "".join(f"{line}\n" for line in _lines(works, STYLE))


def as_apa(works: Sequence[Reference]) -> str:
    """Return the same in a style much like APA: ``Sculley, D., & Holt, G. (2015). Title. Venue. https://...``."""
    lines = _lines(works, io.BytesIO(APA_LIKE))
    return "".join(_STOPPED_TWICE.sub(r"\1", line) + "\n" for line in lines)


def _lines(works: Sequence[Reference], style: str | io.BytesIO) -> list[str]:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    titled = [work for work in works if work.title]
    items = [{**_item(work), "id": f"w{place}"} for place, work in enumerate(titled)]
    made = CitationStylesBibliography(CitationStylesStyle(style, validate=False), CiteProcJSON(items), formatter.plain)
    for item in items:
        made.register(Citation([CitationItem(item["id"])]))
    made.sort()
    lines = [" ".join(str(line).split()) for line in made.bibliography()] if items else []
    return lines + [work.text or work.url or work.id for work in works if not work.title]


def as_bibtex(works: Sequence[Reference], notes: Mapping[str, str] | None = None) -> str:
    """Return BibTeX entries in UTF-8, whose keys are the works' ids; what TeX would read as its own is escaped.

    ``notes`` say something of a work, by its id.
    """
    library = Library()
    for work in works:
        kind = _BIBTEX.get(work.kind, "article" if work.volume or (work.kind == "article" and work.venue) else "misc")
        note = (notes or {}).get(work.id, "")
        volume, issue = _volume(work)
        texts = {
            "author": " and ".join(_tex_name(name) for name in work.authors),
            "title": _tex(work.title),
            _VENUE.get(kind, "howpublished"): _tex(work.venue or ""),
            "year": str(work.year or ""),
            "volume": _tex(volume),
            "number": _tex(issue),
            "pages": _tex((work.pages or "").replace("-", "--")),
            "publisher": _tex(work.publisher or ""),
            "doi": work.doi or "",
            "eprint": work.arxiv or "",
            "archiveprefix": "arXiv" if work.arxiv else "",
            "url": (work.url or "").replace("{", "%7B").replace("}", "%7D"),
            "note": _tex(note if work.title else " ".join(part for part in (work.text, note) if part)),
        }
        fields = [Field(name, f"{{{text}}}") for name, text in texts.items() if text]
        library.add(Entry(kind, _NO_KEY.sub("-", work.id.replace("@", "-at-")), fields))
    return write_string(library, unparse_stack=[])


def csl_name(author: str) -> dict[str, str]:
    """Return an author as CSL has it: family and given name, or ``literal`` for an organisation or a single word."""
    name = re.sub(r",?\s+et al\.?$", "", author).strip()
    if ", " in name:
        family, _, given = name.partition(", ")
        return {"family": family, "given": given}
    words = name.split()
    if len(words) < 2 or _ORGANISATION.search(name) or surname(name) == name:
        return {"literal": name}
    if len(words[-1]) <= 3 and words[-1].isupper():
        return {"family": " ".join(words[:-1]), "given": words[-1]}
    start = next((place for place, word in enumerate(words) if place and word[0].islower()), len(words) - 1)
    return {"family": " ".join(words[start:]), "given": " ".join(words[:start])}


def _tex_name(author: str) -> str:
    name = csl_name(author)
    return f"{{{_tex(name['literal'])}}}" if "literal" in name else _tex(f"{name['family']}, {name['given']}")


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _volume(work: Reference) -> tuple[str, str]:
    """Return the volume and the issue of a work, printed as "12(3)"; either may be empty."""
    both = _ISSUE.fullmatch(work.volume or "")
    return (both["volume"], both["issue"]) if both else (work.volume or "", "")


def _item(work: Reference) -> dict[str, Any]:
    volume, issue = _volume(work)
    stated = {
        "title": work.title,
        "container-title": "" if work.kind in ("book", "report") else work.venue,
        "publisher": work.publisher or (work.venue if work.kind in ("book", "report") else ""),
        "volume": volume,
        "issue": issue,
        "page": work.pages,
        "DOI": work.doi,
        "number": f"arXiv:{work.arxiv}" if work.arxiv else "",
        "URL": work.url,
        "note": "" if work.title else work.text,
    }
    item: dict[str, Any] = {
        "id": work.id,
        "type": _CSL.get(work.kind, "article-journal" if work.volume else "document"),
    }
    if work.authors:
        item["author"] = [csl_name(author) for author in work.authors]
    if work.year:
        item["issued"] = {"date-parts": [[work.year]]}
    return item | {name: value for name, value in stated.items() if value}
