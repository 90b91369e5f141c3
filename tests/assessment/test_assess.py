"""assess as a whole: the rubric file, properties, phrases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duilian.assessment import CHECKS, assess, dump_assessment, load_rubric
from duilian.dialogue.model import ACTS, CRITERIA, CUES, KINDS, ActSpan, Context, Dialogue, Turn
from duilian.errors import DataError
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


def test_phrases_are_fitted_to_the_client() -> None:
    dialogue = short(
        "T [周三下午还是周四](offer_two_times) / C (pick_time) 周四上午十点吧 / T 好", org="顺达物流"
    )
    phrase = {n: v.phrase for n, v in assess(dialogue, RUBRIC, ("周五下午",)).verdicts.items()}
    assert "周四上午十点" in phrase["confirmation"] and "王总" in phrase["confirmation"]
    assert "周五下午" in phrase["two_choice"]
    assert "顺达物流的王总" in phrase["identity_check"]


def test_an_open_question_gets_the_phrase_that_answers_it() -> None:
    asked = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_necessity) 电话里说不行吗 / T 嗯")
    verdicts = assess(asked, RUBRIC).verdicts
    assert verdicts["answers_questions"].phrase == verdicts["necessity"].phrase
    price = short("C (answer_call) 喂 / T [您好](greeting) / C (ask_detail) 多少钱 / T 嗯")
    assert (
        assess(price, RUBRIC).verdicts["answers_questions"].phrase
        == RUBRIC.criteria["answers_questions"].phrase
    )


def test_every_shipped_dialogue_is_assessed_and_the_format_holds() -> None:
    for voice in CORPUS.dialogues.values():
        for dialogue in voice:
            data = dump_assessment(assess(dialogue, RUBRIC))
            assert 0 <= data["score"] <= 100 and set(data["verdicts"]) <= set(CRITERIA)
            assert all("{" not in v.phrase for v in assess(dialogue, RUBRIC).verdicts.values())


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("  greeting:", "  greetings:", ":7: 没有叫 greetings 的评分项"),
        ("weight: 1", "weight: x", "greeting.weight 应当是"),
    ],
)
def test_rubric_errors_name_the_place(tmp_path: Path, old: str, new: str, error: str) -> None:
    path = tmp_path / "rubric.yml"
    path.write_text((DATA / "rubric.yml").read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_rubric(path)
    assert error in str(caught.value)


def test_a_term_left_unexplained_is_put_into_the_words_of_a_card() -> None:
    def phrase(words: str, product: str | None) -> str:
        turns = (Turn("client", "喂？"), Turn("trainee", words))
        return (
            assess(Dialogue("d", "visit_fabe", Context(product=product), turns), RUBRIC)
            .verdicts["plain_language"]
            .phrase
        )

    assert phrase("我们这个走ＶＰＮ的。", "移动办公") == "ＶＰＮ，简单地说，就是只有自家人能走的加密通道。"
    assert "卫星" not in phrase("装个网关就行。", "企信通") and "转发短信的那道门" in phrase(
        "装个网关就行。", "企信通"
    )
    assert "电话之间打招呼的话" in phrase("信令走的是内网。", None)  # of whichever card has the word
