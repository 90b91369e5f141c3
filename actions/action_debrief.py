"""The debrief: scores a call that is over, keeps it, and answers with the scorecard, as text and as JSON."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.call import archive_engine, call_of, model_version, prediction_of, rubric, scenario_of
from duilian import archive
from duilian.assessment import assess, dump_assessment
from duilian.coaching.scorecard import render_scorecard


class ActionDebrief(Action):
    """Once a call: a second hang-up is answered with the same scorecard, for the dialogue is the same."""

    def name(self) -> str:
        return "action_debrief"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        scenario = scenario_of(tracker)
        if scenario is None:
            return []
        prediction = prediction_of(tracker, scenario)
        dialogue = prediction.dialogue
        result = assess(dialogue, rubric(), scenario.calendar.free, prediction.probabilities)
        with archive.transaction(archive_engine()) as db:
            archive.keep_call(
                db, call_of(tracker, scenario), dialogue, result, model_version(), datetime.now(timezone.utc)
            )
        dispatcher.utter_message(
            text=render_scorecard(result, dialogue), json_message={"scorecard": dump_assessment(result)}
        )
        return []
