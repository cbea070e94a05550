"""The headings of a design document: which lines are headings in plain text, and what a section is for. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from kb.blocks import Block, BlockKind


class Part(StrEnum):
    """What a section is for, as its heading says; a section without a telling heading takes its parent's."""

    PLAIN = "plain"
    DECISION = "decision"
    SITUATION = "situation"
    ELSEWHERE = "elsewhere"


_ELSEWHERE = re.compile(
    r"\b(?:alternatives?|rejected|considered|discarded|dismissed|pros and cons|non-?goals?|out of scope|not now"
    r"|prior art|related work|future (?:work|ideas|options)|open (?:questions?|issues?|points?)|unresolved"
    r"|leav(?:e|ing) out|left out|excluded|omitted|dropped|parked|ruled out|abandoned"
    r"|why not|other ideas|(?:decided|voted) against"
    r"|not (?:chosen|taken|take|doing|do|pursued|adopted|selected)|won'?t|did not|didn'?t"
    r"|(?:version|document|revision|change) history|drawbacks|looked at)\b"
    r"|^(?:appendix|annex|glossary|references|bibliography|further reading|see also|questions|examples?)\b"
    r"|^(?:legacy|history)\b"
    r"|^(?:options|open|later|changelog|revisions?|superseded|previous \w+)$"
    r"|\b(?:bought|borrowed|leased|licensed|rented|neighbours?|neighbou?ring|third[- ]party|vendors?|suppliers?)\b"
    r"|^risks?(?: (?:and|&|register|analysis)\b.*)?$"
    r"|\b(?:sample|example) (?:of|output|data|row|request|response|dialogue|conversation)\b"
    r"|^(?:the |our )?(?:options|candidates|variants)(?: (?:on the table|at hand|compared|that \w+))?$"
    r"|\boptions (?:we )?(?:looked|examined|evaluated|weighed|analysed)\b",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"\b(?:context|background|situation|where we (?:are|stand)|status quo|today|current|present|problem|motivation"
    r"|requirements?|constraints?|drivers?|volumes?|numbers|figures|assumptions?|facts|what we (?:have|know)|goals?"
    r"|objectives?|workload|traffic|introduction|purpose|scope)\b",
    re.IGNORECASE,
)
_DECISION = re.compile(
    r"\b(?:decisions?|decided|resolution|outcome|chosen|choice|proposal|proposed|solution|design|architecture|approach"
    r"|what (?:we|is|are) (?:will|shall|do|build|are|being|to be|going)|next steps?|direction|mechanism|method"
    r"|how (?:it|this|that|we|the \w+) (?:works?|runs?|is|are|do|does|will|shall|make|builds?)|the model"
    r"|implementation|we (?:will|chose|choose)|overview|summary|tl;?dr"
    r"|selected|recommendation|verdict|plan)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?<!not )(?<!un)\b(?:chosen|selected|preferred|recommended|accepted)\b(?! against)|[✓✔✅]", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4}[.)]?|§ ?\d{1,2})[ \t]+(?=\S)")
_ITEM_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s")
_LABEL_END = re.compile(r"[.!?,;]$")
_BOLD = re.compile(r"(?:\*\*|__)[^*_]{2,80}(?:\*\*|__):?")
BOLD_LEVEL = 5
"""Level of a line in bold that stands alone: below the headings proper."""
LONGEST_TITLE = 80
NEARBY = 300
"""Characters before and after a line in which the lines beside it are looked for."""
_LINES = re.compile(r"\n")


def with_plain_headings(text: str, parsed: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with the headings of plain-text documents told apart: a short line of its own that is numbered
    ("3.1. Model") or in capitals, and no sentence."""
    found: list[Block] = []
    for number, block in enumerate(parsed):
        level = 0
        if block.kind in (BlockKind.PROSE, BlockKind.ITEM) and _alone(text, block):
            end = text.find("\n", block.line)
            line = text[block.line : end if end >= 0 else len(text)].strip()
            level = _title_level(line, _neighbour_is_item(text, parsed, number))
        if level:
            found.append(Block(BlockKind.HEADING, block.line, block.end, block.line, level))
        else:
            found.append(block)
    return tuple(found)


def _alone(text: str, block: Block) -> bool:
    """Say whether a block is one line with a blank line (or the end) on either side."""
    if "\n" in text[block.line : block.end] or block.end - block.line > LONGEST_TITLE + 12:
        return False
    before, after = text[max(0, block.line - NEARBY) : block.line], text[block.end : block.end + NEARBY]
    return not _LINES.split(before)[-2:][0].strip() and not "".join(_LINES.split(after)[:2]).strip()


def _neighbour_is_item(text: str, parsed: tuple[Block, ...], number: int) -> bool:
    """Say whether the next or the last block is an item of a numbered list with the same kind of number."""
    for other in (number - 1, number + 1):
        if 0 <= other < len(parsed) and parsed[other].kind is BlockKind.ITEM and not _alone(text, parsed[other]):
            return bool(_ITEM_NUMBER.match(text[parsed[other].line :]))
    return False


def _title_level(line: str, in_list: bool) -> int:
    if _BOLD.fullmatch(line) and not in_list:
        return BOLD_LEVEL
    numbered = _NUMBERED.match(line)
    title = line[numbered.end() :] if numbered else line
    if not title or len(title) > LONGEST_TITLE or _LABEL_END.search(title) or in_list:
        return 0
    if numbered and title[:1].isupper() and len(title.split()) <= 10:
        return min(6, 1 + numbered.group().strip(" \t.)").count("."))
    return 1 if title.isupper() and len(title) >= 4 and len(title.split()) <= 8 else 0


def set_aside(label: str) -> bool:
    """Say whether a heading or a label announces what is not chosen: alternatives, non-goals, examples."""
    return _ELSEWHERE.search(label) is not None and _TAKEN.search(label) is None


def part_of(title: str, above: Part) -> Part:
    """Return what a section is for; the document's own title tells nothing."""
    if _TAKEN.search(title):
        return Part.DECISION
    if above is Part.ELSEWHERE:
        return above
    if _ELSEWHERE.search(title):
        return Part.ELSEWHERE
    if _DECISION.search(title):
        return Part.DECISION
    if _SITUATION.search(title):
        return Part.SITUATION
    return above


def unnumbered(title: str) -> str:
    """Return a title without the number before it."""
    return _NUMBERED.sub("", title, count=1) if _NUMBERED.match(title) else title
