"""An answer as the card that the browser shows: the recommendation first, its reasons behind folds. Pure.

The output is escaped HTML; nothing of a source or a user is markup in it. The card of the newest answer is live: facts
can be corrected, other values tried. Those before it are kept as they were.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.charts import Chart
from bot.types import Answer, CitedQuote, Named, PathStep, Recommendation
from bot.web.chart import charts_html
from bot.web.chips import NO_PROBLEM, Problem, chips_html
from bot.web.controls import questions_html
from bot.web.evidence import evidence_html, quote_html
from bot.web.layout import NARROW
from bot.web.markup import fold, items, lines, marks, numbered, plain
from bot.web.picture import SIGNS, left_out, picture
from kb.types import Catalog, Record

BEST = 2
"""Citations quoted at the top of a card."""
BESIDE = 2
"""Citations quoted beside a rule that is opened in the picture."""
GROUNDS = {
    "high": "measured, and borne out by an independent source",
    "moderate": "measured once, or stated by independent sources",
    "low": "one practitioner's bar, case or description",
    "very low": "an opinion, or doubtful",
}
"""What each level of certainty means, as a hint."""


class Live(Record):
    """What a live card shows beside its answer: charts, a fact that could not be used, the values that are tried.

    ``supposed`` are, by factor, its name, the value tried and the value stated, in words; ``stated`` are the charts of
    what was stated, by factor, and ``instead`` the option that what was stated leads to.
    """

    charts: tuple[Chart, ...] = ()
    problem: Problem = NO_PROBLEM
    supposed: Mapping[str, tuple[str, str, str]] = {}
    stated: Mapping[str, Chart] = {}
    instead: Named | None = None


def card(answer: Answer, catalog: Catalog, turn: int = 1, live: Live | None = None) -> str:
    """Return the whole card of an answer; ``turn`` keeps its anchors apart from those of other turns."""
    match answer.outcome:
        case "out_of_scope":
            return _block(_outside(answer, catalog), answer)
        case "evidence_only":
            return _block(_found(answer, turn), answer)
    head = _verdict(answer, catalog, turn) if answer.recommendation else _undecided(answer, turn)
    banner = _supposed(answer, live) if live and live.supposed else ""
    facts = _facts(answer, catalog, live)
    below = _asked(answer, catalog, live) if live else ""
    return _block(
        banner
        + head
        + below
        + facts
        + _charts(answer, catalog, turn, live)
        + _folds(answer, catalog, turn, opened=live is not None),
        answer,
    )


def _block(body: str, answer: Answer) -> str:
    return f'<article class="cr-card" aria-label="{plain(headline(answer))}">{body}</article>'


def headline(answer: Answer) -> str:
    """Return an answer in one line, as a screen reader should hear that it has come."""
    r = answer.recommendation
    if r is not None:
        firm = "" if r.robust else ", open"
        return f"Recommended: {r.option.name}. {r.strength.capitalize()} recommendation, {r.certainty} certainty{firm}."
    match answer.outcome:
        case "needs_facts":
            return "Not decided yet: a fact is missing."
        case "evidence_only":
            return f"{len(answer.citations)} passages found."
    return "Outside what I know."


def _supposed(answer: Answer, live: Live) -> str:
    """Return what is only tried, what was stated instead, and the way back."""
    tried = "; ".join(f"{name} {value}" for name, value, _ in live.supposed.values())
    said = "; ".join(f"{name} {value}" for name, _, value in live.supposed.values())
    now = answer.recommendation.option.name if answer.recommendation else ""
    leads = f" That leads to {live.instead.name}." if live.instead and live.instead.name != now else ""
    leads = leads or " The recommendation is the same."
    told = f"You stated: {said}.{leads}"
    return (
        f'<div class="cr-whatif-note" data-key="whatif"><p><strong>What if:</strong> {plain(tried)}. '
        f'<span class="cr-heard">{plain(told)}</span></p><p class="cr-answers">'
        '<button type="button" data-act="back">Back to what was stated</button>'
        '<button type="button" data-act="keep">Keep this value</button></p></div>'
    )


def _facts(answer: Answer, catalog: Catalog, live: Live | None) -> str:
    if live is None:
        return chips_html(answer, catalog, editable=False)
    tried = {id: stated for id, (_, _, stated) in live.supposed.items()}
    return chips_html(answer, catalog, live.problem, tried=tried)


def _asked(answer: Answer, catalog: Catalog, live: Live) -> str:
    """Return the next question with its answers."""
    names = {o.id: o.name for t in catalog.trade_offs for o in t.options}
    factors = {factor.id: factor for factor in catalog.factors}
    decided = answer.recommendation is not None
    return questions_html(answer.missing, factors, names, decided=decided, problem=live.problem)


def _charts(answer: Answer, catalog: Catalog, turn: int, live: Live | None) -> str:
    if live is None or answer.trade_off is None:
        return ""
    options = next(([o.id for o in t.options] for t in catalog.trade_offs if t.id == answer.trade_off.id), [])
    return charts_html(live.charts, options, turn, dict(live.stated))


def _verdict(answer: Answer, catalog: Catalog, turn: int) -> str:
    r = answer.recommendation
    if r is None:
        return ""
    why, cited = _reason(answer, r, catalog)
    quotes = {c.n: c for c in answer.citations}
    best = "".join(quote_html(quotes[n], turn) for n in r.citations[:BEST] if n in quotes)
    return (
        f"{_title(_trade_off(answer), plain(r.option.name))}"
        f'<p class="cr-why">{plain(why)} {marks(cited, turn)}</p>'
        f"{_meters(r)}{best}{_nearest_flip(answer, turn)}"
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


def _nearest_flip(answer: Answer, turn: int) -> str:
    if not answer.flips:
        return ""
    flip = answer.flips[0]
    return f'<p class="cr-flip"><span aria-hidden="true">⇄</span> {plain(flip.text)} {marks(flip.citations, turn)}</p>'


def path_html(answer: Answer, catalog: Catalog, turn: int) -> str:
    """Return the path as a picture with its legend, the whole of it behind a fold, and what each rule opens."""
    short = picture(answer, catalog, turn)
    if not short:
        return ""
    tags = "".join(f'<span class="cr-tag cr-{outcome}">{sign}</span>' for outcome, sign in SIGNS.items())
    names = {o.id: o.name for t in catalog.trade_offs for o in t.options}
    quotes = {c.n: c for c in answer.citations}
    opened = "".join(_inspected(step, names, quotes, turn) for step in answer.path if step.outcome is not None)
    rest = left_out(answer)
    narrow = _scrolled(picture(answer, catalog, turn, columns=NARROW))
    drawn = f'<div class="cr-wide">{_scrolled(short)}</div><div class="cr-narrow">{narrow}</div>'
    if rest:
        count = sum(step.outcome is not None for step in answer.path)
        whole = _scrolled(picture(answer, catalog, turn, whole=True))
        drawn = (
            f'<div class="cr-short">{drawn}</div><details class="cr-whole" data-key="whole-{turn}">'
            f"<summary>Draw all {count} rules ({rest} more)</summary>{whole}</details>"
        )
    return (
        f'<div class="cr-walked"><p class="cr-legend">{tags}<span>★ recommended</span>'
        f"<span>Press a rule to open its evidence.</span></p>{drawn}"
        f'<div class="cr-inspect" aria-live="polite">{opened}</div></div>'
    )


def _scrolled(svg: str) -> str:
    return f'<div class="cr-scroll" tabindex="0" role="region" aria-label="The path as a picture">{svg}</div>'


def _inspected(step: PathStep, names: Mapping[str, str], quotes: Mapping[int, CitedQuote], turn: int) -> str:
    """Return what a rule opens in the picture: itself in full, and the passages it stands on."""
    cited = "".join(quote_html(quotes[n], turn) for n in step.citations[:BESIDE] if n in quotes)
    return (
        f'<div id="turn-{turn}-step-{step.step}" class="cr-opened" data-own="hidden style" hidden>'
        f'<button type="button" class="cr-x" data-opens="{step.step}" aria-label="Close rule {step.step}">×</button>'
        f"<p>{_step(step, names, turn)}</p>{cited}</div>"
    )


def _folds(answer: Answer, catalog: Catalog, turn: int, *, opened: bool) -> str:
    names = {o.id: o.name for t in catalog.trade_offs for o in t.options}
    return (
        fold("The path: facts, rules, choice", path_html(answer, catalog, turn), opened=opened)
        + fold("Evidence", evidence_html(answer.citations, turn), count=len(answer.citations))
        + fold("Where sources disagree", _conflicts(answer, turn), count=len(answer.conflicts))
        + fold("What argues against it", _against(answer, turn), count=len(answer.alternatives))
        + fold(
            "What would change it",
            items(f"{plain(f.text)} {marks(f.citations, turn)}" for f in answer.flips),
            count=len(answer.flips),
        )
        + fold("Step by step", steps_html(answer.path, names, turn), count=len(answer.path))
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


def steps_html(path: tuple[PathStep, ...], names: Mapping[str, str], turn: int) -> str:
    """Return the path as an ordered list; each rule with its sign, its option, its force and its citations."""
    rows = "".join(f"<li>{_step(step, names, turn)}</li>" for step in path)
    return f'<ol class="cr-steps">{rows}</ol>' if rows else ""


def _step(step: PathStep, names: Mapping[str, str], turn: int) -> str:
    if step.outcome is None:
        return f"{plain(step.text[:1].upper() + step.text[1:])} {marks(step.citations, turn)}"
    towards = names.get(step.favours or "", step.favours or "")
    sign = f'<span class="cr-tag cr-{step.outcome}">{SIGNS[step.outcome]}</span>'
    argues = f'<span class="cr-heard">{plain(step.force or "")} for {plain(towards)}</span>' if towards else ""
    return f"{sign} {plain(step.text)} {argues} {marks(step.citations, turn)}"


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
