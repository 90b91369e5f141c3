"""What was asked, and whether an answer is about it."""

from __future__ import annotations

import pytest

from duilian.assessment.manner import CHECKS
from duilian.assessment.on_topic import is_about, names_only_a_price
from tests.assessment.support import check

# The client's question, the trainee's answer, whether it is about what was asked.
CASES = [
    ("我能自己录吗？", "一个号一个月三块钱。", False),
    ("我能自己录吗？", "功能费每号每月2到6元。", False),
    ("我能自己录吗？", "能，您自己录一段发给我就行。", True),
    ("我能自己录吗？", "能自己录，一个号一个月三块钱。", True),
    ("旧的考勤机还能用吗？", "一台八百块起。", False),
    ("旧的考勤机还能用吗？", "旧的照样用，接上就行。", True),
    ("要不要换号？", "一年一千二，免费安装。", True),
    ("要不要换号？", "一年一千二百块。", False),
    ("要不要换号？", "不花钱。", False),
    ("停电了还能打不？", "一部一个月十五块左右，便宜。", False),
    ("一部一个月多少钱？", "今天装今天就能打。", False),
    ("一部一个月多少钱？", "特别好用，大家都说好。", False),
    ("一部一个月多少钱？", "十五。", True),
    ("一部一个月多少钱？", "不要钱。", True),
    ("一部一个月多少钱？", "得看您装几部，我给您算一份。", True),
    ("一部一个月多少钱？", "我发您一份报价。", True),
    ("贵不贵？", "比原来便宜一半。", True),
    ("一张卡多少钱？机器谁出？", "机器我们出。", True),
    ("要收费吗？", "不收。", True),
    ("家长要交钱吗？", "五块钱一个月。", True),
    ("按条怎么收", "8分", True),
    ("打够了呢？", "一毛五一分钟。", True),
    ("提到多少？", "提到五百兆。", True),
    ("要多久？", "三天。", True),
    ("要多久？", "三百块一台。", False),
    ("哪天来？", "明天上午。", True),
    ("那这钱退不退？", "十五块。", True),
    ("要另外交钱吗？", "这个您放心，我们派师傅上门帮您办好，不用您操心。", False),
    ("要另外交钱吗？", "不用的，都包在里头。", True),
    ("差多少你说说。", "我们办得很快。", False),
    ("合同签几年？", "这个您放心，我们派师傅上门帮您办好。", False),
    ("合同签几年？", "一年一签。", True),
    ("哪天能来修？", "我们派师傅上门帮您办好，不用您操心。", False),
    ("哪天能来修？", "明天上午。", True),
    ("哪天能来修？", "我回去就问清楚，给您回话。", True),
    ("差多少你说说。", "我查清楚了，今天下午给您回话。", True),
]


@pytest.mark.parametrize(("question", "answer", "about"), CASES)
def test_an_answer_is_about_what_was_asked(question: str, answer: str, about: bool) -> None:
    assert is_about(question, answer) is about


@pytest.mark.parametrize(
    ("clause", "only"),
    [
        ("一个号一个月三块钱", True),
        ("月租十五到四十元", True),
        ("完全免费", True),
        ("一年省三千块油钱", False),
        ("三天就装好", False),
        ("您发三块钱的红包给师傅", False),
    ],
)
def test_what_is_a_price_and_nothing_besides(clause: str, only: bool) -> None:
    assert names_only_a_price(clause) is only


@pytest.mark.parametrize(
    ("turns", "verdict"),
    [
        ("C (ask_detail) 我能自己录吗？ / T 一个号一个月三块钱", "missed"),
        ("C (ask_detail) 我能自己录吗？ / T [谢谢您问](thank)，一个号一个月三块钱", "missed"),
        ("C (ask_detail) 我能自己录吗？ / T [谢谢您问](thank)，您自己录就行", "met"),
        ("C (ask_detail) 多少钱？ / T [今天就能用](state_benefit)", "missed"),
        ("C (ask_detail) 多少钱？ / T [一年省一半的话费](state_benefit)", "met"),
        ("C (ask_detail) 多少钱？ / T [价目表我发您](offer_material)", "met"),
        ("C (ask_benefit) 有啥好处？ / T [省钱](state_benefit)", "met"),
    ],
)
def test_only_what_is_to_the_point_answers(turns: str, verdict: str) -> None:
    assert check(CHECKS, "answers_questions", turns, {}) == verdict
