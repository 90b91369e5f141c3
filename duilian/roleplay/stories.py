"""Annotated dialogues as Rasa stories: a few canonical calls in which every move of the client occurs.

All dialogues together contradict each other as stories (after the same beginning two clients do different things), so
only a small set is written out, chosen so that none contradicts another; what clients *tend* to do is learnt from all
of them by :class:`duilian.roleplay.moves.MoveModel`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from duilian.dialogue.model import Dialogue
from duilian.roleplay.scenario import SITUATIONS
from duilian.roleplay.state import ClientState, after_client_moves, after_trainee_turn

# What a client turn without a cue does, by the first of these acts that the trainee has just made.
_PLAIN = (
    ("leave_message", "noted"), ("request_transfer", "put_through"), ("confirm_appointment", "agree"),
    ("check_understanding", "understood"), ("apologize_dropped_call", "never_mind"), ("check_convenience", "convenient"),
    ("defer_call", "late_call"),
)  # fmt: skip
# Where no appointment is at stake, these come first.
_ELSEWHERE = (("ask_needs", "tell_needs"), ("invite_feedback", "no_opinion"), ("holiday_wish", "wish_back"))
_PLAIN_BY_KIND = {
    "phone_care": _ELSEWHERE, "phone_vip_notice": _ELSEWHERE, "phone_promotion": _ELSEWHERE, "visit_fabe": _ELSEWHERE,
    "phone_arrears": (*_ELSEWHERE, ("promise_feedback", "calmed"), ("arrears_tactful", "pay_soon"), ("arrears_blunt", "pay_soon")),
    "visit_complaint": (*_ELSEWHERE, ("promise_feedback", "calmed")), "visit_gift": (*_ELSEWHERE, ("state_purpose", "thanks_back")),
}  # fmt: skip
_SITUATION_OF = (
    ("absent", "absent"), ("gatekeeper", "gatekeeper"), ("dropped", "line_drops"), ("unclear", "garbled"),
    ("busy", "busy"), ("cannot_fix_time", "cannot_fix_time"), ("refuse_no_time", "no_time"), ("refuse", "impatient"),
    ("ask_feature", "technical_question"), ("ask_necessity", "why_in_person"), ("noncommittal", "noncommittal"),
)  # fmt: skip

Step = tuple[
    str, tuple[tuple[str, str], ...]
]  # an action and nothing, or "" and what the trainee said by act


def plain_move(state: ClientState, kind: str) -> str:
    """The move of a client turn that carries no cue, after what was just heard in this kind of conversation."""
    if not state.turn_count:
        return "receive" if kind.startswith("visit_") else "listen"
    answers = (*_PLAIN_BY_KIND.get(kind, ()), *_PLAIN) if kind != "phone_appointment" else _PLAIN
    return next((move for act, move in answers if act in state.last_acts), "listen")


def situation_of(dialogue: Dialogue) -> str:
    """Which situation a dialogue plays, by its cues: one of the thirteen of appointment calls, else the first of
    its kind."""
    if dialogue.base != "phone_appointment":
        return SITUATIONS[dialogue.base][0]
    cues = {c for turn in dialogue.turns for c in turn.cues}
    plain = "acquainted" if dialogue.context.acquainted else "first_call"
    return next((situation for cue, situation in _SITUATION_OF if cue in cues), plain)


def steps_of(dialogue: Dialogue) -> tuple[Step, ...]:
    """A dialogue's turns as steps of a story, up to the client's farewell or the trainee's hanging up."""
    steps: list[Step] = []
    state = ClientState()
    for turn in dialogue.turns:
        if turn.speaker == "trainee":
            state = after_trainee_turn(state, turn)
            steps.append(("", tuple((s.act, turn.text[s.start : s.end]) for s in turn.acts)))
        else:
            moves = turn.cues or (plain_move(state, dialogue.base),)
            state = after_client_moves(state, turn.cues)
            steps += [(f"utter_{move}", ()) for move in moves]
    return tuple(steps)


def _prefixes(dialogue: Dialogue) -> dict[tuple[object, ...], str]:
    """What has happened → what the client does then, waiting included. Of the trainee's turns only the acts count, as for Rasa."""
    found: dict[tuple[object, ...], str] = {}
    past: tuple[object, ...] = (situation_of(dialogue),)
    for action, said in steps_of(dialogue):
        found[past] = action or "action_listen"
        past = (*past, action or frozenset(act for act, _ in said))
    return found


def canonical(dialogues: Iterable[Dialogue]) -> list[Dialogue]:
    """Few dialogues that show every move, kind and situation without contradicting one another.

    Chosen greedily, those that show what the fewest show first: what is rare finds its place before it is contradicted.
    """
    left = [d for d in dialogues if d.turns and d.turns[0].speaker == "client"]
    shown: set[str] = set()
    known: dict[tuple[object, ...], str] = {}
    chosen: list[Dialogue] = []

    def shows(dialogue: Dialogue) -> set[str]:
        return {action for action, _ in steps_of(dialogue) if action} | {
            situation_of(dialogue),
            dialogue.base,
        }

    showing = Counter(what for d in left for what in shows(d))

    def worth(dialogue: Dialogue) -> tuple[float, bool, int]:
        new = shows(dialogue) - shown
        return (
            sum(1 / showing[what] for what in sorted(new)),
            dialogue.kind == "phone_appointment",
            -len(dialogue.turns),
        )

    while left:
        best = max(left, key=worth)
        if not shows(best) - shown:
            return chosen
        left.remove(best)
        if all(known.get(past, action) == action for past, action in _prefixes(best).items()):
            known.update(_prefixes(best))
            shown |= shows(best)
            chosen.append(best)
    return chosen


def format_stories(dialogues: Iterable[Dialogue]) -> str:
    """Dialogues → a Rasa story file."""
    lines = [
        'version: "3.1"',
        "# Written by scripts/convert_dialogues from data/dialogues, never by hand.",
        "stories:",
    ]
    for dialogue in dialogues:
        lines += [f"- story: {dialogue.id}", "  steps:", "  - intent: start_call"]
        lines += ["  - slot_was_set:", f"    - situation: {situation_of(dialogue)}"]
        for action, said in steps_of(dialogue):
            lines.append(f"  - action: {action}" if action else "  - intent: speak")
            if said:
                lines.append("    entities:")
                lines += [f"    - {act}: {json.dumps(words, ensure_ascii=False)}" for act, words in said]
        if dialogue.context.hung_up_by == "trainee":
            lines.append("  - intent: hang_up")
        lines.append("  - action: action_debrief")
    return "\n".join(lines) + "\n"
