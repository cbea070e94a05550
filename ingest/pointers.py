"""What a pointer in the text looks like, and which references it points to. Pure.

Numbers (``[1]``, ``[2, 5]``, ``[1-3]``, superscripts), footnotes (``[^note]``), keys (``[@smith2024]``), names with
a year (``(Smith, 2024)``, ``Smith et al. (2024)``) and hyperlinks. Every pattern is bounded, so the search is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.types import Reference
from kb.works import ids_of, surname

NUMBERS = re.compile(r"\\?\[(\d{1,15}(?: ?[,;–-] ?\d{1,15}){0,30})\\?\](?!\()")
FOOTNOTE = re.compile(r"\\?\[\^([^\[\]\s^]{1,60})\](?!:|\()")
KEYS = re.compile(r"\[([^\[\]\n@]{0,60}@[^\[\]\n]{1,400})\](?!\()")
KEY = re.compile(r"@([\w:.#$%&+?<>~/-]{0,79}\w)")
RAISED = re.compile(
    r"<sup>\s{0,3}\[?(\d{1,4}(?: ?[,;–-] ?\d{1,4}){0,20})\]?\s{0,3}</sup>|\^(\d{1,4}(?:[,;–-]\d{1,4}){0,20})\^"
)
SUPERSCRIPT = re.compile(
    r"(?:(?<=[^\W\d_]{4})|(?<=[.,;:!?)”’\"]))[⁰¹²³⁴-⁹]{1,4}(?:[,⁻–\u202f ]{0,2}[⁰¹²³⁴-⁹]{1,4}){0,20}"
)
LINK = re.compile(
    r"(!?)\[([^\[\]]{1,500})\]"
    r"\((https?://[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,500})?)(?: \"[^\"]{0,200}\")?\)"
)
IN_PARENS = re.compile(r"\(([^()\n]{3,200}?(?:19|20)\d{2}[a-z]?[^()\n]{0,100})\)")
NARRATIVE = re.compile(
    r"(?<![\w.])([^\W\d_][\w'’-]{1,40})((?: et al\.?|,? (?:and|&) [^\W\d_][\w'’.-]{1,40}){0,2}),?"
    r" \(((?:19|20)\d{2})([a-z]?)\)"
)
_YEAR_BEHIND = re.compile(r" \((?:19|20)\d{2}[a-z]?\)")
_LONGEST_NARRATIVE = 200
"""More characters than names in front of a year can have by that pattern."""
_NAMED_YEAR = re.compile(
    r"([^\W\d_][\w'’-]{1,40})(?: et al\.?|(?:,? (?:and|&) [^\W\d_][\w'’.-]{1,40}){1,2})?,? \(?((?:19|20)\d{2})([a-z]?)"
    r"(?:, (?:pp?\.|ch\.|§|sec\.|fig\.) ?[\w.–-]{1,12})?$"
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"  # noqa: SIM905
    " sep sept oct nov dec since until in of from early late mid spring summer autumn fall winter q1 q2 q3 q4 version"
    " updated published copyright".split()
)
"""Words before a year in parentheses that are no surname."""
_WIDEST_RANGE = 50

Resolved = tuple[list[str], str | None]
"""The ids that a marker points to, and what is wrong with it: ``kind: text``."""


@dataclass(slots=True)
class Index:
    """The references of an article by number, footnote label or key, identifier, and surname with year."""

    numbers: dict[int, list[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    works: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, references: Sequence[Reference], labels: Mapping[str, str]) -> Index:
        """Index the references; those whose first author has the name come before those of a second one."""
        index = cls(labels=labels)
        later: list[tuple[tuple[str, int], str]] = []
        for reference in references:
            if reference.number is not None:
                index.numbers.setdefault(reference.number, []).append(reference.id)
            for key in work_keys(reference):
                index.works.setdefault(key, reference.id)
            if reference.year is not None:
                for place, author in enumerate(reference.authors):
                    key_ = (surname(author).casefold(), reference.year)
                    if place == 0:
                        index.names.setdefault(key_, []).append(reference.id)
                    else:
                        later.append((key_, reference.id))
        for key_, id in later:
            index.names.setdefault(key_, [id])
        return index


def narratives(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of ``NARRATIVE``, which are looked for in front of the years, not behind every word."""
    at = 0
    for year in _YEAR_BEHIND.finditer(text):
        match = NARRATIVE.search(text, max(at, year.start() - _LONGEST_NARRATIVE), year.end())
        if match:
            yield match
            at = match.end()


def work_keys(reference: Reference) -> tuple[str, ...]:
    """Return the identifiers of a work as keys."""
    return tuple(f"{kind}:{id}" for kind, id in ids_of(reference).items())


