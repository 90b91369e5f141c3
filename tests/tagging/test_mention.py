"""What is quoted, announced or skipped is talked about; the same phrase said in earnest is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.tagging.mention import plays_with_rules, talked_about, talks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("培训的时候说要讲谢谢您的接待", "谢谢您的接待"),
        ("打扰您了这五个字我就不说了", "打扰您了"),
        ("手册上写着“您看周三还是周四”，挺好", "您看周三还是周四"),
        ("接下来该说祝您节日快乐，我就免了", "祝您节日快乐"),
        ("我是移动公司的某某某，这段我背得熟", "我是移动公司的某某某"),
        ("“理解您忙”这句我也会", "理解您忙"),
        ("再见两个字是您先讲的", "再见"),
        ("按制度临走得谢谢您招待", "谢谢您招待"),
        ("照例我要报一下我是移动的小柯", "我是移动的小柯"),
        ("接下来是问您有什么意见，您没有吧", "问您有什么意见"),
        ("质检要听打扰您了，这就有了", "打扰您了"),
        ("本应说声对不起，省了吧", "说声对不起"),
    ],
)
def test_talked_about(text: str, words: str) -> None:
    start = text.index(words)
    assert talked_about(text, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("谢谢您的接待，打扰您了", "谢谢您的接待"),
        ("刚才那句请您再说一遍", "请您再说一遍"),
        ("今天主要说一下专线的事", "今天主要说一下专线的事"),
        ("您说的这个问题我记下了，回去就报给主管", "回去就报给主管"),
        ("这种电话谁接多了都烦，理解您", "理解您"),
        ("那不说了，再见", "再见"),
        ("按规定两位股东都要到场签字，得当面办", "得当面办"),
        ("按照您的意思我重新约，周三上午行吗", "周三上午行吗"),
        ("下面的人跟您说过了吧，我是小柯", "我是小柯"),
        ("我叫李明，移动的，手册我给您放前台了", "我叫李明"),
    ],
)
def test_said_in_earnest(text: str, words: str) -> None:
    start = text.index(words)
    assert not talked_about(text, start, start + len(words))


def test_who_talks_about_rules_twice_plays_with_them() -> None:
    once = ["您好，我是移动公司的小柯", "按流程我该谢谢您"]
    assert (
        not plays_with_rules(once)
        and plays_with_rules([*once, "下一步该问您周几方便，跳过"])
        and not plays_with_rules([])
    )


@given(st.text(alphabet="您好这句话我不说了书上,。“”该念", max_size=40))
def test_places_stand_in_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in talks(text))
    assert not talked_about(text, 0, 0)
