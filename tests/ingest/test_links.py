"""Links of references that something has changed."""

from __future__ import annotations

from ingest.links import broken_links, replaced_words
from kb.types import Reference


def test_words_in_each_others_place() -> None:
    """A title of which a few words are others than those of its address gives the pairs, the address's word first."""
    url = "https://m.example/@lee/keeping-the-balance-between-speed-and-cost-in-large-systems-1f935a89f59b"
    title = "Keeping the Steadiness Between Speed and Price in Large Systems"
    assert replaced_words(title, url) == (("balance", "steadiness"), ("cost", "price"))


def test_what_is_no_replacement() -> None:
    """A shortened, an inflected, an unrelated and an equal address are no suspects."""
    title = "Keeping the balance between speed and cost in large systems"
    for slug in ("balance-speed-cost", "keeping-balances-between-speed-costs-large-system", "post-1234", "about/team"):
        assert replaced_words(title, f"https://m.example/{slug}") == ()
    assert replaced_words(title, "http://[bad") == ()


def test_an_address_printed_with_a_blank() -> None:
    """The blank is reported with the address as it is printed."""
    broken = Reference(
        id="a", source="s", number=5, title="Debt", url="https://b.example/e%20book/22.html",
        text="A, Debt. https://b.example/e book/22.html",
    )  # fmt: skip
    (found,) = broken_links("s", [broken])
    assert found.kind == "suspicious link"
    assert "[5]" in found.text
    assert "'https://b.example/e book/22.html'" in found.text
