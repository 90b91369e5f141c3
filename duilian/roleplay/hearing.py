"""What the client hears in the words themselves, whatever the tagger called them.

Before it asks who rings or what it is about, and before it asks one of its own questions, it looks whether
the trainee has said so: who repeats a question that was just answered does not listen.
"""

from __future__ import annotations

import re
from dataclasses import replace

from duilian.language import times
from duilian.language.operators import ANY_OPERATOR
from duilian.language.surnames import SURNAMES, TITLES, asks_for_another_surname
from duilian.language.text import narrow
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

_WHO = re.compile(
    f"(?:我|我们|这里|这边|这儿)是?(?:中国|咱们)?(?:{ANY_OPERATOR})(?:公司)?(?:的|[一-龥]{{0,8}}(?:经理|小|老))"
    f"|(?:{ANY_OPERATOR})(?:公司)?的?(?:客户)?经理"
    f"|我(?:是|叫)[小老]?[{SURNAMES}][一-龥]{{0,2}}[,，。.!！]"
)
_KINDS_OF_FIRM = "公司|集团|酒店|宾馆|饭店|学校|小学|中学|医院|诊所|工厂|厂|银行|超市|律所|事务所|物业|幼儿园"
_FIRM = re.compile(f"是([一-龥]{{2,10}}?(?:{_KINDS_OF_FIRM}))的?[吗吧么不?？]")
# Somebody is spoken to, not of: 袁老板您好, 好的刘总。, but not 我们王总让我来.
_SPOKEN_TO = re.compile(
    f"(?:^|[,，。.!！?？;；、…\\s]|喂|[哎诶欸]|[您你]好|好的|行|谢谢|感谢)([{SURNAMES}](?:{TITLES}))"
    "(?=[,，。.!！?？;；、…\\s]|$|[啊呀哎]|早|[您你](?!认识|熟|知道|听说|见过|那|们))"
)
_NO_NAME = re.compile("[您你我咱贵这那哪]|移动|联通|电信|是|不是|咱们|单位")
_MEETING = re.compile(
    "见[个一]?面|见您|当面|面谈|拜访|上门|登门|过去一趟|过来一趟|到您|去您|您那[儿里]|碰个头"
)
_STOP = re.compile(
    "[\\s,，。.、!！?？;；:：…~\"“”'‘’()（）-]|什么时候|多少钱|怎么|什么|多少|几[个条台部年月天点]"
    "|吗|呢|吧|啊|呀|了|的|地|得|不|没|要|会"
    "|我们|你们|咱们|我|你|您|这个|那个|这|那|是|有|还|就|都|也|可以|到底|先|说|问|谁|哪"
)
_AMOUNT = re.compile("多少|几[块万千百]|怎么收|怎么算|价")
_WHEN = re.compile("哪天|什么时候|啥时候|几时|几点|多久|几号")
_MONEY = re.compile("[0-9一二两三四五六七八九十百千万]+(?:多|来)?(?:块|元|毛|万)")
_SHARE_ANSWERED = 0.75  # of a question's own words that must have been said


def hear_again(state: ClientState, scenario: Scenario) -> ClientState:
    """The state with what the trainee has said in so many words: who rings, and about what.

    Args:
        state: What the client was told by the acts heard.
        scenario: Names the product; a bare word about it is a purpose.
    """
    told = set(state.told)
    if _WHO.search(state.heard):
        told.add("who")
    if scenario.product and scenario.product in state.heard:
        told.add("what")
    return state if told == state.told else replace(state, told=frozenset(told))


def asks_for_another_firm(text: str, org: str) -> bool:
    """Does the trainee take the client for another firm: 请问是鸿运酒店吗, where it is a school?

    Args:
        text: What the trainee says.
        org: The client's organisation; who shares two characters of its name means it.
    """
    pairs = {org[i : i + 2] for i in range(len(org) - 1)}
    named = [match[1] for match in _FIRM.finditer(text) if not _NO_NAME.search(match[1])]
    return bool(named) and not any(pair in name for name in named for pair in pairs)


def calls_by_another_surname(text: str, title: str) -> bool:
    """Does the trainee speak to the client by a surname that is not its own: 袁老板您好, to 张店长?

    Args:
        text: What the trainee says.
        title: How the client is addressed, surname first.
    """
    spoken_to = "，".join(match[1] for match in _SPOKEN_TO.finditer(text))
    return asks_for_another_surname(spoken_to, title)


def meeting_proposed(state: ClientState) -> bool:
    """Was a meeting spoken of? Who asks why one must meet before takes for granted what nobody said."""
    return "meeting" in state.told or bool(state.offered_times) or bool(_MEETING.search(state.heard))


def answered_already(question: str, heard: str) -> bool:
    """Do the trainee's words answer a question of the client's: the same things, the sum or time asked?

    Args:
        question: The client's sentence.
        heard: What the trainee has said.
    """
    low = narrow(heard)
    words = _own_words(question)
    if _AMOUNT.search(question) and not _MONEY.search(low) and not re.search("[0-9]", low):
        return False
    if _WHEN.search(question):
        mentions = [m for m in times.find_times(heard) if m.kind != "vague"]
        if not mentions:
            return False
        return len(words) < 2 or _share_said(words, low) >= _SHARE_ANSWERED
    return len(words) >= 2 and _share_said(words, low) >= _SHARE_ANSWERED


def _own_words(question: str) -> set[str]:
    """The pairs of characters of a question without words that any question has."""
    pieces = [piece for piece in _STOP.split(narrow(question)) if piece]
    return {piece[i : i + 2] for piece in pieces for i in range(len(piece) - 1)}


def _share_said(words: set[str], low: str) -> float:
    return sum(word in low for word in words) / len(words)
