"""The tagger as a Rasa graph component: acts of the message as entities, and which sort of message it is."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from duilian.assistant.tracked_call import TrackedCalls, client_of, cues_only
from duilian.config import load_config
from duilian.dialogue.context import NO_CONTEXT, TurnContext, next_context
from duilian.dialogue.model import ActSpan
from duilian.modelfile import dump_json, load_json
from duilian.roleplay.cast import load_cast
from duilian.tagging import Tagger, fingerprint, load_tagger, train_tagger

SPEAK = "speak"
_COMMANDS = "commands.json"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class TaggerComponent(GraphComponent):
    """Trains (or takes over) models/tagger and keeps a copy in the Rasa model.

    Words that stand in the training data as a command (提示) are that command; all else is ``speak``.
    """

    def __init__(
        self, storage: ModelStorage, resource: Resource, tagger: Optional[Tagger], commands: Dict[Text, Text]
    ) -> None:
        self._storage, self._resource, self._tagger, self._commands = storage, resource, tagger, commands
        self._calls = TrackedCalls()
        self._cast = load_cast(load_config().data)

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        return cls(model_storage, resource, None, {})

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """The tagger also learns from what Rasa does not read: train again when that changes."""
        return fingerprint(load_config().data)

    def train(self, training_data: TrainingData) -> Resource:
        config = load_config()
        self._tagger = train_tagger(config.data, config.tagger)
        self._commands = {
            str(e.get("text")): str(e.get("intent"))
            for e in training_data.intent_examples
            if e.get("intent") != SPEAK
        }
        with self._storage.write_to(self._resource) as folder:
            shutil.copytree(config.tagger, folder / "tagger")
            (folder / _COMMANDS).write_bytes(dump_json({"commands": self._commands}))
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
            commands = load_json((Path(folder) / _COMMANDS).read_bytes(), _COMMANDS, {"commands": dict})[
                "commands"
            ]
            return cls(model_storage, resource, load_tagger(Path(folder) / "tagger"), commands)

    def _context(self, tracker: DialogueStateTracker) -> TurnContext:
        """What surrounds the message that comes next."""
        scenario = client_of(self._cast, tracker)
        if scenario is None:
            return NO_CONTEXT
        turns = self._calls.call_of(tracker).turns
        last = cues_only(turns[-4:])  # among them the other side's last turn and its own
        return replace(next_context(scenario.base, scenario.context(), last), place=len(turns))

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        """Say of messages which sort they are and which acts they do.

        Args:
            messages: Those to be looked at; intent and entities are set on them.
            tracker: The talk so far: the same words do different things in different places. Rasa gives it to
                every component that names it; where only a sentence is parsed there is none.
        """
        context = self._context(tracker) if tracker else NO_CONTEXT
        for message in messages:
            text = str(message.get("text") or "")
            intent = self._commands.get(text.strip(), SPEAK)
            if intent == "start_call" and tracker and tracker.get_slot("scenario"):
                intent = SPEAK  # 开始, said in the middle of a call
            message.set("intent", {"name": intent, "confidence": 1.0}, add_to_output=True)
            spans = self._tagger.acts(text, context) if self._tagger and intent == SPEAK else ()
            message.set("entities", [_entity(text, span) for span in spans], add_to_output=True)
        return messages


def _entity(text: str, span: ActSpan) -> Dict[Text, Any]:
    """A span as Rasa writes entities."""
    return {
        "entity": span.act,
        "start": span.start,
        "end": span.end,
        "value": text[span.start : span.end],
        "confidence_entity": round(float(span.score), 3),
        "extractor": "TaggerComponent",
    }
