"""The catalog reads whole packs, or nothing, and its complaints name file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.catalog import builtin_folder, load_catalog
from kb.errors import CatalogError
from kb.types import FactorKind, Force
from tests.kb.packs import FILES, MAIN, VOICES, line_of, write_pack

MAIN_FILE, VOICES_FILE = "tradeoffs/db.yaml", "tradeoffs/db.voices.yaml"


def test_a_valid_pack_is_read_whole(tmp_path: Path) -> None:
    """Options, factors, rules, voices, principles and off-topic questions all arrive in the catalog."""
    catalog = load_catalog([write_pack(tmp_path)])
    trade_off = catalog.trade_off("sql-or-nosql")
    assert [option.id for option in trade_off.options] == ["sql", "nosql"]
    assert trade_off.factors == ("writes_per_day", "has_dba", "shape")
    assert [rule.id for rule in trade_off.rules] == ["sql-or-nosql/few-writes", "sql-or-nosql/many-writes"]
    assert trade_off.rules[0].when[0].low == 4_000_000
    assert trade_off.rules[0].force is Force.STRONG
    assert trade_off.disagreements[0].positions[0].states is not None
    assert trade_off.look_ups[0].claim == "house-notes#one-node"
    assert catalog.factor("shape").kind is FactorKind.CATEGORY
    assert catalog.factor("has_dba").said == {"no": ("nobody here knows databases",)}
    assert catalog.factor("writes_per_day").not_said == ("the disk is {2 TB|}",)
    assert catalog.principles[0].id == "boring-first"
    assert catalog.off_topic == ("Who won the cup?",)
    assert catalog.follow_ups == ("How sure are you?",)
    assert catalog.remarks == ("The lift is broken again.",)


def test_a_second_pack_may_use_a_factor_of_the_first(tmp_path: Path) -> None:
    """Two folders are one catalog: a factor that one defines serves the other."""
    factors = "factors:\n  - use: has_dba\n"
    second = MAIN.replace("sql-or-nosql", "cloud-or-not")
    start, end = second.index("factors:"), second.index("rules:")
    rules = second[end:].replace('"writes_per_day >= 4 million/day", ', "")
    rules = rules.replace('      - "writes_per_day < 4 million/day"\n', "").replace("shape is tables", "has_dba is no")
    second = second[:start] + factors + rules[: rules.index("disagreements:")]
    other = tmp_path / "second"
    (other / "tradeoffs").mkdir(parents=True)
    (other / "tradeoffs" / "cloud.yaml").write_text(second, encoding="utf-8")
    catalog = load_catalog([write_pack(tmp_path / "first"), other])
    assert catalog.trade_off("cloud-or-not").factors == ("has_dba",)
    assert len(catalog.factors) == 3


def test_the_digest_follows_what_is_said_and_not_how(tmp_path: Path) -> None:
    """A comment or another folder leaves the digest; another number changes it."""
    first = load_catalog([write_pack(tmp_path / "a")]).digest
    commented = load_catalog([write_pack(tmp_path / "b", {MAIN_FILE: "# a comment\n" + MAIN})]).digest
    changed = load_catalog([write_pack(tmp_path / "c", {MAIN_FILE: MAIN.replace("4 million", "5 million")})]).digest
    assert first == commented
    assert first != changed
    assert len(first) == 64


# Each case: file, what is replaced, by what, the text whose line is named, the key, what the message says.
ERRORS = {
    "duplicate key": (MAIN_FILE, "start: sql\n", "start: sql\nstart: nosql\n", "start: nosql", "start", "duplicate"),
    "missing key": (MAIN_FILE, "    favours: sql\n", "", "- id: few-writes", "rules[0].favours", "missing"),
    "unknown key": (MAIN_FILE, " force: weak", " strength: weak", "strength:", "rules[1].strength", "unknown key"),
    "unknown factor in a condition": (
        MAIN_FILE, "has_dba is yes", "has_dbb is yes", "has_dbb", "rules[1].when[1]", "has_dbb"),
    "unknown factor that is used": (
        MAIN_FILE, "rules:\n", "  - use: has_dbb\nrules:\n", "use: has_dbb", "factors[3].use", "has_dbb"),
    "unknown option favoured": (
        MAIN_FILE, "favours: nosql", "favours: newsql", "favours: newsql", "rules[1].favours", "newsql"),
    "unknown option to start with": (MAIN_FILE, "start: sql", "start: sqlite", "start: sqlite", "start", "sqlite"),
    "wrong dimension": (
        MAIN_FILE, "< 4 million/day", "< 5 minutes", "< 5 minutes", "rules[0].when[0]", "duration"),
    "unit that is not canonical": (
        MAIN_FILE, 'unit: "1/day"', 'unit: "rps"', 'unit: "rps"', "factors[0].unit", "canonical"),
    "missing anchor": (
        MAIN_FILE, "[house-notes#sharding-regret]", "[house-notes#sharding]", "notes#sharding]",
        "rules[1].evidence[0]", "house-notes#sharding-regret"),
    "unknown value": (
        MAIN_FILE, "shape is tables", "shape is graphs", "shape is graphs", "rules[0].when[1]", "graphs"),
    "unknown force": (MAIN_FILE, "force: weak", "force: weaker", "force: weaker", "rules[1].force", "weaker"),
    "unknown kind of factor": (
        MAIN_FILE, "kind: yes/no", "kind: boolean", "kind: boolean", "factors[1].kind", "boolean"),
    "no evidence": (
        MAIN_FILE, "start_evidence: [house-notes#one-node]", "start_evidence: []", "start_evidence",
        "start_evidence", "no evidence"),
    "two rules alike": (MAIN_FILE, "id: many-writes", "id: few-writes", "- id: few-writes\n    when: [", "rules[1].id",
                        "few-writes"),
    "a threshold without a number": (
        MAIN_FILE, 'states: "< 50/s"', 'states: "many"', 'states: "many"', "disagreements[0].positions[0].states",
        "many"),
    "a population that is no phrase": (
        MAIN_FILE, 'states: "< 50/s"', 'states: "< 50/s", population: "Writes. Per node."', "population:",
        "disagreements[0].positions[0].population", "no phrase"),
    "a population that is a list": (
        MAIN_FILE, 'states: "< 50/s"', 'states: "< 50/s", population: [writes]', "population:",
        "disagreements[0].positions[0].population", "a list"),
    "a text that is a list": (MAIN_FILE, 'name: "NoSQL"', "name: [a]", "name: [a]", "options[1].name", "a list"),
    "voices of nothing": (
        VOICES_FILE, "trade_off: sql-or-nosql", "trade_off: sql", "trade_off: sql", "trade_off", "unknown trade-off"),
    "a mark of an unknown factor": (
        VOICES_FILE, "|has_dba=no}", "|dba=no}", "|dba=no}", "examples[0]", "unknown factor"),
    "a mark of an unknown value": (
        VOICES_FILE, "|has_dba=no}", "|has_dba=never}", "|has_dba=never}", "examples[0]", "never"),
    "a brace left open": (VOICES_FILE, "|writes_per_day}", "|writes_per_day", "inserts", "examples[0]", "brace"),
    "a saying of an unknown value": (
        VOICES_FILE, '    no: ["nobody', '    nope: ["nobody', "nope:", "said.has_dba.nope", "unknown key"),
    "a look-up of no claim": (
        VOICES_FILE, "claim: house-notes#one-node", "claim: house-notes#two", "house-notes#two",
        "look_ups[0].claim", "house-notes#two"),
    "a principle without evidence": (
        "principles.yaml", "[house-notes#one-node]", "[other#x]", "[other#x]", "principles[0].evidence[0]", "other#x"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS.values(), ids=ERRORS.keys())
def test_an_error_names_file_line_and_key(case: tuple[str, str, str, str, str, str], tmp_path: Path) -> None:
    """Whatever is wrong in a pack, the message says where it stands and what it is."""
    file, old, new, marker, key, said = case
    assert old in FILES[file]
    text = FILES[file].replace(old, new, 1)
    with pytest.raises(CatalogError) as caught:
        load_catalog([write_pack(tmp_path, {file: text})])
    message = str(caught.value)
    assert f"{file}:{line_of(text, marker)}: '{key}'" in message
    assert said in message


@pytest.mark.parametrize(
    ("text", "line"),
    [("id: [a\nname: b\n", 2), ("id: a\n\tname: b\n", 2), ("", 1), ('id: "a\n', 2), ("id: \x00\n", 1), ("- *x\n", 1)],
)
def test_bad_yaml_names_file_and_line(text: str, line: int, tmp_path: Path) -> None:
    """What is no YAML, or nothing at all, is reported with its place."""
    with pytest.raises(CatalogError, match=rf"tradeoffs/db\.yaml:{line}: is "):
        load_catalog([write_pack(tmp_path, {MAIN_FILE: text})])


def test_two_files_may_not_define_the_same_factor_or_trade_off(tmp_path: Path) -> None:
    """A second definition is refused and the message names the first."""
    with pytest.raises(CatalogError, match=r"ZZ\.yaml:\d+: 'factors\[0\]\.id' defines a factor again.*db\.yaml:"):
        load_catalog([write_pack(tmp_path / "a", {"tradeoffs/db_ZZ.yaml": MAIN})])
    copy = MAIN[: MAIN.index("factors:")] + "factors: [{use: has_dba}]\nrules: []\n"
    with pytest.raises(CatalogError, match=r"ZZ\.yaml:1: 'id' names two trade-offs alike.*db\.yaml"):
        load_catalog([write_pack(tmp_path / "b", {"tradeoffs/db_ZZ.yaml": copy})])


def test_given_claims_take_the_place_of_the_anchors(tmp_path: Path) -> None:
    """With the claims of a ledger at hand, the articles beside the pack are not asked."""
    claims = {"house-notes#one-node", "house-notes#sharding-regret"}
    pack = write_pack(tmp_path, {"articles/house-notes.md": "no front matter, no anchors"})
    assert load_catalog([pack], claims).trade_offs[0].id == "sql-or-nosql"
    with pytest.raises(CatalogError, match="claim that does not exist"):
        load_catalog([pack])


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A mistyped folder does not pass for an empty one."""
    with pytest.raises(CatalogError, match="is no folder"):
        load_catalog([tmp_path / "nowhere"])


