"""What the client takes up of the trainee's words: times offered, the product, the caller's name, a reason.

People in a conversation take up each other's words (*entrainment*). Wordings have fields for what may be
taken up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duilian.dialogue.model import Turn
from duilian.language.surnames import SURNAMES
from duilian.language.text import clauses
from duilian.roleplay.calendar import mention_words
from duilian.roleplay.offers import offered_in
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS

_REASON_ACTS = frozenset({"state_necessity", "state_benefit"})
_REASON_LENGTH = (4, 12)  # characters of a reason that may be taken up, from … to
_YOU_OR_ME = re.compile("[您你我咱]")  # would have to be turned round when the client says it
_NAME_ENDS = "(?=[,，。.!！?？、;；\\s]|$|啊|呀|呢|吧|这边|这里)"
_CALLER = re.compile(
    f"我叫([{SURNAMES}][\u4e00-\u9fff]{{1,2}}){_NAME_ENDS}"
    f"|[是的理叫]([小老][{SURNAMES}]){_NAME_ENDS}"
    f"|经理([{SURNAMES}][\u4e00-\u9fff]{{1,2}}){_NAME_ENDS}"
    f"|我(?:免贵)?姓([{SURNAMES}]){_NAME_ENDS}"
)
_COMPANY = re.compile("电信|移动|联通|广电")


def company_of(text: str) -> str:
    """The operator that a trainee says to come from; "" where none is named."""
    company = _COMPANY.search(text)
    return company[0] if company else ""


def caller_of(text: str) -> str:
    """How a trainee who introduces himself may be called (小李, 李明); "" where no name is said."""
    caller = _CALLER.search(text.replace(" ", ""))
    if not caller:
        return ""
    return f"小{caller[4]}" if caller[4] else next(name for name in caller.groups() if name)


def reason_of(turn: Turn) -> str:
    """The last short clause of a turn's reason; "" where there is none that can be repeated as it is."""
    reasons = [turn.text[span.start : span.end] for span in turn.acts if span.act in _REASON_ACTS]
    parts = [reason[start:end] for reason in reasons for start, end in clauses(reason)]
    shortest, longest = _REASON_LENGTH
    fitting = [p for p in parts if shortest <= len(p) <= longest and not _YOU_OR_ME.search(p)]
    return fitting[-1] if fitting else ""


def mirrored_fields(turns: Sequence[Turn], scenario: Scenario) -> dict[str, str]:
    """The fields of a wording that take up what the trainee said.

    Args:
        turns: The call so far, with the trainee's acts.
        scenario: Who the client is; names the product.

    Returns:
        Field → its value; "" for what was not said: ``first`` and ``second`` (times offered in the last
        turn), ``product``, ``company``, ``caller`` (the trainee's name), ``reason``.
    """
    trainee_turns = [turn for turn in turns if turn.speaker == "trainee"]
    last = trainee_turns[-1] if trainee_turns else Turn("trainee", "")
    offers = {span.act for span in last.acts} & (OFFER_ACTS | {"confirm_appointment"})
    offered = offered_in(last.text)[:2] if offers else ()
    first, second = ([mention_words(last.text, mention) for mention in offered] + ["", ""])[:2]
    introductions = [t for t in trainee_turns if any(span.act == "introduce_self" for span in t.acts)]
    callers = [caller_of(turn.text) for turn in introductions]
    product = scenario.product or ""
    return {
        "first": first,
        "second": second,
        "product": product if any(product in turn.text for turn in trainee_turns) else "",
        "company": company_of(last.text),
        "caller": next((name for name in reversed(callers) if name), ""),
        "reason": reason_of(last),
    }
