"""Calls as subtitles."""

from __future__ import annotations

import pytest

from duilian.errors import DataError
from duilian.importing.subtitles import read_subtitles, subtitle_format
from tests.importing.support import EXPECTED, shown

VTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v 客户>喂\n\n"
    "00:00:03.000 --> 00:00:05.000\n<v 我>您好，\n我是小李\n\n00:00:06.000 --> 00:00:07.000\n-\n"
)
SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n客户：喂\n\n2\n00:00:03,000 --> 00:00:05,000\n我：您好，\n我是小李\n\n"
    "3\n00:00:06,000 --> 00:00:07,000\n一共88,888元\n"
)


def test_the_two_are_told_apart_from_each_other_and_from_text() -> None:
    assert (subtitle_format(VTT), subtitle_format(SRT)) == ("vtt", "srt")
    assert subtitle_format(SRT[2:]) == "srt", "a caption needs no number"
    assert subtitle_format("客户：喂") == subtitle_format("1\n客户：喂") == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_captions_have_their_speaker_the_line_of_their_time_and_the_time(end: str) -> None:
    turns = [("client", "喂"), ("trainee", "您好， 我是小李")]
    (result,) = read_subtitles(VTT.replace("\n", end), EXPECTED)
    assert shown([result]) == [(3, "call-1", [turns[0], (turns[1][0], turns[1][1] + "-")])]
    assert result.spans == ((1.0, 2.5), (3.0, 5.0))
    (result,) = read_subtitles(SRT.replace("\n", end), EXPECTED)
    assert shown([result]) == [(2, "call-1", [turns[0], (turns[1][0], turns[1][1] + "一共88,888元")])]
    assert result.spans == ((1.0, 2.5), (3.0, 5.0))


def test_a_caption_without_a_name_goes_on_and_an_empty_one_changes_nothing() -> None:
    text = VTT.replace("<v 我>您好，\n我是小李", "<v 我>您好").replace("\n-\n", "\n我是小李\n")
    assert shown(read_subtitles(text, EXPECTED))[0][2] == [("client", "喂"), ("trainee", "您好我是小李")]


def test_captions_of_nobody_are_faults_of_their_lines() -> None:
    text = VTT.replace("<v 客户>", "").replace("<v 我>", "")
    assert [line for line, call, _ in shown(read_subtitles(text, EXPECTED)) if not call][:2] == [3, 6]


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:00:01.000 --> 没有\n客户：喂\n",
        "1\n00:00:01,000 --> 00:00\n客户：喂\n\n2\n00:00:03,000 --> 00:00:05,000\n我：喂\n",
    ],
)
def test_a_broken_caption_is_a_fault_of_the_whole(text: str) -> None:
    with pytest.raises(DataError, match="字幕的格式坏了"):
        list(read_subtitles(text, EXPECTED))
