"""What the message asks about the client's own affairs, as entities: a Rasa component beside the tagger."""

from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from duilian.assistant.nlu import SPEAK
from duilian.assistant.tracked_call import ASKS, heard_spans
from duilian.config import load_config
from duilian.roleplay.facts.heard import QuestionReader
from duilian.roleplay.facts.kept_model import kept_question_model, question_mark_of
from duilian.roleplay.facts.question_model import QuestionModel
from duilian.roleplay.facts.sheet import load_fact_book

_FILE = "questions.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class QuestionComponent(GraphComponent):
    """Adds an entity for each topic that a message asks for; it looks at the acts of the tagger before it."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, reader: Optional[QuestionReader] = None
    ) -> None:
        self._storage, self._resource, self._reader = storage, resource, reader

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """It learns from what Rasa does not read: train again when that changes."""
        return question_mark_of(load_config().data)

    def train(self, training_data: TrainingData) -> Resource:
        config = load_config()
        model = kept_question_model(config.data, config.questions)
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_bytes(model.to_bytes())
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        with model_storage.read_from(resource) as folder:
            model = QuestionModel.from_bytes((Path(folder) / _FILE).read_bytes(), _FILE)
        book = load_fact_book(load_config().data / "facts")
        return cls(model_storage, resource, QuestionReader(model, book.topics))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the topics to messages that speak; their acts are there already."""
        for message in messages:
            if self._reader is None or (message.get("intent") or {}).get("name") != SPEAK:
                continue
            text, entities = str(message.get("text") or ""), list(message.get("entities") or [])
            topics = self._reader.asks(text, heard_spans(entities))
            entities += [_entity(topic, len(text)) for topic in topics]
            message.set("entities", entities, add_to_output=True)
        return messages


def _entity(topic: str, length: int) -> Dict[Text, Any]:
    return {"entity": ASKS, "start": 0, "end": length, "value": topic, "extractor": "QuestionComponent"}
