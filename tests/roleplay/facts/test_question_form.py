"""A question is known by its form: marks, particles, question words; what only looks like one is none."""

from __future__ import annotations

import pytest

from duilian.roleplay.facts.question_form import ends_with_question, looks_like_question, sentences_of


@pytest.mark.parametrize(
    "text",
    [
        *("几条线？", "你们几点开门", "用的哪家的网", "谁拍板", "店里装监控了吗", "那宽带呢", "有没有停车位"),
        *("是不是老断网", "一个月多少钱", "麻烦您说一下地址", "怎么去您那儿", "合同啥时候到期", "好不好停车"),
    ],
)
def test_questions(text: str) -> None:
    assert looks_like_question(text)


@pytest.mark.parametrize(
    "text",
    [
        *("没什么，您忙。", "我过几天再打给您。", "您什么时候都可以找我。", "有什么需要您尽管说。"),
        "谁都知道。",
        *("我就说几句话。", "周三下午我过去。", "谢谢您。", "十几个人用一条线没问题。", "好的，再见。"),
    ],
)
def test_no_questions(text: str) -> None:
    assert not looks_like_question(text)


def test_a_turn_is_cut_at_its_marks() -> None:
    assert sentences_of("您好！几条线？谢谢。再见") == ["您好！", "几条线？", "谢谢。", "再见"]
    assert ends_with_question("您好。几条线") and not ends_with_question("几条线？我记一下。")
    assert not ends_with_question("")
