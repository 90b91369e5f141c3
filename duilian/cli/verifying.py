"""``duilian assess --verify ID``: a kept call assessed again; is the score the same, and if not, why?"""

from __future__ import annotations

import json

from duilian import archive
from duilian.assessment import Rubric, assess, dump_assessment, load_rubric
from duilian.config import Config
from duilian.errors import DataError
from duilian.evaluation.repetition import MadeAssessment, Repetition, repetition
from duilian.evaluation.signature import score_signature
from duilian.texts import load_texts, sentence


def verify(config: Config, session: str) -> int:
    """Assess a kept call again, and print whether it comes out the same.

    Returns:
        0 where it does, else 1.

    Raises:
        DataError: There is no such call, or it was never assessed.
    """
    from duilian.tagging import load_tagger, version  # late: spaCy takes seconds to import

    with archive.transaction(archive.open_archive(config.database_url)) as db:
        row = archive.find_call(db, session)
        if row is None:
            raise DataError(sentence("cli.show.none", id=session))
        if not row.assessments:
            raise DataError(sentence("cli.show.open", id=session))
        last, dialogue, played = row.assessments[-1], archive.dialogue_of(row), row.origin == "played"
        kept = MadeAssessment(last.score, dict(last.verdicts), last.signature)
    rubric = load_rubric(config.data / "rubric.yml")
    # What the client of a played call meant is known, and was known when it was assessed.
    prediction = load_tagger(config.tagger).predict(dialogue, cues_known=played)
    made = dump_assessment(assess(prediction.dialogue, rubric, probabilities=prediction.probabilities))
    signature = score_signature(config.data, rubric.version, version(config.tagger))
    again = MadeAssessment(made["score"], json.loads(json.dumps(made["verdicts"])), signature)
    found = repetition(kept, again)
    print("\n".join(_report(found, again, rubric, config)))
    return 0 if found.same else 1


def _report(found: Repetition, again: MadeAssessment, rubric: Rubric, config: Config) -> list[str]:
    """What came of it, a sentence a line; last the signature of today."""
    texts = load_texts(config.data / "texts.yml")
    names = {name: criterion.label for name, criterion in rubric.criteria.items()}
    words, parts = texts.table("cli.verify.verdicts"), texts.table("cli.verify.parts")
    if found.same:
        lines = [sentence("cli.verify.same", score=again.score, count=len(again.verdicts))]
    else:
        lines = [sentence("cli.verify.differs", before=found.scores[0], after=found.scores[1])]
    for name, (before, after) in found.verdicts.items():
        label = names.get(name, name)
        lines.append(sentence("cli.verify.verdict", label=label, before=words[before], after=words[after]))
    if found.grounds:
        labels = "、".join(names.get(name, name) for name in found.grounds)
        lines.append(sentence("cli.verify.grounds", labels=labels))
    if found.signature is None:
        lines.append(sentence("cli.verify.unsigned"))
    elif not found.signature and not found.same:
        lines.append(sentence("cli.verify.unexplained"))
    for name, (before, after) in (found.signature or {}).items():
        label = parts.get(name, name)
        lines.append(sentence("cli.verify.changed", part=label, before=before or "—", after=after or "—"))
    return [*lines, again.signature]
