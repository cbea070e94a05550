"""Main text of saved pages against a public benchmark, beside its published figure and bare trafilatura in this run.

``python -m bench.extraction [FOLDER]``. FOLDER holds the article extraction benchmark of Scrapinghub (MIT), which is no
part of the project, by default ``../shared/data/article-extraction`` beside it. The measure is the benchmark's own:
precision and recall of runs of four words, each page counting alike, and the F1 of their means. Links and marks of
Markdown are taken off first. The second part takes every tag from the same pages, as a dump of a page does, and
measures what ``ingest.dump`` makes of the lines; its weights were chosen on every second page only, so both halves are
printed. Ends with status 1 when the extraction is not above the published figure.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import trafilatura
from lxml import etree, html

from ingest.dump import article_lines
from ingest.mainpart import main_part

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "article-extraction"
PUBLISHED = 0.958
"""trafilatura 2.0.0, on the benchmark's own page."""
_TOKEN = re.compile(r"\w+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br button dd div dl dt fieldset figcaption figure footer form h1 h2 h3"
        " h4 h5 h6 header hr li main nav ol option p pre section select table tbody td th thead title tr ul",
    )
)
_SILENT = frozenset(("script", "style", "noscript", "head", "template", "svg", "iframe"))


def main(folder: Path) -> int:
    """Print a line for each extractor; say why nothing is measured where the folder is absent."""
    if not folder.is_dir():
        print(f"skipped: {folder.name} is not there (it is public data, kept beside the checkout)")
        return 0
    truth = {
        key: str(value["articleBody"]) for key, value in json.loads((folder / "ground-truth.json").read_text()).items()
    }
    pages = {key: gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()).decode() for key in sorted(truth)}
    print(f"{len(pages)} pages; published for trafilatura 2.0.0: F1 {PUBLISHED:.3f}")
    bare = {key: trafilatura.extract(page, include_comments=False) or "" for key, page in pages.items()}
    show(f"trafilatura {trafilatura.__version__}, bare", truth, bare)
    ours = {key: plain(str(main_part(page).get("text") or "")) for key, page in pages.items()}
    reached = show("Crossroads", truth, ours)
    flat = {key: flattened(page) for key, page in pages.items()}
    show("every tag taken off, all lines", truth, flat)
    cut = {key: undumped(text) for key, text in flat.items()}
    show("every tag taken off, Crossroads", truth, cut)
    keys = sorted(truth)
    for name, half in (("chosen on", keys[::2]), ("kept aside", keys[1::2])):
        show(f"  the half {name}", {key: truth[key] for key in half}, cut)
    return 0 if reached > PUBLISHED else 1


def show(name: str, truth: dict[str, str], found: dict[str, str]) -> float:
    """Print and return the F1 of an extractor."""
    scores = [shingles(truth[key], found[key]) for key in truth]
    precision = mean(tp / (tp + fp) if tp else 0.0 for tp, fp, _ in scores if tp + fp)
    recall = mean(tp / (tp + fn) if tp else 0.0 for tp, _, fn in scores if tp + fn)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:34} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")
    return f1


def shingles(true: str, found: str) -> tuple[int, int, int]:
    """Return how many runs of four words both have, only the found text has, only the true text has."""
    a, b = _runs(true), _runs(found)
    both = sum((a & b).values())
    return both, sum(b.values()) - both, sum(a.values()) - both


def _runs(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(run for i in range(max(1, len(tokens) - 3)) if (run := tuple(tokens[i : i + 4])))


def plain(markdown: str) -> str:
    """Return the words of a Markdown text."""
    return _LINK.sub(r"\1", markdown).replace("\\", "")


def undumped(text: str) -> str:
    """Return the article's lines of a dumped page; all of them where it is not taken for one."""
    lines = text.split("\n")
    cut = article_lines(lines)
    if cut is None:
        return text
    return "\n".join(lines[i] for i in range(cut.first, cut.last + 1) if i not in cut.dropped)


def flattened(page: str) -> str:
    """Return the text of a page without a tag, a line for each block, as saving a page as text gives."""
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    out: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        named = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += named in _SILENT
            out += ["\n" if named in _BLOCKS else "", "• " if named == "li" else ""]
            out.append("" if silent else element.text or "")
            out[-1] = re.sub(r"\s+", " ", out[-1])
            continue
        silent -= event == "end" and named in _SILENT
        out += ["\n" if named in _BLOCKS else "", "" if silent else re.sub(r"\s+", " ", element.tail or "")]
    return re.sub(r" *\n[ \n]*", "\n", "".join(out)).strip()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
