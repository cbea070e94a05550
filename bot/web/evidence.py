"""Citations as escaped HTML: the quote in its context, whose words it is, what it leans on, ways to open and copy it.

Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.citation_forms import forms
from bot.types import CitedQuote
from bot.web.markup import anchor, block, items, link, marks, plain

LONG_QUOTE = 240
_OWN_MARK = re.compile(r"\[\d{1,3}\]")
_FORMS = {"markdown": "Markdown", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}


def evidence_html(citations: tuple[CitedQuote, ...], turn: int) -> str:
    """Return the numbered quotes in their context, each with its source and the references it leans on."""
    rows = "".join(
        f'<li id="{anchor(turn, c.n)}" value="{c.n}"><div class="cr-context">{_clip_left(c.prefix)}'
        f"<mark>{quoted(c.quote)}</mark>{_clip_right(c.suffix)}</div>{_note(c)}{_source(c)}{_references(c)}{_tools(c)}</li>"
        for c in citations
    )
    return f'<ol class="cr-refs">{rows}</ol>' if rows else ""


def quote_html(c: CitedQuote, turn: int) -> str:
    """Return one quote, cut short, with its mark and whose words it is."""
    return (
        f'<blockquote class="cr-quote">{quoted(short(c.quote))} {marks((c.n,), turn)}'
        f"<cite>{credit(c)}</cite></blockquote>"
    )


def quoted(text: str) -> str:
    """Escape a quote and dim the source's own ``[n]``, which count its references and not ours."""
    return _OWN_MARK.sub(r'<span class="cr-own" title="numbering of the source">\g<0></span>', plain(text))


def credit(c: CitedQuote) -> str:
    """Say whose words these are: a digest is our summary, and the reference is what its source leans on."""
    whose = f"Our summary of {c.source.title}" if c.kind == "digest" else c.source.title
    if not c.references:
        return plain(whose)
    return plain(f"{whose}, citing {short(c.references[0].text or c.references[0].id, 120)}")


def short(text: str, most: int = LONG_QUOTE) -> str:
    """Return a text cut at a word where it is longer than ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]} …"


def _clip_left(prefix: str) -> str:
    """Return what stands before a quote in its paragraph, from a whole word on."""
    near = prefix.rpartition("\n")[2]
    words = near if near != prefix else near.partition(" ")[2]
    return f'<span class="cr-around">… {plain(words)}</span> ' if words.strip() else ""


def _clip_right(suffix: str) -> str:
    """Return what stands after a quote in its paragraph, up to a whole word."""
    near = suffix.partition("\n")[0]
    words = near if near != suffix else near.rpartition(" ")[0]
    return f' <span class="cr-around">{plain(words)} …</span>' if words.strip() else ""


def _note(c: CitedQuote) -> str:
    return f'<div class="cr-heard cr-remark">{plain(c.note)}</div>' if c.note else ""


def _source(c: CitedQuote) -> str:
    kind = "our summary of" if c.kind == "digest" else "word for word from"
    by = f" · {plain(', '.join(c.source.authors))}" if c.source.authors else ""
    year = f" · {c.source.year}" if c.source.year else ""
    return f'<div class="cr-source">{kind} {plain(c.source.title)}{by}{year}</div>'


def _references(c: CitedQuote) -> str:
    return items((f"leans on {link(r.text or r.id, r.url)}" for r in c.references), "cr-leans")


def _tools(c: CitedQuote) -> str:
    """Return the link to the original, at that sentence where its words stand there, and the ways to copy it."""
    where = c.link or c.source.url
    at_sentence = c.kind == "original" and "#:~:text=" in c.link
    opened = link("Open the original at this sentence" if at_sentence else "Open the article", where)
    way = f'<span class="cr-open">{opened}</span>' if "<a " in opened else ""
    copied = _copied(c)
    buttons = "".join(
        f'<button type="button" class="cr-copy" aria-label="Copy citation {c.n} as {name}">{name}'
        f"<template><pre>{block(copied[id])}</pre></template></button>"
        for id, name in _FORMS.items()
        if id in copied
    )
    told = '<span class="cr-copied cr-heard" role="status"></span>'
    copy = f'<span class="cr-copies"><span class="cr-heard">Copy as</span> {buttons}{told}</span>' if buttons else ""
    return f'<div class="cr-reftools">{way}{copy}</div>' if way or copy else ""


@lru_cache(maxsize=1024)
def _copied(c: CitedQuote) -> dict[str, str]:
    return forms(c)
