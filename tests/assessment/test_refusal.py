"""Who refused to the very end, by cues and by words that no cue names."""

from __future__ import annotations

import pytest

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.refusal import refused_to_the_end
from tests.assessment.support import short

AFTER_A_REFUSAL = [
    ("嗯", True),
    ("要弄你们就上门来弄", False),
    ("要弄，你们就上门来弄", False),
    ("要弄你们就上门来弄别老打电话", False),
    ("要约就好好约个日子", False),
    ("要约就好好约个日子！别一天三个电话。", False),
    ("要谈就当面谈", False),
    ("要来就来吧", False),
    ("你们自己来弄", False),
    ("有话当面说", False),
    ("那你们几时来", False),
    ("你们定个时间吧", False),
    ("想谈就来我办公室谈", False),
    ("你们有人就过来看看", False),
    ("派个师傅来看看", False),
    ("来倒是可以", False),
    ("那你说个时间", False),
    ("要谈当面谈", False),
    ("别来就来", True),
    ("要约就算了", True),
    ("要谈就别来烦我", True),
    ("我没工夫跟你们约时间", True),
    ("你们上门来弄也没用", True),
    ("谁跟你们约时间", True),
    ("发个短信吧", False),
    ("那你发份资料给我", False),
    ("我考虑一下", False),
    ("过阵子再打", False),
    ("别再打来了", True),
    ("不用再打电话来", True),
    ("再打我投诉你", True),
    ("你再说一遍？", True),
    ("别再发短信了", True),
    ("不考虑", True),
    ("没什么好考虑的", True),
    ("再打也没用", True),
]
AFTER_AN_OPEN_WORD = [
    ("嗯", False),
    ("说了不要,就这样", True),
    ("说了不要，就这样。", True),
    ("我真的不需要", True),
    ("别再打了", True),
    ("没兴趣", True),
    ("不要就是不要", True),
    ("我讲过不要了", True),
    ("以后别打了，挂了", True),
    ("没啥好谈的", True),
    ("不用了，谢谢", True),
    ("算了吧。", True),
    ("算了，你说嘛", False),
    ("不用，我进值班室了", False),
    ("两点半以前别来", False),
    ("就这样吧", False),
    ("茶不用了，您坐", False),
    ("要不要盖章？", False),
    ("不要紧", False),
    ("跟你们说了不要发票抬头写个人", False),
    ("贵了免谈", False),
]


@pytest.mark.parametrize(("words", "refused"), AFTER_A_REFUSAL)
def test_words_after_a_refusal(words: str, refused: bool) -> None:
    call = short(f"T [谈谈](state_purpose) / C (refuse) 不要 / T [省钱](state_benefit) / C () {words}")
    assert refused_to_the_end(IndexedDialogue(call)) is refused


@pytest.mark.parametrize(("words", "refused"), AFTER_AN_OPEN_WORD)
def test_words_after_a_word_that_left_it_open(words: str, refused: bool) -> None:
    call = short(f"T [谈谈](state_purpose) / C (noncommittal) 再看 / T [省钱](state_benefit) / C () {words}")
    assert refused_to_the_end(IndexedDialogue(call)) is refused


@pytest.mark.parametrize(
    ("turns", "refused"),
    [
        ("C (refuse) 不要 / T 好 / C (noncommittal) 再看看", False),
        ("C (noncommittal) 再看 / T 好 / C (refuse_no_time) 没空", True),
        ("C (refuse) 不要 / T [周三](offer_one_time) / C (reject_times) 周三不行", False),
        ("C (refuse reject_times) 不要，明天也别来 / T 好", True),
        ("C (refuse) 不要 / T [下周再打](defer_call) / C (refuse) 别打", False),
        ("T [周三](offer_one_time) / C (accept) 行 / T 好 / C (refuse) 算了不要了", False),
        ("C (refuse) 电话里烦不烦，要弄你们就上门来弄 / T 好", False),
        ("C () 嗯 / T 好", False),
    ],
)
def test_cues(turns: str, refused: bool) -> None:
    assert refused_to_the_end(IndexedDialogue(short(turns))) is refused
