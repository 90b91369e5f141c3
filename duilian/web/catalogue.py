"""The scenarios to choose from: narrowed by kind, trade, level, words and what was played, page by page.

Pure but for the scenarios it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from duilian.coaching.progress import EndedSession
from duilian.dialogue.model import KINDS
from duilian.language.numbers import whole_number
from duilian.roleplay.scenario import Scenario

PAGE = 12  # scenarios
LEVELS = (1, 2, 3, 4, 5)  # of difficulty


@dataclass(frozen=True)
class Played:
    """How often a scenario was played from its beginning, and the best score of that."""

    times: int
    best: float


def played_scenarios(history: Iterable[EndedSession]) -> dict[str, Played]:
    """Scenario → how it was played; calls that only repeat others do not count.

    Args:
        history: A person's ended sessions.
    """
    found: dict[str, Played] = {}
    for one in history:
        if one.whole:
            before = found.get(one.scenario, Played(0, 0.0))
            found[one.scenario] = Played(before.times + 1, max(before.best, one.score))
    return found


@dataclass(frozen=True)
class CatalogueView:
    """What is looked for among the scenarios; empty fields look for nothing.

    Attributes:
        kind: A kind of conversation.
        trade: The client's trade.
        level: A difficulty, 1 to 5.
        done: ``yes`` for those played already, ``no`` for the others.
        words: What stands in the label, the brief, the client's name, organisation, trade or product.
        page: From 1.
    """

    kind: str = ""
    trade: str = ""
    level: str = ""
    done: str = ""
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str]) -> CatalogueView:
        """Read an address's query; what cannot be meant looks for nothing."""
        plain = {one.name: given.get(one.name, "").strip()[:40] for one in fields(cls)}
        return cls(
            kind=plain["kind"] if plain["kind"] in KINDS else "",
            trade=plain["trade"],
            level=plain["level"] if whole_number(plain["level"], 1, 5) else "",
            done=plain["done"] if plain["done"] in ("yes", "no") else "",
            words=plain["words"],
            page=whole_number(plain["page"], 1, 1000) or 1,
        )

    def query(self, **changed: str) -> dict[str, str]:
        """The fields that look for something, with some of them changed, for a link to the first page."""
        given = {**vars(self), "page": ""} | changed
        return {name: str(value) for name, value in given.items() if value}

    def finds(self, scenario: Scenario, played: Mapping[str, Played]) -> bool:
        """Is it one that is looked for?"""
        said = (scenario.label, scenario.brief, scenario.title, scenario.org, scenario.industry)
        text = " ".join((*said, scenario.product or ""))
        return (
            self.kind in ("", scenario.base)
            and self.trade in ("", scenario.industry)
            and self.level in ("", str(scenario.difficulty))
            and (not self.done or (scenario.id in played) == (self.done == "yes"))
            and all(word in text for word in self.words.split())
        )


@dataclass(frozen=True)
class Catalogue:
    """A page of the scenarios that were looked for.

    Attributes:
        rows: Those of the page, by kind and the easiest first.
        found: How many there are on all pages.
        pages: How many pages.
        kinds: Kind → how many scenarios there are, and how many of them were played.
        trades: All trades there are, the commonest first.
    """

    rows: Sequence[Scenario]
    found: int
    pages: int
    kinds: Mapping[str, tuple[int, int]]
    trades: Sequence[str]


def find_scenarios(
    scenarios: Iterable[Scenario], view: CatalogueView, played: Mapping[str, Played]
) -> Catalogue:
    """Look for scenarios.

    Args:
        scenarios: All there are.
        view: What is looked for.
        played: What the person has played.
    """
    known = list(scenarios)
    order = {kind: number for number, kind in enumerate(KINDS)}
    rows = sorted(
        (s for s in known if view.finds(s, played)),
        key=lambda s: (order.get(s.base, len(order)), s.difficulty, s.id),
    )
    kinds = {
        kind: (len(of_it), sum(s.id in played for s in of_it))
        for kind in KINDS
        if (of_it := [s for s in known if s.base == kind])
    }
    trades = [trade for trade, _ in Counter(s.industry for s in known).most_common()]
    start = (view.page - 1) * PAGE
    return Catalogue(rows[start : start + PAGE], len(rows), -(-len(rows) // PAGE), kinds, trades)
