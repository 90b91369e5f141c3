"""A dialogue indexed: acts and cues in order, who is on the line, what was agreed."""

from __future__ import annotations

import pytest

from duilian.assessment.finding import NA, Evidence, Finding
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.dialogue.model import ActSpan, Dialogue, Turn
from tests.assessment.support import short

CALL = IndexedDialogue(
    short(
        "C (answer_call) 喂 / T [王总](greeting)[我是小李](introduce_self) / C (busy refuse) 忙"
        " / T [再见](farewell),[您好](greeting)"
    )
)


def test_acts_are_found_in_order_and_by_turn() -> None:
    order = [(act.span.act, act.position) for act in CALL.acts(("greeting", "farewell"))]
    assert order == [("greeting", (1, 0)), ("farewell", (3, 0)), ("greeting", (3, 1))]
    assert [act.position for act in CALL.acts(("greeting",), [3])] == [(3, 1)]
    assert list(CALL.acts(("pressure",))) == []
    first = CALL.first_act("farewell", "introduce_self")
    assert first and first.span.act == "introduce_self" and first.evidence == Evidence(1, 2, 6)
    last = CALL.first_act("greeting", "farewell", turns=[3])
    assert last and last.span.act == "farewell"
    assert CALL.first_act("pressure") is None


def test_acts_without_offsets_keep_their_order() -> None:
    turn = Turn("trainee", "您好再见", acts=(ActSpan("farewell", 0, 4), ActSpan("greeting", 0, 4)))
    first = IndexedDialogue(Dialogue("x", "phone_care", turns=(turn,))).first_act("greeting", "farewell")
    assert first and first.span.act == "farewell"


def test_cues_and_turns() -> None:
    assert CALL.turns_with_cue("refuse", "answer_call") == [0, 2] and CALL.turns_with_cue("absent") == []
    assert CALL.first_cue("busy") == 2 and CALL.first_cue("absent") is None
    assert CALL.trainee_turns == CALL.opening_turns == CALL.closing_turns == [1, 3]
    assert CALL.trainee_turns_after(1) == [3] and CALL.trainee_turns_after(3) == []
    assert (CALL.first_turn, CALL.last_turn) == (1, 3)
    silent = IndexedDialogue(short("C (answer_call) 喂"))
    assert (silent.first_turn, silent.last_turn, silent.opening_turns) == (None, None, [])


def test_a_variant_is_told_apart_from_its_kind() -> None:
    visit = IndexedDialogue(Dialogue("x", "visit_gift/spring"))
    assert (visit.kind, visit.variant, visit.is_visit, visit.is_phone) == (
        "visit_gift",
        "spring",
        True,
        False,
    )
    assert (CALL.kind, CALL.variant, CALL.is_visit, CALL.is_phone) == ("phone_appointment", "", False, True)


@pytest.mark.parametrize(
    ("by", "finding"), [("trainee", Finding("missed", turn=1)), ("client", NA), ("-", NA)]
)
def test_a_cue_that_nothing_follows_is_missed_by_who_hung_up(by: str, finding: Finding) -> None:
    dialogue = IndexedDialogue(short("C (answer_call) 喂 / T 您好 / C (ask_purpose) 什么事", by=by))
    assert dialogue.unanswered() == finding


@pytest.mark.parametrize(
    ("turns", "listeners", "reached"),
    [
        ("C (answer_call) 喂 / T 您好", "cc", True),
        ("C (gatekeeper) 我是前台 / T 您好", "gg", False),
        ("C (answer_call) 喂 / T 您好 / C (gatekeeper) 我是前台 / T 好", "gggg", False),
        ("C (gatekeeper) 前台 / T 好 / C (answer_call) 喂 / T 您好", "ggcc", True),
        ("C (gatekeeper) 前台 / T 好 / C (confirm_identity) 是我 / T 您好", "ggcc", True),
        ("C (answer_call confirm_identity) 我是 / T 好 / C (absent) 他不在 / T 好", "ccgg", True),
        ("C (absent) 不在 / T 好", "gg", False),
        (
            "C (gatekeeper) 前台 / T 好 / C (answer_call) 喂 / T 您好 / C (absent) 他走开了 / T 好",
            "ggccgg",
            True,
        ),
        ("T 您好", "c", True),
    ],
)
def test_who_is_on_the_line(turns: str, listeners: str, reached: bool) -> None:
    dialogue = IndexedDialogue(short(turns))
    assert "".join(listener[0] for listener in dialogue.listeners) == listeners
    assert dialogue.person_reached is reached


@pytest.mark.parametrize(
    ("turns", "put_off"),
    [
        ("C (busy) 开会 / T [晚点打](defer_call)", True),
        ("C (busy) 开会 / T 好", False),
        ("T [晚点打](defer_call) / C (busy) 开会 / T 好", False),
        ("C () 嗯 / T [晚点打](defer_call)", False),
        ("C (busy) 开车 / T [晚点打](defer_call) / C () 你说 / T [谈谈](state_purpose)", False),
        ("C (busy) 开车 / T [余额不多了](arrears_tactful),[晚点打](defer_call)", False),
    ],
)
def test_put_off_at_once(turns: str, put_off: bool) -> None:
    dialogue = IndexedDialogue(short(turns))
    assert dialogue.put_off_at_once is put_off and dialogue.came_to_business is not put_off


@pytest.mark.parametrize(
    ("turns", "agreed_at"),
    [
        ("T [周三还是周四](offer_two_times) / C (pick_time) 周三 / T 好 / C (accept) 行", 1),
        ("T [周三行吗](offer_one_time) / C (accept) 行", 1),
        ("T [见个面](propose_meeting) / C (accept) 行", None),
        ("T [周三行吗](offer_one_time) / C () 嗯 / T 好 / C (accept) 行", None),
        ("C (pick_time) 你周三来 / T 好", 0),
        ("T [周三行吗](offer_one_time) / C (refuse) 不行", None),
    ],
)
def test_where_a_time_is_agreed(turns: str, agreed_at: int | None) -> None:
    assert IndexedDialogue(short(turns)).agreed_at == agreed_at
