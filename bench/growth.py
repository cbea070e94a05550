"""How the time of reading grows with the text: hostile texts, and a long design document.

``python -m bench.growth [--repeats 3] [--data DIR]``. Each text is read whole and its first half alone, in turn, the
best of the repeats of both: twice the text takes about twice the time where reading is linear, four times where it is
quadratic. What takes under 50 ms is said and not judged. Ends with status 1 where a ratio is above 3.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.advisor import Advisor, open_advisor
from bot.design.document import read_document
from bot.design.review import review
from bot.evaluate import gate_settings
from kb.errors import InputError
from kb.quantity import read_amounts
from kb.text import sections, sentences
from tests.bot.design.scoring import documents
from tests.hostile import AMOUNTS, DOCUMENTS, LINES

PROMISE = 3.0
TELLING = 0.05
"""Seconds under which a time is mostly the clock's and the machine's."""

Read = Callable[[str], object]


def main() -> int:
    """Print a line for each text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    worst = 0.0
    with open_advisor(gate_settings(options.data)) as advisor:
        for name, read, text in readings(advisor):
            half, whole = best(read, text, options.repeats)
            ratio = whole / half if whole >= TELLING else 0.0
            worst = max(worst, ratio)
            print(f"{name:22} {len(text):9,} characters {whole:7.3f} s" + (f"  {ratio:.2f} of its half" * (ratio > 0)))
    print(f"the most is {worst:.2f}; promised: at most {PROMISE:g}")
    return 0 if worst <= PROMISE else 1


def readings(advisor: Advisor) -> Iterator[tuple[str, Read, str]]:
    """Yield name, reader and text of all that is measured."""
    for of, read, texts in (
        ("amounts", read_amounts, AMOUNTS),
        ("lines", lambda text: (sentences(text), sections(text)), LINES),
        ("document", read_or_refuse, DOCUMENTS),
    ):
        yield from ((f"{of}: {name}", read, text) for name, text in texts.items())
    design = "\n".join(path.read_text(encoding="utf-8") for path in documents("developed"))[:16_000]
    yield "review of a design", lambda text: review(text, advisor), design


def read_or_refuse(text: str) -> None:
    """Read a document; one that is refused has been read as far as that took."""
    with contextlib.suppress(InputError):
        read_document(text)


def best(read: Read, text: str, repeats: int) -> tuple[float, float]:
    """Return the processor seconds that half of a text takes, and all of it: the least of each."""
    halves, wholes = [], []
    for _ in range(repeats):
        for part, times in ((text[: len(text) // 2], halves), (text, wholes)):
            begun = time.process_time()
            read(part)
            times.append(time.process_time() - begun)
    return min(halves), min(wholes)


if __name__ == "__main__":
    raise SystemExit(main())
