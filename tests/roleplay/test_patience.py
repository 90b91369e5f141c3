"""What spends a client's patience."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.roleplay.patience import count_overlong_turns, patience_spent
from duilian.roleplay.state import state_after
from tests.roleplay.support import CALM, INFORMED, client_of, moves_after, turns_of

IDLE = " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯"


def spent(notation: str, **fields: object) -> int:
    return patience_spent(state_after(turns_of(notation)), replace(CALM, **fields))  # type: ignore[arg-type]


def test_how_long_a_turn_may_be_depends_on_temper_and_haste() -> None:
    lengths = (70, 80, 81, 101, 141)
    tempers = {t: count_overlong_turns(lengths, replace(CALM, temper=t)) for t in ("warm", "plain", "gruff")}
    assert tempers == {"warm": 1, "plain": 2, "gruff": 3}
    assert count_overlong_turns(lengths, replace(CALM, temper="plain", busy=True)) == 4


def test_each_cost_is_one_point() -> None:
    assert spent(INFORMED) == 0
    assert spent(INFORMED, busy=True) == 1
    assert spent(f"{INFORMED} / T [快点](pressure)") == 1
    assert [spent(INFORMED + " / C (noncommittal) 再说" + IDLE * n) for n in range(4)] == [0, 0, 1, 2]
    assert [spent(INFORMED + " / C (refuse) 不 / T [哦](acknowledge)" * n) for n in range(4)] == [0, 0, 1, 2]


def test_a_word_more_costs_less_where_nothing_has_to_be_settled() -> None:
    state = state_after(turns_of(INFORMED + IDLE * 4))
    assert patience_spent(state, client_of("phone_care", "chatty")) == patience_spent(state, CALM) - 2


def test_the_busy_have_less_patience() -> None:
    end = f"{INFORMED} / C (noncommittal) 再说{IDLE * 2} / T [最近生意怎么样啊](small_talk)"
    assert "farewell" not in moves_after(end, replace(CALM, patience=2))
    assert "farewell" in moves_after(end, replace(CALM, patience=2, busy=True))


def test_patience_ends_when_no_time_ever_suits() -> None:
    offer = "[周二上午还是周四下午](offer_two_times)"
    tries = INFORMED + f"{offer} / C (reject_times) 不行 / T " * 5 + offer
    assert moves_after(tries) == ("reject_times",)
    assert moves_after(tries, replace(CALM, patience=2)) == ("refuse_no_time", "farewell")


@pytest.mark.parametrize(("refusal", "free"), [("reject_times", 2), ("refuse_no_time", 1), ("refuse", 1)])
def test_a_refusal_may_be_made_so_often_before_it_costs_patience(refusal: str, free: int) -> None:
    """Twice where times do not suit, once else: then the trainee does not heed it."""
    spent_by = [spent(INFORMED + f" / C ({refusal}) 不 / T [哦](acknowledge)" * n) for n in range(5)]
    assert spent_by == [max(0, n - free) for n in range(5)]


def test_costs_add_up() -> None:
    """Two rude turns, one too long, two that led nowhere (after the first), one no not heeded, and haste."""
    hard = f"{INFORMED} / T [快点](pressure) / C (refuse) 不 / T [快点](pressure) / C (refuse) 不"
    assert spent(f"{hard} / T [{'好' * 101}](state_benefit)", temper="plain", busy=True) == 2 + 1 + 2 + 1 + 1
