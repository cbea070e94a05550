"""Hostile or heavy formats are read in a process of their own, with a limit on time, memory and output.

``python -m ingest.child html|pdf|docx`` reads bytes from standard input and writes one JSON object. A bomb ends the
child and never the parent; what the child refuses with a reason comes back as ``{"refused": reason}``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any, Literal

from kb.errors import ArticleError

Kind = Literal["html", "pdf", "docx"]

SECONDS = 20
"""Time that a child may take for one file."""
MEMORY = 1_000_000_000
"""Bytes of address space that a child may take."""
_MOST_OUTPUT = 60_000_000


def in_child(kind: Kind, data: bytes, origin: str, *, seconds: float = SECONDS, memory: int = MEMORY) -> dict[str, Any]:
    """Return what a reader finds in the bytes; raise ArticleError where it refuses, takes too long or too much."""
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter, a kind of three, and a number
                [sys.executable, "-m", "ingest.child", kind, str(memory)],
                input=data,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise ArticleError(
                f"{origin}: could not be read within {seconds:g} seconds. Save it as Markdown or text instead."
            ) from late
        out.seek(0)
        said = out.read(_MOST_OUTPUT + 1)
    if done.returncode != 0 or len(said) > _MOST_OUTPUT:
        raise ArticleError(
            f"{origin}: is too large or too deeply nested to be read within {memory // 1_000_000} MB of memory. "
            "Save it as Markdown or text instead."
        )
    found = json.loads(said)
    if not isinstance(found, dict):
        raise ArticleError(f"{origin}: expected an object from the reader, found {type(found).__name__}.")
    if "refused" in found:
        raise ArticleError(f"{origin}: {found['refused']}")
    return found


def main(kind: str, memory: int) -> None:
    """Read standard input as ``kind`` and write what was found as JSON; the child's side."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit still holds
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    data = sys.stdin.buffer.read()
    try:
        sys.stdout.write(json.dumps(_read(kind, data)))
    except ArticleError as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}))


def _read(kind: str, data: bytes) -> dict[str, Any]:
    """Read the bytes; each reader is imported only where it is needed."""
    if kind == "pdf":
        from ingest.pdf import pdf_text

        return pdf_text(data)
    if kind == "docx":
        from ingest.docx import docx_text

        return docx_text(data)
    from ingest.mainpart import main_part

    return main_part(data.decode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
