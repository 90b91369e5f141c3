"""The handbook's own sentences, and the two-choice offer in its usual frames (rubric, section 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.dialogue.model import Turn
from duilian.dialogue.plain_text import read_turns
from duilian.tagging import Tagger

SENTENCES = Path(__file__).parent.parent / "data/handbook_sentences.txt"
RUDE = {"pressure", "discourteous"}
LEAST_SHARE = 0.99  # of the offers below

PAIRS = (
    ("今天下午", "明天上午"),
    ("今天下午三点", "明天上午十点"),
    ("今天下午3点", "明天上午10点"),
    ("今天", "明天"),
    ("明天", "后天"),
    ("明天上午", "明天下午"),
    ("明天上午", "后天上午"),
    ("明早", "明天下午"),
    ("明天中午", "后天中午"),
    ("今晚", "明晚"),
    ("后天上午", "大后天上午"),
    ("上午", "下午"),
    ("上午十点", "下午三点"),
    ("下午两点", "下午四点"),
    ("10点", "14点"),
    ("9:30", "15:00"),
    ("周三", "周四"),
    ("周六", "周日"),
    ("本周三", "本周四"),
    ("周三上午", "周四下午"),
    ("周一上午九点", "周二下午两点"),
    ("周五下午", "周六上午"),
    ("周四10点", "周五15点"),
    ("星期三", "星期五"),
    ("礼拜一", "礼拜二"),
    ("这周五", "下周一"),
    ("下周二", "下周三"),
    ("下周一下午", "下周二上午"),
    ("这周", "下周"),
    ("月底", "下月初"),
    ("3号", "5号"),
    ("12号", "13号"),
    ("12月2号", "12月3号"),
)
FRAMES = (
    "您看是{}有空还是{}有空?",
    "您看{}方便还是{}方便?",
    "您看是{}还是{}呢?",
    "{}或者{},您哪天方便?",
    "您{}有时间还是{}有时间?",
    "您看我{}过去还是{}过去?",
    "您看{}和{}哪个时间合适?",
    "那咱们约在{}还是{}?",
    "{}或{},您看呢?",
    "我{}或者{}都可以过去,看您方便。",
    "如果{}不方便,{}可以吗?",
    "您比较方便的是{}还是{}?",
)


def acts_of(tagger: Tagger, text: str) -> set[str]:
    return {span.act for span in tagger.acts(text)}


@pytest.mark.parametrize("turn", [turn for _, turn in read_turns(SENTENCES)], ids=lambda turn: turn.text[:20])
def test_a_sentence_of_the_handbook_does_what_it_stands_there_for(tagger: Tagger, turn: Turn) -> None:
    predicted = acts_of(tagger, turn.text)
    assert {span.act for span in turn.acts} <= predicted
    assert not predicted & RUDE


def test_two_times_are_an_offer_in_every_usual_frame(tagger: Tagger) -> None:
    offers = [frame.format(*pair) for frame in FRAMES for pair in PAIRS]
    missed = [text for text in offers if "offer_two_times" not in acts_of(tagger, text)]
    assert len(offers) >= 30 * 12
    assert len(missed) <= (1 - LEAST_SHARE) * len(offers), missed
