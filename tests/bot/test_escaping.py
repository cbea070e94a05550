"""Text of users and sources in Markdown: whatever it holds, it is shown and never obeyed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.markdown import Markdown
from ruamel.yaml import YAML

from bot.escaping import address, inline, json_text, linked, shown, yaml_text

HOSTILE = (
    "# Heading", "## a\n## b", "- item", "+ item", "* item", "1. one", "12) twelve", "> quote", "---", "===",
    "***", "___", "```sh", "~~~", "    code", "| a | b |", "**bold**", "_em_ and __strong__",
    "snake_case stays", "`code`", "``a`b``", "[link](javascript:alert(1))",
    "![image](https://evil.example/x.png)", "[ref][1]", "[^note]", "<b>bold</b>", "<script>alert(1)</script>",
    "</details>", "<!-- -->", "-->", "&lt;b&gt;", "&copy; &#35; AT&T", "a\\*b", "\\", "a  \nb", "~~gone~~",
    "$x^2$ costs $5", "{{ site.secret }}", "{% raw %}", "{x}", "status: accepted\n---\n", "a\r\n\r\n# b",
    "<https://x.example>", "\u202egnp.exe", "zero\u200bwidth", "👩\u200d💻", "\x1b[31mred", "名前 と 名字",
    "!\\[a](b)", "#1 in the list", "1.5 million", "-5%", "+1",
)  # fmt: skip


def text_of(markdown: str) -> tuple[list[str], str]:
    """Return the kinds of the blocks of a text, and all that it shows."""
    tokens = Markdown(markdown).parsed  # CommonMark with tables and strikethrough
    shows = "".join(t.content for t in tokens for t in (t.children or ()) if t.type in {"text", "code_inline"})
    return [t.type for t in tokens if t.nesting >= 0], shows


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_plain_paragraph(text: str) -> None:
    """At the start of a quote, of an item, and within a line, nothing of it is markup and all of it is shown."""
    for before in ("> ", "* ", "so: ", "1. “"):
        kinds, shows = text_of(before + inline(text))
        assert {"heading_open", "fence", "hr", "html_block", "table_open", "code_block"}.isdisjoint(kinds)
        assert kinds.count("inline") == 1
        assert shows.removeprefix("so: ").removeprefix("“") == shown(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    """A quote holds one paragraph that shows exactly the text on one line."""
    if not shown(text):
        return
    kinds, shows = text_of(f"> {inline(text)}")
    assert kinds == ["blockquote_open", "paragraph_open", "inline"]
    assert shows == shown(text)


@given(st.text(max_size=40))
def test_json_holds_nothing_that_html_or_a_template_would_take(text: str) -> None:
    """Angle brackets, template braces and what cannot be seen are escapes, and the value comes back."""
    written = json_text([text])
    assert json.loads(written) == [text]
    assert not any(mark in written for mark in ("<", ">", "&", "{{", "{%", "{#", "\u2028", "\u202e"))
    assert "\n" not in written


@pytest.mark.parametrize(
    "text", ["Ada: Lovelace", 'a"b', "x\n---\nstatus: accepted", "#1", "- a", "null", "'", "Ñandú 名"]
)
def test_a_name_is_one_scalar_of_yaml(text: str) -> None:
    """YAML reads back one text, on one line."""
    loaded = YAML(typ="safe", pure=True).load(f"[{yaml_text(text)}]")
    assert loaded == [shown(text)]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?y=1#:~:text=a%20b,c", "https://a.example/x?y=1#:~:text=a%20b,c"),
        ("https://a.example/<b>(c)", "https://a.example/%3Cb%3E%28c%29"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://a.example/ b", ""),
        ("https://", ""),
        ("//a.example", ""),
        ("http://[bad", ""),
        ("https://a.example/ü", "https://a.example/%C3%BC"),
        (None, ""),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, kept: str) -> None:
    """Anything else is shown as text without a link, and nothing in an address can end it."""
    assert address(url) == kept
    assert linked("A [title]", url) == (f"[A \\[title\\]](<{kept}>)" if kept else "A \\[title\\]")
