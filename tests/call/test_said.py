"""The archive's exchanges held against the tracker: the same, mended, or different for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from duilian.call.rasa_client import Reply
from duilian.call.said import Concordance, turns_said
from duilian.call.session import HANG_UP, KeptExchange
from duilian.dialogue.model import Turn


def answered(number: int, text: str, *replies: Reply) -> KeptExchange:
    return KeptExchange(number, f"k{number}", text, replies)


def client(text: str, move: str) -> Reply:
    return Reply(text, client=True, move=move)


HINT = Reply("可以说：我是……", client=False)
CALL = (
    answered(0, "/start_call{}", client("喂？", "answer_call")),
    answered(1, "您好", client("你是谁？", "ask_identity"), client("什么事？", "ask_purpose")),
    answered(2, "提示", HINT),
    answered(3, "我是小李", client("嗯，你说。", "listen"), HINT),
    KeptExchange(4, "k4", "再见", None),
)
HEARD = (
    Turn("client", "喂？", cues=("answer_call",)),
    Turn("trainee", "您好"),
    Turn("client", "你是谁？什么事？", cues=("ask_identity", "ask_purpose")),
    Turn("trainee", "我是小李"),
    Turn("client", "嗯，你说。", cues=("listen",)),
    Turn("trainee", "再见"),
    Turn("client", "好，再见。", cues=("farewell",)),
)


def test_the_same_on_both_sides_is_taken_as_the_tracker_has_it() -> None:
    assert turns_said(CALL, HEARD).turns == HEARD and turns_said(CALL, HEARD).concordance is Concordance.SAME
    hung_up = (*CALL[:-1], KeptExchange(4, "k4", HANG_UP, None))
    assert turns_said(hung_up, HEARD[:5]).concordance is Concordance.SAME
    assert turns_said((), HEARD).concordance is Concordance.SAME, "played past the archive"
    all_lost = turns_said(CALL, ())
    assert all_lost.turns == HEARD[:-1] and all_lost.concordance is Concordance.MENDED
    unanswered = turns_said(CALL, HEARD[:-1])
    assert unanswered.turns == HEARD[:-1] and unanswered.concordance is Concordance.SAME


@pytest.mark.parametrize("lost", [slice(1, 3), slice(3, 5), slice(0, 5), slice(2, 3)])
def test_what_the_tracker_lost_is_taken_from_the_exchanges(lost: slice) -> None:
    heard = [turn for n, turn in enumerate(HEARD) if n not in range(*lost.indices(len(HEARD)))]
    said = turns_said(CALL, heard)
    assert said.turns == HEARD and said.concordance is Concordance.MENDED and said.moves_known


def test_other_words_than_were_seen_are_mended_too() -> None:
    heard = (*HEARD[:4], replace(HEARD[4], text="哦。"), *HEARD[5:])
    assert turns_said(CALL, heard).turns == HEARD


def test_moves_that_were_not_kept_are_said_to_be_unknown() -> None:
    old = (*CALL[:3], answered(3, "我是小李", Reply("嗯，你说。")), CALL[4])
    said = turns_said(old, (*HEARD[:3], *HEARD[5:]))
    assert [turn.text for turn in said.turns] == [turn.text for turn in HEARD] and not said.moves_known


@pytest.mark.parametrize(
    ("exchanges", "heard"),
    [
        (CALL, (*HEARD[:3], Turn("trainee", "从别的门说的"), Turn("client", "哦。"), *HEARD[3:])),
        ((*CALL[:3], KeptExchange(3, "k3", "我是小李", None), CALL[4]), (*HEARD[:3], *HEARD[5:])),
    ],
)
def test_what_neither_side_knows_whole_is_different(
    exchanges: tuple[KeptExchange, ...], heard: tuple[Turn, ...]
) -> None:
    said = turns_said(exchanges, heard)
    assert said.concordance is Concordance.DIFFERENT and said.turns == heard
