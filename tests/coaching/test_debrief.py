"""The debrief: what holds, where it stands, and the three lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duilian import yamlfile
from duilian.assessment import assess, load_rubric
from duilian.coaching.debrief import Debrief, Ruling, _pieces, debrief
from duilian.dialogue.model import ACTS, CRITERIA, CUES, Dialogue
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
RUBRIC = load_rubric(DATA / "rubric.yml")
TEXTS: dict[str, Any] = yamlfile.load(DATA / "texts.yml")
PHASES = {phase["label"]: phase["criteria"] for phase in TEXTS["phases"].values()}
TALK = short(
    "C (answer_call) 喂 / T [王总您好](greeting)，你说吧，[周三还是周四](offer_two_times)用VPN"
    " / C (pick_time) 周三 / T 好",
    by="client",
)


def of(dialogue: Dialogue, **changed: Ruling) -> Debrief:
    rulings = {n: Ruling(v.name, v.name, v.confidence) for n, v in assess(dialogue, RUBRIC).verdicts.items()}
    return debrief(dialogue, rulings | changed, RUBRIC, PHASES, TEXTS["bad_habits"])


def test_every_criterion_has_one_phase_and_every_label_its_word() -> None:
    named = [name for names in PHASES.values() for name in names]
    assert sorted(named) == sorted(CRITERIA)
    assert set(TEXTS["bad_habits"]) < set(CRITERIA)
    assert (set(TEXTS["labels"]["acts"]), set(TEXTS["labels"]["cues"])) == (set(ACTS), set(CUES))


def test_evidence_is_marked_and_what_was_missed_stands_where_it_belonged() -> None:
    shown = of(TALK)
    items = {item.name: item for item in shown.items}
    assert items["greeting"].words == "王总您好，你说吧" and items["two_choice"].words == "周三还是周四用VPN"
    assert [p.labels for p in shown.lines[1].pieces if p.text == "周三还是周四用VPN"] == [
        (items["two_choice"].label,)
    ]
    assert "plain_language" in {item.name for item in shown.lines[1].missed}
    assert items["hang_up_last"].met and not items["hang_up_last"].words
    assert "".join(line.text for line in shown.lines) == "".join(turn.text for turn in TALK.turns)


def test_three_lines_keep_start_stop() -> None:
    shown = of(TALK)
    assert shown.keep and shown.keep.name == "two_choice"
    assert shown.start and not shown.start.met and shown.start.name not in TEXTS["bad_habits"]
    assert shown.stop and shown.stop.name in ("respectful_address", "plain_language")


def test_a_trainers_word_holds_and_a_struck_verdict_counts_for_nothing() -> None:
    missed, struck = (
        Ruling("missed", "met", None, "周老师", "没听清"),
        Ruling("na", "missed", None, "周老师", "x"),
    )
    changed = of(TALK, two_choice=missed, plain_language=struck)
    items = {item.name: item for item in changed.items}
    assert items["two_choice"].overruled and not items["two_choice"].words and items["plain_language"].struck
    assert changed.keep and changed.keep.name != "two_choice"
    added = of(TALK, needs=Ruling("met", "na", None, "周老师", "问了"))
    assert "needs" in {item.name for item in added.items}


@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_doubt_is_shown_until_somebody_has_looked(confidence: float) -> None:
    machine, seen = Ruling("met", "met", confidence), Ruling("met", "met", confidence, "周老师")
    assert next(i for i in of(TALK, greeting=machine).items if i.name == "greeting").doubtful is (
        confidence < 0.6
    )
    assert not next(i for i in of(TALK, greeting=seen).items if i.name == "greeting").doubtful


@given(
    st.text(max_size=12).flatmap(
        lambda t: st.tuples(st.just(t), st.lists(st.tuples(*[st.integers(0, len(t))] * 2)))
    )
)
def test_pieces_are_the_text_and_carry_every_mark(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    marks = [(*sorted(span), str(n)) for n, span in enumerate(spans)]
    pieces = _pieces(text, [m for m in marks if m[0] < m[1]])
    assert "".join(p.text for p in pieces) == text
    for start, end, label in marks:
        assert "".join(p.text for p in pieces if label in p.labels) == text[start:end]
