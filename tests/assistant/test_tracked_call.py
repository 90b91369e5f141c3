"""A call taken in step by step is the call taken in at once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duilian.assistant.tracked_call import TrackedCall, TrackedCalls, call_from_events
from duilian.roleplay.state import state_after
from tests.assessment.support import short


class Event:
    """As little of a Rasa event as a reader wants."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields

    def as_dict(self) -> dict[str, Any]:
        return self.fields


def user(intent: str, text: str = "您好") -> Event:
    return Event(event="user", text=text, parse_data={"intent": {"name": intent}, "entities": []})


def bot(move: str, text: str) -> list[Event]:
    return [
        Event(event="action", name=f"utter_{move}"),
        Event(event="bot", text=text, metadata={"utter_action": f"utter_{move}"}),
    ]


SAYS = st.sampled_from(["speak", "hint", "hang_up", "start_call", "listen", "ask_purpose", "farewell"])


def events_of(names: list[str]) -> list[Event]:
    events: list[Event] = []
    for n, name in enumerate(names):
        events += (
            [user(name, f"第{n}句")]
            if name in ("speak", "hint", "hang_up", "start_call")
            else bot(name, f"嗯{n}")
        )
    return events


def facts(call: TrackedCall) -> tuple[object, ...]:
    return tuple(call.turns), tuple(call.said), call.hung_up_by


@given(st.lists(SAYS, max_size=14), st.lists(st.integers(0, 30), max_size=5))
def test_taken_in_step_by_step_is_taken_in_at_once(names: list[str], stops: list[int]) -> None:
    events, calls = events_of(names), TrackedCalls()
    for stop in sorted(min(s, len(events)) for s in stops):
        calls.call_of(SimpleNamespace(sender_id="a", events=events[:stop]))
        calls.call_of(SimpleNamespace(sender_id="b", events=events[: stop // 2]))
    got = calls.call_of(SimpleNamespace(sender_id="a", events=events))
    assert facts(got) == facts(call_from_events(e.as_dict() for e in events))


def test_another_call_under_the_same_name_is_taken_in_anew() -> None:
    calls = TrackedCalls()
    calls.call_of(SimpleNamespace(sender_id="a", events=events_of(["start_call", "listen", "speak"])))
    got = calls.call_of(SimpleNamespace(sender_id="a", events=events_of(["start_call", "farewell"])))
    assert (
        [t.text for t in got.turns] == ["嗯1"]
        and got.hung_up_by == "client"
        and got.said == [("farewell", "嗯1")]
    )


def test_a_state_can_be_folded_in_two_steps() -> None:
    turns = short(
        "C (answer_call) 喂 / T [我是移动的](introduce_self) / C (ask_purpose) 嗯 / "
        "T [周三还是周四](offer_two_times)"
    ).turns
    assert all(
        state_after(turns[n:], state_after(turns[:n])) == state_after(turns) for n in range(len(turns) + 1)
    )
