"""Who speaks, and lines of one side after each other."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import Turn
from duilian.importing.results import join_lines, speaker_of


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


def test_lines_of_one_side_are_one_turn() -> None:
    lines = [Turn("client", "喂"), Turn("client", "谁啊"), Turn("trainee", "我"), Turn("client", "哦")]
    assert join_lines(lines) == (Turn("client", "喂谁啊"), Turn("trainee", "我"), Turn("client", "哦"))
    assert join_lines([]) == ()
