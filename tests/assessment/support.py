"""What the tests of the criteria share: a dialogue written in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from duilian.assessment.talk import Finding, Talk
from duilian.dialogue import Dialogue
from duilian.dialogue_text import parse_dialogues

HEAD = (
    "# x | {kind} | client_title=王总; acquainted={known}; holiday={holiday}; hung_up_by={by}; "
    "client_org={org}; industry={trade}\n"
)
Checks = Mapping[str, Callable[[Talk], Finding]]


def short(turns: str, kind: str = "phone_appointment", known: str = "no", holiday: str = "-", by: str = "-",
          org: str = "-", trade: str = "-") -> Dialogue:  # fmt: skip
    """Turns in the plain-text form, divided by “ / ”."""
    head = HEAD.format(kind=kind, known=known, holiday=holiday, by=by, org=org, trade=trade)
    (dialogue,) = parse_dialogues(head + "\n".join(t.strip() for t in turns.split(" / ")), "x")
    return dialogue


def check(checks: Checks, name: str, turns: str, how: Mapping[str, str]) -> str:
    return checks[name](Talk(short(turns, **how))).verdict
