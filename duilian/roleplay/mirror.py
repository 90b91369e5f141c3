"""What the client takes up of the trainee's words: the times offered, the product, the caller's name, a reason given."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duilian import times
from duilian.dialogue.model import Turn
from duilian.language.text import clauses
from duilian.roleplay.calendar import words
from duilian.roleplay.scenario import Scenario
from duilian.roleplay.state import OFFER_ACTS
from duilian.roleplay.surnames import SURNAMES

_REASONS = frozenset({"state_necessity", "state_benefit"})
_SHORT = 12  # characters of a reason that is taken up
_YOU_AND_ME = re.compile("[您你我咱]")  # would have to be turned round
_END = "(?=[,，。.!！?？、;；\\s]|$|啊|呀|呢|吧|这边|这里)"
_NAME = re.compile(
    f"我叫([{SURNAMES}][\u4e00-\u9fff]{{1,2}}){_END}"
    f"|[是的理叫]([小老][{SURNAMES}]){_END}"
    f"|经理([{SURNAMES}][\u4e00-\u9fff]{{1,2}}){_END}"
    f"|我(?:免贵)?姓([{SURNAMES}]){_END}"
)

_COMPANY = re.compile("电信|移动|联通|广电")


def company_of(text: str) -> str:
    """The operator a trainee says to come from, "" where none is named."""
    found = _COMPANY.search(text)
    return found[0] if found else ""


def caller_of(text: str) -> str:
    """How a trainee who introduces himself may be called (小李, 李明), "" where no name is said."""
    found = _NAME.search(text.replace(" ", ""))
    if not found:
        return ""
    return f"小{found[4]}" if found[4] else next(name for name in found.groups() if name)


def reason_of(turn: Turn) -> str:
    """The last short clause of the reason a turn gives, "" where there is none that can be repeated as it is."""
    said = [turn.text[s.start : s.end] for s in turn.acts if s.act in _REASONS]
    parts = [text[start:end] for text in said for start, end in clauses(text)]
    fitting = [p for p in parts if 4 <= len(p) <= _SHORT and not _YOU_AND_ME.search(p)]
    return fitting[-1] if fitting else ""


def mirrored(turns: Sequence[Turn], scenario: Scenario) -> dict[str, str]:
    """A call's turns so far → the fields of a wording that come from what the trainee said; "" where there is nothing."""
    said = [t for t in turns if t.speaker == "trainee"]
    last = said[-1] if said else Turn("trainee", "")
    offered = times.alternatives(last.text)[:2] if {s.act for s in last.acts} & OFFER_ACTS else ()
    first, second = ([words(last.text, m) for m in offered] + ["", ""])[:2]
    names = [caller_of(t.text) for t in said if any(s.act == "introduce_self" for s in t.acts)]
    product = scenario.product or ""
    return {
        "first": first,
        "second": second,
        "product": product if any(product in t.text for t in said) else "",
        "company": company_of(last.text),
        "caller": next((name for name in reversed(names) if name), ""),
        "reason": reason_of(last),
    }
