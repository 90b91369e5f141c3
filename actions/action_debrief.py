"""The debrief: scores a call that is over, keeps it, and answers with the scorecard, as text and as JSON."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import partial
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.call import archive_engine, call_of, model_version, rubric, scored_prediction_of, signature
from actions.threads import alone_with, in_a_thread
from duilian import archive
from duilian.archive import reviews
from duilian.archive.models import Comment
from duilian.assessment import Assessment, assess, dump_assessment
from duilian.call.said import Concordance
from duilian.coaching.debrief import as_ruled
from duilian.coaching.scorecard import render_scorecard
from duilian.dialogue.model import Dialogue
from duilian.roleplay.scenario import Scenario
from duilian.texts import sentence


class ActionDebrief(Action):
    """Once a call: a second hang-up is answered with the same scorecard, and what is kept is not touched."""

    def name(self) -> str:
        return "action_debrief"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        await in_a_thread(partial(_debrief, dispatcher, tracker))
        return []


def _debrief(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    with alone_with(tracker.sender_id):
        played = call_of(tracker)
        if played is None:
            return
        scenario, call = played
        prediction, concordance = scored_prediction_of(tracker, scenario)
        dialogue, note = prediction.dialogue, ""
        result = assess(dialogue, rubric(), scenario.calendar.free, prediction.probabilities)
        with archive.transaction(archive_engine()) as db:
            row = archive.find_call(db, call.id)
            if row is None or row.ended_at is None:
                now = datetime.now(timezone.utc)
                row = archive.keep_call(db, call, dialogue, result, model_version(), now, signature())
                if concordance is Concordance.DIFFERENT:
                    note = "\n" + sentence("scorecard.accounts_differ")
                    row.comments.append(Comment(turn=-1, text=sentence("scorecard.accounts_differ"), at=now))
            elif _words(archive.dialogue_of(row)) == _words(dialogue):
                dialogue, result = _as_kept(row, scenario)
            else:  # the same sender rang once more, or somebody made a tracker up
                note = "\n" + sentence("scorecard.not_kept")
        dispatcher.utter_message(
            text=render_scorecard(result, dialogue) + note,
            json_message={"scorecard": dump_assessment(result)},
        )


def _words(dialogue: Dialogue) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in dialogue.turns]


def _as_kept(row: archive.Session, scenario: Scenario) -> tuple[Dialogue, Assessment]:
    """An ended session as it stands in the archive, with what holds of it now."""
    dialogue = archive.dialogue_of(row)
    result = assess(dialogue, rubric(), scenario.calendar.free)
    return dialogue, as_ruled(result, reviews.rulings(row), rubric(), row.score)
