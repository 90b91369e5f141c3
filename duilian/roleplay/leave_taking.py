"""How the two part: the client leaves nothing as agreed that was not, and room for a last word.

Who says 那周四下午见,再见 before anybody agreed makes an offer with the goodbye; the client answers it as any
other offer, and hangs up only once it is clear where they stand. A client that would go before the trainee
has said goodbye sees it off first (``see_off``) and waits for that (handbook 2: 礼貌道别).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from duilian.language.surnames import TITLES
from duilian.language.times import TimeMention
from duilian.roleplay.appointment import once_agreed
from duilian.roleplay.emotion import is_offended
from duilian.roleplay.offers import offered_in
from duilian.roleplay.plan import Plan
from duilian.roleplay.reactions import QUESTIONS
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS, ClientState

# Kinds in which a meeting may be spoken of; elsewhere a time in a goodbye is that of a promise.
KINDS_WITH_MEETINGS = frozenset({"phone_appointment", "phone_promotion", "phone_care", "visit_fabe"})
_GOODBYES = frozenset({"farewell", "ask_leave"})
_MEETS = re.compile(
    "(?<!再)见[。，,！!吧了啊哈]|(?<!再)见$|见面|拜访|上门|登门|(?:过|再|就)来|过去|[找去到来][您你]|等我|恭候"
)
_RINGS_OR_SENDS = re.compile("电话|再打|打给|给[您你](?:打|发|回|答复)|联系|发(?:给|到|您|你)|微信|短信|答复")
_SETTLED = re.compile("(?:说|约|定|讲)好了|说定|[就么样]定了|到时候?见|不见不散")
# What ends a turn by which somebody goes, whatever its label.
_GOES = re.compile(
    "(?:(?:不|就不)(?:打扰|耽误|打搅)[您你]?了|先走了|告辞了?|再见|拜拜|回头见|回见|先挂了|再会"
    "|那?[您你]先?忙吧?|那?先这样吧?|那?就这样吧?)"
    f"(?:[,，。！!~\\s]|[啊呀哈啦哦]|[一-龥]{{1,2}}(?:{TITLES})|(?:明天|后天|[周下][一-龥]{{1,3}}|到时候?)见)*$"
)
# … but not where that hangs on something: 您觉得用不上，我就不打扰了.
_ON_CONDITION = re.compile(
    "(?:如果|要是|若|假如|万一|觉得|还是)[^。！？!?]{1,20}[,，]?(?:那|我|就)*不(?:打扰|耽误|打搅)"
)
# With these in one breath it does not part in peace, and waits for nothing.
_IN_ANGER_OR_HASTE = frozenset(
    {"refuse", "refuse_no_time", "urgent", "reject_times", "not_agreed", "correct_time"}
)
_MOST_REJECTIONS = 2  # of times that come with a goodbye; then it hangs up, too
# Answers to an offer after which all is clear.
_CLEAR = frozenset({"refuse", "refuse_no_time", "cannot_fix_time", "noncommittal"})


def takes_leave(state: ClientState) -> bool:
    """Does the trainee go: by an act, or in so many words at the end of the turn?"""
    if state.last_acts & _GOODBYES:
        return True
    if "hold_on" in state.last_moves:
        return False  # 您先忙 then means that one waits
    return bool(_GOES.search(state.last_text)) and not _ON_CONDITION.search(state.last_text)


def claimed_times(state: ClientState) -> tuple[TimeMention, ...]:
    """The times at which, by the trainee's goodbye, they meet though none was agreed on; mostly none."""
    text = state.last_text
    if state.gatekeeper or state.times_made("absent") or "defer_call" in state.last_acts:
        return ()
    if state.agreed or _RINGS_OR_SENDS.search(text):
        return ()
    if state.last_acts & (OFFER_ACTS | {"confirm_appointment"}) or _MEETS.search(text):
        return state.offered_times or offered_in(text)
    return ()


def _takes_for_settled(state: ClientState) -> bool:
    """Does the trainee speak as if all were agreed, and names no time: 那就这么定了,再见?"""
    waits = state.gatekeeper or state.times_made("absent") or "defer_call" in state.last_acts
    return not waits and bool(_SETTLED.search(state.last_text))


def say_goodbye(state: ClientState, scenario: Scenario, answer_offer: Callable[[ClientState], Plan]) -> Plan:
    """Plan the answer to a goodbye.

    Args:
        state: What the client knows and feels; the trainee takes its leave.
        scenario: Who the client is.
        answer_offer: Plans the turn as if the trainee had made its offer and stayed.
    """
    if state.agreed:
        return _with_an_appointment(state, scenario)
    claimed = claimed_times(state)
    settled = scenario.base == "phone_appointment" and _takes_for_settled(state)
    if scenario.base not in KINDS_WITH_MEETINGS or not (claimed or settled):
        return Plan(("farewell",))
    acts = (state.last_acts - _GOODBYES - {"confirm_appointment"}) | {"offer_one_time"}
    answer = answer_offer(replace(state, last_acts=acts, offered_times=claimed))
    moves = set(answer.moves)
    if "pick_time" in moves or moves & _CLEAR or "farewell" in moves:
        return replace(answer, moves=(*(m for m in answer.moves if m != "farewell"), "farewell"))
    if "reject_times" in moves:
        stays = state.times_made("reject_times") < _MOST_REJECTIONS
        return answer if stays else Plan(("reject_times", "farewell"))
    asks = tuple(move for move in answer.moves if move in QUESTIONS)
    if asks and not state.times_made("not_agreed"):
        return Plan(("not_agreed", *asks[:1]))
    return Plan(("not_agreed", "farewell"))


def leave_last_word(state: ClientState, scenario: Scenario, plan: Plan) -> Plan:
    """Let the trainee say goodbye before the client is gone, once.

    Args:
        state: What the client knows and feels.
        scenario: Who the client is.
        plan: What it would do; a peaceful goodbye of its own becomes ``see_off``.
    """
    moves = plan.moves
    if moves[-1:] != ("farewell",) or set(moves) & _IN_ANGER_OR_HASTE:
        return plan
    in_haste = is_offended(state, scenario) or state.times_made("urgent")
    if in_haste or "farewell" in state.last_acts or state.times_made("see_off"):
        return plan
    return replace(plan, moves=(*moves[:-1], "see_off"))


def has_nothing_to_add(state: ClientState) -> bool:
    """Seen off, the trainee neither asks nor offers anything more: now the client goes."""
    return "see_off" in state.last_moves and not state.asks and not state.offered_times


def _with_an_appointment(state: ClientState, scenario: Scenario) -> Plan:
    """Nobody hangs up on a misunderstanding; who has moved the time with the goodbye is answered."""
    text = state.last_text
    if _MEETS.search(text) and not _RINGS_OR_SENDS.search(text):
        state = replace(state, last_acts=state.last_acts | {"confirm_appointment"})
    about_it = once_agreed(state, scenario, random.Random(0))
    if about_it is not None and about_it.moves[0] in ("correct_time", "reject_times"):
        return about_it
    if about_it is not None and about_it.agreed_time:
        return replace(about_it, moves=(*about_it.moves, "farewell"))
    return Plan(("farewell",))
