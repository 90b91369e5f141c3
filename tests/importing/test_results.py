"""Who speaks, and lines of one side after each other."""

from __future__ import annotations

from typing import Literal

import pytest

from duilian.dialogue.model import Context, Dialogue, Turn
from duilian.errors import DataError
from duilian.importing.results import Expected, ImportResult, joined_words, settle
from duilian.importing.sides import speaker_of
from duilian.importing.transcripts import LineFault, SpokenCall, Utterance


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("客户", "client"),
        (" Client ", "client"),
        ("甲方", "client"),
        ("客户经理", "trainee"),
        ("坐席", "trainee"),
        ("T", "trainee"),
        ("老板", None),
        ("", None),
    ],
)
def test_speakers_go_by_many_names(name: str, speaker: str | None) -> None:
    assert speaker_of(name) == speaker


def test_lines_of_one_side_are_one_turn_with_their_times() -> None:
    said = [
        ("客户", "喂", 1.0),
        ("客户", "谁啊", 2.0),
        ("我", "我", None),
        ("客户", "OK", None),
        ("客户", "fine", 9.0),
    ]
    lines = tuple(Utterance(name, text, n, start) for n, (name, text, start) in enumerate(said, 1))
    (result,) = settle([SpokenCall("a", 1, lines)], Expected("phone_care", Context()))
    assert isinstance(result.call, Dialogue)
    assert result.call.turns == (Turn("client", "喂谁啊"), Turn("trainee", "我"), Turn("client", "OK fine"))
    assert result.spans == ((1.0, None), (None, None), (None, None))


def test_who_is_said_to_be_the_trainee_is_and_a_name_nobody_has_is_a_fault() -> None:
    lines = (Utterance("A", "您好", 1), Utterance("B", "您好", 2))

    def settled(trainee: str | None) -> ImportResult:
        (result,) = settle([SpokenCall("", 1, lines)], Expected("phone_care", Context(), trainee))
        return result

    call = settled("B").call
    assert isinstance(call, Dialogue) and [turn.speaker for turn in call.turns] == ["client", "trainee"]
    assert "没有叫“C”的说话人；有A、B" in str(settled("C").call)


def test_what_was_noticed_is_said() -> None:
    said = (
        Utterance("客户", "喂（笑）", 1, 1.0, 2.0),
        Utterance("客户", "", 2, 3.0, 4.0),
        Utterance("客户", "谁", 3, 5.0, None),
        Utterance("小李", "您好[咳嗽]", 4),
    )
    call = SpokenCall("a", 1, said, left_out=((9, "长" * 500), (10, "完")), notes=("行写乱了",), title="甲")
    (one,) = settle([call], Expected("phone_care", Context()))
    assert isinstance(one.call, Dialogue)
    assert one.call.turns == (Turn("client", "喂谁"), Turn("trainee", "您好"))
    assert one.spans == ((1.0, 2.0), (None, None)) and one.title == "甲" and one.proposed
    assert one.form == "", "what a file was taken for is said by who reads files"
    first, proposed, left = one.notes
    assert (first, proposed) == ("行写乱了", "看说的话，把“小李”当作了客户经理；不对的话请换一边")
    assert left.startswith("有 5 处不是谈话，没有算进去：1 （笑）；2 客户：；4 [咳嗽]") and "长" not in left
    assert len(left) < 100


def test_a_long_line_that_is_left_out_is_shown_shortened() -> None:
    said = (Utterance("客户", "喂", 1), Utterance("客户经理", "您好", 2))
    (one,) = settle([SpokenCall("", 1, said, left_out=((9, "长" * 500),))], Expected("phone_care", Context()))
    assert "长长" in one.notes[0] and len(one.notes[0]) < 150 and not one.proposed


def test_sides_that_seem_swapped_are_said() -> None:
    said = (
        Utterance("客户", "您好，我是联通公司的客户经理，想跟您约个时间，上午还是下午方便？", 1),
        Utterance("客户经理", "没空，不需要。", 2),
    )
    (one,) = settle([SpokenCall("", 1, said)], Expected("phone_care", Context()))
    assert one.notes == ("看说的话，两边好像写反了",)


def test_of_two_speakers_whom_nobody_knows_each_is_a_fault_and_a_third_is_unknown() -> None:
    lines = [Utterance("小李", "下雨", 1), Utterance("小张", "真大", 2), Utterance("客户", "喂", 3)]

    def faults(*said: Utterance, form: Literal["pasted", "table"] = "pasted") -> list[tuple[int, str]]:
        found = settle([SpokenCall("", 1, said)], Expected("phone_care", Context()), form)
        return [(one.line, str(one.call)) for one in found]

    assert faults(*lines[:2]) == [
        (1, "看不出“小李”是客户还是客户经理；请说明谁是客户经理"),
        (2, "看不出“小张”是客户还是客户经理；请说明谁是客户经理"),
    ]
    assert [line for line, _ in faults(*lines)] == [1, 2] and "不认识说话人“小李”；每行" in faults(*lines)[0][
        1
    ]
    assert "不认识说话人“小李”；写客户" in faults(*lines, form="table")[0][1]
    assert faults() == []


def test_a_fault_of_a_line_keeps_its_call_out_and_the_next_one_in() -> None:
    said = (Utterance("客户", "喂", 1), Utterance("客户经理", "您好", 2))
    spoilt = SpokenCall("", 1, said, (LineFault(3, DataError("坏了")),))
    first, second = settle([spoilt, SpokenCall("", 5, said)], Expected("phone_care", Context()))
    assert (first.line, str(first.call)) == (3, "坏了")
    assert second.line == 5 and isinstance(second.call, Dialogue) and second.call.id == "call-2"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("好", "的", "好的"),
        ("OK", "fine", "OK fine"),
        ("OK", "的", "OK的"),
        ("OK,", "so", "OK,so"),
        ("", "a", "a"),
    ],
)
def test_pieces_of_a_turn_are_joined_with_a_space_between_latin_words(
    before: str, after: str, joined: str
) -> None:
    assert joined_words(before, after) == joined
