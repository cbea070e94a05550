"""Python's search for garbage is made rarer for a while."""

from __future__ import annotations

import gc

from ingest.garbage import seldom_collecting


def test_it_is_rarer_within_and_as_before_afterwards() -> None:
    """It still looks, but after more objects; afterwards the thresholds are those of before."""
    before = gc.get_threshold()
    with seldom_collecting():
        assert gc.get_threshold()[0] > before[0]
        assert gc.isenabled()
    assert gc.get_threshold() == before
