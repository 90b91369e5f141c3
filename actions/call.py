"""What the actions share: the call of a tracker, its scenario, the rubric, the tagger and the archive.

Files are read once a process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from threading import Lock

from rasa_sdk import Tracker
from sqlalchemy.engine import Engine

from actions.threads import read_once
from duilian import archive
from duilian.archive import Call
from duilian.archive.exam_models import TIME_UP
from duilian.assessment import Rubric, load_rubric
from duilian.assistant.tracked_call import (
    TrackedCall,
    call_from_events,
    cues_only,
    up_to_last_trainee_turn,
)
from duilian.call.said import Concordance, turns_said
from duilian.call.session import kept_exchanges, kept_memory
from duilian.config import load_config
from duilian.dialogue.model import Dialogue, Turn
from duilian.evaluation.signature import score_signature
from duilian.roleplay.cast import Cast, load_cast
from duilian.roleplay.scenario import Scenario
from duilian.tagging import Prediction, Tagger, load_tagger, version

_log = logging.getLogger(__name__)
_TAGGING = Lock()  # spaCy promises nothing to threads, and they would only share the processor


@read_once
def rubric() -> Rubric:
    """The rubric."""
    return load_rubric(load_config().data / "rubric.yml")


@read_once
def _cast() -> Cast:
    return load_cast(load_config().data)


@read_once
def _tagger() -> Tagger:
    return load_tagger(load_config().tagger)


def _predict(dialogue: Dialogue, cues_known: bool = False) -> Prediction:
    with _TAGGING:
        return _tagger().predict(dialogue, cues_known)


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
        memory = str(given.get("memory") or "") if row is None else kept_memory(db, tracker.sender_id)
    scenario = _cast().find(str(given.get("scenario")), memory)
    if scenario is None:
        return None
    mode, seed = str(given.get("mode") or "practice"), str(given.get("seed") or tracker.sender_id)
    return scenario, Call(tracker.sender_id, scenario.id, scenario.kind, mode, seed)


def scored_prediction_of(tracker: Tracker, scenario: Scenario) -> tuple[Prediction, Concordance]:
    """The call as it was said, tagged: the tracker's, held against the archive's exchanges.

    Args:
        tracker: The call's.
        scenario: The one being played.

    Returns:
        The call, and how the two accounts of it stood to each other.
    """
    call = call_from_events(tracker.events)
    with archive.transaction(archive_engine()) as db:
        exchanges = kept_exchanges(db, tracker.sender_id)
    said = turns_said(exchanges, call.turns)
    if exchanges and exchanges[-1].key == TIME_UP and call.hung_up_by == "trainee":
        call.hung_up_by = None  # the exam's end ended it
    if said.concordance is not Concordance.SAME:
        _log.warning(
            "session %s: the tracker is not what the archive has: %s",
            tracker.sender_id,
            said.concordance.value,
        )
    dialogue = _dialogue(tracker, scenario, call, said.turns)
    if said.moves_known:
        return _predict(dialogue, cues_known=True), said.concordance
    guessed = _predict(replace(dialogue, turns=said.turns)).dialogue.turns
    turns = tuple(
        replace(turn, cues=turn.cues or guess.cues)
        for turn, guess in zip(dialogue.turns, guessed, strict=True)
    )
    return _predict(replace(dialogue, turns=turns), cues_known=True), said.concordance


def _dialogue(tracker: Tracker, scenario: Scenario, call: TrackedCall, turns: Iterable[Turn]) -> Dialogue:
    context = replace(scenario.context(), hung_up_by=None if scenario.visit else call.hung_up_by)
    return Dialogue(tracker.sender_id, scenario.kind, context, cues_only(turns))


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
    dialogue = _dialogue(tracker, scenario, call, call.turns)
    return _predict(
        up_to_last_trainee_turn(dialogue) if until_last_trainee_turn else dialogue, cues_known=True
    )


@read_once
def archive_engine() -> Engine:
    """The archive, opened once a process."""
    return archive.open_archive(load_config().database_url)


@read_once
def signature() -> str:
    """All that a score depends on here, in one line."""
    return score_signature(load_config().data, rubric().version, model_version())


@read_once
def model_version() -> str:
    """The fingerprint of the tagger that predicts here."""
    return version(load_config().tagger)
