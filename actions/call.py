"""What the actions share: the call in the tracker as a dialogue, the scenario, the rubric. Files are read once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from rasa_sdk import Tracker

from duilian.assessment import Rubric, load_rubric
from duilian.assistant.talk import cues_only, hung_up_by, turns_of
from duilian.config import load_config
from duilian.dialogue import Dialogue
from duilian.roleplay.scenario import Scenario, load_scenarios


@cache
def rubric() -> Rubric:
    return load_rubric(load_config().data / "rubric.yml")


@cache
def _scenarios() -> dict[str, Scenario]:
    return load_scenarios(load_config().data / "scenarios")


def scenario_of(tracker: Tracker) -> Scenario | None:
    """The scenario being played, None where the call began with an unknown one."""
    return _scenarios().get(str(tracker.get_slot("scenario")))


def dialogue_of(tracker: Tracker, scenario: Scenario) -> Dialogue:
    """The call so far, named after the session."""
    context = replace(scenario.context(), hung_up_by=hung_up_by(tracker.events))
    return Dialogue(tracker.sender_id, scenario.kind, context, cues_only(turns_of(tracker.events)))
