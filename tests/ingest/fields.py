"""Articles of several fields that weigh options, and some that do not, written for the tests of drafts."""

from __future__ import annotations

DATABASES = """\
# SQL or a document store?

Both keep data. What differs is who pays when the shape of it changes.

## When to use SQL

Use a SQL database when:

- you need transactions across several records
- your data is highly relational
- reports are written by people who know joins

Avoid SQL if the shape of the records changes every week.

## When to use a document store

A document store is a good choice if you write more than 5,000 documents per second.
You may also pick a document store when your records have no fixed shape.
"""

SERVICES = """\
# Splitting the code

## One deployable or services?

If you have fewer than 3 teams, stick with a monolith. Once eight teams wait for the same release, services make
sense for teams that release on their own. Choose services if you have more than 8 teams. A monolith works best when
most changes touch several parts at once.
"""

CROSSINGS = """\
# Crossing a river

| | Ferry | Bridge | Tunnel |
|---|---|---|---|
| Cost | low | high | very high |
| Best for | rare crossings | steady traffic | busy harbours |

The table says it all.
"""

SELF_WEIGHED = """\
# Notes on caching

## When to use a cache

A cache is a good choice if:

- the same pages are read again and again
- answers may be a minute old

A cache may not be a good choice if:

- every reader sees other data
- nobody can say when an entry is stale
"""

NO_CHOICE = """\
# How we bake bread

Use a scale to weigh the flour. When the dough has doubled, fold it twice. If the crust is pale, bake longer.
Use a sharp knife for the cut. Salt is good for taste. We prefer rye for the starter and wheat for the loaf.
Dough vs. time: it rises faster in summer.
"""

KNOWN = """\
# Batch or real-time

Use batch when nobody minds scores from yesterday. Use real-time when users notice stale scores at once.
"""
