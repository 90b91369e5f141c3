"""Sentences of annotated dialogues, found by their acts and said to another client."""

from __future__ import annotations

import random

import pytest

from duilian.dialogue.model import ACTS, ActSpan, Context, Dialogue, Turn
from duilian.dialogue.plain_text import read_dialogues
from duilian.roleplay.phrasebook import Phrasebook, Sentence, readdress
from tests.assessment.support import short
from tests.roleplay.support import DATA, WANG


def phrasebook_of(notation: str) -> Phrasebook:
    return Phrasebook([Dialogue("d", "phone_appointment", Context(), short(notation).turns)])


@pytest.mark.parametrize(
    ("acts", "nearest"), [("greeting", "您好"), ("greeting thank", "您好，谢谢"), ("", "嗯嗯")]
)
def test_the_sentence_nearest_in_acts_is_found(acts: str, nearest: str) -> None:
    phrases = phrasebook_of("T [您好](greeting) / C () 喂 / T [您好](greeting)，[谢谢](thank) / T 嗯嗯")
    assert phrases.find(acts, random.Random(1)).turn.text == nearest


def test_equally_near_sentences_are_drawn() -> None:
    phrases = phrasebook_of("T [您好](greeting) / T [早上好](greeting) / T [再见](farewell)")
    said = {phrases.find("greeting", random.Random(seed)).turn.text for seed in range(20)}
    assert said == {"您好", "早上好"}


def test_the_phrasebook_comes_near_to_any_act() -> None:
    phrases = Phrasebook(read_dialogues(DATA / "dialogues/shandong.txt"))
    for act in ACTS:
        assert phrases.find(act, random.Random(1)).turn.text


def test_names_are_put_right_and_spans_moved_along() -> None:
    spans = (ActSpan("greeting", 0, 5), ActSpan("state_purpose", 6, 10))
    turn = Turn("trainee", "裴主任您好,谈谈专线", acts=spans)
    said = readdress(Sentence(turn, Context("裴主任", product="专线")), WANG)
    assert [said.text[s.start : s.end] for s in said.acts] == ["王总您好", "谈谈车务通"]
