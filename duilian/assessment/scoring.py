"""Verdicts and score of a dialogue: the rubric's criteria applied, what each says put together.

Score = 100 × weights met / weights that apply, to one decimal (rubric, section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duilian.assessment import custom, manner, opening, phrases, purpose_and_time, visit
from duilian.assessment.claims import Contradiction, contradictions
from duilian.assessment.confidence import LabelProbabilities, confidences, is_doubtful
from duilian.assessment.explanation import Explanation, explain
from duilian.assessment.finding import Evidence, Finding, Reason
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.moments import moments_of, phrase_for
from duilian.assessment.patterns import Check
from duilian.assessment.quoting import whole_clauses
from duilian.assessment.right_product import WrongProduct, praise_of_others, without_praise_of_others
from duilian.assessment.rubric import Criterion, Rubric
from duilian.dialogue.model import Dialogue, VerdictName
from duilian.handbook.products import find_card
from duilian.texts import sentence

CHECKS: Mapping[str, Check] = {
    **opening.CHECKS,
    **purpose_and_time.CHECKS,
    **manner.CHECKS,
    **visit.CHECKS,
}
"""The handbook's criteria by name; those of one's own are in :mod:`duilian.assessment.custom`."""

# Which criterion's model phrase answers a question that was left open.
_ANSWERED_BY: Mapping[str, str] = {
    "ask_identity": "self_introduction",
    "ask_purpose": "purpose",
    "ask_necessity": "necessity",
    "ask_benefit": "benefit",
    "ask_feature": "feature",
    "ask_fit": "advantage",
    "ask_evidence": "evidence",
}


@dataclass(frozen=True)
class Verdict:
    """What a criterion says of a dialogue, with the model phrase for whoever missed it.

    Attributes:
        criterion: The criterion, with its weight and advice.
        finding: Its verdict and where it rests.
        phrase: The model phrase, fitted to this client.
        confidence: The probability, 0 to 1, that the verdict is right; None where the labels are taken as
            they are.
        explanation: Why it was reached, in words; None where it was reached by a person.
    """

    criterion: Criterion
    finding: Finding
    phrase: str
    confidence: float | None = None
    explanation: Explanation | None = None

    @property
    def name(self) -> VerdictName:
        """The verdict: ``met``, ``missed`` or ``na``."""
        return self.finding.verdict

    @property
    def doubtful(self) -> bool:
        """Is the machine too unsure of it to praise or to blame?"""
        return is_doubtful(self.name, self.confidence)

    @classmethod
    def not_applicable(cls, criterion: Criterion) -> Verdict:
        """The verdict of a criterion that does not apply by the labels.

        It has the rubric's phrase where that is the same for every client, else none.
        """
        return cls(criterion, Finding("na"), "" if "{" in criterion.phrase else criterion.phrase)


@dataclass(frozen=True)
class Assessment:
    """The assessment of one dialogue.

    Attributes:
        dialogue_id: The dialogue's id.
        score: 0 to 100 with one decimal; 0 where no criterion applies.
        verdicts: Criterion → verdict, of those that apply, in the rubric's order.
        rubric_version: The version of the rubric it was made with.
        weights: Criterion → weight, of all the rubric's criteria.
        contradictions: What was said against the product's card; outside the score.
    """

    dialogue_id: str
    score: float
    verdicts: Mapping[str, Verdict]
    rubric_version: str
    weights: Mapping[str, int]
    contradictions: tuple[Contradiction, ...] = ()


def _indexed(dialogue: Dialogue, rubric: Rubric) -> IndexedDialogue:
    """The dialogue as the criteria see it: what was said of another product is no part of the pitch."""
    lexicon = rubric.lexicon_for(dialogue.context.product)
    return IndexedDialogue(without_praise_of_others(dialogue, rubric.products), lexicon)


def apply_criteria(dialogue: Dialogue, rubric: Rubric) -> dict[str, Finding]:
    """What every criterion says of a labelled dialogue, in the rubric's order, ``na`` too."""
    indexed = _indexed(dialogue, rubric)
    return {name: (CHECKS.get(name) or custom.CHECKS[name])(indexed) for name in rubric.criteria}


