"""The record of a visit against what was said: noted, missed, not to be found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from duilian.coaching.followup import FIELDS, FollowUp, Unfounded, check_followup, parse_followup
from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from tests.assessment.support import short

VISIT = short(
    "C () 请坐。 / T [谢谢](thank)，[您这边平时怎么通知家长](ask_needs)？ / "
    "C () 六百多个学生，全靠班主任一个个打。 / T [网络用着怎么样](invite_feedback)？ / "
    "C (feedback) 门卫室信号太差，打不出去。 / "
    "T [门卫室的事我记下来，今天就报给网络部](promise_feedback)。"
    "[您看周三下午还是周四上午再来](offer_two_times)？ / "
    "C (pick_time) 周三下午三点吧。 / T [好，周三下午三点见](confirm_appointment)，再见。",
    kind="visit_gift",
)
GOOD = FollowUp(
    "学校600多学生，通知家长靠班主任",
    "门卫室没信号",
    "把门卫室信号问题报网络部",
    "星期三15:00",
    "准备校讯通的资料",
)


def left_out(notes: FollowUp) -> set[str]:
    return {fact.field for fact in check_followup(VISIT, notes).facts if not fact.noted}


def test_a_good_record_in_ones_own_words() -> None:
    check = check_followup(VISIT, GOOD)
    assert [(fact.field, fact.turn, fact.noted) for fact in check.facts] == [
        ("needs", 2, True),
        ("opinions", 4, True),
        ("promises", 5, True),
        ("agreed", 6, True),
    ]
    assert check.unfounded == () and check.noted == 4
    assert check.facts[2].words == "门卫室的事我记下来，今天就报给网络部"


def test_what_is_left_out_is_missed_wherever_the_rest_stands() -> None:
    assert left_out(FollowUp(next_step="\n".join(vars(GOOD).values()))) == set()
    assert left_out(FollowUp(next_step="再说")) == {"needs", "opinions", "promises", "agreed"}
    for name in ("needs", "agreed"):
        assert left_out(FollowUp(**(vars(GOOD) | {name: ""}))) == {name}


@pytest.mark.parametrize(
    ("field", "note", "found"),
    [
        ("needs", "想给员工办福利卡", False),
        ("needs", "学校900多学生", False),
        ("needs", "要通知九百个家长", False),
        ("needs", "家长多，班主任累", True),
        ("opinions", "嫌资费太高", False),
        ("opinions", "信号问题三处", True),
        ("promises", "答应免费送两台手机", False),
        ("promises", "今天报网络部处理", True),
        ("agreed", "周四上午", False),
        ("agreed", "周三下午四点", False),
        ("agreed", "周三下午", True),
        ("agreed", "下午三点", True),
        ("agreed", "再联系", True),
        ("next_step", "向主管汇报，做一份报价", True),
    ],
)
def test_what_nobody_said_is_to_be_checked_again(field: str, note: str, found: bool) -> None:
    unfounded = check_followup(VISIT, FollowUp(**{field: note})).unfounded
    assert unfounded == (() if found else (Unfounded(field, note),))


def test_the_clients_moves_tell_exactly_what_belonged_into_it() -> None:
    moves = [("receive", "请坐。"), ("tell_needs", "六百多个学生，全靠班主任一个个打。"), ("noted", "嗯")]
    facts = check_followup(VISIT, GOOD, moves).facts
    assert [fact.field for fact in facts] == ["needs", "promises", "agreed"]


def test_what_the_client_tells_of_its_own_affairs_belongs_into_it_where_it_was_asked_for_needs() -> None:
    told = [("tell_fact", "天天都是这些事"), ("tell_fact", "八个业务员，三百家小店")]
    visit = short(
        "T [最近忙吗](small_talk) / C () 天天都是这些事。 / T [您有几个业务员](ask_needs)"
        " / C () 八个业务员，三百家小店。",
        kind="visit_fabe",
    )
    assert [(f.field, f.turn) for f in check_followup(visit, GOOD, told).facts] == [("needs", 3)]


def test_where_no_time_was_agreed_none_is_asked_for_and_one_that_was_spoken_of_is_believed() -> None:
    visit = short(
        "T [我周五给您回话](promise_feedback) / C () 行。 / T [再见](farewell)", kind="visit_complaint"
    )
    assert [f.field for f in check_followup(visit, GOOD).facts] == ["promises"]
    assert check_followup(visit, FollowUp(agreed="周五")).unfounded == ()
    assert check_followup(visit, FollowUp(agreed="周二")).unfounded == (Unfounded("agreed", "周二"),)


def test_what_was_said_word_for_word_is_noted_and_found_in_every_visit() -> None:
    folder = Path(__file__).parents[2] / "data/dialogues"
    visits = [
        d for p in sorted(folder.glob("*.txt")) for d in read_dialogues(p) if d.kind.startswith("visit")
    ]
    count = noted = of_another = 0
    draw = random.Random(1)
    for visit in visits:
        facts = check_followup(visit, FollowUp()).facts
        assert not any(fact.noted for fact in facts)
        copied = {name: "。".join(f.words for f in facts if f.field == name) for name in FIELDS}
        check = check_followup(visit, FollowUp(**copied))
        assert check.noted == len(facts) and check.unfounded == (), visit.id
        other = check_followup(draw.choice(visits), FollowUp(**copied))
        count, noted = count + len(facts), noted + other.noted
        of_another += len(other.unfounded)
    assert count > 500 and noted < 0.12 * count and of_another > count, "and those of another visit are not"


def test_an_empty_or_endless_record_is_refused() -> None:
    assert parse_followup({"needs": " 换宽带 ", "other": "x"}) == FollowUp("换宽带")
    for given in ({}, {"needs": " \n"}, {"needs": "好" * 501}):
        with pytest.raises(DataError):
            parse_followup(given)
