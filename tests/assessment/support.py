"""What the tests of the criteria share: a dialogue written in one line, verdicts beside those by hand."""

from __future__ import annotations

from collections.abc import Mapping

from duilian.assessment import Rubric, assess
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.patterns import Check
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import parse_dialogues

HEAD = (
    "# x | {kind} | client_title=王总; acquainted={known}; holiday={holiday}; hung_up_by={by}; "
    "client_org={org}; industry={trade}\n"
)
Checks = Mapping[str, Check]


def short(
    turns: str,
    kind: str = "phone_appointment",
    known: str = "no",
    holiday: str = "-",
    by: str = "-",
    org: str = "-",
    trade: str = "-",
) -> Dialogue:
    """Turns in the plain-text form, divided by “ / ”."""
    head = HEAD.format(kind=kind, known=known, holiday=holiday, by=by, org=org, trade=trade)
    (dialogue,) = parse_dialogues(head + "\n".join(t.strip() for t in turns.split(" / ")), "x")
    return dialogue


def check(checks: Checks, name: str, turns: str, how: Mapping[str, str]) -> str:
    return checks[name](IndexedDialogue(short(turns, **how))).verdict


def verdict_pairs(
    by_hand: Mapping[str, Mapping[str, str]], read: Mapping[str, Dialogue], rubric: Rubric
) -> dict[tuple[str, str], tuple[str, str]]:
    """(dialogue, criterion) → (by hand, from these labels), where either says that it applies."""
    pairs = {}
    for name, ours in by_hand.items():
        theirs = {c: v.name for c, v in assess(read[name], rubric).verdicts.items()}
        pairs.update({(name, c): (ours.get(c, "na"), theirs.get(c, "na")) for c in {**ours, **theirs}})
    return pairs
