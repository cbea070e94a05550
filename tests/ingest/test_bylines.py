"""Who wrote an article, and when, from lines of plain text."""

from __future__ import annotations

import pytest

from ingest.bylines import top_fields


@pytest.mark.parametrize(
    ("text", "authors", "date"),
    [
        ("# Queues\n\nBy Ana Ruiz, 2025-03-02\n\nUse a queue.", ("Ana Ruiz",), "2025-03-02"),
        ("# Queues\n\n*by Ana Ruiz and Bo Li*\n\nMarch 2, 2025\n\nUse it.", ("Ana Ruiz", "Bo Li"), "2025-03-02"),
        ("Queues\nAuthor: Ana de Ruiz | 2 March 2025\nUse it.", ("Ana de Ruiz",), "2025-03-02"),
        ("Warteschlangen\nVon Jörg Öhler, 2. Mar 2025\nText.", ("Jörg Öhler",), "2025-03-02"),
        ("# Queues\n\nPublished on 2025-03-02\n\nUse it.", (), "2025-03-02"),
        ("# Queues\n\nBy The Way, 2025 was a good year.\n", (), ""),
        ("# Queues\n\nBy Monday the queue was full, and in 2024 it had been.\n", (), ""),
        ("# Queues\n\nBy hand or by machine?\n\nWe asked in March 2025.", (), ""),
    ],
)
def test_byline_at_the_top_is_read(text: str, authors: tuple[str, ...], date: str) -> None:
    """Names and a date in a line of their own are fields; a sentence that begins with "By" is not."""
    assert top_fields(text) == (authors, date)
