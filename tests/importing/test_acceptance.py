"""Which calls from outside may be kept: exactly as much as is said, and not one more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.dialogue.model import KINDS, Context, Dialogue, Turn
from duilian.errors import DataError
from duilian.importing.acceptance import MAX_TURNS, MAX_WORDS, check_call
from duilian.importing.formats import MAX_CALLS, MAX_TURNS_IN_ALL, read_calls

TURNS = (Turn("client", "喂"), Turn("trainee", "您好"))
CALL = Dialogue(
    "a", "phone_care", Context("王总", "顺达物流", "物流", holiday="春节", product="车务通"), TURNS
)


def fault(call: Dialogue) -> str:
    with pytest.raises(DataError) as caught:
        check_call(call)
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_handbooks_may_be_kept(kind: str) -> None:
    check_call(replace(CALL, kind=kind))


@pytest.mark.parametrize("kind", ["visit_fabe/new", "phone", ""])
def test_a_kind_without_a_name_may_not(kind: str) -> None:
    assert kind in fault(replace(CALL, kind=kind))


@pytest.mark.parametrize("speaker", ["client", "trainee"])
def test_both_sides_must_speak(speaker: str) -> None:
    alone = tuple(turn for turn in TURNS if turn.speaker == speaker)
    assert fault(replace(CALL, turns=alone)) == fault(replace(CALL, turns=())) == "这一通里只有一方在说话"


def test_what_is_measured_is_measured_to_the_character() -> None:
    """As the docs say: 1,000 turns, 3,000 characters each, 64 of each fact."""
    assert (MAX_TURNS, MAX_WORDS, MAX_CALLS, MAX_TURNS_IN_ALL) == (1000, 3000, 2000, 60_000)
    check_call(replace(CALL, turns=TURNS * 500))
    assert "1000" in fault(replace(CALL, turns=(*TURNS * 500, TURNS[0])))
    check_call(replace(CALL, turns=(*TURNS, Turn("client", "好" * 3000))))
    said = fault(replace(CALL, turns=(*TURNS, Turn("client", "好" * 3001))))
    assert "3001" in said and "3000" in said and "3" in said.replace("3001", "").replace("3000", "")


@pytest.mark.parametrize("name", ["client_title", "client_org", "industry", "holiday", "product"])
def test_each_fact_may_have_64_characters(name: str) -> None:
    check_call(replace(CALL, context=replace(CALL.context, **{name: "长" * 64})))
    assert "64" in fault(replace(CALL, context=replace(CALL.context, **{name: "长" * 65})))
    check_call(replace(CALL, context=replace(CALL.context, **{name: None})))


def test_all_calls_together_may_have_so_many_turns() -> None:
    call = "客户：喂\n我：您好\n" * 500 + "\n"
    assert len(read_calls(call * 60, "phone_care", Context())) == 60
    with pytest.raises(DataError, match="60000"):
        read_calls(call * 60 + "客户：喂\n我：您好\n", "phone_care", Context())
