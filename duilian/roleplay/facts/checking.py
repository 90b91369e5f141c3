"""A question that supposes something (您儿子今年高考吧?): does what is true of the client bear it out?

Who is asked so says yes or no first. Where the words do not tell, nothing is added to the fact.
"""

from __future__ import annotations

import re

from duilian.language.text import narrow
from duilian.roleplay.facts.sheet import FactSheet, core_of

_SUPPOSES = re.compile(
    "(?:(?<![好行走来去说讲看算就])吧|是吗|对吗|是吧|对吧|对不对|是不是|没错吧)[？?。！!\\s]*$|是不是"
)
_BLANKS = re.compile(r"[\s,，。.、!！?？;；:：~…\"“”'‘’()（）-]+")
# Values of which only one is true: a supposed one that the fact does not name is wrong.
_EXCLUSIVE = (
    re.compile("电信|移动|联通|广电"),
    re.compile("幼儿园|小学|初中|高中|大学|中考|高考|考研"),
)
_NUMBER = re.compile("([0-9一二两三四五六七八九十百千万]+)(个(?!月)|台|部|条|张|间|家|点|号|块|层|年|亩)")
_NO_NUMBER = "一"  # 一家人, 一年大概…
_DENIES = re.compile("^(?:没|不|还没|哪)")  # what begins so needs no further no
# Topics whose facts are half sentences: no answer to what is supposed of something else.
_HALF_SENTENCES = frozenset({"trouble_since", "trouble_often", "busy_season", "best_contact", "who_speaks"})
# Words that any sentence may share.
_ANY = re.compile(
    "的?时候|现在|平时|我们|你们|您那|一个|这个|那个|有点|都是|就是|还是|不是|可以|没有|的|了|在|是|您|我"
)
_SAME_PLACE, _SAME_THING = 3, 2  # characters in a row that question and fact must share


def supposes(text: str) -> bool:
    """Does a turn ask whether something is so, in a way that expects it?"""
    return bool(_SUPPOSES.search(text))


def answer_supposed(question: str, answer: str, chat: bool = False) -> str:
    """The fact in answer to what was supposed: after “对，”, after “不是，”, or as it is.

    Args:
        question: The trainee's turn.
        answer: What is true.
        chat: Small talk, in which words shared (您儿子…) do not bear out what was supposed.
    """
    if not supposes(question) or _DENIES.search(answer):
        return answer
    asked = _BLANKS.sub("", narrow(question))
    for values in _EXCLUSIVE:
        supposed, true = set(values.findall(asked)), set(values.findall(answer))
        if supposed & true:
            return f"对，{answer}"
        if supposed and true:
            return "不是，" + "，".join(part for part in answer.split("，") if values.search(part))
    supposed, true = _counts(asked), _counts(answer)
    units = {unit for _, unit in supposed} & {unit for _, unit in true}
    if supposed & true:
        return f"对，{answer}"
    if units:
        return "不是，" + "，".join(p for p in answer.split("，") if units & {u for _, u in _counts(p)})
    return f"对，{answer}" if not chat and longest_shared(asked, answer) >= _SAME_THING else answer


def _counts(text: str) -> set[tuple[str, str]]:
    """The numbers of a text, each with its unit; only what is counted in the same unit contradicts."""
    return {match for match in _NUMBER.findall(text) if match[0] != _NO_NUMBER}


def supposed_topic(text: str, sheet: FactSheet) -> str | None:
    """The topic whose fact a turn supposes (您的店在中心广场边上吧?), where the words name it plainly.

    Args:
        text: The trainee's turn.
        sheet: What is true of the client; only what it tells anybody counts.
    """
    if not supposes(text):
        return None
    asked = _BLANKS.sub("", narrow(text))
    named = [
        (longest_shared(asked, core_of(answers[0])), name)
        for name, answers in sheet.answers.items()
        if name not in _HALF_SENTENCES
        and name in sheet.topics
        and sheet.topics[name].private == "open"
        and not sheet.topics[name].small_talk
    ]
    length, name = max(named, default=(0, ""))
    return name if length >= _SAME_PLACE else None


def longest_shared(one: str, other: str) -> int:
    """Length of the longest run of characters that both have."""
    bare, one = _ANY.sub(" ", _BLANKS.sub("", narrow(other))), _ANY.sub("/", one)
    return max(
        (
            size
            for size in range(1, len(bare) + 1)
            if any(bare[i : i + size] in one for i in range(len(bare) - size + 1))
        ),
        default=0,
    )
