"""Which times a trainee puts on offer: those of ``times.alternatives`` without slips of the tongue.

Whoever says 周四,哦不,周五 offers Friday alone; whoever asks to move what was agreed makes an offer.
"""

from __future__ import annotations

import re

from duilian.language import times
from duilian.language.times import TimeMention

# A word taken back: what stands before it in the sentence does not count.
_SLIP = re.compile(
    "[哦噢喔啊诶哎呃嗯][,，、…]*不(?:是|对)?(?![一-龥]{0,2}[行好知])|不不+|(?<![是对])不对[,，、]"
    "|(?:我)?(?:说|讲|搞|记)错了|口误|更正一下"
)
_END = re.compile("[。！？!?；;]")
_MOVE = re.compile(
    "改(?:到|成|在|约|期|个时间|一下时间|时间|周|下|明|后|上午|下午)|换(?:到|成|个时间|一天|个日子|周|下午|上午)"
    "|挪(?:到|一下|个)?|推(?:迟|后|到)|往后推|提前到|提前一|延后|延到|另约|重新约|(?:来|去|过|赶|到)不(?:了|来|去|上)"
)
# Whether what was agreed on stands: 周四上午没变吧, 时间没改吧, 还是老时间吗.
_STANDS = re.compile(
    "(?:没有?|不会?|未)(?:再|什么|啥)*(?:变|改)(?:化|动|更|期|时间)*(?:了|的)?(?:吧|吗|么|嘛|哈|呢|[？?])"
    "|(?:变|改)(?:化|动|时间)?了?(?:没有?|吗|么)[？?。\\s]*$|有(?:没有)?变(?:化|动)?(?:吗|么|吧|[？?])"
    "|还(?:是|照|按)(?:老|原来?|之前|上次|约)[一-龥]{0,4}(?:时间|钟点|点)[一-龥]{0,3}(?:吧|吗|么)|照旧(?:吧|吗|么)|还算数(?:吧|吗|么)"
)
_TIME_OR_MEETING = re.compile("时间|钟点|约|说[好定]|见面|安排|计划|日程")
_BARE_QUESTION = 6  # characters


def offered_in(text: str) -> tuple[TimeMention, ...]:
    """The times on offer in a turn, in order, without those that were taken back at once.

    Args:
        text: The turn; offsets of the mentions are in it.
    """
    offered = times.alternatives(text)
    for slip in _SLIP.finditer(text):
        begin = max((end.end() for end in _END.finditer(text, 0, slip.start())), default=0)
        if any(mention.start >= slip.end() for mention in offered):
            offered = tuple(m for m in offered if not begin <= m.start < slip.start())
    return offered


def asks_to_move(text: str) -> bool:
    """Does a turn ask for another time than the one agreed on, or say that this one does not do?"""
    return bool(_MOVE.search(text)) and not asks_if_it_stands(text)


def asks_if_it_stands(text: str) -> bool:
    """Does a turn ask whether a time agreed on still holds: 周四上午没变吧?"""
    if not _STANDS.search(text):
        return False
    of_the_time = bool(_TIME_OR_MEETING.search(text) or times.find_times(text))
    return of_the_time or len(text) <= _BARE_QUESTION  # 没变吧, but not 您那边的生意没什么变化吧
