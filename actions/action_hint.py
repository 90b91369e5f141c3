"""The hint: on demand (提示) what the call lacks next; in guided mode, after a turn, what it missed.

The message carries the criterion's name as data: by Rasa's own channel that is what tells the coach's words
from the client's.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.call import call_of, prediction_of, rubric
from actions.threads import in_a_thread
from duilian.assessment import assess
from duilian.assessment.hints import missed_opportunity, next_hint
from duilian.coaching.scorecard import render_hint


class ActionHint(Action):
    """No hints in an exam."""

    def name(self) -> str:
        return "action_hint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        await in_a_thread(partial(_hint, dispatcher, tracker))
        return []


def _hint(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    played = call_of(tracker)
    if played is None:
        return
    scenario, call = played
    on_demand = tracker.latest_message["intent"].get("name") == "hint"
    # After a turn the client has answered already; what it said is no part of what the turn missed.
    prediction = prediction_of(tracker, scenario, until_last_trainee_turn=not on_demand)
    heard, free = prediction.dialogue, scenario.calendar.free
    if on_demand:
        verdict = next_hint(heard, rubric(), free)
    else:
        verdict = missed_opportunity(assess(heard, rubric(), free, prediction.probabilities), heard)
    exam = call.mode == "exam"
    if on_demand or verdict:
        hint = None if exam or verdict is None else verdict.criterion.name
        text = render_hint(verdict, heard, exam=exam)
        dispatcher.utter_message(text=text, json_message={"hint": hint})