def assess(
    dialogue: Dialogue,
    rubric: Rubric,
    free_times: tuple[str, ...] = (),
    probabilities: LabelProbabilities | None = None,
) -> Assessment:
    """Assess a labelled dialogue by the rubric. Pure: it reads no clock, no database, no network.

    Args:
        dialogue: The dialogue with its acts and cues.
        rubric: Criteria, word lists and products' cards.
        free_times: Times known to suit the client; they only serve the model phrases.
        probabilities: Of each turn the probability of each label, as the tagger gives them. With them every
            verdict carries its confidence.
    """
    confidence_of = {}
    if probabilities is not None:
        confidence_of = confidences(dialogue, probabilities, lambda sample: apply_criteria(sample, rubric))
    product = find_card(rubric.products, dialogue.context.product)
    indexed = _indexed(dialogue, rubric)
    values = phrases.phrase_values(indexed, free_times, product, rubric.products)
    praise = praise_of_others(dialogue, rubric.products)
    verdicts = {}
    for name, finding in apply_criteria(dialogue, rubric).items():
        if finding.verdict != "na":
            moments = moments_of(indexed, finding, product)
            answer = rubric.criteria[_ANSWERED_BY.get(finding.cue or "", name)]
            phrase = phrases.fill_phrase(phrase_for(answer.phrase, answer.phrases, moments), values)
            why = explain(
                indexed,
                name,
                _of_another_product(name, finding, praise),
                rubric.reasons,
                rubric.criteria[name].advice,
            )
            verdicts[name] = Verdict(
                rubric.criteria[name],
                _with_whole_clauses(finding, dialogue),
                phrases.with_respect(why.quote) if why.reason == "familiar_you" else phrase,
                confidence_of.get(name),
                why,
            )
    return Assessment(
        dialogue.id,
        _score(verdicts),
        verdicts,
        rubric.version,
        rubric.weights,
        (*contradictions(dialogue, product), *_wrong_products(dialogue, rubric)),
    )


# Which act of praise would have met a criterion, had it been about the right product.
_PRAISE = {"feature": "feature", "advantage": "advantage", "benefit": "state_benefit", "evidence": "evidence"}


def _of_another_product(name: str, finding: Finding, praise: Iterable[WrongProduct]) -> Finding:
    """A missed criterion of praise with the reason that what was said is about another product."""
    act = _PRAISE.get(name)
    about = next((one for one in praise if one.span.act == act), None)
    if finding.verdict != "missed" or about is None:
        return finding
    place = Evidence(about.turn, about.span.start, about.span.end)
    return replace(finding, reason=Reason("other_product", place, {"other": about.product}))


def _with_whole_clauses(finding: Finding, dialogue: Dialogue) -> Finding:
    """The finding with its evidence widened from the tagger's span to the clauses it touches."""
    spot = finding.evidence
    if spot is None:
        return finding
    start, end = whole_clauses(dialogue.turns[spot.turn].text, spot.start, spot.end)
    return replace(finding, evidence=Evidence(spot.turn, start, end))


def _wrong_products(dialogue: Dialogue, rubric: Rubric) -> Iterator[Contradiction]:
    """Praise of products that are not in question, each product once."""
    right, named = dialogue.context.product, set[str]()
    for praise in praise_of_others(dialogue, rubric.products):
        if praise.product not in named:
            named.add(praise.product)
            fact = sentence("scorecard.wrong_product", right=right, other=praise.product)
            yield Contradiction(praise.turn, praise.span.start, praise.span.end, fact)


def _score(verdicts: Mapping[str, Verdict]) -> float:
    """Verdicts that apply → the score, 0 to 100 (rubric, section 4)."""
    total = sum(v.criterion.weight for v in verdicts.values())
    met = sum(v.criterion.weight for v in verdicts.values() if v.name == "met")
    return round(100 * met / total, 1) if total else 0.0


def dump_assessment(assessment: Assessment) -> dict[str, Any]:
    """Assessment → the JSON object of the rubric's section 6.

    Beside its keys each verdict has ``reason`` (its name in ``data/rubric.yml``) and ``why`` (the sentence),
    ``quote`` where words are quoted, ``advice`` where it is missed. Criteria that do not apply are left out.
    ``contradictions`` stands beside the rest where there are any.
    """
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
        item |= _dump_explanation(verdict.explanation)
        verdicts[name] = item
    data = {"id": assessment.dialogue_id, "score": assessment.score, "verdicts": verdicts}
    if assessment.contradictions:
        data["contradictions"] = [vars(contradiction) for contradiction in assessment.contradictions]
    return data


def _dump_explanation(explanation: Explanation | None) -> dict[str, str]:
    """The keys of a verdict's reason that have something to say."""
    if explanation is None:
        return {}
    given = {"why": explanation.sentence, "quote": explanation.quote, "advice": explanation.advice}
    return {"reason": explanation.reason} | {key: value for key, value in given.items() if value}
