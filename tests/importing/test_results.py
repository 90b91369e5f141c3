"""Who speaks, and lines of one side after each other."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Context, Dialogue, Turn
from duilian.importing.results import Expected, ImportResult, settle
from duilian.importing.sides import speaker_of
from duilian.importing.transcripts import SpokenCall, Utterance


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
