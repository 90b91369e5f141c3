"""Times and days as files write them."""

from __future__ import annotations

from datetime import datetime

import pytest

from duilian.importing.transcripts import SpokenCall, Utterance, parse_moment, parse_seconds, with_moments


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:12", 12.0),
        ("03：07", 187.0),
        ("1:02:03.5", 3723.5),
        ("00:00:12,250", 12.25),
        (" 12.5s ", 12.5),
        ("7 秒", 7.0),
        ("12.5", None),
        ("十点", None),
        ("", None),
    ],
)
def test_a_time_of_a_call_in_seconds(text: str, seconds: float | None) -> None:
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024/3/1", datetime(2024, 3, 1)),
        ("通话时间：2024-03-01T10:05:09", datetime(2024, 3, 1, 10, 5, 9)),
        ("2024年3月1日 星期五 下午2:30", datetime(2024, 3, 1, 14, 30)),
        ("2024.3.1 晚上9:00", datetime(2024, 3, 1, 21)),
        ("2024-3-1 PM 3:15", datetime(2024, 3, 1, 15, 15)),
        ("2024-3-1 pm 3:15", datetime(2024, 3, 1, 15, 15)),
        ("2024-3-1 下午12:10", datetime(2024, 3, 1, 12, 10)),
        ("2024-3-1 下午14:10", datetime(2024, 3, 1, 14, 10)),
        ("2024-3-1 上午9:10", datetime(2024, 3, 1, 9, 10)),
        ("2024-13-1", None),
        ("3月1日", None),
    ],
)
def test_a_day_with_its_time(text: str, moment: datetime | None) -> None:
    assert parse_moment(text) == moment


def test_moments_are_the_beginning_and_seconds_from_there() -> None:
    call = SpokenCall(
        "a", 1, (Utterance("我", "喂", 1), Utterance("客户", "喂", 2), Utterance("我", "好", 3))
    )
    timed = with_moments(call, [datetime(2024, 3, 1, 10), None, datetime(2024, 3, 1, 10, 1, 5)])
    assert timed.begun_at == "2024-03-01T10:00"
    assert [one.start for one in timed.utterances] == [0.0, None, 65.0]
    assert with_moments(call, [None] * 3) == call
    assert with_moments(timed, [datetime(2025, 1, 1)] * 3).begun_at == "2024-03-01T10:00", (
        "what was said stays"
    )
