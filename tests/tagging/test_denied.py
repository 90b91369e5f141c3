"""A denied act is none; an act that has a “not” in it is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS
from duilian.tagging.denied import is_denied


def place(text: str, words: str) -> tuple[str, int, int]:
    start = text.index(words)
    return text, start, start + len(words)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("introduce_self", "我不是移动公司的"),
        ("propose_meeting", "我就不上您那儿去了"),
        ("propose_meeting", "咱们不用见面"),
        ("offer_two_times", "周三和周四都不行"),
        ("offer_one_time", "明天我可去不了"),
        ("ask_open_time", "时间咱先不定"),
        ("thank", "哎您别谢我"),
        ("farewell", "先别挂"),
        ("offer_business_card", "我没有名片"),
        ("offer_material", "册子发完了"),
        ("arrears_blunt", "您没有欠费"),
        ("vip_notice", "您还不是大客户"),
        ("state_benefit", "换了也省不了几个钱"),
        ("state_necessity", "这个不用当面弄"),
        ("apologize_time", "您没打扰我"),
        ("pressure", "没人催您"),
        ("promise_feedback", "这个我答应不了"),
        ("invite_feedback", "我不是来做调查的"),
        ("evidence", "您这一行我还没有客户"),
    ],
)
def test_denied(act: str, text: str) -> None:
    assert is_denied(act, text, 0, len(text))


@pytest.mark.parametrize(
    ("act", "text", "words"),
    [
        ("propose_meeting", "不是什么大事,就想上您那儿坐坐", "就想上您那儿坐坐"),
        ("propose_meeting", "要不我上您那儿坐会儿", "要不我上您那儿坐会儿"),
        ("propose_meeting", "能不能上您那儿去一趟", "能不能上您那儿去一趟"),
        ("offer_one_time", "明天上午行不行", "明天上午行不行"),
        ("offer_one_time", "周三不行也没事,周五上午怎么样", "周五上午怎么样"),
        ("apologize_time", "不打扰您了", "不打扰您了"),
        ("apologize_time", "不多耽误您了", "不多耽误您了"),
        ("ask_leave", "没有别的我就走了", "没有别的我就走了"),
        ("state_benefit", "您就不用月月找人对账了", "您就不用月月找人对账了"),
        ("state_duration", "用不了五分钟", "用不了五分钟"),
        ("discourteous", "不知道", "不知道"),
        ("advantage", "它不怕停电", "它不怕停电"),
    ],
)
def test_not_denied(act: str, text: str, words: str) -> None:
    assert not is_denied(act, *place(text, words))


@given(st.text(alphabet="不没别是要行,您我谢见面", max_size=30), st.sampled_from(ACTS))
def test_any_text_has_an_answer(text: str, act: str) -> None:
    assert is_denied(act, text, 0, len(text)) in (True, False)
