"""Dialogues as Rasa stories that do not contradict one another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.dialogue.model import Context, Dialogue
from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.state import ClientState
from duilian.roleplay.stories import (
    StoryStep,
    format_stories,
    move_without_cue,
    select_stories,
    situation_of,
    story_steps,
)
from tests.assessment.support import short
from tests.roleplay.support import DATA


def dialogue(name: str, notation: str, kind: str = "phone_appointment") -> Dialogue:
    return Dialogue(name, kind, Context(), short(notation).turns)


ASKS_WHO = dialogue("a", "C (answer_call) 喂 / T [您好](greeting) / C (ask_identity) 哪位")
ASKS_WHAT = dialogue("b", "C (answer_call) 喂 / T [你好](greeting) / C (ask_purpose) 什么事")


def test_turns_become_steps() -> None:
    call = dialogue("a", "C (answer_call) 喂 / T [您好](greeting)啊 / C (ask_identity) 哪位 / T 嗯 / C () 嗯")
    assert story_steps(call) == (
        StoryStep("utter_answer_call"),
        StoryStep("", (("greeting", "您好"),)),
        StoryStep("utter_ask_identity"),
        StoryStep(""),
        StoryStep("utter_listen"),
    )


@pytest.mark.parametrize(
    ("kind", "said", "move"),
    [
        ("phone_appointment", "[方便吗](check_convenience)", "convenient"),
        ("phone_appointment", "[您现在用几条线](ask_needs)", "listen"),
        ("phone_care", "[您现在用几条线](ask_needs)", "tell_needs"),
        ("visit_gift", "[给您送点月饼](state_purpose)", "thanks_back"),
        ("phone_care", "[改天打给您](defer_call)", "late_call"),
    ],
)
def test_a_turn_without_a_cue_is_told_by_what_came_before(kind: str, said: str, move: str) -> None:
    call = dialogue("a", f"C () 喂 / T {said} / C () 好", kind)
    assert story_steps(call)[-1].action == f"utter_{move}"


def test_the_first_move_depends_on_the_door() -> None:
    assert move_without_cue(ClientState(), "visit_gift") == "receive"
    assert move_without_cue(ClientState(), "phone_care") == "listen"


def test_the_situation_is_told_by_the_cues() -> None:
    assert situation_of(ASKS_WHO) == "first_call"
    assert situation_of(dialogue("c", "C (gatekeeper) 前台 / T 嗯 / C (absent) 不在")) == "absent"
    assert situation_of(dialogue("d", "C () 请坐", "visit_fabe")) == "pitch"


def test_stories_that_contradict_one_another_are_not_both_chosen() -> None:
    assert len(select_stories([ASKS_WHO, ASKS_WHAT])) == 1
    other = dialogue("c", "C (answer_call) 喂 / T [谢谢](thank) / C (ask_purpose) 什么事")
    assert len(select_stories([ASKS_WHO, other])) == 2
    assert select_stories([ASKS_WHO, replace(ASKS_WHO, id="again")]) == [ASKS_WHO]


def test_the_shipped_stories_are_those_chosen_of_the_dialogues() -> None:
    files = sorted((DATA / "dialogues").glob("*.txt"))
    chosen = select_stories(d for path in files for d in read_dialogues(path))
    for kind in {d.kind for d in chosen}:
        stories = format_stories(d for d in chosen if d.kind == kind)
        assert (DATA / f"stories/{kind}.yml").read_text(encoding="utf-8") == stories
