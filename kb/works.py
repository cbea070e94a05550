"""What makes two references the same work: DOI, arXiv id, canonical address, else title and year. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from url_normalize import url_normalize

from kb.types import Reference

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>\])}]{1,200}")
ARXIV = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf|html)/|[:. ]{1,2}(?:preprint )?)"
    r"(?:arxiv[:.])?(\d{4}\.\d{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})(?!\d)",
    re.IGNORECASE,
)
_TRACKING = re.compile(r"(?:utm_\w+|source|ref|ref_src|fbclid|gclid|mc_cid|mc_eid|igshid|trk|sk|spm)$", re.IGNORECASE)
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?:/(?!\.{1,2}(?:/|$))[\w.~@-]+)*/?", re.ASCII)
"""An address in which there is nothing to normalise but its host's ``www.`` and its final slash: most are."""
_MIRRORS = re.compile(r"^(?:www\d?|m|amp)\.")
_WORD = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 12
_LEAST_WORDS = 4
"""Shorter titles ("Introduction", "Annual report") name too many works to tell them apart without an author."""


def doi_of(text: str) -> str | None:
    """Return the DOI in a text or address, in lower case, without the punctuation that follows it; None without one."""
    match = DOI.search(unquote(text) if "%2f" in text.lower() else text)
    return match[0].rstrip(".,;:").lower() if match else None


def arxiv_of(text: str) -> str | None:
    """Return the arXiv id in a text or address, without its version; None without one."""
    match = ARXIV.search(text)
    return match[1].lower() if match else None


@lru_cache(maxsize=20_000)
def canonical_url(url: str) -> str:
    """Return what all spellings of one address share.

    Scheme, ``www.``, default port, fragment, tracking parameters, the order of parameters and a final slash are
    dropped; ``..`` and needless escapes are resolved. What is no address comes back as it is.
    """
    url = url.partition("#")[0]
    try:
        parts = urlsplit(url if _PLAIN.fullmatch(url) else url_normalize(url) or url)
        host = parts.netloc.lower().rpartition("@")[2]
    except (ValueError, UnicodeError):
        return url
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query, True) if not _TRACKING.match(k)))
    path = parts.path.rstrip("/").removesuffix("/index.html")
    return f"{_MIRRORS.sub('', host)}{path}{'?' if query else ''}{query}"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a title or an address in lower case."""
    return tuple(_WORD.findall(unquote(text).casefold().replace("’", "").replace("'", "")))


def surname(author: str) -> str:
    """Return the surname of ``Smith, J.``, ``J. Smith``, ``Smith J``; an organisation's whole name (``LLM Stats``)."""
    name = author.split(",")[0].replace("et al.", "").replace("et al", "").strip()
    words = name.split()
    if len(words) < 2:
        return name.strip(".")
    if len(words[-1]) <= 3 and words[-1].isupper():
        return words[0]
    return name if len(words[0]) > 1 and words[0].isupper() and words[0].isalpha() else words[-1].strip(".")


def title_key(reference: Reference) -> str | None:
    """Return the title's letters with the year, and the first surname where the title is short; None for too little."""
    words = words_of(reference.title)
    letters = "".join(words)
    if reference.year is None or len(letters) < _LEAST_LETTERS or reference.kind == "link":
        return None
    if len(words) >= _LEAST_WORDS:
        return f"title:{letters}:{reference.year}"
    return f"title:{letters}:{reference.year}:{surname(reference.authors[0]).casefold()}" if reference.authors else None


def ids_of(reference: Reference) -> dict[str, str]:
    """Return the identifiers that a reference states: ``doi``, ``arxiv``, ``url``, each where it has one."""
    found: dict[str, str] = {}
    doi = doi_of(reference.doi or "") or doi_of(reference.url or "")
    stated = (doi, reference.url, reference.venue)
    arxiv = reference.arxiv or next((id for text in stated if text and (id := arxiv_of(text))), None)
    if doi and not arxiv:
        found["doi"] = doi
    if arxiv:
        found["arxiv"] = arxiv
    if reference.url and not (doi_of(reference.url) or arxiv_of(reference.url)):
        found["url"] = canonical_url(reference.url)
    return found


def keys_of(reference: Reference) -> Iterator[str]:
    """Yield every key under which a work may be known; two references that share one are the same work."""
    for kind, id in ids_of(reference).items():
        yield f"{kind}:{id}"
    key = title_key(reference)
    if key:
        yield key
    if reference.title and reference.kind != "link":
        yield f"id:{reference.id}:{''.join(words_of(reference.title))}:{reference.year}"
