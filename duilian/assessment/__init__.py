"""Assessment of a dialogue by the handbook rubric: ``assess(dialogue, rubric)``.

A pure function of what was said: it reads no clock, no database, no network. Live calls, imported calls,
re-scoring and tests all go through it. A criterion is a function of an
:class:`~duilian.assessment.indexed_dialogue.IndexedDialogue`; the modules of criteria are ``opening``,
``purpose_and_time``, ``manner`` and ``visit``, those of one's own go into ``custom``.
"""

from __future__ import annotations

from duilian.assessment.claims import Contradiction
from duilian.assessment.finding import Evidence, Finding
from duilian.assessment.rubric import Criterion, Rubric, load_rubric
from duilian.assessment.scoring import (
    CHECKS,
    Assessment,
    Verdict,
    apply_criteria,
    assess,
    dump_assessment,
)

__all__ = [
    "CHECKS",
    "Assessment",
    "Contradiction",
    "Criterion",
    "Evidence",
    "Finding",
    "Rubric",
    "Verdict",
    "apply_criteria",
    "assess",
    "dump_assessment",
    "load_rubric",
]
