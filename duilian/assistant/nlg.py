"""Which words the client uses: by its temper and by what it heard, drawn by the session's seed.

The wordings are those of ``duilian/roleplay/wordings.py``.

Rasa picks variations at random; an exam must be repeatable, and no client says the same sentence twice.
"""

from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from duilian.assistant.tracked_call import TOLD, UTTER, TrackedCalls, client_of
from duilian.config import load_config
from duilian.roleplay.cast import load_cast
from duilian.roleplay.facts.telling import Telling
from duilian.roleplay.wordings import choose_wording, load_wordings, occasion_of


class SeededResponses(NaturalLanguageGenerator):
    """Named in endpoints.yml; made once a process."""

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        data = load_config().data
        self._calls = TrackedCalls()
        self._cast, self._wordings = load_cast(data), load_wordings(data / "wordings")

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        scenario = client_of(self._cast, tracker)
        seed = str(tracker.get_slot("seed") or tracker.sender_id)
        text = None
        if scenario:
            move, wordings = utter_action[len(UTTER) :], self._wordings[scenario.temper]
            call = self._calls.call_of(tracker)
            agreed = str(tracker.get_slot("agreed") or "")
            telling = Telling.from_text(str(tracker.get_slot("telling") or ""))
            tone = str(tracker.get_slot("tone") or "even")
            occasion = occasion_of(call.turns, call.said, scenario, move, agreed, telling, seed, tone)
            text = choose_wording(wordings, scenario, move, occasion, seed)
        if text is None:
            # What the client does not say (an unknown scenario), and tests that play without one: the
            # domain's words.
            responses: List[Dict[Text, Any]] = (kwargs.get("domain_responses") or {}).get(utter_action, [])
            if not responses:
                return None
            text = str(responses[0].get("text")).format_map(_Slots(tracker))
        return {"text": text, "utter_action": utter_action, **_told(utter_action, tracker)}


def _told(utter_action: Text, tracker: DialogueStateTracker) -> Dict[Text, Any]:
    """What of its affairs the client tells with a move; kept with the words in the tracker."""
    if utter_action != f"{UTTER}tell_fact":
        return {}
    return {TOLD: list(Telling.from_text(str(tracker.get_slot("telling") or "")).told)}


class _Slots(Dict[str, str]):
    """{scenario}, {agreed} …: slots; unknown ones are left empty."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        super().__init__()
        self._tracker = tracker

    def __missing__(self, key: str) -> str:
        return str(self._tracker.slots[key].value if key in self._tracker.slots else "")
