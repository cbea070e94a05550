"""Sentences in which an article says that a machine wrote or translated it, or that somebody paid for it."""

from __future__ import annotations

import re

_MACHINE = r"(?:an? )?(?:large language models?|LLMs?|AI|artificial intelligence|ChatGPT|GPT-\d|Claude|Gemini|Copilot)"
_DISCLOSURE = re.compile(
    rf"\b(?:(?:generated|written|drafted|produced|created|translated|summari[sz]ed) (?:in part )?"
    rf"(?:using|by|with|through)(?: the)?(?: help of| assistance of)? {_MACHINE}\b"
    r"|(?:machine|automatically|AI)[- ](?:translated|written|generated) "
    r"(?:article|text|content|copy|post|version|summary)"
    r"|sponsored (?:by|post|content|article)|paid (?:partnership|promotion|post)|advertorial\b"
    r"|affiliate (?:links?|commission)"
    r"|(?:may|might) (?:earn|receive|get) an? (?:affiliate )?commission"
    r"|(?:de|von) (?:KI|einer KI) (?:erstellt|generiert|verfasst)"
    r"|(?:généré|rédigé|écrit) par (?:une |l['’])?(?:IA|intelligence artificielle)"
    r"|(?:generado|escrito|redactado) (?:por|con) (?:una )?(?:IA|inteligencia artificial))"
    r"|本文由\s?(?:AI|人工智能|大模型|大语言模型)|(?:由|使用)\s?(?:AI|人工智能|大语言模型)\s?(?:生成|撰写|翻译)|机器翻译",
    re.IGNORECASE,
)
_MADE = ("generated", "written", "drafted", "produced", "created", "translated", "summarised", "summarized")
_BY = ("in part", "using", "by", "with", "through")
_PARTS = (
    "machine-", "machine translated", "machine written", "machine generated", "automatically", "ai translated",
    "ai-translated", "ai written", "ai-written", "ai generated",
    "ai-generated", "sponsored ", "paid p", "advertorial", "commission", "affiliate ", "ki ",
    "généré ", "rédigé ", "écrit ", "generado ", "escrito ", "redactado ", "本文由", "生成", "撰写", "翻译",
)  # fmt: skip
"""What a text holds one of, or a verb of ``_MADE`` with a word of ``_BY``, where it discloses anything; that it holds
none is sooner seen."""
_OPENS = "\n"
_MOST = 5
_LONGEST = 400


def disclosures(text: str) -> tuple[str, ...]:
    """Return the sentences that disclose how a text came about, each once, at most five; linear in the text."""
    said = text.lower()
    if not any(part in said for part in _PARTS) and not any(
        f"{verb} {by}" in said for verb in _MADE if verb in said for by in _BY
    ):
        return ()
    found: dict[str, None] = {}
    for match in _DISCLOSURE.finditer(text):
        low = max(0, match.start() - _LONGEST)
        start = max(text.rfind(_OPENS, low, match.start()), text.rfind(". ", low, match.start()) + 1, low - 1) + 1
        high = match.end() + _LONGEST
        ends = [at for at in (text.find("\n", match.end(), high), text.find(". ", match.end(), high) + 1) if at > 0]
        found[" ".join(text[start : min(ends, default=high)].split())[:_LONGEST]] = None
        if len(found) == _MOST:
            break
    return tuple(found)
