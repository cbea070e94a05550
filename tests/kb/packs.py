"""A small valid pack of authored knowledge, written to a folder, for the tests of the catalog's rooms."""

from __future__ import annotations

from pathlib import Path

ARTICLE = """\
---
id: house-notes
title: "Notes on databases"
---

## Scale

Below 50 writes per second one node is enough. {#one-node kind=threshold}
A team without a database engineer regrets sharding. {#sharding-regret}
"""

MAIN = """\
id: sql-or-nosql
name: "SQL or NoSQL"
question: "Which kind of database should we take?"
options:
  - id: sql
    name: "SQL"
    text: "A relational database."
    evidence: [house-notes#one-node]
  - id: nosql
    name: "NoSQL"
    text: "A document store."
start: sql
start_because: "It is the common ground."
start_evidence: [house-notes#one-node]
factors:
  - id: writes_per_day
    name: "writes"
    kind: quantity
    unit: "1/day"
    ask: "How many writes a day?"
    why: "One node carries only so many."
  - id: has_dba
    name: "database engineer"
    kind: yes/no
    ask: "Is there a database engineer?"
    why: "Somebody has to run it."
  - id: shape
    name: "shape of the data"
    kind: category
    values: [tables, documents]
    ask: "What shape has the data?"
    why: "Documents fit badly into tables."
rules:
  - id: few-writes
    when:
      - "writes_per_day < 4 million/day"
      - "shape is tables"
    favours: sql
    force: strong
    because: "One node carries the load."
    evidence: [house-notes#one-node]
  - id: many-writes
    when: ["writes_per_day >= 4 million/day", "has_dba is yes"]
    favours: nosql
    force: weak
    because: "The load needs several nodes."
    evidence: [house-notes#sharding-regret]
disagreements:
  - id: where-it-ends
    about: "where one node ends"
    factors: [writes_per_day]
    positions:
      - {evidence: house-notes#one-node, text: "Fifty a second.", states: "< 50/s"}
      - {evidence: house-notes#sharding-regret, text: "When there is an engineer.", stance: "people"}
"""

VOICES = """\
trade_off: sql-or-nosql
examples:
  - "{2 million inserts a day|writes_per_day} and {no DBA|has_dba=no}, postgres or mongo?"
near_misses:
  - "Which SQL course should I take?"
look_ups:
  - {ask: "Until when is one node enough?", claim: house-notes#one-node}
said:
  writes_per_day:
    is: ["we insert {900 rows a second|}"]
    not: ["the disk is {2 TB|}"]
  has_dba:
    no: ["nobody here knows databases"]
"""

PRINCIPLES = """\
principles:
  - id: boring-first
    name: "Boring first"
    text: "Take what others already run."
    evidence: [house-notes#one-node]
"""

OFF_TOPIC = """\
off_topic:
  - "Who won the cup?"
"""

FOLLOW_UPS = """\
follow_ups:
  - "How sure are you?"
  - "How sure are you?"
"""

REMARKS = """\
remarks:
  - "The lift is broken again."
"""

FILES = {
    "articles/house-notes.md": ARTICLE,
    "tradeoffs/db.yaml": MAIN,
    "tradeoffs/db.voices.yaml": VOICES,
    "principles.yaml": PRINCIPLES,
    "off_topic.yaml": OFF_TOPIC,
    "follow_ups.yaml": FOLLOW_UPS,
    "remarks.yaml": REMARKS,
}


def write_pack(folder: Path, changed: dict[str, str] | None = None) -> Path:
    """Write the valid pack, with some of its files replaced, and return its folder."""
    for name, text in {**FILES, **(changed or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def line_of(text: str, part: str) -> int:
    """Return the line of the text, counted from 1, on which a part of it first stands."""
    return text[: text.index(part)].count("\n") + 1
