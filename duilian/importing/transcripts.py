"""What every reader gives: who said what and when, by the names that the file itself uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from duilian.errors import DataError

_CLOCK = re.compile(r"(?:(\d{1,3})[:：])?(\d{1,3})[:：](\d{1,2})(?:[.,](\d{1,6}))?")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(s|秒)")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(?:星期.|周.)?\s*(上午|下午|晚上|中午|凌晨|AM|PM|am|pm)?\s*(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?)?"
)


@dataclass(frozen=True)
class Utterance:
    """Words of one speaker.

    Attributes:
        name: Who says them, as the file names it.
        text: The words.
        line: Where they stand: a line, a row or a number of an entry, from 1.
        start: When they begin, in seconds from the start of the call; None where the file does not say.
        end: When they end, likewise.
    """

    name: str
    text: str
    line: int
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class LineFault:
    """A line that could not be placed.

    Attributes:
        line: The line, from 1.
        error: What is wrong with it.
    """

    line: int
    error: DataError


@dataclass(frozen=True)
class SpokenCall:
    """A call as a file has it, before it is known who is who.

    Attributes:
        id: The file's name of the call; empty where it has none.
        line: Where the call begins, from 1.
        utterances: In order.
        faults: Lines of it that could not be placed; with one of them the call is no call.
        begun_at: Day and time of the call as ISO 8601; empty where the file does not say.
        title: What the file calls it; empty where it has no title.
        left_out: Lines that are no words (titles, stage directions), as (line, what stands there).
        notes: Sentences on what was noticed.
    """

    id: str
    line: int
    utterances: tuple[Utterance, ...]
    faults: tuple[LineFault, ...] = ()
    begun_at: str = ""
    title: str = ""
    left_out: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = field(default=())


def word_list(text: str) -> tuple[str, ...]:
    """Words with blanks between them, as tables of names are written here."""
    return tuple(text.split())


def parse_seconds(text: str) -> float | None:
    """00:12, 1:02:03.5, 00:00:12,000, 12.5s → seconds; None for anything else."""
    text = text.strip()
    if matched := _CLOCK.fullmatch(text):
        hours, minutes, seconds, rest = matched.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest or 0}")
    if matched := _SECONDS.fullmatch(text):
        return float(matched[1])
    return None


def parse_moment(text: str) -> datetime | None:
    """2024/3/1 10:00, 2024年3月1日 下午2:00, 2024-03-01T10:00:00 → the moment; None where there is none."""
    matched = _DAY.search(text)
    if matched is None:
        return None
    year, month, day, half, hour, minute, second = matched.groups()
    hours = int(hour or 0)
    if half in ("下午", "晚上", "PM", "pm") and hours < 12:
        hours += 12
    try:
        return datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def with_moments(transcript: SpokenCall, moments: list[datetime | None]) -> SpokenCall:
    """The call with the moments of its utterances as its beginning and as seconds from there."""
    first = next((moment for moment in moments if moment), None)
    if first is None:
        return transcript
    timed = tuple(
        replace(one, start=(moment - first).total_seconds()) if moment else one
        for one, moment in zip(transcript.utterances, moments, strict=True)
    )
    begun = transcript.begun_at or first.isoformat(timespec="minutes")
    return replace(transcript, utterances=timed, begun_at=begun)
