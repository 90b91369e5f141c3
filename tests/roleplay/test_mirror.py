"""What the client takes up of the trainee's words."""

from __future__ import annotations

import pytest

from duilian.dialogue.model import ActSpan, Turn
from duilian.roleplay.mirror import caller_of, company_of, mirrored_fields, reason_of
from tests.roleplay.support import WANG


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("您好王总，我是电信的客户经理小李，打扰您了", "小李"),
        ("我叫陈晓东，是咱们这片的客户经理", "陈晓东"),
        ("您好 我是电信公司的小赵这边", "小赵"),
        ("我姓刘，电信的", "小刘"),
        ("我是电信的小 李。", "小李"),
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


def reason(text: str, act: str = "state_benefit") -> str:
    return reason_of(Turn("trainee", text, acts=(ActSpan(act, 0, len(text)),)))


@pytest.mark.parametrize(
    ("text", "taken_up"),
    [
        ("能省钱", ""),
        ("油费省钱", "油费省钱"),
        ("每个月的油费能省下三成", "每个月的油费能省下三成"),
        ("一二三四五六七八九十一二", "一二三四五六七八九十一二"),
        ("一二三四五六七八九十一二三", ""),
        ("给您省钱省心，油费省三成", "油费省三成"),
        ("油费省三成，给您省钱省心", "油费省三成"),
        ("油费省三成，司机也省心", "司机也省心"),
    ],
)
def test_the_last_reason_of_four_to_twelve_characters_that_needs_no_turning_round(
    text: str, taken_up: str
) -> None:
    assert reason(text) == reason(text, "state_necessity") == taken_up
    assert reason(text, "feature") == ""


def test_only_what_the_trainee_said_last_is_taken_up() -> None:
    offer = Turn("trainee", "明天上午还是后天下午？", acts=(ActSpan("offer_two_times", 0, 10),))
    fields = mirrored_fields((offer, Turn("client", "我们电信机房周五才开，车务通不用")), WANG)
    assert (fields["first"], fields["second"]) == ("明天上午", "后天下午")
    assert (fields["company"], fields["product"]) == ("", "")
    one = Turn("trainee", "明天上午行吗？", acts=(ActSpan("offer_one_time", 0, 6),))
    assert [mirrored_fields((offer, one), WANG)[name] for name in ("first", "second")] == ["明天上午", ""]
    no_offer = Turn("trainee", "您是明天上午开会还是后天下午开会")
    assert mirrored_fields((no_offer,), WANG)["first"] == ""


def test_the_name_is_the_one_given_last_with_an_introduction() -> None:
    def introduced(text: str) -> Turn:
        return Turn("trainee", text, acts=(ActSpan("introduce_self", 0, len(text)),))

    calls = (introduced("我是电信的小李"), introduced("我是电信的客户经理孙丽"), introduced("电信的"))
    assert mirrored_fields(calls, WANG)["caller"] == "孙丽"
    assert mirrored_fields((Turn("trainee", "我是电信的小李"),), WANG)["caller"] == ""
