"""A Rasa tracker as a call: the turns since the last start_call, and who hung up."""

from collections import OrderedDict
from dataclasses import replace
from itertools import islice
from typing import Any, Callable, Dict, Generic, Iterable, List, Optional, Sequence, Tuple, TypeVar

from duilian.dialogue.model import ACTS, CUES, ActSpan, Dialogue, Speaker, Turn
from duilian.roleplay.cast import Cast
from duilian.roleplay.scenario import Scenario

UTTER = "utter_"  # before a client's move in the name of its response
TOLD = "told"  # of a bot event's metadata: the topics of its own affairs of which the client tells
ASKS = "asks"  # the entity whose value is a topic that the trainee asks for
NARRATION = ("unknown_scenario",)  # responses that are not the client's words
_KEPT = 512  # calls
T = TypeVar("T")


def _intent(event: Dict[str, Any]) -> str:
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")


def heard_spans(entities: Iterable[Dict[str, Any]]) -> Tuple[ActSpan, ...]:
    """The acts among the entities of a message, in their order."""
    spans = [
        ActSpan(e["entity"], e["start"], e["end"], float(e.get("confidence_entity") or 1.0))
        for e in entities
        if e.get("entity") in ACTS and isinstance(e.get("start"), int)
    ]
    return tuple(sorted(spans, key=lambda s: s.start))


def _trainee_turn(event: Dict[str, Any]) -> Turn:
    entities = (event.get("parse_data") or {}).get("entities") or []
    asks = tuple(str(e.get("value")) for e in entities if e.get("entity") == ASKS)
    return Turn("trainee", str(event.get("text") or ""), acts=heard_spans(entities), asks=asks)


def _move_named(action: str) -> Optional[str]:
    """The client's move behind an action's name, None for what is not the client's (hints, the scorecard)."""
    name = action[len(UTTER) :] if action.startswith(UTTER) else ""
    return None if not name or name in NARRATION else name


def move_of(event: Dict[str, Any]) -> Optional[str]:
    """The client's move behind a bot event, None for what is not the client's."""
    return _move_named(str((event.get("metadata") or {}).get("utter_action") or ""))


class TrackedCall:
    """A call, taken in event by event.

    An action is followed by its words, except in test stories, which play actions without running them.

    Attributes:
        turns: Those since the last start_call. A client turn's ``cues`` are its moves, those that are no cue
            too (see :func:`cues_only`).
        said: The client's moves with their words, in order.
        hung_up_by: Who hung up, None while nobody did.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.turns: List[Turn] = []
        self.said: List[Tuple[str, str]] = []
        self.hung_up_by: Optional[Speaker] = None
        self._unspoken: Optional[str] = None

    def feed(self, event: Dict[str, Any]) -> None:
        """Take in one serialised event more."""
        kind = event.get("event")
        if kind == "user":
            self._trainee_says(event)
        elif kind == "action":
            self._unspoken = _move_named(str(event.get("name") or ""))
            if self._unspoken:
                _client_says(self.turns, "", self._unspoken)
        elif kind == "bot":
            move, text = move_of(event), str(event.get("text") or "")
            if move is not None:
                told = tuple(map(str, (event.get("metadata") or {}).get(TOLD) or ()))
                _client_says(self.turns, text, None if move == self._unspoken else move, told)
                self._unspoken = None
                self.said.append((move, text))
                if move == "farewell":
                    self.hung_up_by = self.hung_up_by or "client"

    def _trainee_says(self, event: Dict[str, Any]) -> None:
        intent = _intent(event)
        if intent == "start_call":
            self._begin()
        elif intent == "speak":
            self.turns.append(_trainee_turn(event))
        elif intent == "hang_up":
            self.hung_up_by = self.hung_up_by or "trainee"


def client_of(cast: Cast, tracker: Any) -> Optional[Scenario]:
    """Who is rung in a tracker's call, with what it remembers; None for an unknown scenario."""
    return cast.find(str(tracker.get_slot("scenario")), str(tracker.get_slot("memory") or ""))


def call_from_events(events: Iterable[Dict[str, Any]]) -> TrackedCall:
    """A call from its serialised events."""
    call = TrackedCall()
    for event in events:
        call.feed(event)
    return call


class Incremental(Generic[T]):
    """What was made of each call's items so far, so that the next time only new ones are taken in.

    So a long call costs no more than a short one. Where the items of last time no longer stand there, it
    begins anew.
    """

    def __init__(self, begin: Callable[[], T], extend: Callable[[T, Iterable[Any]], T]) -> None:
        """Make one that knows no call yet.

        Args:
            begin: Makes what no item gives.
            extend: What was made so far and new items → what they make together.
        """
        self._begin, self._extend = begin, extend
        self._known: OrderedDict[str, Tuple[int, Any, T]] = OrderedDict()

    def update(self, name: str, items: Sequence[Any], begin: Optional[Callable[[], T]] = None) -> T:
        """What a call's items make.

        Args:
            name: The call's.
            items: All of its items, old and new.
            begin: Makes what no item gives in this call, where it is not the same in all.

        Returns:
            It may be extended later: take from it what is needed at once.
        """
        count, last, made = self._known.pop(name, (0, None, None))
        if made is None or count > len(items) or (count and items[count - 1] is not last):
            count, made = 0, (begin or self._begin)()
        made = self._extend(made, islice(items, count, None))
        self._known[name] = (len(items), items[-1] if items else None, made)
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return made


class TrackedCalls:
    """The calls in play."""

    def __init__(self) -> None:
        self._calls: Incremental[TrackedCall] = Incremental(TrackedCall, _feed_all)

    def call_of(self, tracker: Any) -> TrackedCall:
        """A tracker's call so far."""
        return self._calls.update(tracker.sender_id, tracker.events)


def _feed_all(call: TrackedCall, events: Iterable[Any]) -> TrackedCall:
    for event in events:
        call.feed(event.as_dict())
    return call


def _client_says(turns: List[Turn], text: str, move: Optional[str], told: Tuple[str, ...] = ()) -> None:
    """Put words, a move, topics told to the client's last turn; begin one where the trainee spoke last."""
    if not turns or turns[-1].speaker != "client":
        turns.append(Turn("client", ""))
    last = turns.pop()
    cues = (*last.cues, move) if move else last.cues
    turns.append(replace(last, text=last.text + text, cues=cues, asks=(*last.asks, *told)))


def cues_only(turns: Iterable[Turn]) -> Tuple[Turn, ...]:
    """The same turns with only the rubric's cues, as assessment wants them."""
    return tuple(Turn(t.speaker, t.text, t.acts, tuple(c for c in t.cues if c in CUES)) for t in turns)


def up_to_last_trainee_turn(dialogue: Dialogue) -> Dialogue:
    """The dialogue without what the client said after the trainee's last turn."""
    ends = [n for n, turn in enumerate(dialogue.turns, 1) if turn.speaker == "trainee"]
    return replace(dialogue, turns=dialogue.turns[: ends[-1]] if ends else ())
