"""What our components keep in a Rasa model is data; what is damaged is refused in one sentence."""

from __future__ import annotations

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from duilian.assistant.nlu import TaggerComponent
from duilian.assistant.policy import ClientPolicy
from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from duilian.roleplay.move_model import MoveModel
from duilian.tagging import Tagger, fit_here
from duilian.tagging.corpus import dialogue_examples

ROOT = Path(__file__).parent.parent.parent
DIALOGUES = read_dialogues(sorted((ROOT / "data/dialogues").glob("*.txt"))[0])[:20]
CONTEXT: Any = SimpleNamespace(
    node_name="x", model_id="m", should_add_diagnostic_data=False, is_finetuning=False
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return fit_here(dialogue_examples(DIALOGUES))


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    (tmp_path / "model").mkdir()
    return LocalModelStorage(tmp_path / "model")


def test_the_tagger_component_comes_back_as_it_was(storage: LocalModelStorage, tagger: Tagger) -> None:
    resource = Resource("tagger")
    with storage.write_to(resource) as folder:
        tagger.keep(folder / "tagger", "mark")
        (folder / "commands.json").write_text('{"commands": {"提示": "hint"}}', encoding="utf-8")
    component: Any = TaggerComponent.load({}, storage, resource, CONTEXT)
    said, asked = component.process([Message({"text": "王总您好"}), Message({"text": "提示"})])
    assert said.get("intent")["name"] == "speak" and asked.get("intent")["name"] == "hint"
    assert [e["entity"] for e in said.get("entities")] == [s.act for s in tagger.acts("王总您好")] != []
    assert asked.get("entities") == []
    with storage.write_to(resource) as folder:
        (folder / "commands.json").write_bytes(pickle.dumps({"commands": {}}))
    with pytest.raises(DataError, match=r"commands.json: .*duilian train"):
        TaggerComponent.load({}, storage, resource, CONTEXT)


def test_the_policy_refuses_a_damaged_model(storage: LocalModelStorage) -> None:
    resource, model = Resource("policy"), MoveModel()
    model.train(DIALOGUES)
    with storage.write_to(resource) as folder:
        (folder / "moves.json").write_bytes(model.to_bytes())
    assert ClientPolicy.load(ClientPolicy.get_default_config(), storage, resource, CONTEXT)
    with storage.write_to(resource) as folder:
        (folder / "moves.json").write_bytes(pickle.dumps(None))
    with pytest.raises(DataError, match=r"moves.json: .*duilian train"):
        ClientPolicy.load(ClientPolicy.get_default_config(), storage, resource, CONTEXT)
