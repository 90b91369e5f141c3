"""Scripted calls end, repeat themselves by their seed, and hold nothing that must not happen; what must not is noticed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from duilian.dialogue.model import ACTS, ActSpan, Context, Turn
from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.scenario import load_scenarios
from duilian.roleplay.simulation import Phrasebook, Sentence, Step, addressed, faults, misheard, play
from duilian.roleplay.state import ClientState, after_trainee_turn, state_after
from duilian.roleplay.wordings import load_wordings
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
SCENARIOS, WORDINGS = load_scenarios(DATA / "scenarios"), load_wordings(DATA / "wordings")
PHRASEBOOK = Phrasebook(read_dialogues(DATA / "dialogues/shandong.txt"))
WANG = SCENARIOS["first-call-logistics"]


def call(name: str, skill: float, seed: str = "1") -> list[Step]:
    scenario = SCENARIOS[name]
    return play(
        scenario,
        WORDINGS[scenario.temper],
        lambda state: {},
        PHRASEBOOK,
        lambda turn, before: turn,
        seed,
        skill,
    )


@pytest.mark.parametrize("name", sorted(SCENARIOS))
@pytest.mark.parametrize("skill", [0.2, 0.6, 1.0])
def test_nothing_that_must_not_happen(name: str, skill: float) -> None:
    steps = call(name, skill)
    assert faults(SCENARIOS[name], steps) == [] and misheard(steps) == []
    assert "farewell" in steps[-1].moves and len(steps) <= 25
    assert steps == call(name, skill)


def test_the_skilled_get_appointments_and_the_clumsy_do_not() -> None:
    def agreed(skill: float) -> int:
        return sum(any(step.agreed for step in call(WANG.id, skill, str(n))) for n in range(20))

    assert agreed(1.0) > 2 * agreed(0.3)


def test_some_clients_cannot_fix_a_time_whatever_one_does() -> None:
    assert not any(step.agreed for n in range(20) for step in call("cannot-fix-builder", 1.0, str(n)))


def test_names_are_put_right_and_spans_moved_along() -> None:
    turn = Turn(
        "trainee", "裴主任您好,谈谈专线", acts=(ActSpan("greeting", 0, 5), ActSpan("state_purpose", 6, 10))
    )
    said = addressed(Sentence(turn, Context("裴主任", product="专线")), WANG)
    assert [said.text[s.start : s.end] for s in said.acts] == ["王总您好", "谈谈车务通"]


def test_the_phrasebook_comes_near_to_any_act() -> None:
    for act in ACTS:
        sentence = PHRASEBOOK.find(act, random.Random(1))
        assert sentence.turn.text


def step(state: ClientState, *moves: str, words: tuple[str, ...] = (), agreed: str | None = None) -> Step:
    return Step(None, None, state, moves, words, agreed)


KNOWN = state_after(short("C (answer_call) 喂 / T [我是移动的](introduce_self)[谈谈](state_purpose)").turns)
OFFERED = after_trainee_turn(KNOWN, short("T [周三下午还是周二上午](offer_two_times)").turns[0])
WHY = replace(OFFERED, told=OFFERED.told | {"why"})


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([step(KNOWN, "ask_identity")], "0: asked again (ask_identity)"),
        ([step(OFFERED, "pick_time", agreed="周三下午")], "0: no reason"),
        ([step(WHY, "pick_time", agreed="周二上午")], "0: bad time (周二上午)"),
        ([step(WHY, "pick_time", agreed="周五")], "0: bad time (周五)"),
        ([step(WHY, "farewell"), step(WHY, "listen")], "1: spoke on"),
        ([step(WHY, words=("嗯。",)), step(WHY, words=("嗯。",))], "1: repeated (嗯。)"),
        ([step(replace(WHY, agreed=True), "reject_times")], "0: contradicted (reject_times)"),
        ([step(WHY, "absent"), step(WHY, "put_through")], "1: contradicted (put_through)"),
        ([step(WHY, "urgent"), step(WHY, "urgent")], "1: contradicted (urgent again)"),
        ([step(WHY, "wish_back")], "0: too early (wish_back)"),
        (
            [step(replace(WHY, told=WHY.told | {"promise"}), "calmed"), step(WHY, "complaint")],
            "1: contradicted (complaint)",
        ),
    ],
)
def test_what_must_not_happen_is_noticed(steps: list[Step], fault: str) -> None:
    assert faults(WANG, steps) == [fault]


def test_a_good_time_is_no_fault() -> None:
    assert faults(WANG, [step(WHY, "pick_time", words=("周三下午吧",), agreed="周三下午")]) == []
