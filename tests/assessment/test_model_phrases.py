"""Every model phrase × scenario, put where a criterion was missed, earns the point by the shipped tagger."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from duilian.assessment import CHECKS, assess, load_rubric
from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.phrases import words_to_say
from duilian.dialogue.model import CUES, ActSpan, Dialogue, Turn
from duilian.handbook.products import names_client
from duilian.roleplay.scenario import Scenario, load_scenarios
from duilian.tagging import Tagger

DATA = Path(__file__).parent.parent.parent / "data"
RUBRIC = load_rubric(DATA / "rubric.yml")
SCENARIOS = load_scenarios(DATA / "scenarios")
# What the client of a moment says; its cue alone decides elsewhere.
WORDS = {"ask_detail": "一个月多少钱？", "busy": "我在开车呢。", "complaint": "断网三天了！"}
NO_ANSWER = Turn("trainee", "嗯。")
RUDE = {"pressure", "discourteous", "arrears_blunt"}


def openings(scenario: Scenario) -> list[tuple[Turn, ...]]:
    """Ways in which it comes to a trainee's turn: after each cue, after questions in other words, agreed."""
    made = [(Turn("client", WORDS.get(cue, "……"), cues=(cue,)),) for cue in CUES]
    made.append((Turn("client", "能用几年？", cues=("ask_detail",)),))
    made.append((Turn("client", "在开会呢。", cues=("busy",)),))
    offer = Turn("trainee", "周三还是周四？", acts=(ActSpan("offer_two_times", 0, 7),))
    taken = (Turn("client", "喂？", cues=("answer_call",)), offer)
    made += [(*taken, Turn("client", words, cues=("pick_time",))) for words in ("周四上午吧。", "后面那个。")]
    made.append((*taken, Turn("client", "都不行。", cues=("reject_times",))))
    if scenario.gatekeeper:
        made.append((Turn("client", "喂？", cues=("gatekeeper",)), NO_ANSWER, *made[CUES.index("absent")]))
    return made


def missed(scenario: Scenario, answer: str) -> dict[tuple[str, str], tuple[Turn, ...]]:
    """(criterion, phrase shown) → the turns before it, where the trainee says nothing to the point."""
    shown: dict[tuple[str, str], tuple[Turn, ...]] = {}
    context = replace(scenario.context(), hung_up_by="client")
    for before in openings(scenario):
        dialogue = Dialogue("x", scenario.kind, context, (*before, Turn("trainee", answer)))
        for name, verdict in assess(dialogue, RUBRIC, scenario.calendar.free).verdicts.items():
            if verdict.name == "missed":
                shown.setdefault((name, verdict.phrase), before)
    return shown


@pytest.fixture(scope="module")
def acts_of(tagger: Tagger) -> Callable[[str], tuple[ActSpan, ...]]:
    """The tagger, asked for each sentence once."""
    return cache(tagger.acts)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_phrase_said_where_it_was_missed_earns_the_point(
    scenario: Scenario, acts_of: Callable[[str], tuple[ActSpan, ...]]
) -> None:
    worthless = []
    for (name, phrase), before in missed(scenario, "嗯。").items():
        words = words_to_say(phrase)
        turn = Turn("trainee", words, acts=acts_of(words))
        again = (Turn("client", "嗯。"), turn) if name == "respectful_address" else ()
        dialogue = Dialogue("x", scenario.kind, scenario.context(), (*before, turn, *again))
        heard = [span.act for span in turn.acts]
        if CHECKS[name](IndexedDialogue(dialogue, RUBRIC.lexicon)).verdict != "met":
            worthless.append((name, before[-1].cues, words, heard))
        assert not RUDE & set(heard), words
    assert not worthless


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_phrase_is_for_this_client(scenario: Scenario) -> None:
    shown = missed(scenario, "你等等，走VPN。")
    assert {"farewell", "respectful_address"} <= {name for name, _ in shown}
    for name, phrase in shown:
        assert len(words_to_say(phrase)) <= 120 and not re.search(
            r"[{}]|^[，。！]|[，。！？]{2}|……", phrase
        ), phrase
        assert name == "identity_check" or not names_client(phrase, scenario.org), phrase
        assert "你" not in phrase.replace("你们", ""), phrase
        if scenario.visit:
            assert not re.search("打电话是|接听|到您那儿呢|再打给您", phrase), phrase
        elif scenario.base != "phone_appointment":
            assert not re.search("见个面|到您那儿|当面演示", phrase) or name == "answers_questions", phrase
