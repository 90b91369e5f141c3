"""Files as recorders, recognisers, spreadsheets and chats write them: each is read as it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.model import Context, Dialogue, Speaker
from duilian.importing.formats import read_file
from duilian.importing.results import Expected, ImportResult

FOLDER = Path(__file__).parent.parent / "data" / "imports"
CALL: list[tuple[Speaker, str]] = [
    ("trainee", "您好，请问是张先生吗？"),
    ("client", "是的，什么事？"),
    ("trainee", "我这边是联通公司的客户经理小李，想跟您约个时间聊聊宽带。"),
    ("client", "不需要，我没空。"),
    ("trainee", "理解您很忙，您看周三下午还是周四上午方便？"),
    ("client", "周四吧。"),
    ("trainee", "好的，那周四上午见，打扰您了，再见。"),
    ("client", "再见。"),
]
# Of files that name nobody, or only by a person's name, who is who is a proposal.
PROPOSED = ("09_", "11_", "13_", "15_", "19_", "41_", "43_")
# When the second turn begins, in seconds.
TIMED = {"07_": 7.0, "09_": 7.0, "11_": 7.0, "13_": 7.0, "17_": 7.0, "19_": 60.0, "25_": 7.0}
BEGUN = {"19_": "2024-03-01T10:00", "31_": "2024-01-15T10:30", "49_": "2024-03-01T10:00"}
IDS = {"21_": "1", "23_": "1", "25_": "R1", "27_": "1", "29_": "1", "31_": "demo_001", "33_": "a", "13_": "a"}


def only_result(name: str, content: bytes, trainee: str | None = None) -> ImportResult:
    (result,) = read_file(name, content, Expected("phone_appointment", Context(), trainee))
    return result


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_sample_is_read_as_its_readme_says(path: Path) -> None:
    result, number = only_result(path.name, path.read_bytes()), path.name[:3]
    assert isinstance(result.call, Dialogue), str(result.call)
    said = [(turn.speaker, turn.text) for turn in result.call.turns]
    assert said == ([("client", "喂？"), *CALL] if number == "47_" else CALL)
    assert result.call.id == IDS.get(number, path.stem)
    assert result.proposed == (number in PROPOSED)
    assert bool(result.form)
    assert (result.spans[1][0] if result.spans else None) == TIMED.get(number)
    assert result.begun_at == BEGUN.get(number, "")


def test_there_are_samples() -> None:
    assert len(list(FOLDER.iterdir())) == 27


def test_what_is_proposed_can_be_turned_round() -> None:
    content = (FOLDER / "41_A_B.txt").read_bytes()
    call = only_result("a.txt", content, "B").call
    assert isinstance(call, Dialogue) and [turn.speaker for turn in call.turns] == ["client", "trainee"] * 4


def test_titles_are_said_to_be_left_out() -> None:
    result = only_result("a.txt", (FOLDER / "49_title_line.txt").read_bytes())
    assert result.title == "第一通：张先生" and "有 2 处不是谈话" in result.notes[0]
