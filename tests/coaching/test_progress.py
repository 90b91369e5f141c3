"""Standings, mastery, advice."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from duilian.coaching.progress import EndedSession, criterion_records, recommend
from duilian.roleplay.scenario import load_scenarios

START = datetime(2026, 11, 1, tzinfo=timezone.utc)
SCENARIOS = load_scenarios(Path(__file__).parent.parent.parent / "data/scenarios")
PHONE = [s.id for s in SCENARIOS.values() if s.base == "phone_appointment"]


def history(*sessions: tuple[str, dict[str, bool]]) -> list[EndedSession]:
    at = (START + timedelta(days=n) for n in range(len(sessions)))
    return [
        EndedSession(f"s{n}", scenario, SCENARIOS[scenario].kind, "practice", next(at), 50.0, verdicts)
        for n, (scenario, verdicts) in enumerate(sessions)
    ]


def test_the_weakest_comes_first() -> None:
    records = criterion_records(
        history(
            (PHONE[0], {"greeting": True, "purpose": False}), (PHONE[1], {"greeting": True, "purpose": True})
        )
    )
    assert [(s.criterion, s.asked, s.met, s.recent) for s in records] == [
        ("purpose", 2, 1, (False, True)),
        ("greeting", 2, 2, (True, True)),
    ]


def test_mastered_is_met_in_the_last_three_different_scenarios_that_asked() -> None:
    def mastered(*met: tuple[int, bool]) -> bool:
        return criterion_records(history(*((PHONE[n], {"greeting": m}) for n, m in met)))[0].mastered

    assert not mastered((0, True), (1, True)) and not mastered((0, True), (0, True), (0, True))
    assert mastered((0, True), (1, True), (2, True)) and mastered((0, False), (0, True), (1, True), (2, True))
    assert not mastered((0, True), (1, True), (2, True), (0, False))
    assert mastered((3, False), (0, True), (1, True), (2, True))


def test_advice_goes_for_what_weighs_most_in_a_scenario_not_played_yet() -> None:
    played = history((PHONE[0], {"two_choice": False, "greeting": False, "farewell": True}))
    recommended = recommend(played, {"two_choice": 3, "greeting": 1, "farewell": 1}, SCENARIOS.values())
    assert [a.criterion for a in recommended] == ["two_choice", "greeting"]
    assert all(
        SCENARIOS[a.scenario].base == "phone_appointment" and a.scenario != PHONE[0] for a in recommended
    )
    assert (recommended[0].met, recommended[0].asked) == (0, 1) and recommended[0].scenario != recommended[
        1
    ].scenario


def test_without_sessions_or_weaknesses_there_is_no_advice() -> None:
    assert recommend([], {}, SCENARIOS.values()) == []
    assert recommend(history((PHONE[0], {"greeting": True})), {"greeting": 1}, SCENARIOS.values()) == []
