"""The debrief: scores the call when it is over and answers with the scorecard, as text and as JSON."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.call import dialogue_of, rubric, scenario_of
from duilian.assessment import assess, dump_assessment
from duilian.scorecard import render


class ActionDebrief(Action):
    """Once a call: a second hang-up is answered with the same scorecard, for the dialogue is the same."""

    def name(self) -> str:
        return "action_debrief"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        scenario = scenario_of(tracker)
        if scenario is None:
            return []
        dialogue = dialogue_of(tracker, scenario)
        result = assess(dialogue, rubric(), scenario.calendar.free)
        dispatcher.utter_message(text=render(result, dialogue), json_message={"scorecard": dump_assessment(result)})
        return []
