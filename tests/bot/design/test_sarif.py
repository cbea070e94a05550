"""The SARIF log: its structure by the 2.1.0 standard, and fingerprints that stay while lines move."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from bot.design.kinds import KINDS
from bot.design.sarif import FINGERPRINT, sarif
from bot.design.types import Finding, Review
from tests.bot.desks import quote, reviewed

TEXT = "# Crossing\n\nWe build a bridge for forty cars\na day. It is long.\n\nMore.\n\n\nNothing of winter.\n"


def log(text: str = TEXT, review: Review | None = None, path: str = "docs/a b.md") -> dict[str, Any]:
    """Return the log of one document as a reader parses it."""
    found: dict[str, Any] = json.loads(json.dumps(sarif([(path, text, review or reviewed())], "1.2.3")))
    return found


def prints(text: str, review: Review) -> list[str]:
    """Return the fingerprints of a log's results."""
    return [r["partialFingerprints"][FINGERPRINT] for r in log(text, review)["runs"][0]["results"]]


def moved(lines: int) -> Review:
    """Return the review with its findings some lines further down."""
    found = [f.model_copy(update={"line": f.line + lines, "line_end": f.line_end + lines}) for f in reviewed().findings]
    return reviewed().model_copy(update={"findings": tuple(found)})


def test_log_has_the_structure_of_the_standard() -> None:
    """Version, driver, rules with help, results that point to a rule, a place and a region: all that is required."""
    found = log()
    assert (found["version"], found["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-2.1.0.json")
    (run,) = found["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("crossroads", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(KINDS)
    for rule in driver["rules"]:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        assert unquote(artifact["uri"]) == "docs/a b.md"
        assert " " not in artifact["uri"]
        region = location["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"] <= TEXT.count("\n") + 1
    assert run["columnKind"] == "unicodeCodePoints"


def test_results_say_who_says_so() -> None:
    """A message holds the finding and, on lines of their own, the sources it cites."""
    message = log()["runs"][0]["results"][0]["message"]["text"].splitlines()
    assert message[0].endswith("a ferry will do [1].")
    assert message[1].startswith("[1] “A ferry carries forty cars [3].” Crossing rivers, citing Styx (1999)")


def test_fingerprints_stay_while_lines_move_and_differ_between_findings() -> None:
    """New lines above a finding change nothing; other words, and a second finding on the same, do."""
    before = prints(TEXT, reviewed())
    assert prints("New line.\n\n" + TEXT, moved(2)) == before
    assert prints(TEXT.replace("forty", "sixty"), reviewed())[0] != before[0]
    twice = reviewed().model_copy(update={"findings": (reviewed().findings[0],) * 2})
    assert len(set(prints(TEXT, twice))) == 2


def test_no_text_of_a_source_becomes_a_link_of_the_log() -> None:
    """``[words](target)`` is a link in a SARIF message; what a source says is not."""
    evil = Finding.model_validate(reviewed().findings[0].model_dump() | {"text": "See [this](1) [1]."})
    review = Review(findings=(evil,), citations=(quote(1, "Click [here](https://evil.example)."),), knowledge="k")
    text = log(review=review)["runs"][0]["results"][0]["message"]["text"]
    assert "](" not in text
