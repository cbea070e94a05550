"""An ingested article as a file of a knowledge folder, so that what is decided from it stands by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ingest.article import parse_article
from ingest.page import RawPage
from kb.errors import CrossroadsError
from kb.ids import text_hash
from kb.ledger import Ledger
from kb.types import Article


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The name and the bytes of an article's file."""

    name: str
    content: bytes


def own_article(ledger: Ledger, source: str) -> OwnFile | None:
    """Return the file of a source that the user ingested; None for one of a knowledge folder, which has its file.

    The bytes are those that were ingested, where that was one Markdown file that is still there and unchanged, so that
    ingesting it again finds it known; else Markdown with the claims that the article has, each at its anchor. None
    also where neither reads back to the same claims: the article then stays where it is, in the ledger.
    """
    holding = next((h for h in ledger.holdings() if h.id == source), None)
    if holding is None or holding.shelf == "built-in":
        return None
    article = ledger.article(source)
    place = Path(holding.file)
    if place.suffix.lower() == ".md" and place.is_file() and not article.source.parts:
        content = place.read_bytes()
        if _same(content, place.stem, article):
            return OwnFile(place.name, content)
    content = as_markdown(article).encode()
    return OwnFile(f"{source}.md", content) if _same(content, source, article) else None


def _same(content: bytes, name: str, article: Article) -> bool:
    """Say whether the bytes read back to the same source with the same claims."""
    try:
        text = content.decode("utf-8-sig")
        again = parse_article(
            RawPage(text=text, format="markdown", origin=name, name=name, content_hash=text_hash(text))
        )
    except (CrossroadsError, UnicodeDecodeError):
        return False
    said = {claim.id: claim.text for claim in article.claims}
    return again.source.id == article.source.id and {c.id: c.text for c in again.claims} == said


def as_markdown(article: Article) -> str:
    """Return an article as Markdown with front matter and its claims' anchors."""
    source = article.source
    fields = {
        "id": source.id, "title": source.title, "authors": list(source.authors), "published": source.published,
        "url": source.url, "kind": source.kind, "language": source.language, "text_kind": source.text_kind,
        "disclosures": list(source.disclosures),
    }  # fmt: skip
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value)
    parts, last = [], 0
    for claim in sorted(article.claims, key=lambda c: c.span.end):
        kind = "" if claim.kind.value == "opinion" else f" kind={claim.kind.value}"
        parts += [source.text[last : claim.span.end], f" {{#{claim.anchor}{kind}}}"]
        last = claim.span.end
    return f"---\n{front}\n---\n\n" + "".join([*parts, source.text[last:]]).lstrip("\n") + "\n"
