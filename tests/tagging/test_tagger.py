"""The trained tagger on sentences none of which stand in the data, and on whatever people may type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duilian.dialogue.context import TurnContext
from duilian.dialogue.model import ACTS, ActSpan, Context, Dialogue, Turn
from duilian.tagging import Tagger

QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check_offsets(spans: tuple[ActSpan, ...], text: str) -> None:
    end = 0
    for span in spans:
        assert span.act in ACTS and end <= span.start < span.end <= len(text) and 0 <= span.score <= 1
        end = span.end


@QUICK
@given(text=st.text(max_size=60), before=st.text(max_size=20))
def test_any_text_gets_spans_inside_it(tagger: Tagger, text: str, before: str) -> None:
    check_offsets(tagger.acts(text, TurnContext("phone_care", (), 1, 0, Turn("client", before))), text)


@QUICK
@given(text=st.text("您好王总周三还是四谢再见 ,.，。!😀aＶ12点", max_size=60))
def test_talk_like_text_gets_spans_inside_it(tagger: Tagger, text: str) -> None:
    check_offsets(tagger.acts(text), text)


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", ",", "。？！", "😀😀", "hello hello", "啊" * 2000, "您好，" * 600]
)
def test_odd_turns_do_no_harm(tagger: Tagger, text: str) -> None:
    check_offsets(tagger.acts(text), text)
    assert isinstance(tagger.cues(text), tuple)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("早上好丁总", {"greeting"}),
        ("多谢多谢,不好意思打扰您这么久,再见啊", {"thank", "apologize_time", "farewell"}),
        ("您瞧是下周二早上九点方便还是周四下午方便", {"offer_two_times"}),
        ("您啥时候有空呢", {"ask_open_time"}),
        ("我是市移动集团部的客户经理老赵", {"introduce_self"}),
    ],
)
def test_plain_sentences(tagger: Tagger, text: str, acts: set[str]) -> None:
    assert {s.act for s in tagger.acts(text)} == acts


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("喂,哪位呀", "ask_identity"),
        ("你找我到底什么事", "ask_purpose"),
        ("我这两天实在没空", "refuse_no_time"),
        ("好,那再见", "farewell"),
        ("周四下午吧,周四下午我在", "pick_time"),
    ],
)
def test_plain_client_turns(tagger: Tagger, text: str, cue: str) -> None:
    assert cue in tagger.cues(text)


def test_a_dialogue_is_labelled_turn_by_turn(tagger: Tagger) -> None:
    bare = Dialogue(
        "x",
        "phone_appointment",
        Context(),
        (Turn("client", "喂,哪位?"), Turn("trainee", "您好,我是移动公司的小王")),
    )
    client, trainee = tagger.label(bare).turns
    assert "ask_identity" in client.cues and not client.acts
    assert {"greeting", "introduce_self"} == {s.act for s in trainee.acts}


def test_of_a_trainee_who_plays_with_the_rules_only_clear_acts_count(tagger: Tagger) -> None:
    said = (
        "王总，按流程我该先谢谢您",
        "下一步该报单位，跳过",
        "反正见面总归有见面的好处，您品品",
        "那就这样，再见啊王总",
    )
    turns = tuple(turn for text in said for turn in (Turn("trainee", text), Turn("client", "哦。")))
    prediction = tagger.predict(Dialogue("x", "phone_appointment", Context(), turns))
    spans = [span for turn in prediction.dialogue.turns for span in turn.acts]
    assert "farewell" in {span.act for span in spans} and "thank" not in {span.act for span in spans}
    assert all(span.score >= 0.83 for span in spans)
    for turn, likely in zip(prediction.dialogue.turns, prediction.probabilities, strict=True):
        assert turn.speaker == "client" or {s.act for s in turn.acts} >= {
            act for act, p in likely.items() if p >= 0.83
        }
