"""The delexicalised view: the same frame with other times, amounts and names is the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian.language.placeholders import SIGNS, delexicalised

NAMES = {sign: name for name, sign in SIGNS.items()}


def shown(text: str) -> str:
    """The view with the names of its signs written out."""
    return "".join(NAMES.get(character, character) for character in delexicalised(text))


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("您看是今天下午有空还是明天上午有空?", "您看是⟨时⟩有空还是⟨时⟩有空"),
        ("您看我10:00过去,还是14:30过去", "您看我⟨时⟩过去还是⟨时⟩过去"),
        ("就占用您五分钟", "就占用您⟨时长⟩"),
        ("您什么时候方便", "您⟨某时⟩方便"),
        ("我们每周三开会", "我们⟨每时⟩开会"),
        ("王总您好,我是移动公司的小李", "⟨人⟩您好我是⟨运营商⟩的⟨人⟩"),
        ("李经理您好，我是中国联通的老赵。", "⟨人⟩您好我是⟨运营商⟩的⟨人⟩"),
        ("能省300块钱", "能省⟨钱⟩"),
        ("能省两万块", "能省⟨钱⟩"),
        ("费用降了20%", "费用降了⟨比例⟩"),
        ("费用降了百分之二十", "费用降了⟨比例⟩"),
        ("费用降了两成", "费用降了⟨比例⟩"),
        ("成功的例子", "成功的例子"),
        ("五十台车都装了", "⟨数⟩台车都装了"),
        ("20多家企业在用", "⟨数⟩家企业在用"),
        ("我的电话是13800138000", "我的电话是⟨号码⟩"),
        ("幺三八零零幺三八零零零,您记一下", "⟨号码⟩您记一下"),
        ("小学门口", "小学门口"),
        ("总经理在吗", "总经理在吗"),
        ("，。！", ""),
        ("", ""),
    ],
)
def test_what_stands_for_what(text: str, view: str) -> None:
    assert shown(text) == view


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("您看周三上午方便,还是周四下午方便?", "您看 12号上午方便还是13号下午方便"),
        ("张总,一年能省3000块", "刘主任一年能省五百元"),
        ("绿城用了半年,话费降了15%。", "绿城用了半年,话费降了三成!"),
    ],
)
def test_one_frame_has_one_view(one: str, other: str) -> None:
    assert delexicalised(one) == delexicalised(other)


@given(st.text(max_size=60))
def test_any_text_has_a_view_without_marks(text: str) -> None:
    view = delexicalised(text)
    assert not set(view) & set(",，。.!！?？;；: \n")
    assert len(view) <= len(text)
