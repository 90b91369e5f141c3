"""How sure a verdict is: the calibration curve, and labels drawn by their probabilities."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from duilian.assessment.confidence import DRAWS, calibrated, confidences, is_doubtful, sample_labels
from duilian.assessment.finding import NA, Finding
from duilian.dialogue.model import ActSpan, Dialogue
from tests.assessment.support import short

CALL = short("C (answer_call) 喂 / T [王总您好](greeting),我是小李，想跟您谈谈车队 / C () 嗯")


def greeting_and_cue(dialogue: Dialogue) -> Mapping[str, Finding]:
    """Two criteria that hang on one label each, and one that hangs on none."""
    greeted = any(span.act == "greeting" for turn in dialogue.turns for span in turn.acts)
    busy = any("busy" in turn.cues for turn in dialogue.turns)
    return {
        "greeting": Finding("met" if greeted else "missed"),
        "convenience_check": Finding("missed") if busy else NA,
        "farewell": Finding("missed"),
    }


@pytest.mark.parametrize(
    ("share", "probability"),
    [
        (0.0, 0.4),
        (0.125, 0.44),
        (0.25, 0.48),
        (0.315, 0.59),
        (0.38, 0.7),
        (0.5, 0.73),
        (0.62, 0.76),
        (0.67, 0.79),
        (0.72, 0.82),
        (0.785, 0.86),
        (0.85, 0.9),
        (0.895, 0.915),
        (0.94, 0.93),
        (0.97, 0.96),
        (1.0, 0.99),
    ],
)
def test_the_curve_goes_straight_from_point_to_point(share: float, probability: float) -> None:
    assert calibrated(share) == pytest.approx(probability, abs=1e-9)


def test_a_verdict_on_sure_labels_is_as_sure_as_the_curve_allows() -> None:
    probabilities = [{"answer_call": 0.999}, {"greeting": 0.98, "thank": 0.02}, {"busy": 0.01}]
    assert confidences(CALL, probabilities, greeting_and_cue) == {
        "greeting": pytest.approx(0.99),
        "convenience_check": pytest.approx(0.99),
        "farewell": pytest.approx(0.99),
    }


def test_a_verdict_is_as_sure_as_the_share_of_draws_that_agree() -> None:
    probabilities = [{"answer_call": 0.999}, {"greeting": 0.9}, {"busy": 0.3}]
    samples = list(sample_labels(CALL, probabilities, DRAWS))
    greeted = sum(bool(sample.turns[1].acts) for sample in samples)
    busy = sum("busy" in sample.turns[2].cues for sample in samples)
    assert 0 < busy < greeted < DRAWS
    result = confidences(CALL, probabilities, greeting_and_cue)
    assert result["greeting"] == calibrated(greeted / DRAWS)
    assert result["convenience_check"] == calibrated((DRAWS - busy) / DRAWS)
    assert result["farewell"] == pytest.approx(0.99), "no doubtful label touches it"


def test_doubtful_labels_come_and_go_by_their_probability() -> None:
    probabilities = [{"answer_call": 0.5, "busy": 0.2}, {"greeting": 0.8, "thank": 0.4}, {}]
    samples = list(sample_labels(CALL, probabilities, 4000))
    share = {
        "answer_call": sum("answer_call" in s.turns[0].cues for s in samples) / 4000,
        "busy": sum("busy" in s.turns[0].cues for s in samples) / 4000,
        "greeting": sum("greeting" in {a.act for a in s.turns[1].acts} for s in samples) / 4000,
        "thank": sum("thank" in {a.act for a in s.turns[1].acts} for s in samples) / 4000,
    }
    expected = {"answer_call": 0.5, "busy": 0.2, "greeting": 0.8, "thank": 0.4}
    assert share == pytest.approx(expected, abs=0.03)
    assert samples == list(sample_labels(CALL, probabilities, 4000)), "the same ones each time"


def test_a_label_that_comes_new_stands_at_the_start_and_the_others_keep_their_place() -> None:
    (sample,) = sample_labels(CALL, [{}, {"thank": 0.969, "greeting": 0.97, "farewell": 0.03}, {}], 1)
    assert sample.turns[1].acts == (CALL.turns[1].acts[0], ActSpan("thank", 0, 12, 0.5))
    assert sample.turns[0] is CALL.turns[0] and sample.turns[2] is CALL.turns[2]
    brief = short("T 嗯好 / C () 嗯")
    (sample,) = sample_labels(brief, [{"thank": 0.969}, {"accept": 0.969, "busy": 0.969}], 1)
    assert sample.turns[0].acts == (ActSpan("thank", 0, 2, 0.5),)
    assert sample.turns[1].cues == ("busy", "accept"), "in the rubric's order"


def test_labels_beyond_doubt_are_never_drawn() -> None:
    probabilities = [{"answer_call": 0.03, "busy": 0.03}, {"greeting": 0.97, "thank": 0.97}, {}]
    assert all(sample == CALL for sample in sample_labels(CALL, probabilities, 1000)), (
        "taken as the tagger gave them"
    )


def test_a_reproach_must_be_surer_than_praise() -> None:
    assert [is_doubtful("met", p) for p in (0.8, 0.9, None)] == [True, False, False]
    assert [is_doubtful("missed", p) for p in (0.8, 0.9, 0.93, None)] == [True, True, False, False]


def test_probabilities_are_given_for_every_turn() -> None:
    with pytest.raises(ValueError, match="zip"):
        confidences(CALL, [{}], greeting_and_cue)
