"""The scenarios to choose from, as a trainee narrows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from duilian.coaching.progress import EndedSession
from duilian.config import load_config
from duilian.roleplay.scenario import load_scenarios
from duilian.web.catalogue import PAGE, CatalogueView, Played, find_scenarios, played_scenarios

KNOWN = load_scenarios(load_config().data / "scenarios").values()
PLAYED = {"first-call-logistics": Played(2, 85.0)}


@pytest.mark.parametrize(
    "query",
    [
        *({"words": "顺达"}, {"words": "车务通 物流"}, {"trade": "物流"}, {"done": "yes"}),
        {"kind": "phone_appointment", "words": "王总"},
    ],
)
def test_a_client_is_found_by_all_that_is_known_of_it(query: dict[str, str]) -> None:
    view = CatalogueView.of(query)
    assert "first-call-logistics" in {s.id for s in KNOWN if view.finds(s, PLAYED)}


@pytest.mark.parametrize(
    "query", [{"words": "没有这样的"}, {"done": "no"}, {"kind": "visit_gift"}, {"trade": "美容"}]
)
def test_what_does_not_fit_is_left_out(query: dict[str, str]) -> None:
    view = CatalogueView.of(query)
    assert "first-call-logistics" not in {s.id for s in KNOWN if view.finds(s, PLAYED)}


def test_nonsense_looks_for_nothing_and_the_pages_hold_every_scenario_once() -> None:
    view = CatalogueView.of({"kind": "x", "level": "9", "done": "maybe", "page": "-1"})
    assert view == CatalogueView()
    pages = find_scenarios(KNOWN, view, {}).pages
    seen = [s.id for n in range(pages) for s in find_scenarios(KNOWN, replace(view, page=n + 1), {}).rows]
    assert sorted(seen) == sorted(s.id for s in KNOWN) and pages == -(-len(KNOWN) // PAGE)


def test_what_was_played_counts_whole_calls_only() -> None:
    one = EndedSession("s", "a", "phone_care", "practice", datetime(2026, 11, 1), 60.0, {})
    again = replace(one, score=99.0, whole=False)
    assert played_scenarios([one, replace(one, score=50.0), again]) == {"a": Played(2, 60.0)}
