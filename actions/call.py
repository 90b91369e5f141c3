"""What the actions share: the call of a tracker, its scenario, the rubric, the tagger and the archive.

Files are read once a process.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from rasa_sdk import Tracker
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import Call
from duilian.assessment import Rubric, load_rubric
from duilian.assistant.tracked_call import call_from_events, cues_only, up_to_last_trainee_turn
from duilian.config import load_config
from duilian.dialogue.model import Dialogue
from duilian.roleplay.scenario import Scenario, load_scenarios
from duilian.tagging import Prediction, Tagger, load_tagger, version


@cache
def rubric() -> Rubric:
    """The rubric."""
    return load_rubric(load_config().data / "rubric.yml")


@cache
def _scenarios() -> dict[str, Scenario]:
    return load_scenarios(load_config().data / "scenarios")


@cache
def _tagger() -> Tagger:
    return load_tagger(load_config().tagger)


def call_of(tracker: Tracker) -> tuple[Scenario, Call] | None:
    """What is being played: the archive's word, where it knows the session, else the tracker's slots.

    A request says only who asks for what; which scenario, in which mode, is no business of its own.

    Returns:
        The scenario, and what the archive wants to know of the session; None for an unknown scenario.
    """
    with archive.transaction(archive_engine()) as db:
        row = archive.find_call(db, tracker.sender_id)
        given = (
            dict(tracker.slots) if row is None else {n: getattr(row, n) for n in ("scenario", "mode", "seed")}
        )
    scenario = _scenarios().get(str(given.get("scenario")))
    if scenario is None:
        return None
    mode, seed = str(given.get("mode") or "practice"), str(given.get("seed") or tracker.sender_id)
    return scenario, Call(tracker.sender_id, scenario.id, scenario.kind, mode, seed)


def prediction_of(tracker: Tracker, scenario: Scenario, until_last_trainee_turn: bool = False) -> Prediction:
    """The call so far, tagged, and named after the session.

    The acts that Rasa's pipeline predicted from each message and what came before it are what the client
    heard; here the trainee's turns are tagged once more, with what came after them too.

    Args:
        tracker: The call's.
        scenario: The one being played.
        until_last_trainee_turn: Without what the client answered to the last turn.
    """
    call = call_from_events(tracker.events)
    context = replace(scenario.context(), hung_up_by=None if scenario.visit else call.hung_up_by)
    dialogue = Dialogue(tracker.sender_id, scenario.kind, context, cues_only(call.turns))
    return _tagger().predict(
        up_to_last_trainee_turn(dialogue) if until_last_trainee_turn else dialogue, cues_known=True
    )


@cache
def archive_engine() -> Engine:
    """The archive, opened once a process."""
    return archive.open_archive(load_config().database_url)


@cache
def model_version() -> str:
    """The fingerprint of the tagger that predicts here."""
    return version(load_config().tagger)
