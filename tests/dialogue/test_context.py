"""What surrounds a turn, in a whole dialogue and in a call that goes on."""

from __future__ import annotations

from dataclasses import replace

from duilian.dialogue.context import NO_CONTEXT, labels, next_context, turn_contexts
from duilian.dialogue.model import Context, Turn
from tests.assessment.support import short


def test_the_context_of_what_comes_next() -> None:
    dialogue = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_purpose) 嗯 / T 哦")
    expected = replace(turn_contexts(dialogue)[-1], left=None, after=None)
    assert next_context(dialogue.kind, dialogue.context, dialogue.turns[:-1]) == expected
    assert next_context("phone_care", Context(acquainted=True), [Turn("trainee", "喂")]).known == (
        "acquainted",
    )


def test_the_contexts_of_a_dialogue() -> None:
    dialogue = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_purpose busy) 嗯 / T 哦")
    first, second, third, fourth = turn_contexts(dialogue)
    assert (first.place, first.left, first.before, first.own) == (0, 3, None, None)
    assert (first.said_after, labels(first.after)) == ("您好", ("greeting",))
    assert (second.said_before, labels(second.after)) == ("喂", ("ask_purpose", "busy"))
    assert (third.place, third.left, labels(third.own)) == (2, 1, ("answer_call",))
    assert (fourth.left, fourth.after, fourth.said_after) == (0, None, "")
    assert labels(fourth.own) == ("greeting",) and fourth.kind == dialogue.base
    assert (NO_CONTEXT.said_before, labels(None)) == ("", ())
