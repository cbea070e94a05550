"""Whether an article stops before its end: cut in the middle of a sentence, or behind an invitation to read on."""

from __future__ import annotations

import re

from kb.blocks import Block, BlockKind

_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_CUT = re.compile(r"(?:\.\.\.|…{1,2}|\[(?:\.\.\.|…|\+\d{1,6} chars?)\])[\"'”’»)\]*_]{0,3}$")
_MORE = re.compile(
    r"\b(?:(?:continue|keep) reading|read (?:more|on|the (?:full|whole|rest)[\w ]{0,30})"
    r"|(?:subscribe|sign (?:in|up)|log ?in|register|become a (?:member|subscriber))[\w ]{0,20} to "
    r"(?:continue|keep reading|read|unlock|see|view)[\w ]{0,30}"
    r"|(?:this|the rest of this) (?:article|post|story|content) is (?:only )?"
    r"(?:for|available to|reserved for) [\w ]{0,40}"
    r"|(?:weiterlesen|jetzt weiterlesen)|lire la suite|seguir leyendo|leer más|continua a leggere|leia mais)\b"
    r"|(?:阅读全文|继续阅读|阅读更多|続きを読む|더 보기)",
    re.IGNORECASE,
)
_TAIL_BLOCKS = 3
_INVITATION_WORDS = 30
_FEWEST_WORDS = 12


def cut_short(text: str, parsed: tuple[Block, ...], until: int) -> str:
    """Return in words why the article that ends at ``until`` seems cut short; empty where it does not."""
    told = [b for b in parsed if b.end <= until and b.kind in (BlockKind.PROSE, BlockKind.ITEM)]
    for block in told[-_TAIL_BLOCKS:]:
        said = text[block.start : block.end].strip()
        if _MORE.search(said[-400:]) and len(_WORD.findall(said)) < _INVITATION_WORDS:
            return f"the article goes on elsewhere ({said[-60:].strip()!r})"
    if not told:
        return ""
    last = text[told[-1].start : told[-1].end].strip()
    if _CUT.search(last[-20:]):
        return f"the article is cut short; it ends with {last[-40:]!r}"
    if told[-1].kind is BlockKind.PROSE and last[-1:].isalnum() and _size(last) >= _FEWEST_WORDS:
        return f"the article ends in the middle of a sentence: {last[-40:]!r}"
    return ""


def _size(text: str) -> float:
    return len(_WORD.findall(text[-400:])) + len(_IDEOGRAPH.findall(text[-400:])) / 2
