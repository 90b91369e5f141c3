"""Key words strung without a sentence: 「省钱 省心 省力」 promises nothing, 「时间 地点 人物」 asks nothing.

Who means something says it with a word that ties: a pronoun, a particle, a verb that stands for a sentence.
Courtesies need none (您好 再见), nor does what is agreed (周四,十点,三楼).
"""

from __future__ import annotations

import re

from duilian.language.text import narrow

_CUT = re.compile(r"[,，。.!！?？;；~…:：、/\s]+")
_TIES = frozenset("我您你他她咱的了吗呢吧啊呀哈嘛哦么着过就都也还要想能可会请让跟给把被到在不没别叫谢祝喂拜")
# Between the words, where somebody looks for them.
_FILLERS = frozenset(
    ("嗯", "呃", "那个", "然后", "就是", "那", "这个", "对", "啊", "您", "我", "我们", "它", "是")
)
_SIGN = re.compile("[a-z0-9]")
_FEWEST, _LONGEST, _SHORT = 4, 6, 4  # pieces; characters of the longest, of most
_MOST = 0.75
_WITHOUT_A_SENTENCE = frozenset(
    [
        "greeting",
        "holiday_wish",
        "thank",
        "farewell",
        "apologize_time",
        "confirm_appointment",
        "introduce_self",
        "ask_leave",
        "ask_repeat",
    ]
)


def only_keywords(text: str) -> bool:
    """Whether a text is a string of key words: four short pieces or more, few with a word that ties."""
    low = narrow(text)
    if _SIGN.search(low):
        return False
    pieces = [piece for piece in _CUT.split(low) if piece]
    words = [piece for piece in pieces if piece not in _FILLERS]
    most = _MOST * len(words)
    return (
        len(pieces) >= _FEWEST
        and all(len(word) <= _LONGEST for word in words)
        and sum(not _TIES & set(word) for word in words) >= most
        and sum(len(word) <= _SHORT for word in words) >= most
    )


def needs_a_sentence(act: str) -> bool:
    """Whether an act is not done by key words alone."""
    return act not in _WITHOUT_A_SENTENCE
