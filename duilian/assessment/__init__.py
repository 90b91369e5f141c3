"""Assessment of a dialogue by the handbook rubric: ``assess(dialogue, rubric)``, a pure function of what was said.

It reads no clock, no database, no network. Live calls, imported calls, re-scoring and tests all go through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duilian.assessment import appointment, manner, opening, own, phrases, visit
from duilian.assessment.claims import Contradiction, contradictions
from duilian.assessment.confidence import Chances, confidences
from duilian.assessment.rubric import Criterion, Rubric, load_rubric
from duilian.assessment.talk import Evidence, Finding, Talk
from duilian.dialogue.model import Dialogue

__all__ = [
    "CHECKS", "Assessment", "Contradiction", "Criterion", "Evidence", "Rubric", "Verdict", "assess", "dump_assessment", "judge",
    "load_rubric",
]  # fmt: skip

CHECKS: Mapping[str, Callable[[Talk], Finding]] = {
    **opening.CHECKS, **appointment.CHECKS, **manner.CHECKS, **visit.CHECKS,
}  # fmt: skip


# Which criterion's model phrase answers a question that was left open.
_ANSWERED_BY: Mapping[str, str] = {
    "ask_identity": "self_introduction", "ask_purpose": "purpose", "ask_necessity": "necessity", "ask_benefit": "benefit",
    "ask_feature": "feature", "ask_fit": "advantage", "ask_evidence": "evidence",
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What a criterion found, and for whoever missed it the advice and a model phrase fitted to this client.

    ``confidence``: how sure it is, 0 to 1 (None: judged from labels that are taken as they are)."""

    criterion: Criterion
    finding: Finding
    phrase: str
    confidence: float | None = None

    @property
    def name(self) -> str:
        return self.finding.verdict

    @classmethod
    def bare(cls, criterion: Criterion) -> Verdict:
        """For a criterion that does not apply by the labels: nothing found, the rubric's phrase where it is the same for every client."""
        return cls(criterion, Finding("na"), "" if "{" in criterion.phrase else criterion.phrase)


@dataclass(frozen=True)
class Assessment:
    """The verdicts that apply, in the rubric's order; ``score`` 0–100 with one decimal, 0 where nothing applies.

    ``weights`` are those of all the rubric's criteria; ``contradictions``: what was said against the product's card, outside the
    score."""

    dialogue_id: str
    score: float
    verdicts: Mapping[str, Verdict]
    rubric_version: str
    weights: Mapping[str, int]
    contradictions: tuple[Contradiction, ...] = ()


def judge(dialogue: Dialogue, rubric: Rubric) -> dict[str, Finding]:
    """What each criterion finds in a labelled dialogue, in the rubric's order, those that do not apply among them."""
    talk = Talk(dialogue, rubric.lexicon)
    return {name: (CHECKS.get(name) or own.CHECKS[name])(talk) for name in rubric.criteria}


def assess(
    dialogue: Dialogue, rubric: Rubric, free_times: tuple[str, ...] = (), chances: Chances | None = None
) -> Assessment:
    """Judge a labelled dialogue; ``free_times`` only serve the model phrases.

    Score = 100 × weights met / weights that apply (rubric, section 4). With the ``chances`` of the labels each verdict
    carries its confidence.
    """
    sure = (
        confidences(dialogue, chances, lambda reading: judge(reading, rubric)) if chances is not None else {}
    )
    product = rubric.products.get(dialogue.context.product or "")
    values = phrases.fields(Talk(dialogue, rubric.lexicon), free_times, product, rubric.products)
    verdicts = {}
    for name, finding in judge(dialogue, rubric).items():
        if finding.verdict != "na":
            criterion = rubric.criteria[name]
            model = rubric.criteria[_ANSWERED_BY.get(finding.cue or "", name)].phrase
            verdicts[name] = Verdict(criterion, finding, phrases.fill(model, values), sure.get(name))
    total = sum(v.criterion.weight for v in verdicts.values())
    met = sum(v.criterion.weight for v in verdicts.values() if v.name == "met")
    score = round(100 * met / total, 1) if total else 0.0
    return Assessment(
        dialogue.id, score, verdicts, rubric.version, rubric.weights, contradictions(dialogue, product)
    )


def dump_assessment(assessment: Assessment) -> dict[str, Any]:
    """Assessment → the JSON object of the rubric's section 6; criteria that do not apply are left out. Beside it stands
    ``contradictions``, where there are any."""
    verdicts: dict[str, dict[str, Any]] = {}
    for name, verdict in assessment.verdicts.items():
        item: dict[str, Any] = {"verdict": verdict.name}
        evidence = verdict.finding.evidence
        if evidence:
            item |= vars(evidence)
        elif verdict.finding.turn is not None:
            item["turn"] = verdict.finding.turn
        if verdict.confidence is not None:
            item["confidence"] = round(verdict.confidence, 2)
        verdicts[name] = item
    found = {"id": assessment.dialogue_id, "score": assessment.score, "verdicts": verdicts}
    remarks = [vars(remark) for remark in assessment.contradictions]
    return found | {"contradictions": remarks} if remarks else found
