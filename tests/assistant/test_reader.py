"""A call read on from where it was is the call read from the beginning."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duilian.assistant.talk import Reader, Readers, read
from duilian.dialogue.context import next_context, turn_contexts
from duilian.dialogue.model import Context, Turn
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
    found: list[Event] = []
    for n, name in enumerate(names):
        found += (
            [user(name, f"第{n}句")]
            if name in ("speak", "hint", "hang_up", "start_call")
            else bot(name, f"嗯{n}")
        )
    return found


def facts(reader: Reader) -> tuple[object, ...]:
    return tuple(reader.turns), tuple(reader.said), reader.hung_up_by


@given(st.lists(SAYS, max_size=14), st.lists(st.integers(0, 30), max_size=5))
def test_read_on_is_read_anew(names: list[str], stops: list[int]) -> None:
    events, readers = events_of(names), Readers()
    for stop in sorted(min(s, len(events)) for s in stops):
        readers.read(SimpleNamespace(sender_id="a", events=events[:stop]))
        readers.read(SimpleNamespace(sender_id="b", events=events[: stop // 2]))
    got = readers.read(SimpleNamespace(sender_id="a", events=events))
    assert facts(got) == facts(read(e.as_dict() for e in events))


def test_another_call_under_the_same_name_is_read_anew() -> None:
    readers = Readers()
    readers.read(SimpleNamespace(sender_id="a", events=events_of(["start_call", "listen", "speak"])))
    got = readers.read(SimpleNamespace(sender_id="a", events=events_of(["start_call", "farewell"])))
    assert (
        [t.text for t in got.turns] == ["嗯1"]
        and got.hung_up_by == "client"
        and got.said == [("farewell", "嗯1")]
    )


def test_a_state_can_be_folded_in_two_steps() -> None:
    turns = short(
        "C (answer_call) 喂 / T [我是移动的](introduce_self) / C (ask_purpose) 嗯 / T [周三还是周四](offer_two_times)"
    ).turns
    assert all(
        state_after(turns[n:], state_after(turns[:n])) == state_after(turns) for n in range(len(turns) + 1)
    )


def test_the_context_of_what_comes_next() -> None:
    dialogue = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_purpose) 嗯 / T 哦")
    expected = replace(turn_contexts(dialogue)[-1], left=None, after=None)
    assert next_context(dialogue.kind, dialogue.context, dialogue.turns[:-1]) == expected
    assert next_context("phone_care", Context(acquainted=True), [Turn("trainee", "喂")]).known == (
        "acquainted",
    )
