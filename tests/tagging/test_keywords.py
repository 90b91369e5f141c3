"""Key words without a sentence, and short turns that are sentences."""

from __future__ import annotations

import pytest

from duilian.tagging.keywords import needs_a_sentence, only_keywords


@pytest.mark.parametrize(
    "text",
    [
        "省钱 省心 省力 省时间",
        "时间、地点、人物、名片",
        "今天 明天 后天 大后天",
        "优惠 划算 实惠 方便 快捷",
        "移动！优惠！省钱！方便！",
        "宽带 套餐 嗯 监控 那个 对讲",
        "名片?资料?礼品?雨伞?",
    ],
)
def test_key_words(text: str) -> None:
    assert only_keywords(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "再见",
        "三号,上午,会议室",
        "周三,周四,您挑",
        "您好,我是移动的小陈,打扰您两分钟",
        "医院、学校都在用,隔壁也刚装",
        "一个月省两百,会计也省事",
        "15:30 或 16:00 或 17:00",
        "名片,您收着",
    ],
)
def test_sentences(text: str) -> None:
    assert not only_keywords(text)


def test_courtesies_need_no_sentence() -> None:
    assert needs_a_sentence("state_benefit") and not needs_a_sentence("farewell")
