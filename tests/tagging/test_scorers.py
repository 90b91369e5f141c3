"""nlp.evaluate gives the figures of scripts/evaluate."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.context import labels
from duilian.dialogue.model import ACTS, CUES, Context, Dialogue, Turn
from duilian.dialogue.plain_text import parse_dialogues, read_dialogues
from duilian.evaluation.scores import Outcome, scores
from duilian.tagging import Tagger
from duilian.tagging.spacy_examples import examples_of, labelled_doc, turn_doc

ROOT = Path(__file__).parent.parent.parent
FILES = [p for p in sorted((ROOT / "tests/data/development").glob("*.txt")) if p.name != "verdicts.txt"]
DIALOGUES = [dialogue for path in FILES for dialogue in read_dialogues(path)]


def figures(tagger: Tagger, dialogues: list[Dialogue], speaker: str) -> dict[str, float]:
    """The rows of scripts/evaluate for one side: label → F1."""
    outcomes = []
    for dialogue in dialogues:
        pairs = zip(dialogue.turns, tagger.predict(dialogue).dialogue.turns, strict=True)
        turns = tuple(
            (frozenset(labels(right)), frozenset(labels(ours)), right.text)
            for right, ours in pairs
            if right.speaker == speaker
        )
        outcomes.append(Outcome(dialogue.id, turns))
    return {row.name: row.f1 for row in scores(outcomes, ACTS if speaker == "trainee" else CUES)}


def agree(tagger: Tagger, dialogues: list[Dialogue]) -> dict[str, object]:
    evaluated = tagger.nlp.evaluate(list(examples_of(tagger.nlp, dialogues)))
    for name, speaker in (("acts", "trainee"), ("cues", "client")):
        expected = figures(tagger, dialogues, speaker)
        assert evaluated[f"{name}_micro_f"] == pytest.approx(expected.pop("micro"))
        assert evaluated[f"{name}_macro_f"] == pytest.approx(expected.pop("macro"))
        by_label = {label: row["f"] for label, row in evaluated[f"{name}_f_per_type"].items()}
        assert by_label == pytest.approx(expected)
    return evaluated


def test_the_figures_are_those_of_scripts_evaluate(tagger: Tagger) -> None:
    evaluated = agree(tagger, DIALOGUES)
    assert evaluated["acts_micro_f"] > 0.8 and evaluated["cues_micro_f"] > 0.8  # type: ignore[operator]
    assert 0.3 < evaluated["acts_span_f"] < evaluated["acts_micro_f"]  # type: ignore[operator]


def test_of_a_trainee_who_plays_with_the_rules_too(small_tagger: Tagger) -> None:
    text = "# x | phone_appointment | acquainted=no\n" + "".join(
        f"T [{words}](greeting)，按流程我该谢谢您\nC (noncommittal) 哦。\n"
        for words in ("王总您好", "您好", "王总好")
    )
    dialogues = list(parse_dialogues(text, "x"))
    assert small_tagger.predict(dialogues[0]).plays_with_rules
    agree(small_tagger, dialogues)


def test_a_turn_without_words_and_a_perfect_one(small_tagger: Tagger) -> None:
    nlp = small_tagger.nlp
    bare = Dialogue("x", "phone_appointment", Context(), (Turn("trainee", "您好"), Turn("client", "")))
    labelled = small_tagger.label(bare)
    evaluated = nlp.evaluate(list(examples_of(nlp, [labelled])))
    assert evaluated["acts_micro_f"] in (1.0, None) and evaluated["cues_micro_f"] is None


def test_what_is_not_annotated_says_nothing(small_tagger: Tagger) -> None:
    from spacy.training.example import Example

    nlp = small_tagger.nlp
    plain = Example(turn_doc(nlp, "您好"), nlp.make_doc("您好"))
    assert nlp.evaluate([plain])["acts_micro_f"] is None
    client = Example(turn_doc(nlp, "再见"), labelled_doc(nlp, Turn("client", "再见", cues=("farewell",))))
    evaluated = nlp.evaluate([client])
    assert evaluated["acts_micro_f"] is None and set(evaluated["cues_f_per_type"]) >= {"farewell"}
