"""Cut a message into the clauses that may state one fact each, with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise, zip_longest
from typing import NamedTuple

from bot.lexicon import has_question_mark
from kb.blocks import Block, BlockKind, blocks
from kb.text import Sentence, sentences

# Where one statement may end and the next begin, inside a sentence; in the five languages of the voices.
_JOINT = re.compile(
    r"(?:[;:()…—–]|,|\s-\s|[，；：、（）]|(?<=\w)[.!?]+\s)\s*"
    r"|\s+(?=(?:and|but|while|whereas|though|although|because|since|which|und|aber|weil|y|pero|porque|et|mais|car"
    r"|so(?!\s(?:gut|viel|weit|wie|ein\w*|etwas|much|many|far|few|little|long|well|good|bad|often)\b))\s)",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(r"[^?]{3,60}[?？]$")
_ASKS_OUT = re.compile(
    r"\b(?:or|which|what|how|why|who|when|where|should|shall|can|could|do|does|did|is|are|will|would|oder|welche\w*|was|wie|wer|o"
    r"|qué|cuál|cómo|ou|quel\w*|que|comment)\b|还是|吗|什么|怎么|谁",
    re.IGNORECASE,
)
MOST_WORDS, MOST_WORDS_ANSWERED = 5, 8
"""Words of what is taken up as a question and of the sentence that answers it at once: "GPU people? We have none." """
_JOINED_ON = re.compile(r"\W*(?:and|also|und|auch|y|et|e)\b|那|还有", re.IGNORECASE)
"""How a question begins that is one of its own, however short: "and hosting?" """
_ENDS = re.compile(r"([.!?]+)\s+")
ACKNOWLEDGED = 4
"""Words up to which a first sentence that asks nothing closes the turn before; set by hand."""
_STOP_AMID = re.compile(r"(?:(?<=\w{2})|(?<=[%)\]\"'’]))(?:\.|\.{3,}|…)\s+(?=[^\W\d_])")
"""A full stop that ends a sentence whatever the next begins with."""
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:vs|approx|aprox|etc|incl|excl|resp|avg|max|min|med|std|est|req|dept|mgmt|govt|corp|inc|ltd|dr|mr|mrs|ms|prof"
    r"|st|bzw|evtl|ggf|inkl|exkl|mind|bspw|sog|tgl|mtl|pág|máx|mín|ej|env|p\.ex|i\.e|e\.g|z\.b|d\.h|u\.a|p\.m|a\.m)$",
    re.IGNORECASE,
)
"""What a full stop may follow that ends no sentence."""
SHORTEST = 6
"""Characters, with the joint, below which a piece is too short to state anything and stays with its neighbour; of 12, 6
and 1 the one that found most facts and heard fewest wrong, on 1,440 that had not been learnt from."""


class Clause(NamedTuple):
    """Characters ``[start, end)`` of a message; ``depth`` is 0 for a sentence, 1 for a piece of one."""

    text: str
    start: int
    end: int
    depth: int


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the sentences of a message and, where a sentence has joints, also its pieces, in order of their start.

    What is put as a question only to be answered is one clause with its answer.
    """
    found: list[Clause] = []
    cut = sentences_said(text)
    for sentence, following in zip_longest(cut, cut[1:]):
        pieces, end = _pieces(text, sentence.start, sentence.end), sentence.end
        if pieces and following and _answered_at_once(pieces[-1].text, text[following.start : following.end]):
            end = following.end
            pieces[-1] = pieces[-1]._replace(text=text[pieces[-1].start : end], end=end)
        found.append(Clause(text[sentence.start : end], sentence.start, end, 0))
        if len(pieces) > 1:
            found.extend(pieces)
    return tuple(found)


@lru_cache(maxsize=64)
def sentences_said(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a message, of which in chat the next may begin without a capital."""
    stops = (stop for stop in _STOP_AMID.finditer(text) if not _ABBREVIATED.search(text[: stop.start()]))
    return sentences(text, breaks=[stop.end() for stop in stops], parsed=tuple(_said(text)))


def asking(text: str) -> str:
    """Return the words of the sentences of a message that ask."""
    return " ".join(text[start:end] for start, end in asking_sentences(text))


def asking_sentences(text: str) -> list[tuple[int, int]]:
    """Return the places of the sentences that ask: those with a question mark, or the last where none has one."""
    said = [(s.start, s.end) for s in sentences_said(text)]
    return [(start, end) for start, end in said if has_question_mark(text[start:end])] or said[-1:]


def past_acknowledgement(turn: str) -> str:
    """Return the turn without the few words that only close what was said before: "ok, night job then. who checks…"."""
    first, stop, rest = _ENDS.split(turn, maxsplit=1) if _ENDS.search(turn) else (turn, "", "")
    closes = stop.strip() in {".", "!"} and len(first.split()) <= ACKNOWLEDGED and rest.strip()
    return past_acknowledgement(rest) if closes else turn


def sentence_rows(found: Sequence[Clause]) -> tuple[int, ...]:
    """Return for each of the clauses of a message the row of the sentence that it is, or is a piece of."""
    return tuple(accumulate((row * (clause.depth == 0) for row, clause in enumerate(found)), max))


def only_headings(turn: str) -> bool:
    """Say whether a turn puts questions only to answer them at once: "Volume? 20k a day." """
    said = sentences_said(turn)
    texts = [turn[s.start : s.end].strip() for s in said]
    asked = [at for at, text in enumerate(texts) if has_question_mark(text)]
    return bool(asked) and all(
        at + 1 < len(texts) and _answered_at_once(texts[at], texts[at + 1]) and not _JOINED_ON.match(texts[at])
        for at in asked
    )


def _answered_at_once(asked: str, answer: str) -> bool:
    """Say whether a few words are put as a question only to be answered: "GPU people? We have none." states one thing,
    and its first half nothing."""
    short = len(asked.split()) <= MOST_WORDS and len(answer.split()) <= MOST_WORDS_ANSWERED
    return (
        short and bool(_TAKEN_UP.fullmatch(asked)) and not _ASKS_OUT.search(asked) and not answer.endswith(("?", "？"))
    )


def _said(text: str) -> Iterator[Block]:
    """Yield the blocks of a message, in which people also say what is indented, fenced or set as a heading."""
    for block in blocks(text):
        held = block.kind in (BlockKind.ITEM, BlockKind.ROW)
        yield block if held else replace(block, kind=BlockKind.PROSE)


def _pieces(text: str, start: int, end: int) -> list[Clause]:
    cuts = [start]
    for joint in _JOINT.finditer(text, start, end):
        if joint.end() - cuts[-1] >= SHORTEST and end - joint.end() >= SHORTEST and not _inside_number(text, joint):
            cuts.append(joint.end())
    cuts.append(end)
    pieces = [_tight(text, a, b) for a, b in pairwise(cuts)]
    return [piece for piece in pieces if piece.text]


def _tight(text: str, start: int, end: int) -> Clause:
    """Return the piece without the blanks and joints at its ends."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" ,;:\n\t"))
    piece = text[start:end].rstrip(" ,;:\n\t")
    return Clause(piece, start, start + len(piece), 1)


def _inside_number(text: str, joint: re.Match[str]) -> bool:
    return text[joint.start() - 1 : joint.start()].isdigit() and text[joint.end() : joint.end() + 1].isdigit()
