"""Which advice of a text belongs together: options that are set against each other, each with when it fits. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.advice import Advice, advice_in, condition_text, option_name
from ingest.contrasts import MOST_OPTIONS, contrast_in, merged, same_option, tables_in
from kb.blocks import Block, BlockKind
from kb.extracted import Thumb
from kb.text import Sentence, plain

NEAR = 4
"""Blocks between two pieces of advice that still stand beside each other."""
_WITH_VERB = re.compile(r"\b(?:when(?:ever)?|if|where|once|unless|as long as) $", re.IGNORECASE)
_AHEAD = 16
"""Characters that hold the longest of these words, with a word to spare."""
WITHOUT = "Without "
"""How the option of doing without something is named."""


@dataclass(frozen=True, slots=True)
class Group:
    """Options that a text weighs, and the advice on each; every advice names one of the options."""

    options: tuple[str, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    parent: int


def groups_in(
    text: str, title: str, parsed: Sequence[Block], told: Sequence[Sentence], rules: Sequence[Thumb]
) -> tuple[Group, ...]:
    """Return what a text weighs against what, in order; ``told`` are its sentences, ``parsed`` its blocks, ``rules``
    its rules of thumb."""
    advice = advice_in(text, parsed, told)
    tables = tuple(tables_in(text, parsed))
    more = _of_rules(rules, advice, text, parsed, told)
    everything = (*advice, *more, *(one for _, found in tables for one in found))
    sections = _sections(text, parsed)
    candidates: list[tuple[str, ...]] = [options for options, _ in tables]
    candidates += [names for name in (title, *(s.title for s in sections)) if (names := contrast_in(name))]
    candidates += _parallel(advice, more)
    candidates += _siblings(advice, sections)
    found = [group for options in _joined(candidates) if (group := _group(options, everything)) is not None]
    taken = [option for group in found for option in group.options]
    found += [group for group in _alone(advice) if not any(same_option(group.options[0], name) for name in taken)]
    return tuple(sorted(found, key=lambda group: min(one.start for one in group.advice)))


def weighed(
    text: str, title: str, parsed: Sequence[Block], told: Sequence[Sentence], rules: Sequence[Thumb]
) -> frozenset[int]:
    """Return where the sentences start on which a draft would stand, so that each of them becomes a claim."""
    return frozenset(one.start for group in groups_in(text, title, parsed, told, rules) for one in group.advice)


def _of_rules(
    rules: Sequence[Thumb], advice: Sequence[Advice], text: str, parsed: Sequence[Block], told: Sequence[Sentence]
) -> tuple[Advice, ...]:
    """Return the rules of thumb of sentences in which no advice was found, as advice on options that are weighed.

    They suggest no options of their own: over the articles of ``bench.drafts`` that made three drafts in ten wrong.
    """
    heads = [block.start for block in parsed if block.kind is BlockKind.HEADING]
    paragraphs = {sentence.start: sentence.paragraph for sentence in told}
    taken = {one.start for one in advice}
    found = []
    for rule in rules:
        start, end = rule.sentence
        name, condition = option_name(rule.option.text), condition_text(rule.condition.text)
        if start in paragraphs and start not in taken and not rule.about and not rule.stem and name and condition:
            ahead = text[max(0, rule.condition.start - _AHEAD) : rule.condition.start]
            form = "clause" if _WITH_VERB.search(ahead) else "use"
            barred, hedged, section = rule.polarity == "against", rule.hedge is not None, bisect_right(heads, start)
            found.append(Advice(name, condition, barred, hedged, start, end, section, paragraphs[start], form))
    return tuple(found)


def _sections(text: str, parsed: Sequence[Block]) -> tuple[_Section, ...]:
    """Return the sections in order, section 0 before the first heading; a parent is the number of a section."""
    found = [_Section("", 0)]
    levels: list[tuple[int, int]] = []
    for block in parsed:
        if block.kind is BlockKind.HEADING:
            while levels and levels[-1][0] >= block.level:
                levels.pop()
            found.append(_Section(plain(text[block.start : block.end].lstrip("# ")), levels[-1][1] if levels else 0))
            levels.append((block.level, len(found) - 1))
    return tuple(found)


def _parallel(advice: Sequence[Advice], more: Sequence[Advice]) -> Iterator[tuple[str, ...]]:
    """Yield the options of advice that stands side by side in one section, with none on anything else between."""
    run: list[Advice] = []
    for one in (*advice, None):
        if run and (one is None or one.section != run[-1].section or _parted(run, one, more)):
            names = merged(a.option for a in run)
            if 2 <= len(names) <= MOST_OPTIONS and _alike(run, names):
                yield names
            run = []
        if one is not None:
            run.append(one)


def _parted(run: Sequence[Advice], one: Advice, more: Sequence[Advice]) -> bool:
    """Say whether advice stands far from the run before it, or has advice on a third thing between."""
    between = (other.option for other in more if run[-1].start < other.start < one.start)
    own = (*(a.option for a in run), one.option)
    third = any(not any(same_option(name, mine) for mine in own) for name in between)
    return third or one.block - run[-1].block > NEAR


def _alike(run: Sequence[Advice], names: Sequence[str]) -> bool:
    """Say whether options of neighbouring advice are alternatives: named the same way, by the same kind of sentence.

    That something is used *for* something is said of tools that go together as well, so it counts only side by side,
    and where all have the same head word ("real-time inference", "batch inference").
    """
    forms = {name: {one.form for one in run if same_option(one.option, name)} for name in names}
    if sum(bool(kinds & {"clause", "list"}) for kinds in forms.values()) >= 2:
        return True
    beside = all(b.block - a.block <= 1 for a, b in pairwise(run))
    heads = Counter(name.lower().split()[-1].rstrip("s") for name in names)
    return beside and (not any(one.form == "purpose" for one in run) or heads.most_common(1)[0][1] == len(names))


def _siblings(advice: Sequence[Advice], sections: Sequence[_Section]) -> Iterator[tuple[str, ...]]:
    """Yield the options that head neighbouring sections, each of which says what its own is good for."""
    heads: Mapping[int, list[str]] = defaultdict(list)
    for one in advice:
        section = sections[one.section]
        if same_option(one.option, section.title):
            heads[section.parent].append(one.option)
    for names in heads.values():
        distinct = merged(names)
        if 2 <= len(distinct) <= MOST_OPTIONS:
            yield distinct


def _joined(candidates: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the candidates, those that share two options joined to one."""
    kept: list[tuple[str, ...]] = []
    for names in candidates:
        options = merged(names)
        again = True
        while again:
            again = False
            for place, other in enumerate(kept):
                matches = [(a, b) for a in options for b in other if same_option(a, b)]
                if min(len({a for a, _ in matches}), len({b for _, b in matches})) >= 2:
                    options, again = merged((*kept.pop(place), *options)), True
                    break
        if 2 <= len(options) <= MOST_OPTIONS:
            kept.append(options)
    return kept


