"""Texts made to take long: repetition on which a careless reader would take the square of their length, or worse.

The tests hold that each is read and what comes of it; ``bench/growth.py`` measures how the time grows. What hangs is
stopped by ``GUARD``, a limit so far from what is usual that a busy machine cannot reach it.
"""

from __future__ import annotations

GUARD = 120
"""Seconds; the slowest takes under 4 on two cores of 2026."""

AMOUNTS = {
    "digits": "1" * 1_000_000, "blanks": " " * 1_000_000, "articles": "a " * 500_000, "groups": "222 " * 25_000,
    "commas": "1,222" * 20_000, "ones": "one " * 25_000, "scales": "million " * 12_500, "in": "1 in " * 20_000,
    "halves": "half " * 20_000, "hyphens": "1-" * 50_000, "german": "zwanzigund" * 10_000,
    "chinese": "每十条里" * 25_000,
    "word": "x" * 100_000, "dots": "1.1." * 25_000, "and": "a hundred and " * 7_000, "percent": "1% to " * 17_000,
}  # fmt: skip
LINES = {
    "brackets": "[" * 200_000, "blanks": " " * 400_000, "backticks": "`" * 300_000, "quotes": "> " * 100_000,
    "stars": "*a " * 100_000, "pipes": "|" * 200_000,
}  # fmt: skip
DOCUMENTS = {
    "comments": "<!--" * 50_000 + "-->", "headings": "#" * 200_000, "cells": "| a " * 50_000, "quotes": "> " * 90_000,
    "items": "1. x\n\n" * 3_000, "backticks": "`" * 200_000,
}  # fmt: skip
