"""What a client bears without taking it amiss."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from duilian.roleplay.patience import count_overlong_turns, free_idle_turns, unheeded_refusals
from tests.roleplay.support import CALM, INFORMED, client_of, moves_after

IDLE = " / T [今天天气真不错啊](small_talk) / C (noncommittal) 嗯"


def test_how_long_a_turn_may_be_depends_on_temper_and_haste() -> None:
    lengths = (70, 80, 81, 101, 141)
    tempers = {t: count_overlong_turns(lengths, replace(CALM, temper=t)) for t in ("warm", "plain", "gruff")}
    assert tempers == {"warm": 1, "plain": 2, "gruff": 3}
    assert count_overlong_turns(lengths, replace(CALM, temper="plain", busy=True)) == 4


def test_a_word_more_is_free_where_nothing_has_to_be_settled() -> None:
    assert (free_idle_turns(CALM), free_idle_turns(client_of("phone_care", "chatty"))) == (1, 3)


@pytest.mark.parametrize(("refusal", "free"), [("reject_times", 2), ("refuse_no_time", 1), ("refuse", 1)])
def test_a_refusal_may_be_made_so_often_before_it_is_unheeded(refusal: str, free: int) -> None:
    """Twice where times do not suit, once else."""
    now = frozenset({refusal})
    unheeded = [unheeded_refusals(Counter({refusal: n}), now) for n in range(1, 5)]
    assert unheeded == [int(n > free) for n in range(1, 5)]
    assert unheeded_refusals(Counter({refusal: 4}), frozenset({"listen"})) == 0


def test_the_busy_have_less_patience() -> None:
    end = f"{INFORMED} / C (noncommittal) 再说{IDLE * 2} / T [最近生意怎么样啊](small_talk)"
    assert "farewell" not in moves_after(end, replace(CALM, patience=2))
    assert "farewell" in moves_after(end, replace(CALM, patience=2, busy=True))


def test_patience_ends_when_no_time_ever_suits() -> None:
    offer = "[周二上午还是周四下午](offer_two_times)"
    tries = INFORMED + f"{offer} / C (reject_times) 不行 / T " * 5 + offer
    assert moves_after(tries) == ("reject_times",)
    assert moves_after(tries, replace(CALM, patience=2)) == ("refuse_no_time", "farewell")
