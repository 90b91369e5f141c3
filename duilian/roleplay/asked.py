"""What a turn asks of the client: the topics heard, and questions that its words give away besides.

The question model hears topics; here stands what it takes the conversation to hear: that a wish is no
question, that a turn supposes something of the client, that who has an appointment asks where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from duilian.roleplay.facts.checking import supposed_topic, supposes
from duilian.roleplay.facts.question_form import ends_with_question, looks_like_question, sentences_of
from duilian.roleplay.facts.topics import DOUBT
from duilian.roleplay.hearing import shared_words
from duilian.roleplay.offers import asks_if_it_stands
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import ClientState

# Topics that want no fact but a move of their own.
PERMISSION, REPEAT = "permission", "repeat_that"
# Small talk that a client speaks of when asked; a wish, or 元旦还加班呢，辛苦了, asks for none of it.
_ONLY_ASKED_FOR = frozenset(
    {"weekend", "meal", "busy_now", "trade_now", "health", "family", "children", "hobby", "home_town", "age"}
)
# Acts of a turn that may ask, and tell nothing that the client could answer instead.
_ACTS_THAT_ASK = frozenset({"ask_needs", "small_talk", "greeting"})
_TAG = re.compile("(?:[行好成]|可以|方便|怎么样|如何|愿意)(?:吗|不|么|嘛|吧|呢|不行|不好)?[？?。\\s]*$")
# 好不好 asks leave behind a mark or what the trainee would do; 生意好不好 asks how business is.
_LEAVE = re.compile(
    "(?:[行成]|可以|(?:[,，]|您看|这样|(?:我|咱|[给帮]您)[^,，。？?]*)好)(?:吗|不|么|嘛|不行|不好|不可以|不成)[？?。\\s]*$"
)
_ANYTHING_ELSE = re.compile(
    "还有(?:没有)?(?:什么|啥|别的|其他)?(?:的)?(?:事|事情|问题|要求)(?:吗|么|没有|不)?[？?。\\s]*$"
)
_YES_OR_NO = re.compile("(?:吗|么|没有|没|不)[？?。\\s]*$")
_WHERE_TO_SEND = re.compile("发(?:到|给您)?(?:哪|什么)|微信(?:还是|或者)|邮箱(?:还是|或者)|怎么(?:发|给)您")
_UNMARKED = re.compile("(?<![好行走来去说讲看算就])吧[。\\s]*$|[过了]没有?[。\\s]*$|[初周]几[一-龥]{0,4}$")
_ASKS_NAME = re.compile("(?<!免)贵姓|怎么称呼您?|您是哪[位个]|您叫什么")
_ASKS_PLACE = re.compile("(哪一?家|哪个店|哪[儿里](?!不)|什么地方)|哪[栋层座间号]|几[楼层号]|哪个门")


def topics_asked(state: ClientState, scenario: Scenario) -> list[str]:
    """The topics of its affairs that the client is asked for, in their order.

    Args:
        state: What the client knows after the trainee's last turn.
        scenario: Who the client is.
    """
    if state.agreed and asks_if_it_stands(state.last_text):
        return []  # 时间没改吧 is about the appointment
    asked = [topic for topic in state.asks if topic not in (PERMISSION, REPEAT)]
    if not _asks_at_all(state.last_text):
        asked = [topic for topic in asked if topic not in _ONLY_ASKED_FOR]
    if _LEAVE.search(state.last_text):
        asked = [topic for topic in asked if not is_chat(topic, scenario)]
    if not waits_for_answer(state.last_text):  # what was said for company's sake is not said twice
        asked = [t for t in asked if not (is_chat(t, scenario) and state.facts_told.get(t))]
    if set(asked) - {DOUBT} or set(state.asks) & {PERMISSION, REPEAT} or state.gatekeeper:
        return asked
    supposed = supposed_topic(state.last_text, scenario.sheet)
    if supposed is not None:
        return [supposed]
    place = _ASKS_PLACE.search(state.last_text) if state.agreed else None
    return ["address" if place[1] else "meeting_place"] if place else asked


def _asks_at_all(text: str) -> bool:
    return waits_for_answer(text) or any(map(looks_like_question, sentences_of(text)))


def waits_for_answer(text: str) -> bool:
    """Does a turn end with a question, or with what it supposes: 网没断过吧?

    Args:
        text: The turn, with or without marks.
    """
    return ends_with_question(text) or bool(_UNMARKED.search(text))


def is_chat(topic: str, scenario: Scenario) -> bool:
    """Is a topic small talk?"""
    return topic in scenario.sheet.topics and scenario.sheet.topics[topic].small_talk


def asks_name(state: ClientState) -> bool:
    """Does the trainee ask with whom it speaks?"""
    return bool(_ASKS_NAME.search(state.last_text))


def only_asks(state: ClientState) -> bool:
    """Does the turn do nothing but ask, and not just for a yes (您看行吗)?"""
    return not state.last_acts - _ACTS_THAT_ASK and not _TAG.search(state.last_text)


def only_supposes(state: ClientState) -> bool:
    """Does the turn do nothing but suppose something: 到期不在一天，挺麻烦的吧?"""
    return only_asks(state) and supposes(state.last_text)


def asks_leave_to_act(state: ClientState) -> bool:
    """Does the turn end by asking whether it is all right: 我先给您关掉，行吗?"""
    return not state.last_acts - _ACTS_THAT_ASK and bool(_LEAVE.search(state.last_text))


def asks_for_more(state: ClientState) -> bool:
    """Does the trainee ask whether there is anything else?"""
    return "invite_feedback" not in state.last_acts and bool(_ANYTHING_ELSE.search(state.last_text))


def speaks_of_it(state: ClientState, lines: Iterable[str]) -> bool:
    """Does one of the client's sentences speak of what was asked? What wants no yes or no always does."""
    if not _YES_OR_NO.search(state.last_text):
        return True
    return any(shared_words(line, state.last_text) for line in lines)


def chats_along(state: ClientState) -> bool:
    """Does the turn chat and nothing else, without a question: 孩子们都睡了吧，真安静啊?"""
    return state.last_acts == {"small_talk"} and not waits_for_answer(state.last_text)


def asks_where_to_send(state: ClientState) -> bool:
    """Does the trainee offer to send something, and ask where to: 您看发微信还是邮箱?"""
    return "offer_material" in state.last_acts and bool(_WHERE_TO_SEND.search(state.last_text))
