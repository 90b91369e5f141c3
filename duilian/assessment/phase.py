"""How far a conversation came: the phase in which it broke off."""

from __future__ import annotations

from collections.abc import Mapping

from duilian.dialogue.model import Dialogue

# The furthest phase that an act shows, the last first; names as in data/texts.yml.
_SHOWN_BY: Mapping[str, tuple[str, ...]] = {
    "time": ("offer_two_times", "offer_one_time", "ask_open_time", "confirm_appointment", "defer_call"),
    "feedback": ("invite_feedback", "promise_feedback"),
    "pitch": ("feature", "advantage", "evidence"),
    "purpose": (
        "state_purpose",
        "state_necessity",
        "state_benefit",
        "vip_notice",
        "arrears_tactful",
        "arrears_blunt",
        "propose_meeting",
        "ask_needs",
        "state_duration",
    ),
}
PHASES = ("opening", "purpose", "pitch", "feedback", "time")
"""The phases in the order of a conversation. The archive keeps their numbers: add new ones at the end."""


def broke_off(dialogue: Dialogue) -> str | None:
    """The phase of :data:`PHASES` that a labelled dialogue did not get beyond.

    None where the trainee said goodbye or took leave, so that the dialogue came to its end.
    """
    acts = {span.act for turn in dialogue.turns for span in turn.acts}
    if acts & {"farewell", "ask_leave"}:
        return None
    return next((phase for phase, shown_by in _SHOWN_BY.items() if acts.intersection(shown_by)), "opening")
