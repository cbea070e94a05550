"""What an author of knowledge is told to look at."""

from __future__ import annotations

from graph.lint import Accepted, Known, LintFinding, Pending, lint, worst
from kb.types import (
    Article,
    Catalog,
    Claim,
    ClaimKind,
    Disagreement,
    Force,
    Position,
    Reference,
    Source,
    Span,
    Threshold,
    TradeOff,
)
from tests.graph.test_coverage import FACTORS, decision

EURO = Threshold(comparator="=", low=9, high=9, unit="€", text="9")
SHOP_AND_STALL = (("visits < 100/day", "stall", Force.WEAK), ("visits >= 100/day", "shop", Force.STRONG))


def claim(anchor: str, text: str, *references: str, thresholds: tuple[Threshold, ...] = ()) -> Claim:
    """A claim of the one article."""
    return Claim(
        id=f"notes#{anchor}", source="notes", anchor=anchor, text=text, span=Span(source="notes", start=0, end=1),
        kind=ClaimKind.CASE, references=references, thresholds=thresholds,
    )  # fmt: skip


CLAIMS = (
    claim("dear", "A stall costs 9 € a day [1].", "market-2015", thresholds=(EURO,)),
    claim("new", "A shop costs 9 € a day [2].", "market-2025", thresholds=(EURO,)),
    claim("undated", "A kiosk costs 9 € a day.", thresholds=(EURO,)),
    claim("calm", "Shops are calm [2].", "market-2025"),
)


def known(
    *rules: tuple[str, str, Force], evidence: tuple[str, ...] = ("notes#dear", "notes#new"), **more: object
) -> Known:
    """The shop and the stall with these rules; other fields of the trade-off, or of what is known, by name."""
    made = decision(*rules)
    bare = [rule.model_copy(update={"evidence": evidence}) for rule in made.rules]
    trade_off = TradeOff(
        id="d", name="D", question="?", options=made.options, start="shop", start_because=".",
        start_evidence=("notes#calm",), factors=tuple(dict.fromkeys(c.factor for r in bare for c in r.when)),
        rules=tuple(bare),
    ).model_copy(update={name: value for name, value in more.items() if name in TradeOff.model_fields})  # fmt: skip
    article = Article(
        source=Source(id="notes", title="Notes", text="x", content_hash="0"),
        claims=CLAIMS,
        references=tuple(Reference(id=f"market-{year}", source="notes", year=year) for year in (2015, 2025)),
    )
    beside = {name: value for name, value in more.items() if name not in TradeOff.model_fields}
    catalog = Catalog(trade_offs=(trade_off,), factors=tuple(FACTORS.values()))
    return Known(catalog=catalog, articles=[article], year=2026, **beside)  # type: ignore[arg-type]


def told(findings: tuple[LintFinding, ...], kind: str) -> list[tuple[str, str]]:
    """Severity and subject of the findings of one kind."""
    return [(finding.severity, finding.about) for finding in findings if finding.kind == kind]


def test_inner_gaps_are_warnings_and_those_at_an_end_are_notes() -> None:
    """Between two rules something is probably missing; beyond the last one the sources often say nothing."""
    inner = lint(known(("visits < 100/day", "stall", Force.WEAK), ("visits > 200/day", "shop", Force.STRONG)))
    outer = lint(known(("visits > 200/day", "stall", Force.STRONG)))
    assert told(inner, "gap") == [("warning", "d/visits")]
    assert told(outer, "gap") == [("note", "d/visits")]
    assert "between 100/day and 200/day" in next(f.text for f in inner if f.kind == "gap")


def test_overlaps_of_equal_rules_are_warnings() -> None:
    """Two bars of one force that say opposite things; where the forces differ, or more is tested, it is a note."""
    equal = lint(known(("visits < 200/day", "stall", Force.WEAK), ("visits > 100/day", "shop", Force.WEAK)))
    other = lint(known(("visits < 200/day", "stall", Force.WEAK), ("visits > 100/day", "shop", Force.STRONG)))
    more = lint(known(("visits < 200/day;night is yes", "stall", Force.WEAK), ("visits > 100/day", "shop", Force.WEAK)))
    assert [told(f, "overlap") for f in (equal, other, more)] == [
        [("warning", "d/r1 and d/r2")],
        [("note", "d/r1 and d/r2")],
        [("note", "d/r1 and d/r2")],
    ]


def test_options_that_no_rule_reaches_are_errors() -> None:
    """One that no rule favours, and one whose rule is always outweighed, each with its reason."""
    unfavoured = lint(known(("visits < 100/day", "shop", Force.WEAK)))
    beaten = lint(known(("visits > 100/day", "stall", Force.WEAK), ("visits > 100/day", "shop", Force.STRONG)))
    assert told(unfavoured, "unreachable option") == told(beaten, "unreachable option") == [("error", "d/stall")]
    assert "no rule favours it" in unfavoured[0].text
    assert "never outweigh" in beaten[0].text


