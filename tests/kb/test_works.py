"""What makes two references the same work."""

from __future__ import annotations

import pytest

from kb.types import Reference
from kb.works import arxiv_of, canonical_url, doi_of, keys_of, surname


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example:80/x/../y/#part", "https://A.example/y"),
        ("https://a.example/x?b=2&utm_source=q&a=1", "https://a.example/x?a=1&b=2"),
        ("https://a.example/caf%C3%A9", "https://a.example/café"),
    ],
)
def test_spellings_of_one_address(one: str, other: str) -> None:
    """Scheme, ``www.``, port, dots, tracking, order of parameters and escapes do not make another address."""
    assert canonical_url(one) == canonical_url(other)


def test_other_addresses_stay_apart() -> None:
    """A parameter with another value and another path are another address; no address is left as it is."""
    assert (
        len({canonical_url(u) for u in ("https://a.example/x?v=1", "https://a.example/x?v=2", "https://a.example/y")})
        == 3
    )
    assert canonical_url("http://[bad") == "http://[bad"


def test_identifiers() -> None:
    """DOI and arXiv id are found in addresses and in running text, without version and final full stop."""
    assert doi_of("https://dx.doi.org/10.1145/3512345.AB.") == "10.1145/3512345.ab"
    texts = ("https://arxiv.org/pdf/1803.06071v2", "arXiv:2309.06180", "arXiv preprint 2309.06180")
    assert [arxiv_of(text) for text in texts] == ["1803.06071", "2309.06180", "2309.06180"]
    assert arxiv_of("https://arxiv.org/abs/cs/0112017") == "cs/0112017"


def work(**fields: object) -> set[str]:
    """Return the keys of a reference with these fields."""
    return set(keys_of(Reference.model_validate({"id": "r", "source": "s", **fields})))


def test_one_work_under_two_identifiers() -> None:
    """The arXiv page, its PDF and its DOI share a key; so do two entries with the same title and year."""
    page = work(url="https://arxiv.org/abs/1803.06071v1")
    assert page & work(url="http://arxiv.org/pdf/1803.06071") & work(doi="10.48550/arXiv.1803.06071")
    assert work(title="Hidden Technical Debt in Machine Learning Systems", year=2015) & work(
        id="q", title="Hidden technical debt in machine-learning systems.", year=2015
    )


def test_a_short_title_needs_its_author() -> None:
    """Two reports of two years or of two houses are two works, though their title is the same."""
    assert not work(id="a", title="Annual report", year=2024) & work(id="b", title="Annual report", year=2024)
    assert not work(id="a", title="Annual report", year=2024, authors=["A"]) & work(
        id="b", title="Annual report", year=2024, authors=["B"]
    )


def test_surnames() -> None:
    """The surname is found before the comma, at the end, or before initials; an organisation is one name."""
    assert [surname(n) for n in ("Smith, J.", "J. Smith", "Smith J", "CMU MLIP", "Omdia")] == [
        "Smith", "Smith", "Smith", "CMU MLIP", "Omdia",
    ]  # fmt: skip
