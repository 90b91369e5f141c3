"""A client to play against: calls in short notation, and what the client does next in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from duilian.dialogue.model import Turn
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.plan import Plan
from duilian.roleplay.scenario import Scenario, load_scenario
from duilian.roleplay.state import ClientState, state_after
from tests.assessment.support import short

DATA = Path(__file__).parent.parent.parent / "data"
WANG = load_scenario(DATA / "scenarios/first-call-logistics.yml")
CALM = replace(WANG, objections=())  # Wang without objections
LINES = {"complaint": ("又断了！", "上回也是。", "没人管。"), "tell_needs": ("三条线。", "五个人。")}

# Beginnings of conversations, in the short notation.
INTRODUCED = "C (answer_call) 喂 / T [我是移动的](introduce_self)[谈谈车队](state_purpose)"
INFORMED = INTRODUCED + "[得当面演示](state_necessity)[省油](state_benefit)"
OFFER = "[周三下午还是周四上午](offer_two_times)"
SEATED = "C (receive) 请坐 / T "
LONG_SPEECH = "这个产品非常好用大家都说好您用了就知道真的不错" * 5


def equally_likely(state: ClientState) -> Mapping[str, float]:
    """A predictor that knows nothing: every move is as likely as any other."""
    return {}


def client_of(kind: str, situation: str, temper: str = "plain", **fields: Any) -> Scenario:
    """A client of this kind of conversation whom the trainee knows, with a complaint and needs to tell."""
    about = {"kind": kind, "situation": situation, "temper": temper, "acquainted": True, "lines": LINES}
    return replace(CALM, **{**about, **fields})


def turns_of(notation: str) -> list[Turn]:
    """Turns in the short notation, in which any of the client's moves may stand where cues do."""
    moves = [cues.split() for cues in re.findall(r"C \((.*?)\)", notation)]
    without_cues = short(re.sub(r"C \(.*?\)", "C ()", notation)).turns
    return [
        turn if turn.speaker == "trainee" else replace(turn, cues=tuple(moves.pop(0)))
        for turn in without_cues
    ]


def plan_after(notation: str, scenario: Scenario = CALM, seed: str = "1") -> Plan:
    """The client's plan after these turns."""
    return plan_client_turn(state_after(turns_of(notation)), scenario, equally_likely, seed)


def moves_after(notation: str, scenario: Scenario = CALM) -> tuple[str, ...]:
    """The client's moves after these turns, with one seed."""
    return plan_after(notation, scenario).moves


def possible_moves_after(notation: str, scenario: Scenario = CALM) -> set[tuple[str, ...]]:
    """All that the client may do after these turns, over forty seeds."""
    return {plan_after(notation, scenario, str(seed)).moves for seed in range(40)}
