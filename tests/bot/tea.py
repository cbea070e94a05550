"""A knowledge folder of one small decision: a test shows all that its answers stand on, and it is learned at once."""

from __future__ import annotations

from pathlib import Path

from bot.saved import Saved
from kb.settings import Settings

RULES = """
id: tea-vs-coffee
name: "Tea or coffee"
question: "Should we drink tea or coffee?"
aliases: ["tea or coffee for the team", "coffee instead of tea"]
options:
  - {id: tea, name: "Tea", text: "Drink tea.", evidence: ["drinks#gentle"]}
  - {id: coffee, name: "Coffee", text: "Drink coffee.", evidence: ["drinks#wakes"]}
start: tea
start_because: "Tea is gentle."
start_evidence: ["drinks#gentle"]
factors:
  - id: sleepy
    name: "Sleepy"
    kind: yes/no
    ask: "Are you sleepy?"
    why: "Coffee wakes."
    cues: ["sleepy"]
  - id: cups
    name: "Cups a day"
    kind: quantity
    unit: "1/day"
    ask: "How many cups?"
    why: "Much harms."
    cues: ["cups"]
rules:
  - id: sleepy-coffee
    when: ["sleepy is yes"]
    favours: coffee
    force: weak
    because: "Coffee wakes."
    evidence: ["drinks#wakes"]
  - id: much-tea
    when: ["cups > 6/day"]
    favours: tea
    force: strong
    because: "Beyond six cups coffee harms."
    evidence: ["health#six"]
examples: ["Is it tea or coffee for the night shift?", "Shall the office buy coffee or tea?"]
near_misses: ["How do I clean a coffee stain?", "Which tea set is the prettiest?"]
said:
  sleepy: {yes: ["we are sleepy", "everybody is sleepy"], no: ["we are wide awake", "everybody is awake"]}
  cups: {is: ["we have {8 cups a day|}", "it is {3 cups a day|} for me"], not: ["we have {5 mugs a day|} to wash"]}
look_ups: [{ask: "who says that coffee wakes you up?", claim: "drinks#wakes"}]
"""
OFF_TOPIC = 'off_topic: ["What is the weather like in Oslo?", "Who won the match on Sunday?"]\n'
DRINKS = """---
id: drinks
title: "On drinks"
kind: guide
---

## All

Tea is gentle on the stomach. {#gentle}
Coffee wakes you up within half an hour. {#wakes}
"""
HEALTH = """---
id: health
title: "On health"
kind: survey-article
---

## All

More than six cups of coffee a day harm the heart. {#six kind=survey}
"""
SLEEPY = Saved(id="sleepy", turns=("Should we drink tea or coffee?",), facts={"sleepy": "yes"})
MUCH = Saved(id="much", turns=("Should we drink tea or coffee?",), facts={"sleepy": "yes", "cups": "8/day"})


def tea_settings(folder: Path) -> Settings:
    """Return settings over this knowledge and an empty data directory, all within the folder."""
    known = folder / "knowledge"
    (known / "tradeoffs").mkdir(parents=True)
    (known / "articles").mkdir()
    (known / "tradeoffs" / "tea-vs-coffee.yaml").write_text(RULES, encoding="utf-8")
    (known / "off_topic.yaml").write_text(OFF_TOPIC, encoding="utf-8")
    (known / "articles" / "drinks.md").write_text(DRINKS, encoding="utf-8")
    (known / "articles" / "health.md").write_text(HEALTH, encoding="utf-8")
    return Settings(data=folder / "data", built_in=known, lock_wait=0.2)


def silent(doing: str, done: int, total: int) -> None:
    """Show no progress."""
