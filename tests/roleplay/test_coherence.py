"""What must not happen in a call is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.coherence import find_faults, find_misheard
from duilian.roleplay.simulation import SimulatedExchange
from duilian.roleplay.state import ClientState, after_trainee_turn, state_after
from tests.assessment.support import short
from tests.roleplay.support import INTRODUCED, WANG, client_of, turns_of

KNOWN = state_after(turns_of(INTRODUCED))
OFFERED = after_trainee_turn(KNOWN, short("T [周三下午还是周二上午](offer_two_times)").turns[0])
WHY = replace(OFFERED, told=OFFERED.told | {"why"})
LEFT = after_trainee_turn(KNOWN, short("T 那周三下午我过去[再见](farewell)").turns[0])
PROMISED = replace(WHY, told=WHY.told | {"promise"})


def exchange(
    state: ClientState, *moves: str, words: tuple[str, ...] = (), agreed_time: str | None = None
) -> SimulatedExchange:
    return SimulatedExchange(None, None, state, moves, words, agreed_time)


@pytest.mark.parametrize(
    ("exchanges", "fault"),
    [
        ([exchange(KNOWN, "ask_identity")], "0: asked again (ask_identity)"),
        ([exchange(OFFERED, "pick_time", agreed_time="周三下午")], "0: no reason"),
        ([exchange(WHY, "pick_time", agreed_time="周二上午")], "0: bad time (周二上午)"),
        ([exchange(WHY, "pick_time", agreed_time="周五")], "0: bad time (周五)"),
        ([exchange(WHY, "farewell"), exchange(WHY, "listen")], "1: spoke on"),
        ([exchange(LEFT, "farewell")], "0: let pass (周三下午)"),
        ([exchange(WHY, words=("嗯。",)), exchange(WHY, words=("嗯。",))], "1: repeated (嗯。)"),
        ([exchange(replace(WHY, agreed=True), "reject_times")], "0: contradicted (reject_times)"),
        ([exchange(WHY, "absent"), exchange(WHY, "put_through")], "1: contradicted (put_through)"),
        ([exchange(WHY, "urgent"), exchange(WHY, "urgent")], "1: contradicted (urgent again)"),
        (
            [exchange(replace(WHY, asks=("operator",), last_text="用的谁家的网？"), "listen")],
            "0: filler (operator)",
        ),
        ([exchange(WHY, "wish_back")], "0: too early (wish_back)"),
        ([exchange(PROMISED, "calmed"), exchange(WHY, "complaint")], "1: contradicted (complaint)"),
    ],
)
def test_what_must_not_happen_is_noticed(exchanges: list[SimulatedExchange], fault: str) -> None:
    assert find_faults(WANG, exchanges) == [fault]


@pytest.mark.parametrize(
    ("told", "move", "early"),
    [
        (set(), "pay_soon", True),
        ({"what"}, "pay_soon", False),
        (set(), "thanks_back", True),
        ({"what"}, "thanks_back", False),
        ({"what"}, "wish_back", True),
        ({"wish"}, "wish_back", False),
        ({"what"}, "calmed", True),
        ({"promise"}, "calmed", False),
    ],
)
def test_a_move_comes_too_early_without_what_calls_for_it(told: set[str], move: str, early: bool) -> None:
    faults = find_faults(WANG, [exchange(ClientState(told=frozenset(told)), move)])
    assert faults == ([f"0: too early ({move})"] if early else [])


@pytest.mark.parametrize("move", ["urgent", "dropped", "unclear", "calmed", "pay_soon", "accept"])
def test_what_happens_once_is_a_fault_the_second_time(move: str) -> None:
    assert find_faults(WANG, [exchange(PROMISED, move)]) == []
    assert find_faults(WANG, [exchange(PROMISED, move)] * 2) == [f"1: contradicted ({move} again)"]


@pytest.mark.parametrize(
    "move",
    [
        "reject_times",
        "cannot_fix_time",
        "refuse_no_time",
        "noncommittal",
        "ask_necessity",
        "ask_purpose",
        "absent",
    ],
)
def test_what_is_agreed_is_not_taken_back(move: str) -> None:
    nothing_told = ClientState(agreed=True)
    assert find_faults(WANG, [exchange(nothing_told, move)]) == [f"0: contradicted ({move})"]
    assert find_faults(WANG, [exchange(ClientState(), move)]) == []


@pytest.mark.parametrize("move", ["put_through", "answer_call"])
def test_who_is_absent_does_not_come_to_the_phone(move: str) -> None:
    come_back = [exchange(WHY, "absent"), exchange(WHY, "listen"), exchange(WHY, move)]
    assert find_faults(WANG, come_back) == [f"2: contradicted ({move})"]


def test_a_time_on_a_visit_needs_no_reason_and_words_twice_in_one_turn_are_a_repetition() -> None:
    good = exchange(OFFERED, "pick_time", agreed_time="周三下午")
    assert find_faults(client_of("visit_fabe", "pitch"), [good]) == []
    assert find_faults(WANG, [exchange(WHY, "listen", words=("嗯。", "嗯。"))]) == ["0: repeated (嗯。)"] * 2
    assert find_faults(WANG, [exchange(WHY, agreed_time="周二上午")]) == ["0: bad time (周二上午)"]


def test_silence_after_a_farewell_is_no_fault() -> None:
    assert find_faults(WANG, [exchange(WHY, "farewell"), exchange(WHY)]) == []


def test_a_good_time_is_no_fault() -> None:
    good = exchange(WHY, "pick_time", words=("周三下午吧",), agreed_time="周三下午")
    assert find_faults(WANG, [good]) == []


def test_a_yes_to_half_a_pitch_is_noticed() -> None:
    half = replace(KNOWN, told=KNOWN.told | {"feature", "advantage"})
    whole = replace(half, told=half.told | {"gain", "evidence"})
    scenario = client_of("visit_fabe", "pitch")
    assert find_faults(scenario, [exchange(half, "accept")]) == ["0: no reason"]
    assert find_faults(scenario, [exchange(whole, "accept")]) == []


def test_what_was_said_and_not_heard_is_noticed() -> None:
    meant = short("T [我是移动的](introduce_self)").turns[0]
    unheard = replace(meant, acts=())
    asked = SimulatedExchange(
        meant, unheard, ClientState(turn_count=1), ("ask_identity", "ask_purpose"), ("", "")
    )
    assert find_misheard([asked]) == ["0: ask_identity"]
