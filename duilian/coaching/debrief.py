"""A kept session as its debrief: what holds of each criterion and why, by phase of the call, and the transcript with the places marked.

Pure: a dialogue, the verdicts that hold, and the rubric in, values out. The words around it are in ``data/texts.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duilian.assessment import Assessment, Rubric, Verdict, assess
from duilian.assessment.finding import Finding
from duilian.coaching.scorecard import WHOLE_CALL, advice, is_doubtful
from duilian.dialogue.model import Dialogue


@dataclass(frozen=True)
class Ruling:
    """What holds of a criterion: ``verdict`` (met, missed, or na where a trainer struck it), ``machine`` what the machine said, ``by`` and
    ``reason`` a trainer's where there is one."""

    verdict: str
    machine: str
    confidence: float | None = None
    by: str = ""
    reason: str = ""

    @property
    def overruled(self) -> bool:
        return self.verdict != self.machine


def as_ruled(
    assessment: Assessment, rulings: Mapping[str, Ruling], rubric: Rubric, score: float
) -> Assessment:
    """An assessment by today's rubric with what holds of the session instead of its own verdicts.

    Args:
        assessment: Where the evidence, the advice and the model phrases come from.
        rulings: What holds, by criterion.
        rubric: Where criteria come from that a trainer added.
        score: The session's score.
    """
    verdicts = {}
    for name, ruling in rulings.items():
        if name not in rubric.criteria or ruling.verdict not in ("met", "missed"):
            continue
        verdict = assessment.verdicts.get(name) or Verdict.not_applicable(rubric.criteria[name])
        finding = verdict.finding
        if finding.verdict != ruling.verdict:
            spot = finding.evidence.turn if finding.evidence else finding.turn
            finding = Finding("met") if ruling.verdict == "met" else Finding("missed", turn=spot)
        confidence = None if ruling.by else ruling.confidence
        verdicts[name] = replace(verdict, finding=finding, confidence=confidence)
    return replace(assessment, verdicts=verdicts, score=score)


@dataclass(frozen=True)
class Item:
    """One criterion in the debrief. ``turn`` is where the evidence stands or where it belonged (None: nowhere); ``words`` is the evidence,
    empty where it is kept by never having done something."""

    name: str
    label: str
    weight: int
    handbook: str
    ruling: Ruling
    turn: int | None
    span: tuple[int, int] | None
    words: str
    advice: str
    phrase: str

    @property
    def met(self) -> bool:
        return self.ruling.verdict == "met"

    @property
    def struck(self) -> bool:
        return self.ruling.verdict == "na"

    @property
    def doubtful(self) -> bool:
        """Is the machine not sure, and has nobody looked yet?"""
        return is_doubtful(self.ruling.confidence) and not self.ruling.by

    @property
    def overruled(self) -> bool:
        return self.ruling.overruled


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn; ``labels`` are the criteria it is evidence of, none for plain words."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One turn of the transcript. ``acts`` or ``cues`` are what was heard in it, ``missed`` what belonged here."""

    number: int
    speaker: str
    pieces: tuple[Piece, ...]
    heard: tuple[str, ...]
    missed: tuple[Item, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Remark:
    """What does not bear out the product's card; outside the score."""

    turn: int
    words: str
    fact: str


@dataclass(frozen=True)
class Debrief:
    """``keep``, ``start``, ``stop``: the one thing each that matters most, None where there is none."""

    phases: tuple[tuple[str, tuple[Item, ...]], ...]
    lines: tuple[Line, ...]
    keep: Item | None
    start: Item | None
    stop: Item | None
    remarks: tuple[Remark, ...]

    @property
    def items(self) -> list[Item]:
        return [item for _, items in self.phases for item in items]


def _item(verdict: Verdict, ruling: Ruling, dialogue: Dialogue) -> Item:
    criterion, finding = verdict.criterion, verdict.finding
    evidence = finding.evidence if ruling.verdict == "met" else None
    span = None if evidence is None or criterion.name in WHOLE_CALL else (evidence.start, evidence.end)
    turn = evidence.turn if evidence and span else finding.turn
    words = dialogue.turns[evidence.turn].text[span[0] : span[1]] if evidence and span else ""
    return Item(
        criterion.name, criterion.label, criterion.weight, criterion.handbook, ruling, turn, span, words, advice(verdict, dialogue),
        verdict.phrase,
    )  # fmt: skip


def _pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The text cut wherever a mark begins or ends; marks may overlap."""
    marks = list(marks)
    cuts = sorted({0, len(text), *(place for start, end, _ in marks for place in (start, end))})
    return tuple(
        Piece(
            text[a:b], tuple(dict.fromkeys(label for start, end, label in marks if start <= a and b <= end))
        )
        for a, b in pairwise(cuts)
    )


def _lines(dialogue: Dialogue, items: Sequence[Item]) -> tuple[Line, ...]:
    lines = []
    for n, turn in enumerate(dialogue.turns):
        marks = [(*item.span, item.label) for item in items if item.span and item.turn == n]
        missed = tuple(item for item in items if not item.met and not item.struck and item.turn == n)
        heard = tuple(dict.fromkeys(span.act for span in turn.acts)) or turn.cues
        lines.append(Line(n, turn.speaker, _pieces(turn.text, marks), heard, missed))
    return tuple(lines)


def _heaviest(items: Iterable[Item]) -> Item | None:
    return max(items, key=lambda item: (item.weight, not item.doubtful), default=None)


def debrief(
    dialogue: Dialogue, rulings: Mapping[str, Ruling], rubric: Rubric, phases: Mapping[str, Sequence[str]], bad_habits: Iterable[str],
    free_times: tuple[str, ...] = (),
) -> Debrief:  # fmt: skip
    """``rulings``: criterion → what holds; ``phases``: name of a phase → its criteria; ``bad_habits``: criteria that are missed by doing
    something. A criterion that a trainer added, though it does not apply by the labels, has no evidence and the rubric's own phrase."""
    result = assess(dialogue, rubric, free_times)
    found = {}
    for name, ruling in rulings.items():
        if name in rubric.criteria:
            verdict = result.verdicts.get(name) or Verdict.not_applicable(rubric.criteria[name])
            found[name] = _item(verdict, ruling, dialogue)
    by_phase = tuple((phase, tuple(found[n] for n in names if n in found)) for phase, names in phases.items())
    items = list(found.values())
    missed = [item for item in items if not item.met and not item.struck]
    habits = set(bad_habits)
    return Debrief(
        tuple((phase, some) for phase, some in by_phase if some),
        _lines(dialogue, items),
        keep=_heaviest(item for item in items if item.met and item.words),
        start=_heaviest(item for item in missed if item.name not in habits),
        stop=_heaviest(item for item in missed if item.name in habits),
        remarks=tuple(
            Remark(c.turn, dialogue.turns[c.turn].text[c.start : c.end], c.fact)
            for c in result.contradictions
        ),
    )
