"""What others said, or what was said before, is not done; what is said now is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.dialogue.model import ACTS
from duilian.tagging.reported import is_reported


def place(text: str, words: str) -> tuple[str, int, int]:
    start = text.index(words)
    return text, start, start + len(words)


@pytest.mark.parametrize(
    ("act", "text", "words"),
    [
        ("offer_two_times", "小刘上次问您周三还是周四来着", "周三还是周四"),
        ("offer_two_times", "他说礼拜一上午或者礼拜二都行", "礼拜一上午或者礼拜二都行"),
        ("offer_one_time", "我听说您周五要去省里", "您周五要去省里"),
        ("offer_one_time", "我记得上回是十点来的", "上回是十点来的"),
        ("ask_open_time", "我同事有没有问过您什么时候方便", "什么时候方便"),
        ("propose_meeting", "小高说过要来拜访您", "要来拜访您"),
        ("thank", "您爱人说谢谢我", "谢谢我"),
        ("farewell", "我跟他说了再见才想起来", "再见"),
        ("introduce_self", "上一位来的说他是移动的", "他是移动的"),
        ("state_benefit", "客服跟您说能省一半", "能省一半"),
        ("defer_call", "昨天您让我过一个小时再打,我打了没人接", "过一个小时再打"),
        ("check_convenience", "那天他问您方不方便", "方不方便"),
        ("advantage", "电信的人讲他们比我们快", "他们比我们快"),
        ("offer_two_times", "我们主管教新人说,您看周三还是周四", "您看周三还是周四"),
        ("thank", "上面印着“谢谢您的支持”", "谢谢您的支持"),
        ("offer_business_card", "桌上这张名片是谁留的", "桌上这张名片是谁留的"),
        ("farewell", "他走的时候跟您说再见了吧", "再见"),
    ],
)
def test_reported(act: str, text: str, words: str) -> None:
    assert is_reported(act, *place(text, words))


@pytest.mark.parametrize(
    ("act", "text", "words"),
    [
        ("thank", "我们领导让我替他谢谢您", "我们领导让我替他谢谢您"),
        ("state_purpose", "领导叫我来问问您要不要拉网", "领导叫我来问问您要不要拉网"),
        ("offer_two_times", "您上回说月初忙,那您看十五号还是二十号", "您看十五号还是二十号"),
        ("offer_two_times", "我想跟您说,周三上午还是周四下午", "周三上午还是周四下午"),
        ("defer_call", "您说在忙是吧那我晚饭后打给您", "我晚饭后打给您"),
        (
            "offer_one_time",
            "我跟师傅约好了,礼拜三上午去您家装,行吧",
            "我跟师傅约好了,礼拜三上午去您家装,行吧",
        ),
        ("evidence", "前街的老冯说月底再没丢过桶", "前街的老冯说月底再没丢过桶"),
        ("introduce_self", "您好,我是移动公司的小陈", "我是移动公司的小陈"),
        ("check_convenience", "您现在说话方便吗", "您现在说话方便吗"),
        ("ask_open_time", "您说个时间,我来安排", "您说个时间"),
        ("ask_open_time", "他明天几点到站里", "他明天几点到站里"),
        ("offer_two_times", "您先忙,我就问一句,周三还是周四", "周三还是周四"),
        ("thank", "他在开会啊。谢谢您", "谢谢您"),
    ],
)
def test_said_now(act: str, text: str, words: str) -> None:
    assert not is_reported(act, *place(text, words))


@given(st.text(alphabet="他您我小刘说问过上次,周三还是那吧", max_size=30), st.sampled_from(ACTS), st.data())
def test_any_place_of_any_text_has_an_answer(text: str, act: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert is_reported(act, text, start, end) in (True, False)
