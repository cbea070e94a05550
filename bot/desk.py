"""What a surface needs of the engine, and nothing more; the seam at which surfaces are tested."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, lru_cache
from typing import Any, Protocol

from bot.adr.madr import as_markdown
from bot.advise import answer_to, understood, verdict_on
from bot.advisor import Advisor
from bot.atlas import Atlas
from bot.charts import Chart, charts
from bot.citing import numbers_in
from bot.design.review import review
from bot.design.types import Review
from bot.given import given_facts
from bot.looked_up import cite
from bot.sources import Part, sources_data
from bot.trace import note
from bot.types import Answer, CitedQuote
from graph.query import decision_of
from ingest.linking import Linker
from kb.types import Catalog

HEARD = 64
"""Conversations whose hearing is remembered, the latest first."""


class Desk(Protocol):
    """Answers questions; every method is a pure function of its arguments and one published generation."""

    def held(self) -> AbstractContextManager[None]:
        """Answer every call in this block from one published generation, so that what they make up is whole."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The decision knowledge that answers are made from."""
        ...

    @property
    def atlas(self) -> Atlas:
        """All that is known, to look around in."""
        ...

    def advise(self, turns: Sequence[str], given: Mapping[str, str]) -> Answer:
        """Answer the last turn; ``given`` are facts set by hand. Raise InputError when something cannot be used."""
        ...

    def cite(self, query: str) -> tuple[CitedQuote, ...]:
        """Return the passages that speak of the query, best first. Raise InputError when it cannot be used."""
        ...

    def review(self, text: str) -> Review:
        """Return what the evidence holds of a design document. Raise InputError when it cannot be used."""
        ...

    def sources(self, source: str | None, show: Part) -> Any:
        """Return the list of sources or a part of one as plain JSON values (``bot.sources``)."""
        ...

    def charts(self, turns: Sequence[str], given: Mapping[str, str]) -> tuple[Chart, ...]:
        """Return the decision charts behind the answer, numbered by its citations; none where nothing is walked."""
        ...

    def adr(self, turns: Sequence[str], given: Mapping[str, str]) -> str:
        """Return a decision record of the answer as Markdown, dated today. Raise InputError when nothing is decided."""
        ...


class AdvisorDesk:
    """The desk over an open advisor."""

    def __init__(self, advisor: Advisor) -> None:
        """Keep the advisor, which the caller opened and closes, and what the last turns were heard to say.

        A value that is tried walks again and is not heard again; nor is a language model asked again.
        """
        self.advisor = advisor
        self._heard = lru_cache(maxsize=HEARD)(lambda turns: understood(turns, advisor))

    def held(self) -> AbstractContextManager[None]:
        """Do nothing: there is one generation."""
        return nullcontext()

    @property
    def catalog(self) -> Catalog:
        """The decision knowledge that answers are made from."""
        return self.advisor.catalog

    @cached_property
    def atlas(self) -> Atlas:
        """All that is known, to look around in."""
        return Atlas(g=self.advisor.g, catalog=self.advisor.catalog, library=self.advisor.library)

    def advise(self, turns: Sequence[str], given: Mapping[str, str]) -> Answer:
        """Answer the last turn."""
        note(text=turns[-1])
        given_facts(given, self.advisor.factors)  # what cannot be read is refused before anything is heard
        answer = answer_to(self._heard(tuple(turns)), self.advisor, given)
        note(outcome=answer.outcome)
        return answer

    def charts(self, turns: Sequence[str], given: Mapping[str, str]) -> tuple[Chart, ...]:
        """Return the decision charts behind the answer."""
        heard = self._heard(tuple(turns))
        verdict = verdict_on(heard, self.advisor, given)
        if verdict is None:
            return ()
        cited = numbers_in(answer_to(heard, self.advisor, given), self.advisor.library)
        decision = decision_of(self.advisor.g, verdict.trade_off.id)
        return charts(decision, verdict.facts, verdict.factors, cited)

    def adr(self, turns: Sequence[str], given: Mapping[str, str]) -> str:
        """Return a decision record of the answer."""
        answer, standing = self.advise(turns, given), self.advisor.standing
        return as_markdown(
            answer, self.catalog, turns=turns, given=given, date=datetime.date.today(), standing=standing
        )

    def cite(self, query: str) -> tuple[CitedQuote, ...]:
        """Return the passages that speak of the query."""
        note(text=query)
        return cite(query, self.advisor)

    def review(self, text: str) -> Review:
        """Return what the evidence holds of a design document."""
        return review(text, self.advisor)

    def sources(self, source: str | None, show: Part) -> Any:
        """Return the list of sources or a part of one, as the command line prints it."""
        return sources_data(self.advisor.settings, source, show, lambda: self._linker)

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self.advisor.catalog, self.advisor.embed)
