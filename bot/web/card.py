"""An answer as the card that the browser shows: the recommendation first, its reasons behind folds. Pure.

The output is Markdown made of escaped HTML blocks and one Mermaid fence; nothing of a source or a user is markup in it.
"""

from __future__ import annotations

import re

from bot.types import Answer, CitedQuote, FactHeard, PathStep, Recommendation
from bot.web.markup import anchor, fold, items, lines, link, marks, numbered, plain
from bot.web.picture import SIGNS, mermaid
from kb.types import Catalog

BEST = 2
"""Citations quoted at the top of a card."""
LONG_QUOTE = 240
GROUNDS = {
    "high": "measured, and borne out by an independent source",
    "moderate": "measured once, or stated by independent sources",
    "low": "one practitioner's bar, case or description",
    "very low": "an opinion, or doubtful",
}
"""What each level of certainty means, as a hint."""
_OWN_MARK = re.compile(r"\[\d{1,3}\]")
_ORIGIN = {
    "question": "heard",
    "history": "heard earlier",
    "given": "set by you",
    "model": "read by the language model",
}


def card(answer: Answer, catalog: Catalog, turn: int = 1) -> str:
    """Return the whole card of an answer; ``turn`` keeps its anchors apart from those of other turns."""
    match answer.outcome:
        case "out_of_scope":
            return _block(_outside(answer, catalog))
        case "evidence_only":
            return _block(_found(answer, turn))
    head = _verdict(answer, catalog, turn) if answer.recommendation else _undecided(answer, turn)
    picture = mermaid(answer, catalog)
    fence = f"\n\n```mermaid\n{picture}\n```\n\n" if picture else "\n\n"
    return _block(head + facts_html(answer, catalog) + _legend(picture)) + fence + _block(_folds(answer, catalog, turn))


def _block(body: str) -> str:
    return f'<div class="cr-card">{body}</div>'


def _verdict(answer: Answer, catalog: Catalog, turn: int) -> str:
    r = answer.recommendation
    if r is None:
        return ""
    why, cited = _reason(answer, r, catalog)
    return (
        f"{_title(_trade_off(answer), plain(r.option.name))}"
        f'<p class="cr-why">{plain(why)} {marks(cited, turn)}</p>'
        f"{_meters(r)}{_best(answer, r, turn)}{_nearest_flip(answer, turn)}"
    )


def _reason(answer: Answer, r: Recommendation, catalog: Catalog) -> tuple[str, tuple[int, ...]]:
    """Return the one line under the verdict: the weightiest rule that holds for it, or what the summary says."""
    because = {rule.id: rule.because for trade_off in catalog.trade_offs for rule in trade_off.rules}
    for step in answer.path:
        if step.outcome == "holds" and step.favours == r.option.id:
            return because.get(step.node.removeprefix("rule:"), step.text), step.citations
    reason = r.summary.removeprefix(r.option.name).lstrip(": ")
    return f"{reason[:1].upper()}{reason[1:]}", r.citations


def _undecided(answer: Answer, turn: int) -> str:
    opening = answer.text.split("\n\n", 1)[0].replace("**", "")
    numbers = frozenset(c.n for c in answer.citations)
    return (
        f"{_title(_trade_off(answer), 'Not decided yet', opened=True)}"
        f'<p class="cr-why">{numbered(opening, turn, numbers)}</p>'
    )


def _trade_off(answer: Answer) -> str:
    return plain(answer.trade_off.name) if answer.trade_off else ""


def _meters(r: Recommendation) -> str:
    firm = "◆ Robust: no missing fact would change it" if r.robust else "◇ Open: a fact not stated yet could change it"
    strength = {"weak": 1, "moderate": 2, "strong": 3}[r.strength]
    certainty = {"very low": 1, "low": 2, "moderate": 3, "high": 4}[r.certainty]
    return (
        f'<p class="cr-meters"><span class="cr-chip">{_dots(strength, 3)}'
        f"{plain(r.strength.capitalize())} recommendation</span>"
        f'<span class="cr-chip" title="{plain(GROUNDS[r.certainty])}">{_dots(certainty, 4)}'
        f"{plain(r.certainty.capitalize())} certainty</span>"
        f'<span class="cr-chip {"cr-firm" if r.robust else "cr-loose"}">{firm}</span></p>'
    )


