"""An answer as a file to keep: its name, its kind and its content. Pure; the browser makes the file itself."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from bot.escaping import autolink, inline
from bot.types import Answer, CitedQuote
from kb.types import Record

MOST_NAME = 60
"""Characters of a file's name before its ending."""


class Download(Record):
    """A file that a browser is to keep; ``kind`` is its media type."""

    name: str
    kind: str
    text: str


def answer_json(answer: Answer) -> Download:
    """Return the whole answer, in the shape of the API."""
    text = json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return Download(name=f"{stem(answer)}.json", kind="application/json", text=f"{text}\n")


def answer_markdown(answer: Answer) -> Download:
    """Return the answer as one reads it: the question, the facts, the text with its marks, and what they cite."""
    parts = [f"# {inline(answer.question)}", _harmless(answer.text.strip())]
    if answer.facts:
        said = [f"- {inline(step.text)}" for step in answer.path if step.kind == "fact"]
        parts.append("\n".join(["## Facts", "", *(said or [f"- {fact.factor}" for fact in answer.facts])]))
    if answer.citations:
        parts.append("\n".join(["## Evidence", "", *cited_lines(answer.citations)]))
    parts.append(f"Knowledge: `{answer.knowledge}`")
    return Download(name=f"{stem(answer)}.md", kind="text/markdown", text="\n\n".join(parts) + "\n")


def cited_lines(citations: Sequence[CitedQuote]) -> list[str]:
    """Return one Markdown line for each citation: its number, the quote, its source and what that leans on."""
    return [f"- **[{c.n}]** “{inline(c.quote)}” {_credit(c)}" for c in citations]


def record(answer: Answer, text: str) -> Download:
    """Return a decision record as a file; ``text`` is its Markdown."""
    return Download(name=f"adr-{stem(answer).removeprefix('crossroads-')}.md", kind="text/markdown", text=text)


def stem(answer: Answer) -> str:
    """Return a file name without ending that says what was decided: ``crossroads-batch-vs-real-time-batch``."""
    parts = [answer.trade_off.id] if answer.trade_off else [answer.question]
    if answer.recommendation:
        parts.append(answer.recommendation.option.id)
    return safe_name("crossroads-" + "-".join(parts))


def safe_name(text: str) -> str:
    """Return a text as the name of a file on any system: lower-case letters, digits and hyphens."""
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:MOST_NAME].strip("-")
    return name or "crossroads"


def _credit(c: CitedQuote) -> str:
    whose = f"Our summary of {c.source.title}" if c.kind == "digest" else c.source.title
    year = f", {c.source.year}" if c.source.year else ""
    url = autolink(c.link or c.source.url)
    leans = "".join(f" Leans on: {inline(r.text or r.id)}" for r in c.references)
    return f"({inline(whose)}{year}){f' {url}' if url else ''}{leans}"


def _harmless(text: str) -> str:
    """Return Markdown of ours without a tag or an image in it, which a viewer would fetch; words stay as they are."""
    return text.replace("<", "&lt;").replace("![", "!\\[")
