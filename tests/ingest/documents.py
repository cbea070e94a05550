"""PDF and Word documents made in place, small enough to read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created>{}</dcterms:created></cp:coreProperties>"
)


def docx(*paragraphs: str, title: str = "", author: str = "", created: str = "") -> bytes:
    """A Word document; a paragraph that begins with ``#`` is a heading."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Heading{len(text) - len(text.lstrip("#"))}"/></w:pPr>'
        f"<w:r><w:t>{text.lstrip('# ')}</w:t></w:r></w:p>"
        if text.startswith("#")
        else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in paragraphs
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": _CORE.format(title, author, created),
        }
    )


def packed(parts: dict[str, str]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx_bomb(unpacked: int) -> bytes:
    """A Word document whose text unpacks to so many bytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(unpacked // 1_000_000):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[str]], info: str = "", count: int | None = None) -> bytes:
    """A PDF of pages of lines; ``count`` is the number of pages that it says it has."""
    numbers = [4 + 2 * index for index in range(len(pages))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages) if count is None else count} "
        f"/Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(f"BT /F1 11 Tf 50 740 Td {shown}ET".encode("cp1252"))
    last = max(objects) + 1
    objects[last] = f"<< {info} >>".encode("cp1252")
    return _assembled(objects, f"/Root 1 0 R /Info {last} 0 R")


def _stream(content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def _assembled(objects: dict[int, bytes], trailer: str) -> bytes:
    out, places = b"%PDF-1.4\n", {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = "".join(f"{places[number]:010d} 00000 n \n" for number in sorted(objects))
    size = max(objects) + 1
    end = f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode()