def test_the_built_in_folder_holds_the_four_articles() -> None:
    """The package finds its own knowledge."""
    names = {path.stem for path in (builtin_folder() / "articles").glob("*.md")}
    assert {"six-choices", "podcast-insights", "fine-tuning-framework", "custom-ai-guide"} <= names


def test_sayings_of_several_files_are_joined(tmp_path: Path) -> None:
    """Two voices files that speak of one factor both count, each sentence once."""
    more = 'trade_off: sql-or-nosql\nsaid:\n  has_dba:\n    no: ["nobody here knows databases", "no DBA"]\n'
    catalog = load_catalog([write_pack(tmp_path, {"tradeoffs/more.voices.yaml": more})])
    assert catalog.factor("has_dba").said["no"] == ("nobody here knows databases", "no DBA")
    assert VOICES.count("nobody here") == 1


CONTRASTS = """\
trade_off: sql-or-nosql
contrasts:
  has_dba:
    - {"yes": "Ann stays, our DBA", "no": "Ann left, our DBA"}
"""


def test_contrasts_are_kept_with_the_value_of_each(tmp_path: Path) -> None:
    """Sentences that state opposite values stand apart from what a factor is said by."""
    catalog = load_catalog([write_pack(tmp_path, {"tradeoffs/more.voices.yaml": CONTRASTS})])
    assert catalog.factor("has_dba").contrasts == ({"yes": "Ann stays, our DBA", "no": "Ann left, our DBA"},)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"no": "Ann left, our DBA"', "", "fewer than two values"),
        ('"no":', '"perhaps":', "perhaps"),
        ("Ann left, our DBA", "Ann stays, our DBA", "fewer than two values"),
        ("Ann left", "{Ann left|has_dba=no}", "has marks"),
        ("has_dba", "has_dbb", "unknown factor"),
    ],
)
def test_what_contrasts_nothing_is_an_error(tmp_path: Path, old: str, new: str, words: str) -> None:
    """One value, a value that the factor does not have, or no such factor: named with its file and line."""
    pack = write_pack(tmp_path, {"tradeoffs/more.voices.yaml": CONTRASTS.replace(old, new)})
    with pytest.raises(CatalogError, match=words) as refused:
        load_catalog([pack])
    assert "more.voices.yaml:" in str(refused.value)
