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


def _trainee_turn(event: Dict[str, Any]) -> Turn:
    text = str(event.get("text") or "")
    found = (event.get("parse_data") or {}).get("entities") or []
    spans = [
        ActSpan(e["entity"], e["start"], e["end"], float(e.get("confidence_entity") or 1.0))
        for e in found
        if e.get("entity") in ACTS and isinstance(e.get("start"), int)
    ]
    return Turn("trainee", text, acts=tuple(sorted(spans, key=lambda s: s.start)))


def _move_named(action: str) -> Optional[str]:
    """The client's move behind an action's name, None for what is not the client's (hints, the scorecard)."""
    name = action[len(UTTER) :] if action.startswith(UTTER) else ""
    return None if not name or name in NARRATION else name


def move_of(event: Dict[str, Any]) -> Optional[str]:
    """The client's move behind a bot event, None for what is not the client's."""
    return _move_named(str((event.get("metadata") or {}).get("utter_action") or ""))


def turns_of(events: List[Dict[str, Any]]) -> Tuple[Turn, ...]:
    """The call's turns; a client turn's ``cues`` are its moves, those without a cue too (see :func:`cues_only`).

    An action is followed by its words, except in test stories, which play actions without running them.
    """
    turns: List[Turn] = []
    unspoken: Optional[str] = None
    for event in played(events):
        if event.get("event") == "user" and _intent(event) == "speak":
            turns.append(_trainee_turn(event))
        elif event.get("event") == "action":
            unspoken = _move_named(str(event.get("name") or ""))
            if unspoken:
                _client_says(turns, "", unspoken)
        elif event.get("event") == "bot":
            move = move_of(event)
            if move is not None:
                _client_says(turns, str(event.get("text") or ""), None if move == unspoken else move)
                unspoken = None
    return tuple(turns)


def _client_says(turns: List[Turn], text: str, move: Optional[str]) -> None:
    """Put words, or a move, or both, to the client's turn at the end; begin one where the trainee spoke last."""
    if not turns or turns[-1].speaker != "client":
        turns.append(Turn("client", ""))
    last = turns.pop()
    turns.append(replace(last, text=last.text + text, cues=(*last.cues, move) if move else last.cues))


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
