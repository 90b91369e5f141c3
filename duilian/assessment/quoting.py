"""What a debrief quotes: whole clauses, from the start of a clause to its end.

A span of the tagger's may begin or end inside a word; a trainee recognises a clause as its own. A title or a
greeting alone says nothing of what was done, so the clause next to it is quoted with it.
"""

from __future__ import annotations

import re

from duilian.assessment.finding import Evidence
from duilian.assessment.wording import find_address
from duilian.language.text import clauses, narrow

LONGEST_QUOTE = 40
"""Characters that a quotation may have; its first clause may have more."""

# What a clause may consist of without saying anything of its own.
_GREETING = re.compile(
    "[您你]们?好|早上好|上午好|中午好|下午好|晚上好|早安|[喂哎诶唉嗨嗯哦噢啊呀嘛哈好行对是的了来]+|早"
)
# A mark between digits (3.5, 10:30, 1,200) parts nothing.
_INSIDE_A_FIGURE = re.compile(r"(?<=\d)[.,:：，](?=\d)")


def whole_clauses(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch of a turn to the clauses it touches.

    Args:
        text: The turn's text.
        start: The first character of the stretch, from 0.
        end: The character after its last.

    Returns:
        (start, end) of the clauses, from 0; the whole text where the stretch touches none.
    """
    touched = [(a, b) for a, b in quotable(text) if a < end and start < b]
    return (touched[0][0], touched[-1][1]) if touched else (0, len(text))


def clauses_at(text: str, start: int, end: int) -> str:
    """The words of the clauses that ``text[start:end]`` touches."""
    return text[slice(*whole_clauses(text, start, end))]


def quotable(text: str) -> list[tuple[int, int]]:
    """The clauses of a text, those joined that a mark inside a figure parts."""
    joined: list[tuple[int, int]] = []
    for start, end in clauses(text):
        mark = _INSIDE_A_FIGURE.match(text, joined[-1][1]) if joined else None
        if mark and mark.end() == start:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def quote(text: str, place: Evidence, title: str | None = None) -> Evidence:
    """The clauses that are shown of a place.

    As many of the clauses it touches, from the first on, as :data:`LONGEST_QUOTE` leaves room for; where they
    only address or greet, the next one too, or the one before where there is none.

    Args:
        text: The text of the place's turn.
        place: The words in question.
        title: The client's title.
    """
    places = quotable(text)
    touched = [n for n, (a, b) in enumerate(places) if a < place.end and place.start < b]
    if not touched:
        return Evidence(place.turn, 0, len(text))
    first = last = touched[0]

    def shown(first: int, last: int) -> str:
        return text[places[first][0] : places[last][1]]

    while last < touched[-1] and len(shown(first, last + 1)) <= LONGEST_QUOTE:
        last += 1
    while last + 1 < len(places) and _says_nothing(shown(first, last), title):
        last += 1
    while first and _says_nothing(shown(first, last), title):
        first -= 1
    return Evidence(place.turn, places[first][0], places[last][1])


def _says_nothing(words: str, title: str | None) -> bool:
    """Do these words only address or greet?"""
    plain = narrow(words)
    while address := find_address(plain, title):
        plain = plain[: address[0]] + plain[address[1] :]
    return not re.sub(r"\W", "", _GREETING.sub("", plain))
