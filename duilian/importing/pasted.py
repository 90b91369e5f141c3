"""Calls as pasted text: a line each turn (客户：…), an empty line or a rule (---) between calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duilian.dialogue.model import Context, Dialogue, Turn
from duilian.errors import DataError
from duilian.importing.results import ImportResult, join_lines, speaker_of
from duilian.texts import sentence

_LINE = re.compile(r"\s*([^:：]{1,12})[:：]\s*(.*)", re.S)  # a name, a colon, words
_BREAK = re.compile(r"\s*([-=—_*]{3,})?\s*")
_LONGEST_NAME = 4  # characters; a longer beginning before a colon is words that go on from the line before


def read_pasted(text: str, kind: str, context: Context) -> Iterator[ImportResult]:
    """The calls of pasted text. A line without a speaker goes on with the line before.

    Args:
        text: The text.
        kind: The kind of all its calls.
        context: What is known of all its clients.

    Yields:
        In the order of the text the calls, named call-1, call-2, …, and an error for each line that nobody is
        known to say; a call with such a line is left out.
    """
    turns: list[Turn] = []
    begun, faulty, count = 1, False, 0

    def finish() -> Iterator[ImportResult]:
        nonlocal count
        if turns and not faulty:
            count += 1
            yield ImportResult(begun, Dialogue(f"call-{count}", kind, context, join_lines(turns)))

    for number, line in enumerate(text.splitlines(), 1):
        if _BREAK.fullmatch(line):
            yield from finish()
            turns, faulty = [], False
            continue
        if not turns and not faulty:
            begun = number
        matched = _LINE.fullmatch(line)
        speaker = speaker_of(matched[1]) if matched else None
        if matched and speaker:
            turns.append(Turn(speaker, matched[2].strip()))
        elif turns and not (matched and len(matched[1].strip()) <= _LONGEST_NAME):
            turns[-1] = replace(turns[-1], text=turns[-1].text + line.strip())
        else:
            faulty = True
            yield ImportResult(number, DataError(_fault(matched)))
    yield from finish()


def _fault(matched: re.Match[str] | None) -> str:
    """What is wrong with a line that nobody is known to say."""
    if matched is None:
        return sentence("importing.pasted.nobody")
    return sentence("importing.pasted.unknown", name=matched[1].strip())
