"""The fold into the client's state, and what is learnt from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.moves import MoveModel
from duilian.roleplay.state import ClientState, fold
from tests.assessment.support import short

FOLDER = Path(__file__).parent.parent.parent / "data/dialogues"


def state(turns: str) -> ClientState:
    return fold(short(turns).turns)


def test_the_state_knows_what_was_told_and_raised() -> None:
    now = state(
        "C (answer_call ask_identity) 喂 / T [我是移动的](introduce_self)[谈谈车队](state_purpose) / C (ask_necessity) 哦"
    )
    assert (
        now.told == {"who", "what"}
        and now.times_raised("ask_necessity") == 1
        and now.turns == 1
        and not now.agreed
    )


def test_times_come_on_the_table_only_by_an_offer() -> None:
    assert [
        now.table == () for now in (state("T 周三我有事"), state("T [周三还是周四](offer_two_times)"))
    ] == [True, False]
    assert len(state("T [周三还是周四](offer_two_times)").table) == 2
    assert state("T [周三还是周四](offer_two_times) / C (pick_time) 周三").agreed


def test_a_gatekeeper_hands_over() -> None:
    assert state("C (gatekeeper) 前台").gatekeeper
    assert not state("C (gatekeeper) 前台 / T 好 / C (answer_call) 喂").gatekeeper


def test_rudeness_and_emptiness_are_counted() -> None:
    now = state("T [快点](pressure) / T 啊 / T 嗯")
    assert (now.strikes, now.blank) == (1, 2)


@pytest.fixture(scope="module")
def model() -> MoveModel:
    made = MoveModel()
    made.train(d for path in sorted(FOLDER.glob("*.txt")) for d in read_dialogues(path))
    return MoveModel.from_bytes(made.to_bytes())


def test_what_clients_tend_to_do(model: MoveModel) -> None:
    def chance(turns: str, move: str) -> float:
        found = model.predict(state(turns), "phone_appointment")
        assert sum(found.values()) == pytest.approx(1)
        return found[move]

    bye = "C (answer_call) 喂 / T [谢谢](thank)[再见](farewell)"
    offer = "C (answer_call) 喂 / T [我是移动的](introduce_self)[谈谈](state_purpose)[周三还是周四](offer_two_times)"
    assert chance(bye, "farewell") > 5 * chance(offer, "farewell")
    assert chance(offer, "pick_time") > chance(bye, "pick_time")
