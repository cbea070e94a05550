"""Two entries whose addresses differ in a word though they cite one work: one of the two was changed. Pure, linear.

Candidates are found by keys that leave a word out, so no two entries are compared that have not all but one or two
words of the address in common. They are one work where year and most of the title agree too, and where the words that
differ are none of either title: the guides for two systems differ in a word of the address and of the title alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote, urlsplit

from kb.types import Article, Finding, Reference
from kb.works import canonical_url, surname, words_of

_LEAST_WORDS = 3
_MOST_WORDS = 24
_LEAST_SHARED = 0.4

Pair = tuple[int, int, tuple[tuple[str, str], ...]]
"""The places of two references, and the words of the first address and of the second that differ."""


def suspicious_links(articles: Iterable[Article]) -> tuple[Finding, ...]:
    """Return a finding for each address that differs in a word from the same work's elsewhere, with both forms."""
    ranked = sorted(articles, key=lambda a: (a.source.text_kind != "digest", a.source.id))
    references = [r for article in ranked for r in article.references]
    found = []
    for first, second, words in near_pairs(references):
        known, other = references[first], references[second]
        changed = ", ".join(f"{b!r} for {a!r}" for a, b in words)
        number = f"[{other.number}] " if other.number is not None else ""
        text = f"{number}the address has {changed}: {other.url}, where {known.source} has {known.url}"
        found.append(Finding(source=other.source, kind="suspicious link", text=text))
    return tuple(found)


def near_pairs(references: Sequence[Reference]) -> Iterator[Pair]:
    """Yield each reference that is the work of an earlier one under an address with other words, with the earlier."""
    first: dict[str, list[int]] = {}
    for place, reference in enumerate(references):
        seen = set()
        keys = tuple(_masked(reference))
        for other in (o for key in keys for o in first.get(key, ())):
            if other in seen:
                continue
            seen.add(other)
            words = _replaced(references[other], reference)
            if words:
                yield other, place, words
        for key in keys:
            group = first.setdefault(key, [])
            if len(group) < 3:  # a few forms of an address are enough to compare with, and keep this linear
                group.append(place)


def _masked(reference: Reference) -> Iterator[str]:
    """Yield the keys of an address: its last segment alone, and the whole with one word of that segment left out."""
    if not reference.url or reference.kind == "link" or reference.year is None:
        return
    host, folders, last = _parts(reference.url)
    if len(last) >= _LEAST_WORDS:
        yield f"{host}//{'-'.join(last)}"
    if _LEAST_WORDS < len(last) <= _MOST_WORDS:
        for place in range(len(last)):
            yield f"{host}/{'/'.join(folders)}/{'-'.join((*last[:place], '*', *last[place + 1 :]))}"


def _parts(url: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    try:
        parts = urlsplit(f"//{canonical_url(url)}")
    except ValueError:
        return "", (), ()
    *folders, last = [*unquote(parts.path).split("/")]
    return parts.netloc, tuple(folder for folder in folders if folder), words_of(last)


def _replaced(one: Reference, other: Reference) -> tuple[tuple[str, str], ...]:
    """Return the words that differ between two addresses of one work; none where they are two works, or the same."""
    if one.year != other.year or canonical_url(one.url or "") == canonical_url(other.url or ""):
        return ()
    titles = set(words_of(one.title)), set(words_of(other.title))
    shared = len(titles[0] & titles[1]) / max(1, min(len(titles[0]), len(titles[1])))
    (_, folders, last), (_, other_folders, other_last) = _parts(one.url or ""), _parts(other.url or "")
    needed = _LEAST_SHARED if last == other_last or _author(one) == _author(other) else 2 * _LEAST_SHARED
    before, after = (folders, other_folders) if last == other_last else (last, other_last)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pairs = [("/".join(before[a:b]), "/".join(after[c:d])) for tag, a, b, c, d in codes if tag != "equal"]
    words = {word for pair in pairs for text in pair for word in words_of(text)}
    telling = all(a and b and not any(c.isdigit() for c in a + b) for a, b in pairs)
    return tuple(pairs) if telling and shared >= needed and not words & (titles[0] ^ titles[1]) else ()


def _author(reference: Reference) -> str:
    return "".join(words_of(surname(reference.authors[0]))) if reference.authors else ""
