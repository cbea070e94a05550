"""Word documents to Markdown, through mammoth, which reads what a document means and not how it looks.

Runs in a child process (``ingest.child``). The archive is looked at before anything of it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.parsers.expat import ExpatError

from ingest.outline import outline
from kb.errors import ArticleError

_DOCUMENT = "word/document.xml"
_CORE = "docProps/core.xml"
_MOST_ENTRIES = 10_000
_LARGEST_PART = 40_000_000
_FIELD = r"<(?:\w+:)?{}\b[^<>]{{0,300}}>([^<>]{{1,1000}})<"
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


def docx_text(data: bytes) -> dict[str, Any]:
    """Return text (Markdown), title, authors, date and language of a Word document; raises ArticleError."""
    core = _look(data)
    import mammoth  # only Word documents need it

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=lambda image: [], external_file_access=False
        ).value
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError, RecursionError, ExpatError) as broken:
        raise ArticleError(f"expected a Word document, found a damaged one ({type(broken).__name__}).") from broken
    authors = re.split(r"\s*[;,]\s*", _field(core, "creator"))
    return {
        "text": outline(html),
        "title": _field(core, "title"),
        "authors": [name for name in authors if name],
        "date": (_field(core, "modified") or _field(core, "created"))[:10],
        "language": _field(core, "language"),
    }


def _look(data: bytes) -> str:
    """Return the document's properties (XML); raise ArticleError for what is no document or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if _DOCUMENT not in names:
                raise ArticleError("expected a Word document, found another kind of ZIP archive.")
            xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            unpacked = sum(entry.file_size for entry in xml)
            if len(entries) > _MOST_ENTRIES or unpacked > _LARGEST_PART:
                raise ArticleError(
                    f"the document's text unpacks to {unpacked:,} bytes; at most {_LARGEST_PART:,} are read. Split it."
                )
            for entry in xml:
                if b"<!DOCTYPE" in archive.read(entry):
                    raise ArticleError("a part of the document declares a document type; Word writes none.")
            return archive.read(_CORE).decode("utf-8", "replace") if _CORE in names else ""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as broken:
        raise ArticleError(f"expected a Word document, found a damaged archive ({broken}).") from broken


def _field(core: str, name: str) -> str:
    match = re.search(_FIELD.format(name), core[:100_000])
    if match is None:
        return ""
    return re.sub("&(?:lt|gt|quot|apos|amp);", lambda entity: _ENTITIES[entity[0]], match[1]).strip()
