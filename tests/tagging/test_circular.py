"""A frame without content is told from short content."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.tagging.circular import says_nothing
from duilian.tagging.corpus import load_corpus

DATA = Path(__file__).parent.parent.parent / "data"


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("feature", "简单地说，它就是企业一卡通"),
        ("advantage", "它特别适合于适合它的单位"),
        ("state_benefit", "用了它之后,您就用上它了"),
        ("evidence", "举个例子来说，例子很多，比如有一家"),
        ("state_purpose", "目的就是约见，约见的目的就是见面"),
        ("state_necessity", "见面的理由呢,就是不见面不行"),
        ("feature", "建站就是建一个站嘛"),
        ("state_benefit", "信号好了,好处就是信号好"),
        ("state_necessity", "非得碰面不可,这种事就得当面"),
        ("state_necessity", "面谈是因为要面对面谈"),
        ("feature", "彩铃就叫彩铃"),
        ("advantage", "特别适合于各行各业的各种人"),
        ("feature", "这个就是我们的和对讲"),
        ("advantage", "哪个店都适合"),
        ("state_benefit", "好处就是有好处"),
    ],
)
def test_frames_without_content(act: str, text: str) -> None:
    assert says_nothing(act, text)


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("feature", "就是收短信咯"),
        ("advantage", "人多、三班倒,最合适"),
        ("state_benefit", "用了它每月省三千"),
        ("evidence", "中轴用了,月省三千"),
        ("state_purpose", "就是过节了问您一声好"),
        ("state_necessity", "得上车看"),
        ("state_necessity", "当面才好把demo给您看"),
        ("feature", "就是cloud上的通讯录"),
        ("greeting", "就是您好"),
        ("advantage", "它特别适合于您这样的连锁店"),
        ("feature", "就是手机上的对讲机"),
        ("feature", "它就是一个自动接电话的"),
        ("state_necessity", "电话里讲不清,得见面说"),
        ("advantage", "特别适合学校"),
        ("state_benefit", "最大的好处就是省钱"),
        ("evidence", "举个例子,市一中就在用"),
        ("state_benefit", "好处就一条:出了事您找得着一个真人"),
    ],
)
def test_short_content_is_content(act: str, text: str) -> None:
    assert not says_nothing(act, text)


# Content, by people's labels, in so few signs that the rule takes it for none: where it errs today.
TOO_SHORT_FOR_THE_RULE = {
    ("feature", "特点是不用布线"),
    ("feature", "就是开视频会的"),
    ("feature", "就是一张卡"),
    ("feature", "就是个手机总机"),
    ("feature", "手机邮箱就是把邮箱搬到手机上"),
    ("feature", "就是谁有空谁接"),
    ("feature", "就是我们帮您做一个公司网站"),
    ("feature", "掌上客就是个客户本子"),
    ("advantage", "适合人多的单位"),
    ("advantage", "适合小公司用"),
    ("advantage", "优点是便宜,一样的东西便宜三分之一"),
}


def test_people_called_none_of_their_acts_empty() -> None:
    corpus = load_corpus(DATA)
    turns = [t for dialogues in corpus.dialogues.values() for d in dialogues for t in d.turns]
    turns += [e.turn for e in corpus.singles if "ordinary" in e.voice]
    spans = [(s.act, t.text[s.start : s.end]) for t in turns for s in t.acts]
    assert {span for span in spans if says_nothing(*span)} == TOO_SHORT_FOR_THE_RULE
