"""The client's next move, predicted in the Rasa process: a custom action would cost a turn 28 ms."""

from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from duilian.assessment import Rubric, assess, load_rubric
from duilian.assessment.hints import missed_opportunity
from duilian.assistant.tracked_call import (
    Incremental,
    TrackedCall,
    TrackedCalls,
    call_from_events,
    client_of,
    cues_only,
)
from duilian.config import load_config
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.cast import Cast, load_cast
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.facts.telling import NOTHING_TOLD
from duilian.roleplay.move_model import MoveModel
from duilian.roleplay.plan import Plan
from duilian.roleplay.recollection import MemoryWords, first_state
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState, state_after
from duilian.tagging import fingerprint

LISTEN_ACTION = "action_listen"
_FILE = "moves.json"
_COMMANDS = {"hang_up": "action_debrief", "hint": "action_hint"}  # what the trainee asks for beside talking


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ClientPolicy(Policy):
    """Plans the client's whole turn from the tracker, then predicts its moves one after another."""

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        model: Optional[MoveModel] = None,
        cast: Optional[Cast] = None,
        rubric: Optional[Rubric] = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context)
        self._model, self._cast, self._rubric = model or MoveModel(), cast or Cast({}, MemoryWords()), rubric
        self._calls = TrackedCalls()
        self._states: Incremental[ClientState] = Incremental(
            ClientState, lambda state, turns: state_after(turns, state)
        )
        # The last plan, for the moves that follow its first.
        self._latest: Optional[Tuple[UserUttered, Plan]] = None

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"priority": 3, "max_history": None}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """It learns from all annotated dialogues, not from stories alone: train again when they change."""
        return fingerprint(load_config().data)

    def train(
        self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        files = sorted((load_config().data / "dialogues").glob("*.txt"))
        self._model.train(d for path in files for d in read_dialogues(path))
        with self._model_storage.write_to(self._resource) as folder:
            (Path(folder) / _FILE).write_bytes(self._model.to_bytes())
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ClientPolicy":
        with model_storage.read_from(resource) as folder:
            model = MoveModel.from_bytes((Path(folder) / _FILE).read_bytes())
        data = load_config().data
        cast, rubric = load_cast(data), load_rubric(data / "rubric.yml")
        return cls(config, model_storage, resource, execution_context, model, cast, rubric)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[Text, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        plan, done = self._planned(tracker), _done_since_heard(tracker)
        action = plan.moves[done] if done < len(plan.moves) else LISTEN_ACTION
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(
            probabilities, optional_events=self._facts(tracker, plan) if done == 0 else None
        )

    def _facts(self, tracker: DialogueStateTracker, plan: Plan) -> List[Event]:
        """What the turn changes in the slots: the time taken, and at the beginning the kind of call."""
        facts: List[Event] = [SlotSet("agreed", plan.agreed_time)] if plan.agreed_time else []
        if plan.telling != NOTHING_TOLD:
            facts.append(SlotSet("telling", plan.telling.as_text()))
        if plan.tone != (tracker.get_slot("tone") or "even"):
            facts.append(SlotSet("tone", plan.tone))
        scenario = client_of(self._cast, tracker)
        if scenario and tracker.get_slot("situation") != scenario.situation:
            facts.append(SlotSet("situation", scenario.situation))
        return facts

    def _planned(self, tracker: DialogueStateTracker) -> Plan:
        """The plan of the last message, made once for all its moves; it depends on nothing said after it."""
        heard = tracker.latest_message
        if heard is None:
            return Plan(())
        if self._latest is None or self._latest[0] is not heard:
            self._latest = heard, self._plan(tracker)
        return self._latest[1]

    def _plan(self, tracker: DialogueStateTracker) -> Plan:
        """The actions of the client's turn, decided on what was said up to the last message."""
        message = tracker.latest_message
        intent = (message.intent or {}).get("name") if message else None
        scenario = client_of(self._cast, tracker)
        if intent not in ("speak", "start_call", *_COMMANDS):
            return Plan(())
        if scenario is None:
            return Plan(("utter_unknown_scenario",))
        if intent in _COMMANDS:
            return Plan((_COMMANDS[intent],))
        kind, seed = scenario.base, str(tracker.get_slot("seed") or tracker.sender_id)
        call = self._heard(tracker)
        state = self._state(tracker.sender_id, call, scenario)
        plan = plan_client_turn(state, scenario, lambda s: self._model.predict(s, kind), seed)
        actions = [f"utter_{move}" for move in plan.moves]
        if "farewell" in plan.moves:
            actions.append("action_debrief")
        elif (
            tracker.get_slot("mode") == "guided"
            and not _hinted_last_time(tracker)
            and self._missed_its_chance(call, scenario)
        ):
            actions.append("action_hint")
        return Plan(tuple(actions), plan.agreed_time, plan.telling, plan.tone)

    def _missed_its_chance(self, call: TrackedCall, scenario: Scenario) -> bool:
        """Would the turn just heard get a hint? Known here, so that the hop to the action server is rare."""
        turns = cues_only(call.turns)
        if self._rubric is None or not turns or turns[-1].speaker != "trainee":
            return False
        dialogue = Dialogue("", scenario.kind, scenario.context(), turns)
        return missed_opportunity(assess(dialogue, self._rubric), dialogue) is not None

    def _heard(self, tracker: DialogueStateTracker) -> TrackedCall:
        """The call up to the last message."""
        if _done_since_heard(tracker) == 0:
            return self._calls.call_of(tracker)
        events = list(tracker.events)
        last = max(n for n, e in enumerate(events) if isinstance(e, UserUttered))
        return call_from_events(e.as_dict() for e in events[: last + 1])

    def _state(self, sender: str, call: TrackedCall, scenario: Scenario) -> ClientState:
        """What the client knows now: the state after the turns it has heard before, and these."""
        if call.hung_up_by:
            return ClientState(over=True)
        return self._states.update(sender, call.turns, lambda: first_state(scenario))


def _hinted_last_time(tracker: DialogueStateTracker) -> bool:
    """Was there a hint since the turn before the one just heard? One at every other turn is enough."""
    turns = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            turns += (event.intent or {}).get("name") != "hint"
            if turns == 2:
                break
        elif isinstance(event, ActionExecuted) and event.action_name == "action_hint":
            return True
    return False


def _done_since_heard(tracker: DialogueStateTracker) -> int:
    """How many actions ran since the last message."""
    count = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        count += isinstance(event, ActionExecuted) and event.action_name not in (
            LISTEN_ACTION,
            "action_extract_slots",
        )
    return count
