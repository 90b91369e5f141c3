"""A kept session as its debrief: what holds of each criterion and why, and the marked transcript.

Pure: a dialogue, the verdicts that hold, and the rubric in, values out. The words around it are in
    ``data/texts.yml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duilian.assessment import Assessment, Rubric, Verdict, assess
from duilian.assessment.confidence import is_doubtful
from duilian.assessment.finding import Finding
from duilian.assessment.quoting import clauses_at
from duilian.coaching.scorecard import WHOLE_CALL, advice_for
from duilian.dialogue.model import Dialogue


@dataclass(frozen=True)
class Ruling:
    """What holds of a criterion of a session.

    Attributes:
        verdict: met, missed, or na where a trainer struck it.
        machine: What the machine said.
        confidence: The probability, 0 to 1, that the machine is right; None where it is not known.
        by: The trainer who ruled; empty where none did.
        reason: Why the trainer ruled so.
    """

    verdict: str
    machine: str
    confidence: float | None = None
    by: str = ""
    reason: str = ""

    @property
    def overruled(self) -> bool:
        """Does something else hold than what the machine said?"""
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
        finding, explanation = verdict.finding, verdict.explanation
        if finding.verdict != ruling.verdict:
            spot = finding.evidence.turn if finding.evidence else finding.turn
            finding = Finding("met") if ruling.verdict == "met" else Finding("missed", turn=spot)
            explanation = None
        confidence = None if ruling.by else ruling.confidence
        verdicts[name] = replace(verdict, finding=finding, explanation=explanation, confidence=confidence)
    return replace(assessment, verdicts=verdicts, score=score)


@dataclass(frozen=True)
class Item:
    """One criterion in the debrief.

    Attributes:
        name: Its name.
        label: Its Chinese name.
        weight: Its weight in the score.
        handbook: Its place in the handbook.
        ruling: What holds of it.
        turn: The turn where the evidence stands or where it belonged, from 0; None where neither can be
            named.
        span: (start, end) of the evidence in that turn's text, from 0; None without evidence of its own.
        words: The evidence, whole clauses; empty where it is met by never having done something.
        why: Why the machine said so, where its word holds and it has a sentence for it; else empty.
        advice: What to do, for this client.
        phrase: The model phrase, for this client.
    """

    name: str
    label: str
    weight: int
    handbook: str
    ruling: Ruling
    turn: int | None
    span: tuple[int, int] | None
    words: str
    why: str
    advice: str
    phrase: str

    @property
    def met(self) -> bool:
        """Does it hold that the criterion is met?"""
        return self.ruling.verdict == "met"

    @property
    def struck(self) -> bool:
        """Did a trainer strike it?"""
        return self.ruling.verdict == "na"

    @property
    def doubtful(self) -> bool:
        """Is the machine not sure, and has no trainer looked yet?"""
        return is_doubtful(self.ruling.machine, self.ruling.confidence) and not self.ruling.by

    @property
    def overruled(self) -> bool:
        """Does something else hold than what the machine said?"""
        return self.ruling.overruled


@dataclass(frozen=True)
class TextPiece:
    """A stretch of a turn.

    Attributes:
        text: Its words.
        labels: The Chinese names of the criteria it is evidence of; none for plain words.
    """

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class TranscriptLine:
    """One turn of the transcript.

    Attributes:
        number: The number of the turn, from 0.
        speaker: trainee or client.
        pieces: Its text, cut where evidence begins and ends.
        heard: The acts or cues that were heard in it.
        missed: The criteria that belonged here and were missed, also those the machine is not sure of.
    """

    number: int
    speaker: str
    pieces: tuple[TextPiece, ...]
    heard: tuple[str, ...]
    missed: tuple[Item, ...]

    @property
    def text(self) -> str:
        """The whole text of the turn."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class CardRemark:
    """Words that the product's card does not bear out; outside the score.

    Attributes:
        turn: The number of the turn, from 0.
        words: The words, whole clauses.
        fact: What is so, by the card.
    """

    turn: int
    words: str
    fact: str


@dataclass(frozen=True)
class Debrief:
    """A session as it is talked over.

    Attributes:
        phases: (name of a phase, its criteria), in the order of a conversation, without phases that have
            none.
        lines: The transcript.
        keep: The one thing done well that matters most; None where there is none.
        start: The one thing not done that matters most.
        stop: The one bad habit that matters most.
        remarks: What the product's card does not bear out.
    """

    phases: tuple[tuple[str, tuple[Item, ...]], ...]
    lines: tuple[TranscriptLine, ...]
    keep: Item | None
    start: Item | None
    stop: Item | None
    remarks: tuple[CardRemark, ...]

    @property
    def items(self) -> list[Item]:
        """All criteria, phase by phase."""
        return [item for _, items in self.phases for item in items]


