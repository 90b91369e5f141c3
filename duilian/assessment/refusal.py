"""Did the client refuse to the very end (rubric, section 7)?

Its cues say so, and its words where no cue does.
"""

from __future__ import annotations

import re

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.dialogue.model import Turn
from duilian.language.text import clauses, narrow

_REFUSALS = frozenset({"refuse", "refuse_no_time"})
# The cues that say something of meeting and leave it open.
_OPEN = frozenset({"noncommittal", "cannot_fix_time", "accept", "pick_time"})
_OF_TIMES = "reject_times"  # the times do not suit; alone it says nothing against meeting

# Who asks for a message, or to be rung again, has not refused.
_OPEN_DOOR = re.compile(
    "(?:发|寄|传).{0,6}(?:短信|消息|微信|资料|材料|邮件|邮箱|传真)|考虑|想想(?![都就])"
    "|(?:再|回头)(?!说一遍|说我|不).{0,6}(?:打|联系|找我|说)(?![^,。]{0,3}[也都])(?!.{0,8}(?:投诉|拉黑|举报|报警))"
)
_TIME = "(?:日子|时间|时候|钟点)"
_COMING = "(?:上门|过来|来)"
_DOING = "(?:弄|看|装|修|谈|讲|说|演示|办|量|测|吧|呗|嘛)"
# Ready to meet though no cue says so: 要弄你们就上门来弄, 要约就好好约个日子, 有话当面说, 来就来吧.
_READY = re.compile(
    f"[要想][^。!?]{{1,4}}就(?!别|不|免|甭|莫|算)[^,。]{{0,8}}(?:{_COMING}|当面|见面|[约定]|{_TIME})"
    f"|[约定挑选排说讲给](?:[一个好准下]|准点)*{_TIME}"
    f"|(?:你们?(?:有人)?|您|[派叫让]个?(?:人|师傅))就?(?:自己|直接|尽管|早点|赶紧)?{_COMING}(?:一趟|当面|给我|来)*{_DOING}"
    f"|(?:(?:什么|啥)时候|几时|哪天|几点)(?:能|会)?{_COMING}(?=[,。.!?呢啊吧弄装看修讲谈]|$)"
    f"|有[话事](?:就|请)?(?:当面|{_COMING}).{{0,4}}[说讲谈]|(?:要[说讲谈]|那就|还是)当面[说讲谈]"
    "|来就来|见就见|那就见|(?:见一面|见面|上门|来一趟|来)(?:也|倒是?|还)?(?:行|可以|成)"
)
_IN_VAIN = re.compile("[都也]?(?:没用|白[来搭]|没空|不在|不行|不成)|干[嘛什啥]|做什么|吗")
# Plainly unwilling though no cue says so, anywhere in a turn: 说了不要, 别再打了.
_UNWILLING = re.compile(
    "[说讲][了过](?:[几多八][少百]?[遍次回])?不(?:要|用|需要|见|谈|约|办|换|弄|买|去|行)[了啦]?(?=[,。.!?就]|$)|不要就是不要"
    "|(?:别|不要|不用|甭|莫|不许)再(?:给我)?(?:打|来|找)"
    "|没(?:有)?兴趣|不感兴趣"
)
# As a whole clause, and as a whole turn.
_SPEAKER = "(?:我们?|你们?|您|以后|真的?|都|反正|还是|就是|那)*"
_UNWILLING_CLAUSE = re.compile(
    f"{_SPEAKER}(?:不(?:要|需要|见|谈|约|换|办|弄|想见|想谈)[了啦]?|别[来打][了啦]?|免谈|没必要(?:见|谈|来)"
    "|没(?:什么|啥)好[谈说]的)"
)
_UNWILLING_TURN = re.compile(f"{_SPEAKER}(?:不用|不必|算|免)了吧?(?:,?谢谢您?)?")
# What turns either round when it stands right before.
_DENIED = re.compile(
    "(?:别|不(?:要|用|必|许|准|想|会)?|没有?|甭|莫|勿|休|少|谁)"
    "(?:再|老|总|还|来|给我|[跟和]你们?|什么|啥|[好可]|工夫|功夫|时间|空|必要)*$"
)


def _says(turn: Turn, pattern: re.Pattern[str]) -> bool:
    """Do the turn's words, clause by clause, match the pattern, neither denied nor called in vain?"""
    text = narrow(turn.text)
    for start, end in clauses(turn.text):
        for match in pattern.finditer(text, start):
            if match.start() >= end:
                break
            if not _DENIED.search(text[start : match.start()]) and not _IN_VAIN.match(text, match.end()):
                return True
    return False


def _is_refusal(turn: Turn) -> bool | None:
    """What a client turn says of meeting: a refusal (True), something else (False), nothing (None)."""
    cues = set(turn.cues)
    if cues & _OPEN or _says(turn, _READY):
        return False
    if cues & _REFUSALS:
        return True
    if _OF_TIMES in cues:
        return False
    text = narrow(turn.text)
    unwilling = (
        _UNWILLING.search(text)
        or _UNWILLING_TURN.fullmatch(text.strip(" ,。.!?"))
        or any(_UNWILLING_CLAUSE.fullmatch(text[start:end]) for start, end in clauses(turn.text))
    )
    return True if unwilling else None


def refused_to_the_end(dialogue: IndexedDialogue) -> bool:
    """Did the client refuse to the very end?

    Its last word on meeting is a refusal, no time was ever agreed or put off, and since it first refused it
    asked neither for a message nor to be rung again.
    """
    client_turns = [turn for turn in dialogue.turns if turn.speaker == "client"]
    said = [(n, refusal) for n, refusal in enumerate(map(_is_refusal, client_turns)) if refusal is not None]
    if not said or not said[-1][1]:
        return False
    first_refusal = next(n for n, refusal in said if refusal)
    if any(_says(turn, _OPEN_DOOR) for turn in client_turns[first_refusal:]):
        return False
    return dialogue.agreed_at is None and dialogue.first_act("defer_call") is None
