"""The share of numbers and quantities of a public specification that are read right.

``python -m bench.quantities [FOLDER]``. FOLDER holds the specifications of Microsoft Recognizers-Text (MIT), which are
no part of the project, by default ``../shared/data/quantities-recognizers`` beside it. Right is an amount that overlaps
the expected span and has its value; the unit is not compared, and a duration may be right in any unit of time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kb.periods import SECONDS
from kb.quantity import Amount, read_amounts

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "quantities-recognizers"
LANGUAGES = ("English", "German", "Spanish", "French", "Chinese")
MODELS = ("Number/{}/NumberModel", "Number/{}/PercentModel", "NumberWithUnit/{}/AgeModel",
          "NumberWithUnit/{}/CurrencyModel", "NumberWithUnit/{}/DimensionModel")  # fmt: skip


def main(folder: Path) -> int:
    """Print a line for each language and model; say why nothing is measured where the folder is absent."""
    if not folder.is_dir():
        print(f"skipped: {folder.name} is not there (it is public data, kept beside the checkout)")
        return 0
    for language in LANGUAGES:
        for model in MODELS:
            path = folder / (model.format(language) + ".json")
            if path.is_file():
                right, total = _score(json.loads(path.read_text(encoding="utf-8-sig")))
                print(f"{language:8} {path.stem:16} {right:4} of {total:4} right ({right / max(1, total):.0%})")
    return 0


def _score(cases: list[dict[str, object]]) -> tuple[int, int]:
    """Return how many expected values were read at their place, and how many there are."""
    right = total = 0
    for case in cases:
        text, results = str(case["Input"]), case["Results"]
        assert isinstance(results, list)
        amounts = read_amounts(text)
        for result in results:
            value = _number(str(result["Resolution"].get("value", "")))
            start = result.get("Start", 0)
            if value is not None and value >= 0:
                total += 1
                right += any(
                    a.start <= result.get("End", len(text)) and a.end > start and _same(a, value) for a in amounts
                )
    return right, total


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("%").replace(",", ""))
    except ValueError:
        return None


def _same(amount: Amount, value: float) -> bool:
    """Tell whether the amount is the value, a duration in any unit of time, a share as a fraction or in percent."""
    scales = (
        SECONDS.values() if amount.dimension == "duration" else (1.0, 100.0) if amount.dimension == "ratio" else (1.0,)
    )
    return any(abs(amount.low - value * scale) <= 1e-3 * max(1e-9, abs(value * scale)) for scale in scales)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
