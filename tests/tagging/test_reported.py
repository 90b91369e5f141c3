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
        ("holiday_wish", "群里都在发新春快乐", "新春快乐"),
        ("introduce_self", "工牌上写着,移动公司客户经理", "移动公司客户经理"),
        ("thank", "锦旗上写着感谢移动公司", "感谢移动公司"),
        ("farewell", "歌里唱的再见再见", "再见再见"),
        ("state_purpose", "我写的稿子里有一句今天主要是来拜访您", "今天主要是来拜访您"),
        ("apologize_time", "昨天来的那个人说耽误您时间了", "耽误您时间了"),
        ("promise_feedback", "上次那位经理说回去一定反映", "回去一定反映"),
        ("check_understanding", "老师讲完总问我们听明白了没有", "听明白了没有"),
        ("ask_repeat", "他一直喊,麻烦您再说一遍", "他一直喊,麻烦您再说一遍"),
        ("confirm_appointment", "他跟您确认过,周三下午三点,是吧", "周三下午三点"),
        ("pressure", "隔壁那个业务员说您不办就停机", "您不办就停机"),
        ("offer_two_times", "要是别人问您周二还是周四有空,您怎么说", "周二还是周四有空"),
        ("thank", "什么叫感谢您的支持", "感谢您的支持"),
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
        ("thank", "主任让我先谢谢您", "主任让我先谢谢您"),
        ("promise_feedback", "我回去跟主管说", "我回去跟主管说"),
        ("promise_feedback", "这个问题我负责追到底", "这个问题我负责追到底"),
        ("request_transfer", "我想跟主任讲话", "我想跟主任讲话"),
        ("confirm_appointment", "上回说好的明天上午十点,我准时到", "明天上午十点"),
        ("invite_feedback", "上回装的那个您还满意吗", "上回装的那个您还满意吗"),
        ("state_duration", "我三分钟讲完就走", "我三分钟讲完"),
        ("holiday_wish", "崔老师教师节快乐", "崔老师教师节快乐"),
        ("advantage", "这个就是我们的和对讲,特别适合物业", "特别适合物业"),
        ("state_benefit", "对你们财务来说少了好多事", "对你们财务来说少了好多事"),
        ("offer_contact", "有技术问题问我", "有技术问题问我"),
    ],
)
def test_said_now(act: str, text: str, words: str) -> None:
    assert not is_reported(act, *place(text, words))


@given(st.text(alphabet="他您我小刘说问过上次,周三还是那吧", max_size=30), st.sampled_from(ACTS), st.data())
def test_any_place_of_any_text_has_an_answer(text: str, act: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert is_reported(act, text, start, end) in (True, False)
