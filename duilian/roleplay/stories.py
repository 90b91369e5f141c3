"""Annotated dialogues as Rasa stories: a few dialogues in which every move of the client occurs.

All dialogues together contradict each other as stories (after the same beginning two clients do different
things). So only a few are written out, chosen so that none contradicts another. What clients *tend* to do is
learnt from all of them (:class:`duilian.roleplay.move_model.MoveModel`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from duilian.dialogue.model import Dialogue
from duilian.roleplay.scenario import SITUATIONS
from duilian.roleplay.state import ClientState, after_client_moves, after_trainee_turn

# What a client turn without a cue does: the move of the first of these acts that the trainee has just made.
_MOVE_AFTER_ACT = {
    "leave_message": "noted",
    "request_transfer": "put_through",
    "confirm_appointment": "agree",
    "check_understanding": "understood",
    "apologize_dropped_call": "never_mind",
    "check_convenience": "convenient",
    "defer_call": "late_call",
}
# Where no appointment is at stake, these come first, and then those of the kind of conversation.
_MOVE_OUTSIDE_APPOINTMENTS = {
    "ask_needs": "tell_needs",
    "invite_feedback": "no_opinion",
    "holiday_wish": "wish_back",
}
_MOVE_BY_KIND = {
    "phone_arrears": {
        "promise_feedback": "calmed",
        "arrears_tactful": "pay_soon",
        "arrears_blunt": "pay_soon",
    },
    "visit_complaint": {"promise_feedback": "calmed"},
    "visit_gift": {"state_purpose": "thanks_back"},
}
# The situation that an appointment call plays, by the first of these cues that occurs in it.
_SITUATION_OF_CUE = {
    "absent": "absent",
    "gatekeeper": "gatekeeper",
    "dropped": "line_drops",
    "unclear": "garbled",
    "busy": "busy",
    "cannot_fix_time": "cannot_fix_time",
    "refuse_no_time": "no_time",
    "refuse": "impatient",
    "ask_feature": "technical_question",
    "ask_necessity": "why_in_person",
    "noncommittal": "noncommittal",
}


class StoryStep(NamedTuple):
    """A step of a story: an action of the client's, or what the trainee says.

    Attributes:
        action: The client's action (``utter_listen``); "" where the trainee speaks.
        said: What the trainee says: each act with its words.
    """

    action: str
    said: tuple[tuple[str, str], ...] = ()


def move_without_cue(state: ClientState, kind: str) -> str:
    """The move of a client turn that carries no cue.

    Args:
        state: The state in which the client speaks.
        kind: The kind of conversation, without a variant.
    """
    if not state.turn_count:
        return "receive" if kind.startswith("visit_") else "listen"
    moves = _MOVE_AFTER_ACT
    if kind != "phone_appointment":
        moves = {**_MOVE_OUTSIDE_APPOINTMENTS, **_MOVE_BY_KIND.get(kind, {}), **_MOVE_AFTER_ACT}
    return next((move for act, move in moves.items() if act in state.last_acts), "listen")


def situation_of(dialogue: Dialogue) -> str:
    """Which situation a dialogue plays.

    For an appointment call it is told by its cues, for the other kinds it is the first of the kind's
    ``SITUATIONS``.
    """
    if dialogue.base != "phone_appointment":
        return SITUATIONS[dialogue.base][0]
    cues = {cue for turn in dialogue.turns for cue in turn.cues}
    otherwise = "acquainted" if dialogue.context.acquainted else "first_call"
    return next((situation for cue, situation in _SITUATION_OF_CUE.items() if cue in cues), otherwise)


def story_steps(dialogue: Dialogue) -> tuple[StoryStep, ...]:
    """A dialogue's turns as steps of a story, up to the client's farewell or the trainee's hanging up."""
    steps: list[StoryStep] = []
    state = ClientState()
    for turn in dialogue.turns:
        if turn.speaker == "trainee":
            state = after_trainee_turn(state, turn)
            steps.append(StoryStep("", tuple((s.act, turn.text[s.start : s.end]) for s in turn.acts)))
        else:
            moves = turn.cues or (move_without_cue(state, dialogue.base),)
            state = after_client_moves(state, turn.cues)
            steps += [StoryStep(f"utter_{move}") for move in moves]
    return tuple(steps)


def _next_actions(dialogue: Dialogue) -> dict[tuple[object, ...], str]:
    """What has happened → what the client does then, waiting included.

    Of the trainee's turns only the acts count, as for Rasa.
    """
    actions: dict[tuple[object, ...], str] = {}
    past: tuple[object, ...] = (situation_of(dialogue),)
    for action, said in story_steps(dialogue):
        actions[past] = action or "action_listen"
        past = (*past, action or frozenset(act for act, _ in said))
    return actions


def _shown_by(dialogue: Dialogue) -> set[str]:
    """What a story shows: its actions, its situation, its kind."""
    actions = {action for action, _ in story_steps(dialogue) if action}
    return actions | {situation_of(dialogue), dialogue.base}


def select_stories(dialogues: Iterable[Dialogue]) -> list[Dialogue]:
    """Choose few dialogues that show every move, kind and situation without contradicting one another.

    The choice is greedy; dialogues that show what the fewest show come first, so that what is rare finds its
    place before it is contradicted.
    """
    candidates = [d for d in dialogues if d.turns and d.turns[0].speaker == "client"]
    frequency = Counter(what for dialogue in candidates for what in _shown_by(dialogue))
    shown: set[str] = set()
    known: dict[tuple[object, ...], str] = {}
    chosen: list[Dialogue] = []

    def worth(dialogue: Dialogue) -> tuple[float, bool, int]:
        new = sorted(_shown_by(dialogue) - shown)
        rarity = sum(1 / frequency[what] for what in new)
        return rarity, dialogue.kind == "phone_appointment", -len(dialogue.turns)

    while candidates:
        best = max(candidates, key=worth)
        if not _shown_by(best) - shown:
            return chosen
        candidates.remove(best)
        actions = _next_actions(best)
        if all(known.get(past, action) == action for past, action in actions.items()):
            known.update(actions)
            shown |= _shown_by(best)
            chosen.append(best)
    return chosen


def format_stories(dialogues: Iterable[Dialogue]) -> str:
    """Write dialogues as a Rasa story file (YAML)."""
    lines = [
        'version: "3.1"',
        "# Written by scripts/convert_dialogues from data/dialogues, never by hand.",
        "stories:",
    ]
    for dialogue in dialogues:
        lines += [f"- story: {dialogue.id}", "  steps:", "  - intent: start_call"]
        lines += ["  - slot_was_set:", f"    - situation: {situation_of(dialogue)}"]
        for action, said in story_steps(dialogue):
            lines.append(f"  - action: {action}" if action else "  - intent: speak")
            if said:
                lines.append("    entities:")
                lines += [f"    - {act}: {json.dumps(words, ensure_ascii=False)}" for act, words in said]
        if dialogue.context.hung_up_by == "trainee":
            lines.append("  - intent: hang_up")
        lines.append("  - action: action_debrief")
    return "\n".join(lines) + "\n"
