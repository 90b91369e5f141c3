"""assess as a whole: its properties, the score, the form of what is dumped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duilian.assessment import CHECKS, Verdict, apply_criteria, assess, custom, dump_assessment, load_rubric
from duilian.assessment.finding import NA, Evidence, Finding
from duilian.dialogue.model import ACTS, CRITERIA, CUES, KINDS, ActSpan, Context, Dialogue, Turn
from duilian.tagging.corpus import load_corpus
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
RUBRIC = load_rubric(DATA / "rubric.yml")
CORPUS = load_corpus(DATA)
NEVER_LESS = (
    "purpose",
    "necessity",
    "benefit",
    "two_choice",
    "contact_offer",
    "material_offer",
    "needs",
    "holiday_wish",
)


def trainee_turn(parts: list[tuple[str, str]]) -> Turn:
    text, spans = "", []
    for words, act in parts:
        spans.append(ActSpan(act, len(text), len(text) + len(words)))
        text += words
    return Turn("trainee", text or "嗯", acts=tuple(spans))


trainee = st.lists(
    st.tuples(st.text("您好王总请周三VPN,", min_size=1, max_size=6), st.sampled_from(ACTS)), max_size=4
)
client = st.lists(st.sampled_from(CUES), max_size=3, unique=True)
turns = st.lists(
    st.one_of(trainee.map(trainee_turn), client.map(lambda c: Turn("client", "嗯", cues=tuple(c)))),
    max_size=10,
)
contexts = st.builds(
    Context,
    client_title=st.sampled_from([None, "王总"]),
    client_org=st.sampled_from([None, "顺达物流"]),
    industry=st.sampled_from([None, "物流"]),
    acquainted=st.booleans(),
    holiday=st.sampled_from([None, "春节"]),
    product=st.none(),
    hung_up_by=st.sampled_from([None, "client", "trainee"]),
)
dialogues = st.builds(lambda k, c, t: Dialogue("x", k, c, tuple(t)), st.sampled_from(KINDS), contexts, turns)


def test_checks_and_rubric_name_the_same_criteria() -> None:
    assert set(CHECKS) == set(CRITERIA) == set(RUBRIC.criteria)


@settings(max_examples=300, deadline=None)
@given(dialogues)
def test_evidence_lies_inside_a_trainee_turn_and_score_is_the_weights(dialogue: Dialogue) -> None:
    result = assess(dialogue, RUBRIC)
    assert result == assess(dialogue, RUBRIC)
    met = total = 0
    for verdict in result.verdicts.values():
        total += verdict.criterion.weight
        evidence = verdict.finding.evidence
        assert (verdict.name == "met") == (evidence is not None)
        if evidence:
            met += verdict.criterion.weight
            turn = dialogue.turns[evidence.turn]
            assert turn.speaker == "trainee" and 0 <= evidence.start < evidence.end <= len(turn.text)
        elif verdict.finding.turn is not None:
            assert dialogue.turns[verdict.finding.turn].speaker == "trainee"
    assert result.score == (round(100 * met / total, 1) if total else 0.0)


@settings(max_examples=300, deadline=None)
@given(dialogues, st.sampled_from(ACTS), st.data())
def test_one_more_act_loses_no_unrelated_credit(dialogue: Dialogue, act: str, data: st.DataObject) -> None:
    """An act put after all others of a turn takes nothing from criteria that only ask for another act."""
    where = [n for n, t in enumerate(dialogue.turns) if t.speaker == "trainee"]
    if not where or act in (
        "defer_call",
        "confirm_appointment",
        "offer_one_time",
        "offer_two_times",
        "ask_open_time",
    ):
        return
    n = data.draw(st.sampled_from(where))
    turn = dialogue.turns[n]
    more = Turn(
        "trainee", turn.text + "好", acts=(*turn.acts, ActSpan(act, len(turn.text), len(turn.text) + 1))
    )
    after = assess(replace(dialogue, turns=(*dialogue.turns[:n], more, *dialogue.turns[n + 1 :])), RUBRIC)
    before = assess(dialogue, RUBRIC)
    for name in NEVER_LESS:
        if name in before.verdicts and before.verdicts[name].name == "met":
            assert after.verdicts[name].name == "met", name


def test_without_a_trainee_turn_nothing_is_credited() -> None:
    for kind in KINDS:
        result = assess(Dialogue("x", kind, Context(hung_up_by="client"), (Turn("client", "喂"),)), RUBRIC)
        assert result.score == 0.0


def test_every_shipped_dialogue_is_assessed_and_the_format_holds() -> None:
    for voice in CORPUS.dialogues.values():
        for dialogue in voice:
            data = dump_assessment(assess(dialogue, RUBRIC))
            assert 0 <= data["score"] <= 100 and set(data["verdicts"]) <= set(CRITERIA)
            assert all("{" not in v.phrase for v in assess(dialogue, RUBRIC).verdicts.values())


CALL = short(
    "C (answer_call) 喂 / T 王总,[您好](greeting) / C () 嗯 / T 好,[再见](farewell)", kind="phone_care"
)


def test_the_score_is_the_share_of_weights() -> None:
    verdicts = {name: verdict.name for name, verdict in assess(CALL, RUBRIC).verdicts.items()}
    assert verdicts == {
        "greeting": "met",
        "self_introduction": "missed",
        "identity_check": "missed",
        "closing_courtesy": "missed",
        "farewell": "met",
        "respectful_address": "met",
        "plain_language": "met",
        "tactful_wording": "met",
        "contact_offer": "missed",
    }
    # 1 + 2 + 1 + 1 + 2 of those and 2 + 1 + 2 + 1 more.
    assert assess(CALL, RUBRIC).score == round(100 * 7 / 13, 1) == 53.8


def test_an_assessment_is_dumped_as_the_rubrics_section_6_has_it() -> None:
    dumped = dump_assessment(assess(CALL, RUBRIC))
    keys = ("verdict", "turn", "start", "end")
    dumped["verdicts"] = {
        name: {key: item[key] for key in keys if key in item} for name, item in dumped["verdicts"].items()
    }
    assert dumped == {
        "id": "x",
        "score": 53.8,
        "verdicts": {
            "greeting": {"verdict": "met", "turn": 1, "start": 3, "end": 5},
            "self_introduction": {"verdict": "missed", "turn": 1},
            "identity_check": {"verdict": "missed", "turn": 1},
            "closing_courtesy": {"verdict": "missed", "turn": 3},
            "farewell": {"verdict": "met", "turn": 3, "start": 2, "end": 4},
            "respectful_address": {"verdict": "met", "turn": 1, "start": 0, "end": 2},
            "plain_language": {"verdict": "met", "turn": 3, "start": 0, "end": 4},
            "tactful_wording": {"verdict": "met", "turn": 3, "start": 0, "end": 4},
            "contact_offer": {"verdict": "missed", "turn": 3},
        },
    }


def test_a_dumped_verdict_says_why_and_what_to_do() -> None:
    verdicts = dump_assessment(assess(CALL, RUBRIC))["verdicts"]
    assert verdicts["farewell"] == {
        "verdict": "met",
        "turn": 3,
        "start": 2,
        "end": 4,
        "reason": "said",
        "why": "“再见”（第 4 句）",
        "quote": "再见",
    }
    assert verdicts["closing_courtesy"] == {
        "verdict": "missed",
        "turn": 3,
        "reason": "not_said",
        "why": RUBRIC.reasons.by_criterion["closing_courtesy"]["not_said"].says,
        "advice": RUBRIC.criteria["closing_courtesy"].advice,
    }


def test_contradictions_are_dumped_beside_the_verdicts() -> None:
    pitch = short("C () 请坐 / T [就是小盒子](feature),不用装设备", kind="visit_fabe")
    pitch = replace(pitch, context=replace(pitch.context, product="车务通"))
    (contradiction,) = dump_assessment(assess(pitch, RUBRIC))["contradictions"]
    assert (contradiction["turn"], contradiction["start"], contradiction["end"]) == (1, 6, 11)
    assert "contradictions" not in dump_assessment(assess(CALL, RUBRIC))


def test_with_probabilities_every_verdict_has_its_confidence() -> None:
    sure = [{"answer_call": 0.99}, {"greeting": 0.99}, {}, {"farewell": 0.5}]
    data = dump_assessment(assess(CALL, RUBRIC, probabilities=sure))["verdicts"]
    assert data["greeting"]["confidence"] == 0.99 and 0.4 < data["farewell"]["confidence"] < 0.9
    assert set(data) == {name for name, item in data.items() if "confidence" in item}
    assert all(item["confidence"] == round(item["confidence"], 2) for item in data.values())
    assert all(v.confidence is None for v in assess(CALL, RUBRIC).verdicts.values())


def test_a_criterion_of_ones_own_stands_beside_the_handbooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(custom.CHECKS, "own", lambda dialogue: Finding("missed", turn=dialogue.first_turn))
    own = replace(RUBRIC.criteria["greeting"], name="own", weight=7)
    rubric = replace(RUBRIC, criteria={**RUBRIC.criteria, "own": own})
    result = assess(CALL, rubric)
    assert result.verdicts["own"].finding == Finding("missed", turn=1)
    assert result.score == round(100 * 7 / (13 + 7), 1)


def test_criteria_that_do_not_apply_are_found_but_not_assessed() -> None:
    findings = apply_criteria(CALL, RUBRIC)
    assert list(findings) == list(RUBRIC.criteria) and findings["two_choice"] == NA
    assert findings["greeting"] == Finding("met", Evidence(1, 3, 5))
    assert set(assess(CALL, RUBRIC).verdicts) == {n for n, f in findings.items() if f.verdict != "na"}


@pytest.mark.parametrize(
    ("name", "phrase"),
    [("ask_repeat", ""), ("reconnect_apology", "不好意思，刚才中途断线，很抱歉！")],
)
def test_a_criterion_added_by_hand_has_the_phrase_that_fits_everybody(name: str, phrase: str) -> None:
    verdict = Verdict.not_applicable(RUBRIC.criteria[name])
    assert (verdict.name, verdict.phrase, verdict.confidence) == ("na", phrase, None)
