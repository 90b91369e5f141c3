"""Which words the client uses: scenario lines first, else the domain's responses; drawn by the session's seed.

Rasa picks variations at random; an exam must be repeatable, and no client says the same sentence twice in a row.
"""

import random
from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from duilian.assistant.talk import UTTER, move_of
from duilian.config import load_config
from duilian.roleplay.scenario import Scenario, load_scenarios


class SeededResponses(NaturalLanguageGenerator):
    """Named in endpoints.yml; made once a process."""

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        self._scenarios = load_scenarios(load_config().data / "scenarios")

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        scenario = self._scenarios.get(str(tracker.get_slot("scenario")))
        move = utter_action[len(UTTER) :]
        # The domain given at start-up is empty: Rasa makes this before it loads the model.
        responses: Dict[Text, List[Dict[Text, Any]]] = kwargs.get("domain_responses") or {}
        lines = (scenario.lines.get(move) if scenario else None) or [
            str(r.get("text")) for r in responses.get(utter_action, [])
        ]
        if not lines:
            return None
        seed = str(tracker.get_slot("seed") or tracker.sender_id)
        order = random.Random(f"{seed}/{utter_action}").sample(range(len(lines)), len(lines))
        before = sum(move_of(e.as_dict()) == move for e in tracker.events if e.type_name == "bot")
        text = lines[order[before % len(lines)]].format_map(_Fields(tracker, scenario))
        return {"text": text, "utter_action": utter_action}


class _Fields(Dict[str, str]):
    """{agreed}, {title}, {org} …: slots, then the scenario; unknown ones are left empty."""

    def __init__(self, tracker: DialogueStateTracker, scenario: Optional[Scenario]) -> None:
        super().__init__()
        self._tracker, self._scenario = tracker, scenario

    def __missing__(self, key: str) -> str:
        return str(self._tracker.slots[key].value if key in self._tracker.slots else getattr(self._scenario, key, "") or "")
