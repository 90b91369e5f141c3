"""What the seed makes of the client's day."""

from __future__ import annotations

from dataclasses import replace

from duilian.roleplay.day import on_the_day
from duilian.roleplay.emotion import feel
from duilian.roleplay.patience import count_overlong_turns
from duilian.roleplay.scenario import USUAL_DAY, Day
from duilian.roleplay.state import ClientState
from tests.roleplay.support import CALM, client_of

SEEDS = [str(n) for n in range(200)]


def test_the_same_seed_gives_the_same_day_and_others_differ() -> None:
    days = [on_the_day(CALM, seed).day for seed in SEEDS]
    assert days == [on_the_day(CALM, seed).day for seed in SEEDS]
    assert len(set(days)) > 30
    assert {day.mood for day in days} == {-1, 0, 1} and {day.pressed for day in days} == {True, False}
    assert {day.interruption for day in days} == {"", "hold_on", "colleague_joins"}
    assert {day.holds_out for day in days} == {"", "counter", "bargains"}
    assert not any(day.hesitates and day.holds_out for day in days)


def test_objections_come_in_another_order_and_none_is_lost() -> None:
    client = replace(CALM, objections=("ask_benefit", "ask_evidence", "ask_fit"))
    orders = {on_the_day(client, seed).objections for seed in SEEDS}
    assert len(orders) == 6 and all(set(order) == set(client.objections) for order in orders)


def test_nothing_comes_between_where_the_scenario_makes_something_happen() -> None:
    eventful = [
        replace(CALM, busy=True),
        client_of("visit_fabe", "interrupted"),
        replace(CALM, situation="garbled"),
    ]
    for client in eventful:
        assert {on_the_day(client, seed).day.interruption for seed in SEEDS} == {""}


def test_only_the_sociable_chat() -> None:
    chatty, gruff = client_of("phone_care", "chatty", "warm"), client_of("phone_care", "chatty", "gruff")
    assert {on_the_day(chatty, seed).day.chats for seed in SEEDS} == {True, False}
    stranger = replace(CALM, acquainted=False)
    for client in (gruff, stranger):
        assert not any(on_the_day(client, seed).day.chats for seed in SEEDS)


def test_mood_and_haste_are_felt() -> None:
    moods = [feel(ClientState(), replace(CALM, day=Day(mood=mood))).irritation for mood in (-1, 0, 1)]
    assert moods == [0, 1, 2]
    hurried = replace(CALM, temper="plain", day=Day(pressed=True))
    assert count_overlong_turns((90,), hurried) == 1
    assert count_overlong_turns((90,), replace(hurried, day=USUAL_DAY)) == 0