def _dots(level: int, most: int) -> str:
    return f'<span class="cr-dots" aria-hidden="true">{"●" * level}{"○" * (most - level)}</span> '


def _best(answer: Answer, r: Recommendation, turn: int) -> str:
    quotes = {c.n: c for c in answer.citations}
    chosen = [quotes[n] for n in r.citations if n in quotes][:BEST]
    return "".join(
        f'<blockquote class="cr-quote">{_quoted(_short(c.quote))} {marks((c.n,), turn)}'
        f"<cite>{_credit(c)}</cite></blockquote>"
        for c in chosen
    )


def _quoted(text: str) -> str:
    """Escape a quote and dim the source's own ``[n]``, which count its references and not ours."""
    return _OWN_MARK.sub(r'<span class="cr-own" title="numbering of the source">\g<0></span>', plain(text))


def _credit(c: CitedQuote) -> str:
    """Say whose words these are: a digest is our summary, and the reference is what its source leans on."""
    whose = f"Our summary of {c.source.title}" if c.kind == "digest" else c.source.title
    if not c.references:
        return plain(whose)
    return plain(f"{whose}, citing {_short(c.references[0].text or c.references[0].id, 120)}")


def _nearest_flip(answer: Answer, turn: int) -> str:
    if not answer.flips:
        return ""
    flip = answer.flips[0]
    return f'<p class="cr-flip"><span aria-hidden="true">⇄</span> {plain(flip.text)} {marks(flip.citations, turn)}</p>'


def facts_html(answer: Answer, catalog: Catalog) -> str:
    """Return what was understood, each fact with the words it was heard in; nothing where no fact was."""
    if not answer.facts:
        return ""
    said = {step.node.removeprefix("factor:"): step.text for step in answer.path if step.kind == "fact"}
    names = {factor.id: factor.name for factor in catalog.factors}
    rows = "".join(_fact(fact, said.get(fact.factor), names.get(fact.factor, fact.factor)) for fact in answer.facts)
    return f'<p class="cr-label">What I understood</p><ul class="cr-facts">{rows}</ul>'


def _fact(fact: FactHeard, said: str | None, name: str) -> str:
    value = said.partition(": ")[2] if said and ": " in said else _value(fact)
    heard = f" “{plain(fact.text)}”" if fact.text and fact.origin != "given" else ""
    whence = "only implied; say so if it is otherwise" if fact.assumed else _ORIGIN[fact.origin]
    if not fact.counted:
        whence = "perhaps, and not counted; say so if it is so" if fact.assumed else "does not bear on this decision"
    origin = f'<span class="cr-heard">{whence}{heard}</span>'
    return f'<li><span class="cr-name">{plain(name)}</span> <strong>{plain(value)}</strong> {origin}</li>'


def _value(fact: FactHeard) -> str:
    value = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = (
        " to ".join(f"{end:,g}" for end in value)
        if isinstance(value, tuple)
        else value
        if isinstance(value, str)
        else f"{value:,g}"
    )
    return f"{text} {fact.unit}" if fact.unit and fact.unit != "count" else text


def _legend(picture: str) -> str:
    if not picture:
        return ""
    tags = "".join(f'<span class="cr-tag cr-{outcome}">{sign}</span>' for outcome, sign in SIGNS.items())
    legend = f'<p class="cr-legend">{tags}<span>★ recommended</span></p>'
    return f'<p class="cr-label">The path: facts, rules, choice</p>{legend}'


def _folds(answer: Answer, catalog: Catalog, turn: int) -> str:
    names = {o.id: o.name for t in catalog.trade_offs for o in t.options}
    return (
        fold("Evidence", evidence_html(answer.citations, turn), count=len(answer.citations))
        + fold("Step by step", steps_html(answer.path, names, turn), count=len(answer.path))
        + fold("What argues against it", _against(answer, turn), count=len(answer.alternatives))
        + fold(
            "What would change it",
            items(f"{plain(f.text)} {marks(f.citations, turn)}" for f in answer.flips),
            count=len(answer.flips),
        )
        + fold("Where sources disagree", _conflicts(answer, turn), count=len(answer.conflicts))
    )


def _against(answer: Answer, turn: int) -> str:
    return items(
        f"<strong>{plain(a.option.name)}.</strong> {plain(a.why_not)} {marks(a.citations, turn)}"
        for a in answer.alternatives
    )


