"""A Rasa tracker read as a dialogue: the turns since the last start_call, and who hung up."""

from dataclasses import replace
from typing import Any, Dict, List, Optional, Tuple

from duilian.dialogue import ACTS, CUES, ActSpan, Dialogue, Speaker, Turn

UTTER = "utter_"
NARRATION = ("unknown_scenario",)


def played(events: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """Serialised events → those of the call being played: from the last start_call on."""
    starts = [n for n, e in enumerate(events) if e.get("event") == "user" and _intent(e) == "start_call"]
    return events[starts[-1] :] if starts else events


def _intent(event: Dict[str, Any]) -> str:
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")


def move_of(event: Dict[str, Any]) -> Optional[str]:
    """The client's move behind a bot event, None for what is not the client's (hints, the scorecard)."""
    action = str((event.get("metadata") or {}).get("utter_action") or "")
    name = action[len(UTTER) :] if action.startswith(UTTER) else ""
    return None if not name or name in NARRATION else name


def _trainee_turn(event: Dict[str, Any]) -> Turn:
    text = str(event.get("text") or "")
    found = (event.get("parse_data") or {}).get("entities") or []
    spans = [
        ActSpan(e["entity"], e["start"], e["end"], float(e.get("confidence_entity") or 1.0))
        for e in found
        if e.get("entity") in ACTS and isinstance(e.get("start"), int)
    ]
    return Turn("trainee", text, acts=tuple(sorted(spans, key=lambda s: s.start)))


def turns_of(events: List[Dict[str, Any]]) -> Tuple[Turn, ...]:
    """The call's turns; a client turn's ``cues`` are its moves, those without a cue too (see :func:`cues_only`)."""
    turns: List[Turn] = []
    for event in played(events):
        if event.get("event") == "user" and _intent(event) == "speak":
            turns.append(_trainee_turn(event))
        elif event.get("event") == "bot":
            move = move_of(event)
            if move is None:
                continue
            text = str(event.get("text") or "")
            cues: Tuple[str, ...] = (move,)
            if turns and turns[-1].speaker == "client":
                last = turns.pop()
                text, cues = last.text + text, (*last.cues, move)
            turns.append(Turn("client", text, cues=cues))
    return tuple(turns)


def cues_only(turns: Tuple[Turn, ...]) -> Tuple[Turn, ...]:
    """The same turns with only the rubric's cues, as assessment wants them."""
    return tuple(Turn(t.speaker, t.text, t.acts, tuple(c for c in t.cues if c in CUES)) for t in turns)


def hung_up_by(events: List[Dict[str, Any]]) -> Optional[Speaker]:
    """client where it said its farewell, trainee where a hang_up came first, None while the call goes on."""
    for event in played(events):
        if event.get("event") == "bot" and move_of(event) == "farewell":
            return "client"
        if event.get("event") == "user" and _intent(event) == "hang_up":
            return "trainee"
    return None


def up_to_last_trainee_turn(dialogue: Dialogue) -> Dialogue:
    """The dialogue without what the client said after the trainee's last turn."""
    ends = [n for n, turn in enumerate(dialogue.turns, 1) if turn.speaker == "trainee"]
    return replace(dialogue, turns=dialogue.turns[: ends[-1]] if ends else ())
