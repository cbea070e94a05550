"""One decision whole, as escaped HTML: its options, what it depends on with every bar, its rules by option. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.atlas import Atlas, Sight
from bot.web.markup import fold, items, plain
from bot.web.places import button, heading
from bot.wording import required
from graph.query import decision_of, factors_of
from graph.schema import Node, node_id, record_id
from kb.types import Condition, Disagreement, Factor, Option, Rule


def decision_html(atlas: Atlas, sight: Sight) -> str:
    """Return the page of a decision of the graph, the rules that articles brought included."""
    id = record_id(sight.spot.id)
    decision = decision_of(atlas.g, id)
    names = {option.id: option.name for option in decision.options}
    rules = sorted(decision.rules, key=lambda rule: (_WEIGHT[rule.force.value], rule.id))
    options = "".join(_option(atlas, id, option, option.id == decision.start) for option in decision.options)
    start = f"{plain(decision.start_because)} {_evidence(atlas, decision.start_evidence)}"
    factors = "".join(_factor(factor, rules, names) for factor in factors_of(atlas.g, id))
    by_option = "".join(
        fold(f"For: {names[option]}", _rules(atlas, found), count=len(found))
        for option in names
        if (found := [rule for rule in rules if rule.favours == option])
    )
    known = next((t for t in atlas.catalog.trade_offs if t.id == id), None)
    conflicts = items(_disagreement(atlas, d) for d in known.disagreements) if known else ""
    return (
        f"{heading(plain(sight.spot.title), 2)}"
        f'<p class="cr-why">{plain(sight.text)}</p>'
        f"<h3>Options</h3><ul class='crk-rows'>{options}</ul>"
        f'<p class="cr-heard">Where nothing argues: {start}</p>'
        f"<h3>What it depends on</h3><div class='crk-needs'>{factors}</div>"
        f"<h3>Rules</h3>{by_option}" + (f"<h3>Where sources disagree</h3>{conflicts}" if conflicts else "")
    )


_WEIGHT = {"decisive": 0, "strong": 1, "weak": 2}


def _option(atlas: Atlas, trade_off: str, option: Option, starts: bool) -> str:
    way = button(node_id(Node.OPTION, f"{trade_off}/{option.id}"), plain(option.name), "crk-node")
    first = ' <span class="cr-tag">to start with</span>' if starts else ""
    return f"<li>{way}{first}<br>{plain(option.text)} {_evidence(atlas, option.evidence)}</li>"


def _factor(factor: Factor, rules: Sequence[Rule], names: dict[str, str]) -> str:
    """Return a factor with every bar that a rule sets on it, in order of value, and what holds there."""
    bars = [(condition, rule) for rule in rules for condition in rule.when if condition.factor == factor.id]
    bars.sort(key=lambda pair: (_height(pair[0]), pair[0].comparator, pair[1].id))
    rows = items(
        (
            button(node_id(Node.RULE, rule.id), plain(_bar(condition, factor)), "crk-node")
            + f' <span class="cr-heard">{plain(rule.force.value)} for {plain(names[rule.favours])}'
            + (", with more" if len(rule.when) > 1 else "")
            + "</span>"
            for condition, rule in bars
        ),
        "crk-bars",
    )
    way = button(node_id(Node.FACTOR, factor.id), plain(factor.name), "crk-node")
    ask = f'<p>{way}<br><span class="cr-heard">{plain(factor.ask)}</span></p>'
    return f'<section class="crk-need">{ask}{rows}</section>'


def _height(condition: Condition) -> float:
    return condition.low if condition.low is not None else condition.high or 0.0


def _bar(condition: Condition, factor: Factor) -> str:
    """Return a condition without the factor's name: ``below 100,000/day``, ``yes``."""
    said = required(condition, factor)
    name = factor.name[:1].lower() + factor.name[1:]
    return said.removeprefix(name).removeprefix(" is ").removeprefix(": ").strip()


def _rules(atlas: Atlas, rules: Iterable[Rule]) -> str:
    return items(_rule(atlas, rule) for rule in rules)


def _rule(atlas: Atlas, rule: Rule) -> str:
    when = " and ".join(atlas.condition_words(rule))
    found = "" if rule.status == "authored" else ' <span class="cr-tag">found in an article</span>'
    way = button(node_id(Node.RULE, rule.id), plain(rule.because), "crk-node")
    note = f'<br><span class="cr-heard">{plain(rule.note)}</span>' if rule.note else ""
    return (
        f'{way}{found}<br><span class="cr-heard">{plain(rule.force.value)}, when {plain(when)}</span> '
        f"{_evidence(atlas, (*rule.evidence, *rule.corroborated_by))}{note}"
    )


def _disagreement(atlas: Atlas, disagreement: Disagreement) -> str:
    sides = items(f"{plain(p.text)} {_evidence(atlas, (p.evidence,))}" for p in disagreement.positions)
    return f"<strong>{plain(disagreement.about)}</strong>{sides}"


def _evidence(atlas: Atlas, claims: Iterable[str]) -> str:
    """Return a button for each claim, named after whom it goes back to and what it rests on."""
    known = [atlas.library.claims[claim] for claim in claims if claim in atlas.library.claims]
    return "".join(
        button(
            node_id(Node.CLAIM, claim.id), plain(f"{atlas.author(claim)} · {claim.kind.value}"), "crk-cite", claim.text
        )
        for claim in known
    )
