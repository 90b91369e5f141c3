"""What the client takes up of the trainee's words."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import ActSpan, Turn
from duilian.roleplay.mirror import caller_of, company_of, mirrored_fields
from tests.roleplay.support import WANG


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("您好王总，我是电信的客户经理小李，打扰您了", "小李"),
        ("我叫陈晓东，是咱们这片的客户经理", "陈晓东"),
        ("您好 我是电信公司的小赵这边", "小赵"),
        ("我姓刘，电信的", "小刘"),
        ("客户经理孙丽。", "孙丽"),
        ("我是电信的", ""),
        ("经理说过的", ""),
        ("这周末我姓什么都忘了", ""),
    ],
)
def test_the_callers_name(text: str, name: str) -> None:
    assert caller_of(text) == name


def test_the_callers_company() -> None:
    assert (company_of("我是电信的小李"), company_of("我是小李")) == ("电信", "")


def test_fields_are_taken_from_what_the_trainee_said() -> None:
    reason = "您的账单有好几种，报表要当面对，电话里讲不清"
    offer = "明天上午还是后天下午"
    offer_start = len(reason) + 5
    spans = (
        ActSpan("state_necessity", 0, len(reason)),
        ActSpan("offer_two_times", offer_start, offer_start + len(offer)),
    )
    turns = (
        Turn("trainee", "我是电信的小李", acts=(ActSpan("introduce_self", 0, 7),)),
        Turn("client", "嗯"),
        Turn("trainee", f"{reason}，车务通。{offer}？", acts=spans),
    )
    assert mirrored_fields(turns, WANG) == {
        "first": "明天上午",
        "second": "后天下午",
        "product": "车务通",
        "company": "",
        "caller": "小李",
        "reason": "电话里讲不清",
    }
    assert set(mirrored_fields((), WANG).values()) == {""}