def _item(verdict: Verdict, ruling: Ruling, dialogue: Dialogue) -> Item:
    """A verdict of the machine and what holds → the debrief's item."""
    criterion, finding = verdict.criterion, verdict.finding
    evidence = finding.evidence if ruling.verdict == "met" else None
    span = None if evidence is None or criterion.name in WHOLE_CALL else (evidence.start, evidence.end)
    turn = evidence.turn if evidence and span else finding.turn
    explanation = verdict.explanation if finding.verdict == ruling.verdict else None
    return Item(
        name=criterion.name,
        label=criterion.label,
        weight=criterion.weight,
        handbook=criterion.handbook,
        ruling=ruling,
        turn=turn,
        span=span,
        words=explanation.quote if explanation and span else "",
        why=explanation.sentence if explanation else "",
        advice=advice_for(verdict, dialogue),
        phrase=verdict.phrase,
    )


def _pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> tuple[TextPiece, ...]:
    """The text cut wherever a mark (start, end, label) begins or ends; marks may overlap."""
    marks = list(marks)
    cuts = sorted({0, len(text), *(place for start, end, _ in marks for place in (start, end))})
    return tuple(
        TextPiece(
            text[a:b], tuple(dict.fromkeys(label for start, end, label in marks if start <= a and b <= end))
        )
        for a, b in pairwise(cuts)
    )


def _lines(dialogue: Dialogue, items: Sequence[Item]) -> tuple[TranscriptLine, ...]:
    """The turns with their evidence marked and what was missed in them."""
    lines = []
    for n, turn in enumerate(dialogue.turns):
        marks = [(*item.span, item.label) for item in items if item.span and item.turn == n]
        missed = tuple(item for item in items if not item.met and not item.struck and item.turn == n)
        heard = tuple(dict.fromkeys(span.act for span in turn.acts)) or turn.cues
        lines.append(TranscriptLine(n, turn.speaker, _pieces(turn.text, marks), heard, missed))
    return tuple(lines)


def _heaviest(items: Iterable[Item]) -> Item | None:
    """The item of the highest weight among those the machine is sure of; None of none."""
    return max((item for item in items if not item.doubtful), key=lambda item: item.weight, default=None)


def debrief(
    dialogue: Dialogue,
    rulings: Mapping[str, Ruling],
    rubric: Rubric,
    phases: Mapping[str, Sequence[str]],
    bad_habits: Iterable[str],
    free_times: tuple[str, ...] = (),
) -> Debrief:
    """Make the debrief of a session.

    A criterion that a trainer added, though it does not apply by the labels, has no evidence and the rubric's
    own phrase.

    Args:
        dialogue: The session's dialogue with its labels.
        rulings: Criterion → what holds; criteria that the rubric no longer has are passed over.
        rubric: The rubric of today.
        phases: Name of a phase → its criteria.
        bad_habits: Criteria that are missed by doing something.
        free_times: Times known to suit the client, for the model phrases.
    """
    assessment = assess(dialogue, rubric, free_times)
    item_of: dict[str, Item] = {}
    for name, ruling in rulings.items():
        if name in rubric.criteria:
            verdict = assessment.verdicts.get(name) or Verdict.not_applicable(rubric.criteria[name])
            item_of[name] = _item(verdict, ruling, dialogue)
    by_phase = tuple(
        (phase, tuple(item_of[name] for name in names if name in item_of)) for phase, names in phases.items()
    )
    items = list(item_of.values())
    missed = [item for item in items if not item.met and not item.struck]
    habits = set(bad_habits)
    return Debrief(
        tuple((phase, in_phase) for phase, in_phase in by_phase if in_phase),
        _lines(dialogue, items),
        keep=_heaviest(item for item in items if item.met and item.words),
        start=_heaviest(item for item in missed if item.name not in habits),
        stop=_heaviest(item for item in missed if item.name in habits),
        remarks=tuple(
            CardRemark(c.turn, clauses_at(dialogue.turns[c.turn].text, c.start, c.end), c.fact)
            for c in assessment.contradictions
        ),
    )