def _group(options: Sequence[str], advice: Iterable[Advice]) -> Group | None:
    """Return the group of these options, without those that nothing is said of; None where fewer than two are left."""
    own: dict[str, list[Advice]] = {name: [] for name in options}
    seen: set[tuple[str, str]] = set()
    for one in advice:
        names = [name for name in options if same_option(one.option, name)]
        if len(names) == 1 and (names[0], one.condition.lower()) not in seen:
            seen.add((names[0], one.condition.lower()))
            own[names[0]].append(one)
    often = Counter(condition for _, condition in seen)  # what is said of several options does not tell them apart
    own = {name: [one for one in found if often[one.condition.lower()] == 1] for name, found in own.items()}
    said = [name for name in options if own[name]]
    if len(said) < 2 or 2 * len(said) < len(options):
        return None
    chosen = [replace(one, option=name) for name in said for one in own[name]]
    return Group(tuple(said), tuple(sorted(chosen, key=lambda one: (one.start, said.index(one.option)))))


def _alone(advice: Sequence[Advice]) -> Iterator[Group]:
    """Yield what one section weighs against doing without it: it says when it fits and when it does not."""
    own: Mapping[tuple[int, str], list[Advice]] = defaultdict(list)
    for one in advice:
        if one.form in ("clause", "list"):
            own[one.section, one.option.lower()].append(one)
    for found in own.values():
        if len({one.against for one in found}) == 2:
            yield Group((found[0].option, WITHOUT + found[0].option), tuple(found))
