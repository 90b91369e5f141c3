"""What is told to whom, and in which words: the gruff the bare fact, the warm a word more."""

from __future__ import annotations

import random

import pytest

from duilian.roleplay.facts.sheet import FactSheet
from duilian.roleplay.facts.telling import (
    FactWords,
    Telling,
    ask_back_sentences,
    decide_telling,
    fact_words,
)
from duilian.roleplay.facts.topics import Topic

TOPICS = {
    "operator": Topic("operator", "网"),
    "spend": Topic("spend", "花费", private="trusted", ask_back=("问这个干嘛？",)),
    "pin": Topic("pin", "密码", private="never"),
    "boss_back": Topic("boss_back", "老板", anyone=True),
    "weather": Topic("weather", "天气", small_talk=True, anyone=True),
    "trouble": Topic("trouble", "故障"),
}
SHEET = FactSheet(
    {
        "operator": ("电信的|用了六年",),
        "spend": ("八百来块",),
        "pin": ("不能说",),
        "boss_back": ("后天回来",),
        "weather": ("热", "凉快", "下雨"),
        "trouble": ("红灯一直闪", "重启也没用"),
    },
    TOPICS,
)


@pytest.mark.parametrize(
    ("asked", "trusts", "gatekeeper", "telling"),
    [
        (("operator", "trouble"), False, False, Telling(("operator", "trouble"))),
        (("spend",), False, False, Telling(guarded=("spend",))),
        (("spend",), True, False, Telling(("spend",))),
        (("pin",), True, False, Telling(guarded=("pin",))),
        (("operator", "other"), True, False, Telling(("operator",), unknown=True)),
        (("operator", "boss_back"), True, True, Telling(("boss_back",), unknown=True)),
        ((), True, False, Telling()),
    ],
)
def test_what_is_told_to_whom(
    asked: tuple[str, ...], trusts: bool, gatekeeper: bool, telling: Telling
) -> None:
    assert decide_telling(asked, SHEET, trusts, gatekeeper) == telling
    kept = Telling.from_text(telling.as_text())
    assert (kept.told, kept.guarded) == (telling.told, telling.guarded)


def words(topics: tuple[str, ...], before: dict[str, int], temper: str = "gruff", seed: int = 0) -> FactWords:
    return fact_words(SHEET, topics, before, temper, random.Random(seed))


def test_asked_again_it_says_the_same() -> None:
    assert words(("operator",), {}) == FactWords(fresh="电信的")
    assert words(("operator",), {"operator": 1}) == FactWords(repeated="电信的")


def test_the_warm_say_a_word_more() -> None:
    said = [words(("operator",), {}, "warm", seed).fresh for seed in range(20)]
    assert said.count("电信的，用了六年") > 10
    assert words(("operator",), {"operator": 1}, "warm").repeated == "电信的"


def test_several_facts_in_one_sentence_and_details_one_after_the_other() -> None:
    assert words(("operator", "boss_back"), {}).fresh == "电信的，后天回来"
    assert words(("trouble",), {}).fresh == "红灯一直闪"
    assert words(("trouble",), {"trouble": 1}).fresh == "重启也没用"
    assert words(("trouble",), {"trouble": 2}).repeated == "红灯一直闪"


def test_small_talk_is_said_in_other_words_each_time() -> None:
    assert {words(("weather",), {"weather": n}).chat for n in range(3)} == {"热", "凉快", "下雨"}


def test_a_topic_may_have_its_own_way_of_asking_back() -> None:
    assert ask_back_sentences(SHEET, ("pin", "spend", "colour")) == ("问这个干嘛？",)
