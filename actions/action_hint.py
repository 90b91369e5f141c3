"""The hint (提示): what the handbook asks for next in this call, with a model phrase."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.call import dialogue_of, rubric, scenario_of
from duilian.assessment import assess
from duilian.scorecard import render_hint


class ActionHint(Action):
    """No hints in an exam."""

    def name(self) -> str:
        return "action_hint"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        scenario = scenario_of(tracker)
        if scenario is not None:
            exam = tracker.get_slot("mode") == "exam"
            result = assess(dialogue_of(tracker, scenario), rubric(), scenario.calendar.free)
            dispatcher.utter_message(text=render_hint(result, exam=exam))
        return []