def numbered(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``[1, 3-5]``; None where it is no pointer: a lone year that no reference has as its number."""
    shown = match[0]
    numbers = _numbers(match[1])
    if numbers is None:
        return [], f"dangling citation: {shown} is a range that cannot be read"
    if all(1900 <= n <= 2100 and n not in index.numbers for n in numbers):
        return None
    return _by_numbers(shown, numbers, index)


def raised(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``<sup>1,2</sup>`` and ``word²``; None where a number is of no reference: an exponent, an ordinal."""
    groups = [group for group in match.groups() if group]
    shown = (groups[0] if groups else match[0]).translate(_DIGITS).replace("\u202f", ",")
    numbers = _numbers(re.sub(r"(?<=\d)[ ,]{1,2}(?=\d)", ",", shown))
    if not numbers or any(n not in index.numbers for n in numbers):
        return None
    return _by_numbers(match[0], numbers, index)


def footnoted(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``[^note]`` by its label, else by its number; None for the note of a text without such references."""
    label = match[1]
    if f"^{label}" in index.labels:
        id = index.labels[f"^{label}"]
        return ([id], None) if id else None
    if label.isdigit():
        return _by_numbers(match[0], [int(label)], index)
    return [], f"dangling citation: {match[0]} points to a footnote that is not there"


def keyed(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``[@smith2024; @lee]`` by the keys of the bibliography; None where the article has none."""
    keys = KEY.findall(match[1])
    if not any(label.startswith("@") for label in index.labels):
        return None
    missing = [key for key in keys if f"@{key}" not in index.labels]
    ids = [index.labels[f"@{key}"] for key in keys if key not in missing]
    return (
        ids,
        f"dangling citation: {match[0]} names {', '.join(missing)}, not in the bibliography" if missing else None,
    )


def named(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``(see Smith, 2024; Lee et al., 2023)``; None where the parentheses hold something else."""
    ids: list[str] = []
    problems: list[str] = []
    for part in match[1].split(";"):
        said = _NAMED_YEAR.search(part.strip())
        if said is None or not said[1][0].isupper() or said[1].casefold() in _MONTHS:
            return None
        hit, problem = _by_name(said[1], int(said[2]), said[3], index)
        ids += hit
        if problem == "dangling":
            problems.append(f"dangling citation: ({part.strip()}) is not among the references")
        elif problem:
            problems.append(f"ambiguous citation: ({part.strip()}) may be any of {problem}")
    if problems and not index.names:
        return None
    return ids, problems[0] if problems else None


def narrated(match: re.Match[str], index: Index) -> Resolved | None:
    """Resolve ``Smith et al. (2024)``; None where the name is of no reference and nothing says it is an author."""
    if not match[1][0].isupper() or match[1].casefold() in _MONTHS:
        return None
    ids, problem = _by_name(match[1], int(match[3]), match[4], index)
    if problem == "dangling":
        several = " et al" in match[2] and index.names
        return ([], f"dangling citation: {match[0]} is not among the references") if several else None
    return ids, f"ambiguous citation: {match[0]} may be any of {problem}" if problem else None


def _by_name(name: str, year: int, letter: str, index: Index) -> tuple[list[str], str]:
    """Return the reference of a surname and year; the letter of ``2024b`` counts through several in their order."""
    hits = index.names.get((name.casefold(), year), [])
    if not hits:
        return [], "dangling"
    if len(hits) == 1:
        return hits, ""
    place = ord(letter) - ord("a") if letter else -1
    return ([hits[place]], "") if 0 <= place < len(hits) else ([], ", ".join(hits))


def _numbers(shown: str) -> list[int] | None:
    """Return the numbers of ``1, 3-5``; None for a range that runs backwards or is too wide."""
    numbers: list[int] = []
    for part in re.split(r" ?[,;] ?", shown):
        ends = [int(n) for n in re.split(r" ?[–-] ?", part) if n]
        if not ends or len(ends) > 2 or ends[0] > ends[-1] or ends[-1] - ends[0] > _WIDEST_RANGE:
            return None
        numbers.extend(range(ends[0], ends[-1] + 1))
    return numbers


def _by_numbers(shown: str, numbers: Sequence[int], index: Index) -> Resolved:
    missing = [n for n in numbers if n not in index.numbers]
    ids = [index.numbers[n][0] for n in numbers if len(index.numbers.get(n, ())) == 1]
    if missing:
        which = ", ".join(map(str, missing))
        return ids, f"dangling citation: {shown} points to number {which}, which no reference has"
    shared = any(len(index.numbers[n]) > 1 for n in numbers)
    return ids, f"ambiguous citation: {shown} points to a number that several references have" if shared else None
