"""Calls as subtitles, SRT or WebVTT: captions with times, a voice (<v 客户>) or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from duilian.errors import DataError
from duilian.importing.pasted import parse_pasted
from duilian.importing.results import Expected, ImportResult, settle
from duilian.importing.transcripts import parse_seconds
from duilian.texts import sentence

_SRT = re.compile(r"\s*(?:\d+\s*\n)?\s*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
_ARROW = re.compile(r"^\s*[\d:.,]+\s*-->", re.M)
_COMMA = re.compile(r"(\d{2}),(\d{3})")


def subtitle_format(text: str) -> str:
    """vtt, srt, or nothing where the text is neither."""
    if text.startswith("WEBVTT"):
        return "vtt"
    return "srt" if _SRT.match(text) else ""


def read_subtitles(text: str, expected: Expected) -> Iterator[ImportResult]:
    """The call of a file of subtitles; a caption without a name goes on with the one before.

    Raises:
        DataError: A caption is not written as the format asks.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    places = [text.count("\n", 0, found.start() + len(found[0])) + 1 for found in _ARROW.finditer(text)]
    if subtitle_format(text) == "srt":  # the two differ in the heading and in the sign before milliseconds
        text = "WEBVTT\n\n" + "\n".join(
            _COMMA.sub(r"\1.\2", line) if "-->" in line else line for line in text.split("\n")
        )
    try:
        captions = webvtt.from_string(text).captions
    except (MalformedCaptionError, MalformedFileError, ValueError, IndexError):
        raise DataError(sentence("importing.subtitles.broken")) from None
    if len(captions) != len(places):
        raise DataError(sentence("importing.subtitles.broken"))
    lines = []
    for caption in captions:
        words = " ".join(caption.text.split("\n")).strip()
        lines.append(f"{caption.voice}：{words}" if caption.voice else words or "-")
    calls = parse_pasted("\n".join(lines))
    return settle(
        [
            replace(
                call,
                line=places[call.line - 1],
                utterances=tuple(
                    replace(
                        one,
                        line=places[one.line - 1],
                        start=parse_seconds(captions[one.line - 1].start),
                        end=parse_seconds(captions[one.line - 1].end),
                    )
                    for one in call.utterances
                ),
                faults=tuple(replace(fault, line=places[fault.line - 1]) for fault in call.faults),
            )
            for call in calls
        ],
        expected,
    )
