"""What is known, item by item in words, so that two states of it can be compared. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.changes import Change, keys_changed
from kb.figures import number
from kb.types import Article, Catalog, Factor, Rule, Threshold, TradeOff

Shown = Iterable[tuple[str, Mapping[str, str]]]
"""Ids with what is shown of each: field -> words, the first field standing for the whole."""


@dataclass(frozen=True)
class Knowledge:
    """One state of what is known."""

    catalog: Catalog
    articles: Sequence[Article]


def compare_knowledge(before: Knowledge, after: Knowledge) -> tuple[Change, ...]:
    """Return every source, reference, claim, threshold, trade-off, option, factor and rule that is not the same."""
    found: list[Change] = []
    for what, shelved in _SHELVED.items():
        old = {id: shown for article in before.articles for id, shown in shelved(article)}
        new = {id: shown for article in after.articles for id, shown in shelved(article)}
        found += _compared(what, old, new)
    for what, authored in _AUTHORED.items():
        found += _compared(what, dict(authored(before.catalog)), dict(authored(after.catalog)))
    return tuple(found)


def _compared(what: str, old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> list[Change]:
    """Compare records shown as field -> words, the first field being what stands for the whole."""
    found = []
    for id, how in keys_changed(old, new):
        was, now = old.get(id, {}), new.get(id, {})
        fields = [f for f in {**was, **now} if was.get(f, "") != now.get(f, "")] if how == "changed" else []
        before, after = (_said(side, fields) for side in (was, now))
        found.append(Change(what=what, id=id, how=how, before=before, after=after))
    return found


def _said(shown: Mapping[str, str], fields: Sequence[str]) -> str:
    if not fields:
        return next(iter(shown.values()), "")
    return "; ".join(f"{field}: {shown.get(field, '') or 'none'}" for field in fields)


def _source(article: Article) -> Shown:
    source = article.source
    shown = {"title": source.title, "content": source.content_hash[:12], "published": source.published or ""}
    shown |= {"text kind": source.text_kind, "disclosures": " ".join(source.disclosures)}
    yield source.id, shown


def _references(article: Article) -> Shown:
    for reference in article.references:
        named = ", ".join(str(part) for part in (*reference.authors, reference.year, reference.title) if part)
        yield f"{article.source.id}[{reference.id}]", {"entry": named or reference.text, "url": reference.url or ""}


def _claims(article: Article) -> Shown:
    for claim in article.claims:
        yield claim.id, {"text": claim.text, "kind": claim.kind.value, "references": ", ".join(claim.references)}


def _thresholds(article: Article) -> Shown:
    for claim in article.claims:
        if claim.thresholds:
            yield claim.id, {"states": "; ".join(map(threshold_text, claim.thresholds))}


def threshold_text(threshold: Threshold) -> str:
    """Return a threshold in words: ``< 100,000 requests/day``, ``between 2 and 4 weeks``."""
    values = number(threshold.low, own=True)
    if threshold.high != threshold.low:
        values = f"{values} and {number(threshold.high, own=True)}"
    unit = f" {threshold.unit}" if threshold.unit else ""
    return f"{threshold.comparator} {values}{unit}{f'/{threshold.period}' if threshold.period else ''}"


def _trade_offs(catalog: Catalog) -> Shown:
    for t in catalog.trade_offs:
        shown = {
            "question": t.question,
            "name": t.name,
            "start": t.start,
            "start evidence": ", ".join(t.start_evidence),
        }
        yield t.id, shown | {"factors": ", ".join(t.factors)}


def _options(catalog: Catalog) -> Shown:
    for t in catalog.trade_offs:
        for o in t.options:
            yield f"{t.id}/{o.id}", {"name": o.name, "text": o.text, "evidence": ", ".join(o.evidence)}


def _rules(catalog: Catalog) -> Shown:
    for t in catalog.trade_offs:
        for rule in t.rules:
            yield rule.id, _rule(rule)


def _rule(rule: Rule) -> Mapping[str, str]:
    return {
        "rule": f"when {' and '.join(c.text for c in rule.when)}: {rule.favours} ({rule.force.value})",
        "because": rule.because,
        "evidence": ", ".join(rule.evidence),
        "note": rule.note or "",
    }


def _factors(catalog: Catalog) -> Shown:
    for factor in catalog.factors:
        kind = " ".join(part for part in (factor.kind.value, factor.unit or "", ", ".join(factor.values)) if part)
        yield factor.id, {"kind": kind, "name": factor.name, "ask": factor.ask, "why": factor.why}


def _disagreements(catalog: Catalog) -> Shown:
    for t in catalog.trade_offs:
        for d in t.disagreements:
            yield (
                f"{t.id}/{d.id}",
                {"about": d.about, "positions": "; ".join(f"{p.evidence}: {p.text}" for p in d.positions)},
            )


def _principles(catalog: Catalog) -> Shown:
    for p in catalog.principles:
        yield p.id, {"text": p.text, "evidence": ", ".join(p.evidence)}


def _voices(catalog: Catalog) -> Shown:
    for t in catalog.trade_offs:
        asked = (*t.examples, *t.partly_marked)
        yield t.id, _voice({"questions": asked, "near misses": t.near_misses, "cues": (*t.cues, *t.aliases)}, t)
    for f in catalog.factors:
        said = {f"said {value}": sayings for value, sayings in f.said.items()}
        contrasts = [text for texts in f.contrasts for text in texts.values()]
        yield f.id, _voice({**said, "sounds alike": f.not_said, "contrasts": contrasts, "cues": f.cues}, f)


def _voice(said: Mapping[str, Sequence[str]], owner: TradeOff | Factor) -> Mapping[str, str]:
    """Show voices by their counts; where only words changed, as the first of them that is another."""
    asks = tuple(f"{look.ask} {look.claim}" for look in owner.look_ups) if isinstance(owner, TradeOff) else ()
    texts = {**said, "look-ups": asks}
    return {name: f"{len(found)} ({_mark(found)})" for name, found in texts.items() if found}


def _mark(texts: Sequence[str]) -> str:
    """Return a short mark that tells lists of texts apart."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:6]


_SHELVED: Mapping[str, Callable[[Article], Shown]] = {
    "source": _source,
    "reference": _references,
    "claim": _claims,
    "threshold": _thresholds,
}
_AUTHORED: Mapping[str, Callable[[Catalog], Shown]] = {
    "trade-off": _trade_offs,
    "option": _options,
    "factor": _factors,
    "rule": _rules,
    "disagreement": _disagreements,
    "principle": _principles,
    "voices": _voices,
}
