"""Text of users and sources inside a Markdown file: one line, shown as it is, never markup. Pure.

What is escaped is what CommonMark, GitHub, MDX or a templating step would take for their own: emphasis, links, HTML,
tables, headings, lists, rules, fences, formulas, entities and ``{{ }}``. Underscores inside a word are none of these.
"""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import quote, urlsplit

_JOINERS = "\u200c\u200d"
"""Format characters that words and emoji are spelt with; the others hide or turn text."""
_SYNTAX = re.compile(r"[\\`*\[\]<>{}|$~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)|!(?=\[)")
_OPENING = re.compile(r"(?:#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|:(?=::))")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_KEPT_IN_URLS = "/:?#@!$&'+,;=%-._~"


def shown(text: str) -> str:
    """Return the text on one line without characters that cannot be seen; a lone surrogate becomes a question mark."""
    kept = (c for c in text if c in _JOINERS or c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Co"})
    return " ".join("".join(kept).split()).encode("utf-8", "replace").decode("utf-8")


def inline(text: str) -> str:
    """Return the text as Markdown that renders as just this text, wherever on a line it stands."""
    line = _SYNTAX.sub(lambda found: f"\\{found[0]}", shown(text))
    if _OPENING.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def linked(text: str, url: str | None) -> str:
    """Return a link, or only the text where the address is not plain http or https."""
    target = address(url)
    return f"[{inline(text)}](<{target}>)" if target else inline(text)


def autolink(url: str | None) -> str:
    """Return ``<https://...>``, or nothing where the address is not plain http or https."""
    target = address(url)
    return f"<{target}>" if target else ""


def address(url: str | None) -> str:
    """Return the address with all that could end it percent-encoded; empty unless it is http or https with a host."""
    if not url or any(c.isspace() for c in url.strip()):
        return ""
    try:
        parts = urlsplit(url.strip())
        plain = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(url.strip(), safe=_KEPT_IN_URLS, errors="replace") if plain else ""


def yaml_text(text: str) -> str:
    """Return the text as a YAML scalar in double quotes."""
    return json_text(shown(text))


def json_text(value: object) -> str:
    """Return JSON on one line that neither HTML, a template nor an editor takes for anything else."""
    text = json.dumps(value, ensure_ascii=False)
    text = text.replace("{{", "{\\u007b").replace("{%", "{\\u0025").replace("{#", "{\\u0023")
    return "".join(_escaped(c) if c in "<>&\x7f" or unicodedata.category(c) in _HIDDEN else c for c in text)


_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def _escaped(character: str) -> str:
    if character in "<>&\x7f":
        return f"\\u{ord(character):04x}"
    return json.dumps(character)[1:-1]
