"""Lines that begin with a speaker, told from lines that are words."""

from __future__ import annotations

import pytest

from duilian.importing.pasted import read_pasted
from duilian.importing.speaker_lines import is_about_call, is_known_name, match_speaker, usage_of
from tests.importing.support import EXPECTED, shown

SAID = [("client", "喂"), ("trainee", "您好")]


def turns(text: str) -> list[list[tuple[str, str]] | str]:
    return [said for _, _, said in shown(read_pasted(text, EXPECTED))]


@pytest.mark.parametrize(
    ("line", "name", "time", "words"),
    [
        ("客户：喂", "客户", "", "喂"),
        ("3. 【客户】 喂", "客户", "", "喂"),
        ("(12) **客户**: 喂", "客户", "", "喂"),
        ("第3轮 客户：喂", "客户", "", "喂"),
        ("[00:12] 客户：喂", "客户", "[00:12]", "喂"),
        ("客户 [00:12]：喂", "客户", "[00:12]", "喂"),
        ("客户 00:12：喂", "客户", "00:12", "喂"),
        ("[客户 00:12] 喂", "客户", "00:12", "喂"),
        ("[客户](00:12) 喂", "客户", "(00:12)", "喂"),
        ("00:12 - 00:15 [客户] 喂", "客户", "00:12 - 00:15", "喂"),
        ("2024/3/1 下午2:00 [客户] 喂", "客户", "2024/3/1 下午2:00", "喂"),
        ("王总 2024-03-01 10:00:00", "王总", "2024-03-01 10:00:00", ""),
        ("[00:12] 客户 喂 谁呀？", "客户", "[00:12]", "喂 谁呀？"),
        ("[00:12] 说话人1  喂", "说话人1", "[00:12]", "喂"),
        ("[00:12] 客户", "客户", "[00:12]", ""),
        ("客户：10:30 来", "客户", "", "10:30 来"),
        ("| 客户：喂 |", "客户", "", "喂"),
        ("《客户》喂", "客户", "", "喂"),
    ],
)
def test_the_parts_of_a_line(line: str, name: str, time: str, words: str) -> None:
    assert match_speaker(line, None) == (name, time, words)


@pytest.mark.parametrize(
    "line",
    [
        "喂",
        "10：30 见",
        "比如：这样",
        "您好，我说：好",
        "【重要】 今天",
        "（笑）好",
        "HTTP://a.cn",
        "",
        "小李 喂",
    ],
)
def test_words_are_no_speakers_line(line: str) -> None:
    assert match_speaker(line, None) is None


@pytest.mark.parametrize("key", ["通话时间", "坐席工号", "客户姓名", "关键词", "录音编号", "Call ID"])
def test_what_lines_about_the_call_begin_with(key: str) -> None:
    assert is_about_call(key) and not is_about_call(f"{key}是多少")


def test_names_that_are_known_are_sides_and_labels() -> None:
    assert is_known_name("客户") and is_known_name("说话人1") and not is_known_name("小李")


def test_names_are_counted_over_the_whole_text() -> None:
    usage = usage_of(["小李：喂", "老张：您好", "小李：什么事", "通话时间：58秒", ""])
    assert usage.counts == {"小李": 2, "老张": 1} and (usage.loose, usage.headed) == (None, False)
    headed = usage_of(["小李 10:00", "喂", "老张 10:01", "您好"])
    assert headed.headed and headed.counts == {"小李": 1, "老张": 1}
    assert usage_of(["今天天气很好", "我们去公园吧"]).counts == {}


@pytest.mark.parametrize("sign", ["\t", "  ", " | ", "|", "→", "　", " - ", "—", "，", ",", ";"])
def test_a_name_may_stand_before_another_sign(sign: str) -> None:
    four = f"客户{sign}喂\n客服{sign}您好\n客户{sign}谁\n客服{sign}我\n"
    assert turns(four) == [[*SAID, ("client", "谁"), ("trainee", "我")]], "twice each, also a comma"


def test_a_comma_that_stands_once_is_a_sentence() -> None:
    assert turns("客户,喂\n客服,您好\n") != [SAID]


def test_sentences_that_begin_alike_are_no_names() -> None:
    """A name before a blank must be known, or begin every line."""
    assert usage_of(["今天 下雨", "今天 刮风", "明天 下雪", "我们 再说"]).counts == {}
    assert usage_of(["客户 喂", "今天 很好", "明天 也好", "后天 再说"]).counts == {}


def test_a_line_for_the_name_and_one_for_the_words() -> None:
    four = "客户\n喂\n客服\n您好\n"
    assert turns(four * 2) == [SAID * 2]
    assert turns("00:01 客户\n喂\n00:02 客服\n您好\n") == [SAID]
    assert turns("老张\n没空，不需要。\n小李\n您好，我是联通公司的客户经理。\n" * 2)[0][0] == (
        "client",
        "没空，不需要。",
    )


def test_a_name_of_the_text_in_brackets_is_a_speaker_and_a_word_in_brackets_is_not() -> None:
    text = "【老张】没空\n【小李】您好，我是联通公司的\n【老张】不需要\n【小李】打扰您了\n"
    assert [side for side, _ in turns(text)[0]] == ["client", "trainee"] * 2
    assert turns("客户：喂\n我：您好\n【重要】的事\n") == [[SAID[0], ("trainee", "您好【重要】的事")]]


@pytest.mark.parametrize("names", [("客户", "客服"), ("说话人 1", "说话人 2"), ("说话人1", "说话人2")])
@pytest.mark.parametrize(
    "line", ["[{t}] {n} {w}", "{t} {n} {w}", "[{t}] {n}  {w}", "[{t}] {n}\n{w}", "{t} {n}\n{w}\n"]
)
def test_words_without_a_sign_after_a_time_and_a_name(names: tuple[str, str], line: str) -> None:
    """As recognisers that set no signs write: a name before a blank is no part of the words."""
    words = ["没空不需要", "您好我是联通公司的客户经理小李", "嗯", "打扰您了", "嗯"]
    text = "\n".join(line.format(t=f"00:0{i}", n=names[i % 2], w=word) for i, word in enumerate(words))
    assert turns(text) == [[(("client", "trainee")[i % 2], word) for i, word in enumerate(words)]]


def test_a_name_of_two_parts_over_its_words() -> None:
    text = "00:01 客服 小王\n您好\n00:02 客户 张三\n喂\n00:03 客服 小王\n打扰您了\n"
    assert turns(text) == [[("trainee", "您好"), ("client", "喂"), ("trainee", "打扰您了")]]