def _conflicts(answer: Answer, turn: int) -> str:
    rows = []
    for conflict in answer.conflicts:
        sides = items((f"{plain(p.text)} {marks(p.citations, turn)}" for p in conflict.positions), "cr-sides")
        weight = f'<p class="cr-weight">{plain(conflict.weight)}</p>' if conflict.weight else ""
        tag = f'<span class="cr-tag">{plain(conflict.relation)}</span>'
        rows.append(f"<strong>{plain(conflict.about)}</strong> {tag}{sides}{weight}")
    return items(rows)


def steps_html(path: tuple[PathStep, ...], names: dict[str, str], turn: int) -> str:
    """Return the path as an ordered list; each rule with its sign, its option, its force and its citations."""
    rows = "".join(f"<li>{_step(step, names, turn)}</li>" for step in path)
    return f'<ol class="cr-steps">{rows}</ol>' if rows else ""


def _step(step: PathStep, names: dict[str, str], turn: int) -> str:
    if step.outcome is None:
        return f"{plain(step.text[:1].upper() + step.text[1:])} {marks(step.citations, turn)}"
    towards = names.get(step.favours or "", step.favours or "")
    sign = f'<span class="cr-tag cr-{step.outcome}">{SIGNS[step.outcome]}</span>'
    argues = f'<span class="cr-heard">{plain(step.force or "")} for {plain(towards)}</span>' if towards else ""
    return f"{sign} {plain(step.text)} {argues} {marks(step.citations, turn)}"


def evidence_html(citations: tuple[CitedQuote, ...], turn: int) -> str:
    """Return the numbered quotes in their context, each with its source and the references it leans on."""
    rows = "".join(
        f'<li id="{anchor(turn, c.n)}" value="{c.n}"><div class="cr-context">{_clip_left(c.prefix)}'
        f"<mark>{_quoted(c.quote)}</mark>{_clip_right(c.suffix)}</div>{_source(c)}{_references(c)}</li>"
        for c in citations
    )
    return f'<ol class="cr-refs">{rows}</ol>' if rows else ""


def _clip_left(prefix: str) -> str:
    """Return what stands before a quote in its paragraph, from a whole word on."""
    near = prefix.rpartition("\n")[2]
    words = near if near != prefix else near.partition(" ")[2]
    return f'<span class="cr-around">… {plain(words)}</span> ' if words.strip() else ""


def _clip_right(suffix: str) -> str:
    """Return what stands after a quote in its paragraph, up to a whole word."""
    near = suffix.partition("\n")[0]
    words = near if near != suffix else near.rpartition(" ")[0]
    return f' <span class="cr-around">{plain(words)} …</span>' if words.strip() else ""


def _source(c: CitedQuote) -> str:
    kind = "our summary of" if c.kind == "digest" else "word for word from"
    by = f" · {plain(', '.join(c.source.authors))}" if c.source.authors else ""
    year = f" · {c.source.year}" if c.source.year else ""
    return f'<div class="cr-source">{kind} {link(c.source.title, c.link or c.source.url)}{by}{year}</div>'


def _references(c: CitedQuote) -> str:
    return items((f"leans on {link(r.text or r.id, r.url)}" for r in c.references), "cr-leans")


def _found(answer: Answer, turn: int) -> str:
    count = len(answer.citations)
    head = f"{count} passages that answer this" if count > 1 else "The passage that answers this"
    title = _title(_trade_off(answer) or "Evidence", head if count else "No passage answers this")
    return f"{title}{evidence_html(answer.citations, turn)}"


def _outside(answer: Answer, catalog: Catalog) -> str:
    known = items(f"<strong>{plain(t.name)}.</strong> {plain(t.question)}" for t in catalog.trade_offs)
    return (
        f"{_title('Outside what I know', 'I have no evidence on this', opened=True)}"
        f'<p class="cr-why">{lines(answer.text.replace("**", ""))}</p>'
        f"{fold('The decisions I know', known, count=len(catalog.trade_offs))}"
    )


def _title(kicker: str, verdict: str, *, opened: bool = False) -> str:
    """Return the head of a card; both texts are HTML. ``opened`` marks a card that decides nothing."""
    name = "cr-verdict cr-open" if opened else "cr-verdict"
    return f'<p class="cr-kicker">{kicker}</p><p class="{name}" role="heading" aria-level="2">{verdict}</p>'


def _short(text: str, most: int = LONG_QUOTE) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]} …"
