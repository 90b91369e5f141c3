"""What the families of formats share: a result for each call, lines joined to turns, sides settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from duilian.dialogue.model import Context, Dialogue, Turn
from duilian.errors import DataError, shortened
from duilian.importing.asides import without_asides
from duilian.importing.sides import Sides, propose_sides
from duilian.importing.transcripts import LineFault, SpokenCall, Utterance
from duilian.texts import sentence

_MAX_SHOWN = 3  # lines that are no words, quoted in a remark

Span = tuple[float | None, float | None]


@dataclass(frozen=True)
class ImportResult:
    """One call that was read, or what is wrong with a line of it.

    Attributes:
        line: The line of the text where the call begins, or that is wrong, from 1.
        call: The call, or the error.
        where: Which part of the file: a sheet, a file of a ZIP; empty where it is one whole.
        form: What the file was taken for, in plain Chinese.
        notes: What was noticed: who was taken for whom, lines that are no words, sides that seem swapped.
        spans: When each turn begins and ends, in seconds from the start; empty where the file does not say.
        begun_at: Day and time of the call as ISO 8601; empty where the file does not say.
        title: What the file calls it; empty where it has no title.
        proposed: Whether who is who is only a proposal.
    """

    line: int
    call: Dialogue | DataError
    where: str = ""
    form: str = ""
    notes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    begun_at: str = ""
    title: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Expected:
    """What the person who imports says of the calls of a file.

    Attributes:
        kind: Their kind, where the file does not say it.
        context: What is known of the client, likewise.
        trainee: The name of the trainee in the file; None where it has to be found.
        staff: Names of the house's own people and departments, who are trainees.
    """

    kind: str
    context: Context
    trainee: str | None = None
    staff: frozenset[str] = frozenset()


def joined_words(before: str, after: str) -> str:
    """Two pieces of text as one; Latin words keep a space between them."""
    latin = before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return f"{before} {after}" if latin else before + after


def settle(
    transcripts: Iterable[SpokenCall], expected: Expected, form: Literal["pasted", "table"] = "pasted"
) -> Iterator[ImportResult]:
    """Calls by the file's names → calls with sides.

    Args:
        transcripts: The calls of a file, in order.
        expected: What is said of them.
        form: Which family they are of, for what is said of a speaker of whom nothing is known.

    Yields:
        For each call the call; or an error for each line that could not be placed and for each speaker of
        whom nothing is known, at the first line of that speaker.
    """
    for count, transcript in enumerate(transcripts, 1):
        yield from _settled(transcript, expected, count, form)


def _settled(transcript: SpokenCall, expected: Expected, count: int, form: str) -> Iterator[ImportResult]:
    for fault in transcript.faults:
        yield ImportResult(fault.line, fault.error)
    spoken, left_out = _words_of(transcript)
    sides = propose_sides(transcript.utterances, expected.trainee, expected.staff)
    faults = [_no_side(transcript, name, form) for name, side in sides.by_name.items() if side is None]
    if expected.trainee is not None and expected.trainee not in sides.by_name:
        names = "、".join(map(shortened, sides.by_name))
        what = sentence("importing.no_such_speaker", name=shortened(expected.trainee), names=shortened(names))
        faults = [LineFault(transcript.line, DataError(what))]
    for fault in faults:
        yield ImportResult(fault.line, fault.error)
    if faults or transcript.faults or not transcript.utterances:
        return
    turns, spans = _turns(spoken or transcript.utterances, sides)
    notes = list(transcript.notes)
    if sides.recognised:
        notes.append(sentence("importing.recognised", name=shortened(sides.recognised)))
    if sides.proposed:
        notes.append(sentence("importing.proposed", names="、".join(map(shortened, sides.trainees))))
    if sides.doubtful:
        notes.append(sentence("importing.doubtful"))
    if left_out:
        shown = "；".join(f"{line} {shortened(text)}" for line, text in left_out[:_MAX_SHOWN])
        notes.append(sentence("importing.left_out", count=len(left_out), lines=shown))
    yield ImportResult(
        transcript.line,
        Dialogue(transcript.id or f"call-{count}", expected.kind, expected.context, turns),
        notes=tuple(notes),
        spans=spans if any(span != (None, None) for span in spans) else (),
        begun_at=transcript.begun_at,
        title=transcript.title,
        proposed=sides.proposed,
    )


def _words_of(transcript: SpokenCall) -> tuple[list[Utterance], list[tuple[int, str]]]:
    """What is said, and in order of line what is no words."""
    spoken, left_out = [], list(transcript.left_out)
    for one in transcript.utterances:
        words, asides = without_asides(one.text)
        left_out += [(one.line, aside) for aside in asides]
        if words:
            spoken.append(replace(one, text=words))
        elif not asides:
            left_out.append((one.line, f"{one.name}："))
    return spoken, sorted(left_out)


def _turns(spoken: Iterable[Utterance], sides: Sides) -> tuple[tuple[Turn, ...], tuple[Span, ...]]:
    """Turns and their times."""
    turns, spans = list[Turn](), list[Span]()
    for one in spoken:
        side = sides.by_name[one.name]
        assert side is not None
        if turns and turns[-1].speaker == side:
            turns[-1] = replace(turns[-1], text=joined_words(turns[-1].text, one.text))
            spans[-1] = spans[-1][0], one.end if one.end is not None else spans[-1][1]
        else:
            turns.append(Turn(side, one.text))
            spans.append((one.start, one.end))
    return tuple(turns), tuple(spans)


def _no_side(transcript: SpokenCall, name: str, form: str) -> LineFault:
    """What is said of a speaker whose side nobody knows."""
    first: Utterance = next(one for one in transcript.utterances if one.name == name)
    others = {one.name for one in transcript.utterances}
    shown = shortened(name.strip())
    if len(others) == 2:
        return LineFault(first.line, DataError(sentence("importing.unsure", name=shown)))
    return LineFault(first.line, DataError(sentence(f"importing.{form}.unknown", name=shown)))
