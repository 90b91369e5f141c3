"""What is learnt of the client's next move."""

from __future__ import annotations

import json
import pickle

import pytest

from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from duilian.roleplay.move_model import MoveModel
from duilian.roleplay.state import state_after
from tests.roleplay.support import DATA, turns_of


@pytest.fixture(scope="module")
def model() -> MoveModel:
    made = MoveModel()
    made.train(d for path in sorted((DATA / "dialogues").glob("*.txt")) for d in read_dialogues(path))
    return MoveModel.from_bytes(made.to_bytes())


def test_what_clients_tend_to_do(model: MoveModel) -> None:
    def probability(turns: str, move: str) -> float:
        probabilities = model.predict(state_after(turns_of(turns)), "phone_appointment")
        assert sum(probabilities.values()) == pytest.approx(1)
        return probabilities[move]

    bye = "C (answer_call) 喂 / T [谢谢](thank)[再见](farewell)"
    introduced = "C (answer_call) 喂 / T [我是移动的](introduce_self)[谈谈](state_purpose)"
    offer = f"{introduced}[周三还是周四](offer_two_times)"
    assert probability(bye, "farewell") > 5 * probability(offer, "farewell")
    assert probability(offer, "pick_time") > probability(bye, "pick_time")


def test_a_damaged_or_foreign_file_is_refused(model: MoveModel) -> None:
    whole = json.loads(model.to_bytes())
    for damaged in (
        model.to_bytes()[:500],
        pickle.dumps(whole),
        json.dumps({**whole, "moves": whole["moves"][1:]}).encode(),
        json.dumps({**whole, "weights": [["x"]]}).encode(),
        json.dumps({name: whole[name] for name in ("features", "moves", "weights")}).encode(),
    ):
        with pytest.raises(DataError, match=r"^moves.json: .*duilian train"):
            MoveModel.from_bytes(damaged)
