"""Draft trade-offs out of an article that weighs options on a topic the knowledge does not have. Pure.

A draft is the text of a trade-off's YAML file, as ``kb.catalog`` reads it: a person accepts, edits or rejects it, and
until then no answer uses it. Its evidence are the claims that the advice stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.advice import Advice
from ingest.contrasts import option_words
from ingest.draft_factors import Drafted, drafted
from ingest.draft_yaml import draft_yaml
from ingest.groups import WITHOUT, Group, groups_in
from ingest.rules_of_thumb import thumbs
from kb.blocks import blocks
from kb.conditions import parse_condition
from kb.ids import rule_id, slug
from kb.reviews import item_id
from kb.text import sections, sentences
from kb.types import Article, Catalog, Claim, Factor, Force, Option, Record, Rule, Span, TradeOff

MOST_NAMED = 3
"""Options that the id and the name of a trade-off tell; more are counted."""
MOST_EXAMPLES = 6


class Draft(Record):
    """A trade-off that an article suggests. ``id`` is derived from its source and its options.

    ``quotes`` are the characters that its rules stand on, in order; ``yaml`` is the file that accepting it writes.
    """

    id: str
    source: str
    trade_off: str
    name: str
    options: tuple[str, ...]
    quotes: tuple[Span, ...]
    yaml: str


def drafts(article: Article, catalog: Catalog) -> tuple[Draft, ...]:
    """Return the drafts of an article, in its order; none for what a trade-off of the catalog decides already."""
    text = article.source.text
    parsed = blocks(text)
    told = sentences(text, article.source.language, (), parsed)
    groups = groups_in(text, article.source.title, parsed, told, thumbs(text, told, sections(text, parsed)))
    found: dict[str, Draft] = {}
    for group in groups:
        draft = None if decided(group.options, catalog) else _draft(group, article, catalog)
        if draft is not None:
            found.setdefault(draft.trade_off, draft)
    return tuple(found.values())


def decided(options: Sequence[str], catalog: Catalog) -> bool:
    """Say whether a trade-off of the catalog weighs these options: each is one of its own, by a word of the name."""
    for trade_off in catalog.trade_offs:
        own = [option_words(f"{o.name} {o.id.replace('-', ' ')}") for o in trade_off.options]
        named = [{i for i, words in enumerate(own) if words & (option_words(name) - _COMMON)} for name in options]
        if all(named) and len(set().union(*named)) >= 2 and not set.intersection(*named):
            return True
    return False


_COMMON = frozenset(("model", "data", "real", "system", "large", "ai", "llm", "with", "without", "everything", "api"))
"""Words of option names that many different options share."""


def _draft(group: Group, article: Article, catalog: Catalog) -> Draft | None:
    """Return the draft of one group, or None where fewer than two of its options are left with evidence."""
    claims = {one.start: claim for one in group.advice if (claim := _claim(one, article.claims)) is not None}
    kept = [one for one in group.advice if one.start in claims]
    ids = _option_ids(group.options)
    known = {factor.id: factor for factor in catalog.factors}
    built = _rules(kept, group.options, ids, claims, known, trade_off := _trade_off_id(list(ids.values())))
    if len({rule.favours for rule, _ in built}) < 2:
        return None
    taken = {t.id for t in catalog.trade_offs} | {p.id for p in catalog.principles}
    if trade_off in taken:
        trade_off = f"{trade_off}-{slug(article.source.id, 20)}"
        built = _rules(kept, group.options, ids, claims, known, trade_off)
    evidence = {
        name: tuple(dict.fromkeys(claims[a.start].id for a in kept if a.option == name)) for name in group.options
    }
    for name in group.options:  # what is done without has no sentence of its own
        evidence[name] = evidence[name] or tuple(dict.fromkeys(claims[a.start].id for a in kept if a.against))[:1]
    spoken = {name: _spoken(name, article.source.text) for name in group.options}
    record = _trade_off(trade_off, group.options, spoken, ids, evidence, [rule for rule, _ in built])
    factors = {item.factor.id: item for _, item in built}
    return Draft(
        id=item_id("draft", article.source.id, *sorted(ids.values())),
        source=article.source.id,
        trade_off=trade_off,
        name=record.name,
        options=group.options,
        quotes=tuple(
            Span(source=article.source.id, start=start, end=end)
            for start, end in sorted({(a.start, a.end) for a in kept})
        ),
        yaml=draft_yaml(record, list(factors.values()), known, article.source.title, _examples(record, built)),
    )


def _claim(advice: Advice, claims: Iterable[Claim]) -> Claim | None:
    """Return the claim that the advice stands in."""
    return next((c for c in claims if c.span.start <= advice.start and advice.end <= c.span.end), None) or next(
        (c for c in claims if advice.start <= c.span.start and c.span.end <= advice.end), None
    )


def _option_ids(options: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in options:
        id = slug(name, 32)
        id = id if id[:1].isalpha() else f"option-{id}"
        found[name] = id if id not in found.values() else f"{id}-{len(found) + 1}"
    return found


def _trade_off_id(ids: Sequence[str]) -> str:
    rest = len(ids) - MOST_NAMED
    return "-vs-".join(ids[:MOST_NAMED]) + (f"-and-{rest}-more" if rest > 0 else "")


def _rules(
    kept: Sequence[Advice],
    options: Sequence[str],
    ids: Mapping[str, str],
    claims: Mapping[int, Claim],
    known: Mapping[str, Factor],
    trade_off: str,
) -> list[tuple[Rule, Drafted]]:
    """Return the rules in order; advice against one of two options favours the other, of more options none."""
    found: list[tuple[Rule, Drafted]] = []
    own = dict(known)
    by_condition: dict[str, Drafted] = {}
    for one in kept:
        favoured = one.option if not one.against else next((o for o in options if o != one.option), "")
        if one.against and len(options) != 2:
            continue
        item = by_condition.get(one.condition.lower()) or drafted(one.condition, own)
        item = _same_question(item, [known_item for _, known_item in found])
        by_condition[one.condition.lower()] = item
        own[item.factor.id] = item.factor
        name = slug(f"{ids[favoured]} {item.when}", 56)
        if any(rule.id == rule_id(trade_off, name) for rule, _ in found):
            continue
        rule = Rule(
            id=rule_id(trade_off, name), trade_off=trade_off, favours=ids[favoured],
            when=(parse_condition(item.when, {item.factor.id: item.factor}),),
            force=Force.WEAK if one.hedged or (one.against and not favoured.startswith(WITHOUT)) else Force.STRONG,
            because=_because(favoured, one), evidence=(claims[one.start].id,),
        )  # fmt: skip
        found.append((rule, item))
    return found


def _same_question(item: Drafted, earlier: Sequence[Drafted]) -> Drafted:
    """Return the item with the factor of an earlier one that asks the same, so that both rules test one fact."""
    for other in earlier:
        if other.factor.ask == item.factor.ask and other.factor.kind == item.factor.kind:
            when = item.when.replace(item.factor.id, other.factor.id, 1)
            return Drafted(other.factor, when, other.says)
    return item


def _because(favoured: str, one: Advice) -> str:
    condition = one.condition.rstrip(".")
    if one.against:
        return f"The source advises against {one.option} in this case: {condition}."
    return f"The source advises {favoured} in this case: {condition}."


def _trade_off(
    id: str,
    options: Sequence[str],
    spoken: Mapping[str, str],
    ids: Mapping[str, str],
    evidence: Mapping[str, tuple[str, ...]],
    rules: Sequence[Rule],
) -> TradeOff:
    """Return the record; ``spoken`` are the options as they are said within a sentence."""
    names = [spoken[name] for name in options]
    listed = ", ".join(names[:-1]) + f" or {names[-1]}"
    favoured = [rule.favours for rule in rules]
    start = max(options, key=lambda name: (favoured.count(ids[name]), -options.index(name)))
    texts = {name: f"{'Do' if name.startswith(WITHOUT) else 'Use'} {spoken[name]}." for name in options}
    return TradeOff(
        id=id,
        name=listed[:1].upper() + listed[1:],
        question=f"Which should we use, {listed}?",
        aliases=_aliases(names),
        options=tuple(Option(id=ids[name], name=name, text=texts[name], evidence=evidence[name]) for name in options),
        start=ids[start],
        start_because="It is the one that the source gives most cases for; nothing was stated that decides.",
        start_evidence=evidence[start][:1],
        factors=(),
        rules=tuple(rules),
        cues=tuple(names),
        near_misses=_near_misses(names),
    )


def _spoken(name: str, text: str) -> str:
    """Return an option as it is said within a sentence: a small first letter, unless it is a name."""
    if name.startswith(WITHOUT):
        return f"without {_spoken(name.removeprefix(WITHOUT), text)}"
    first, *others = name.split(" ")
    written = any(c.isupper() or c.isdigit() for c in first[1:]) or any(w[:1].isupper() for w in others)
    return name if written or _is_name(first, text) else name[:1].lower() + name[1:]


def _is_name(word: str, text: str) -> bool:
    """Say whether a text writes a word with a capital within its sentences, and never without."""
    within = re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None
    return word[:1].isupper() and within and not re.search(rf"\b{re.escape(word.lower())}\b", text)


def _aliases(names: Sequence[str]) -> tuple[str, ...]:
    versus = " vs ".join(names)
    found = [versus, " versus ".join(names), " or ".join(names), " or ".join(reversed(names))]
    if len(names) > 2:
        found += [f"{a} or {b}" for i, a in enumerate(names) for b in names[i + 1 :]]
    found.append(f"choosing between {', '.join(names[:-1])} and {names[-1]}")
    return tuple(dict.fromkeys(found))


def _near_misses(names: Sequence[str]) -> tuple[str, ...]:
    """Return questions that name an option and ask for no decision."""
    forms = ("How do I install {}?", "Who invented {}?", "Where can I read the history of {}?", "What does {} mean?")
    subjects = [name for name in names if not name.startswith("without ")]
    return tuple(forms[(i + j) % len(forms)].format(name) for i, name in enumerate(subjects) for j in range(2))


def _examples(trade_off: TradeOff, built: Sequence[tuple[Rule, Drafted]]) -> tuple[str, ...]:
    """Return questions that ask for the decision, some with a fact stated and marked."""
    names = trade_off.cues
    either = " or ".join((", ".join(names[:-1]), names[-1]))
    found = [
        f"Should we use {either}?", f"{either}?", f"Which is better for us, {either}?",
        f"We are deciding between {either}.",
        f"When should I use {names[0]} rather than {names[1]}?", f"Do we take {names[1]} instead of {names[0]}?",
        f"Help me choose: {either}.",
    ]  # fmt: skip
    asked: set[str] = set()
    for _, item in built:
        if len(asked) == MOST_EXAMPLES or item.factor.id in asked:
            continue
        marked = _marked(item)
        if marked:
            asked.add(item.factor.id)
            sentence = marked[:1].upper() + marked[1:] if marked[0] != "{" else f"{{{marked[1:2].upper()}{marked[2:]}"
            found.append(f"{sentence}. Should we use {either}?" if len(asked) % 2 else f"{either}? {sentence}.")
    return tuple(found)


def _marked(item: Drafted) -> str:
    """Return a sentence that states the fact, marked as the examples of a trade-off are."""
    if "is" in item.says:
        return item.says["is"][-1].replace("|}", f"|{item.factor.id}}}") if item.says["is"] else ""
    value = item.when.rpartition(" ")[2]
    return f"{{{item.says[value][0]}|{item.factor.id}={value}}}" if item.says.get(value) else ""
