"""Why each verdict was reached: ``find_reason(dialogue, criterion, finding)``.

A criterion that knows its reason says so in its :class:`~duilian.assessment.finding.Finding`; of the others
it is worked out here, from the same labels and words that decided. A module for each module of criteria. The
sentences are in ``data/rubric.yml``.
"""

from __future__ import annotations

from duilian.assessment.finding import Finding, Reason
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.reasons import of_business, of_manner, of_opening, of_visits

_WHY = {**of_opening.WHY, **of_business.WHY, **of_manner.WHY, **of_visits.WHY}


def find_reason(dialogue: IndexedDialogue, criterion: str, finding: Finding) -> Reason:
    """The reason of a verdict.

    Args:
        dialogue: The dialogue the finding was made of.
        criterion: The criterion's name.
        finding: What it says, ``met`` or ``missed``.
    """
    if finding.reason:
        return finding.reason
    why = _WHY.get(criterion)
    if why:
        return why(dialogue, finding)
    if finding.verdict == "met" and finding.evidence:
        return Reason("said", finding.evidence)
    return Reason(finding.verdict)