def test_factors_that_decide_nothing_are_named() -> None:
    """One that no rule tests, and one whose rule only strengthens what is decided anyway."""
    listed = lint(known(*SHOP_AND_STALL, factors=("visits", "people")))
    idle = lint(known(*SHOP_AND_STALL, ("visits >= 100/day;night is yes", "shop", Force.WEAK)))
    assert told(listed, "idle factor") == [("warning", "d/people")]
    assert told(idle, "idle factor") == [("warning", "d/night")]
    assert told(lint(known(*SHOP_AND_STALL)), "idle factor") == []


def test_evidence_is_counted_by_its_root() -> None:
    """No claim is an error, one root a note; two references are two roots, and two claims of one are one."""
    none, one, same, two = (
        lint(known(*SHOP_AND_STALL, evidence=evidence))
        for evidence in (
            ("gone#claim",),
            ("notes#undated",),
            ("notes#new", "notes#calm"),
            ("notes#dear", "notes#new"),
        )
    )
    assert told(none, "rule without evidence") == [("error", "d/r1"), ("error", "d/r2")]
    assert told(one, "one source") == told(same, "one source") == [("note", "d/r1"), ("note", "d/r2")]
    assert told(two, "one source") == told(two, "rule without evidence") == []


def test_figures_on_cost_grow_old() -> None:
    """By the year of the reference leaned on, against a limit that can be chosen; an undated one is a note."""
    evidence = ("notes#dear", "notes#new", "notes#undated", "notes#calm")
    assert told(lint(known(*SHOP_AND_STALL, evidence=evidence)), "old figure") == [
        ("warning", "notes#dear"),
        ("note", "notes#undated"),
    ]
    patient = lint(known(*SHOP_AND_STALL, evidence=evidence, moving_years=20))
    assert told(patient, "old figure") == [("note", "notes#undated")]


def test_disagreements_that_no_rule_stands_on() -> None:
    """No position: a warning; some of them: a note; all of them: nothing."""

    def disagreeing(*evidence: str) -> list[tuple[str, str]]:
        positions = tuple(Position(evidence=id, text=".") for id in evidence)
        about = Disagreement(id="x", about="x", positions=positions)
        return told(lint(known(*SHOP_AND_STALL, disagreements=(about,))), "disagreement without a rule")

    assert disagreeing("notes#calm", "notes#undated") == [("warning", "d/x")]
    assert disagreeing("notes#calm", "notes#dear") == [("note", "d/x")]
    assert disagreeing("notes#new", "notes#dear") == []


def test_what_nobody_has_looked_at_is_named() -> None:
    """A pending rule, at the place of its claim."""
    pending = [Pending(id="rule-1", claim="notes#dear", text="use a stall")]
    found = lint(known(*SHOP_AND_STALL, pending=pending, places={"claim:notes#dear": "notes.md:7"}))
    assert [(f.place, f.about) for f in found if f.kind == "pending rule"] == [("notes.md:7", "rule-1")]


def test_findings_come_by_severity_and_line() -> None:
    """The most severe first, then by file and number of the line, not by its digits."""
    places = {"rule:d/r1": "d.yaml:9", "rule:d/r2": "d.yaml:10"}
    found = lint(known(*SHOP_AND_STALL, evidence=("notes#undated",), places=places))
    assert [f.place for f in found if f.kind == "one source"] == ["d.yaml:9", "d.yaml:10"]
    severities = ["error", "warning", "note"]
    assert [f.severity for f in found] == sorted((f.severity for f in found), key=severities.index)


def test_a_finding_can_be_accepted_with_a_reason() -> None:
    """It stands no more and keeps the reason; a pattern accepts several; an acceptance of nothing is a warning."""
    gap = known(("visits < 100/day", "stall", Force.WEAK), ("visits > 200/day", "shop", Force.STRONG), moving_years=20)
    entries = [
        Accepted(finding="gap", about="d/visits", reason="The sources are silent.", place="lint.yaml:2"),
        Accepted(finding="one source", about="d/*", reason="There is no other.", place="lint.yaml:5"),
    ]
    found = lint(gap, entries)
    assert [f.accepted for f in found if f.kind == "gap"] == ["The sources are silent."]
    assert told(found, "needless acceptance") == [("warning", "one source: d/*")]
    assert worst(lint(gap), "warning")
    assert not worst(lint(gap, entries[:1]), "warning")
    assert not worst(lint(gap), "error")


def test_sound_knowledge_has_no_findings() -> None:
    """Two bars that meet, each on two roots; a yes/no factor has no line to leave gaps in."""
    assert lint(known(*SHOP_AND_STALL, moving_years=20)) == ()
    assert lint(known(("night is yes", "stall", Force.STRONG), moving_years=20)) == ()
