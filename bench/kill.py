"""Ten kills -9 at random moments of an ingest of 500 articles: is anything that was reported lost, does all agree?

``python bench/kill.py [ARTICLES] [--kills 10] [--count 500] [--seed 0]``. ARTICLES is a folder of Markdown files, by
default ``../shared/data/articles`` beside the project; the articles are made by splitting them. Each kill starts from
an empty data directory, in a process of its own; then another process starts up and examines everything. The moment is
drawn evenly over the time that an undisturbed ingest takes. Ends with status 1 when anything was lost or disagrees.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT.parent / "shared" / "data" / "articles"


def main() -> int:
    """Run the campaign and print one line per kill, then the totals as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if not options.articles.is_dir():
        print(f"skipped: there is no folder {options.articles}; name one with articles in it")
        return 0
    with tempfile.TemporaryDirectory(prefix="crossroads-kill-") as work:
        return _campaign(Path(work), options)


def split(articles: Path, into: Path, count: int) -> int:
    """Write ``count`` small articles, each a few paragraphs of one of the given; returns how many there are."""
    paragraphs = [
        (path.stem, block.strip())
        for path in sorted(articles.glob("*.md"))
        for block in path.read_text(encoding="utf-8", errors="replace").split("\n\n")
        if len(block.strip()) > 200 and not block.lstrip().startswith(("```", "---", "|", "<"))
    ]
    into.mkdir()
    size = max(1, len(paragraphs) // count)
    made = 0
    for start in range(0, len(paragraphs) - size + 1, size):
        if made == count:
            break
        part = paragraphs[start : start + size]
        text = f"# {part[0][0]}, part {made}\n\n" + "\n\n".join(block for _, block in part) + "\n"
        (into / f"{made:04d}.md").write_text(text, encoding="utf-8")
        made += 1
    return made


def _campaign(work: Path, options: argparse.Namespace) -> int:
    incoming = work / "in"
    made = split(options.articles, incoming, options.count)
    print(f"{made} articles from {options.articles}")
    duration, _ = _run(work, incoming, "undisturbed", after=None)
    chance = random.Random(options.seed)
    found = [_look(work, "undisturbed", "undisturbed")]
    attempt = kills = 0
    while kills < options.kills and attempt < 5 * options.kills:
        attempt += 1
        name = f"kill-{attempt}"
        lasted, killed = _run(work, incoming, name, after=chance.uniform(0, duration))
        duration = duration if killed else min(duration, lasted)  # it ended first: that was no kill, draw again
        kills += killed
        found.append(_look(work, name, f"killed at {lasted:.2f} s" if killed else "ended before its kill"))
    bad = [f for f in found if f["lost"] or f["faults"] or f["accounted"] != made]
    totals = {"articles": made, "kills": kills, "undisturbed_s": round(duration, 2), "violations": len(bad)}
    print(json.dumps(totals))
    return 1 if bad or kills < options.kills else 0


def _run(work: Path, incoming: Path, name: str, *, after: float | None) -> tuple[float, bool]:
    """Ingest in a child process, killed ``after`` seconds of work; returns how long it worked and whether it was."""
    told = work / f"{name}.told"
    child = _child("ingest", work / name, told, incoming)
    while not told.exists():  # the child's imports are no part of the ingest
        assert child.poll() is None, "the child died before it began"
        time.sleep(0.01)
    begun = time.monotonic()
    try:
        child.wait(after)
    except subprocess.TimeoutExpired:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert child.returncode in (0, -signal.SIGKILL), f"the child ended with {child.returncode}"
    return time.monotonic() - begun, child.returncode != 0


def _look(work: Path, name: str, what: str) -> dict[str, object]:
    """Start up in another process, examine everything, finish the ingest, and print what was found."""
    out = work / f"{name}.found"
    looker = _child("look", work / name, work / f"{name}.told", work / "in", out)
    assert looker.wait() == 0, "the start after the kill failed"
    found: dict[str, object] = json.loads(out.read_text())
    print(f"{what}: {json.dumps(found)}", flush=True)
    return found


def _child(*arguments: object) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, __file__, "--child", *map(str, arguments)], env=environ)


def child(what: str, data: str, told: str, incoming: str, *rest: str) -> None:
    """The work of a child process: ``ingest`` tells every article that is reported, ``look`` examines what is there."""
    from ingest.pipeline import ingest
    from kb.embed import embedder_named
    from kb.settings import Settings

    settings = Settings(data=Path(data))
    if what == "look":
        _examine(settings, Path(told), Path(incoming), Path(rest[0]))
        return
    embedder_named(settings.embedder)
    names = sorted(path.name for path in Path(incoming).iterdir())
    with open(told, "w", encoding="utf-8") as file:

        def tell(doing: str, done: int, total: int) -> None:
            if doing == "ingesting":
                print(names[done - 1], file=file, flush=True)

        ingest([Path(incoming)], settings, progress=tell)


def _examine(settings: object, told: Path, incoming: Path, out: Path) -> None:
    from ingest.doctor import doctor
    from ingest.pipeline import ensure, ingest
    from kb.ledger import Ledger
    from kb.settings import Settings

    assert isinstance(settings, Settings)
    begun = time.monotonic()
    ensure(settings)
    start = time.monotonic() - begun
    report = doctor(settings, repair=False)
    with Ledger.open(settings.ledger, create=False) as ledger:
        held = {Path(holding.file).name for holding in ledger.files() if holding.shelf == "ingested"}
    reported = [line for line in told.read_text().splitlines() if line]
    later = ingest([incoming], settings)
    refused = {Path(article.path).name for article in later.rejected}  # told as rejected, each with its reason
    found = {
        "reported": len(reported),
        "held": len(held),
        "lost": len(set(reported) - held - refused),
        "rejected": len(refused),
        "faults": [fault.text for fault in report.found],
        "passages": report.passages,
        "start_s": round(start, 2),
        "accounted": len(later.articles),
    }
    out.write_text(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        raise SystemExit(main())
