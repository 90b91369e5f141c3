"""A question about the client's affairs is answered first; nothing is answered by a filler."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from duilian.roleplay.answering import answer_first
from duilian.roleplay.emotion import confides
from duilian.roleplay.facts.sheet import FactSheet
from duilian.roleplay.facts.topics import Topic
from duilian.roleplay.impression import Impression
from duilian.roleplay.plan import Plan
from duilian.roleplay.state import ClientState
from tests.roleplay.support import CALM

SHEET = FactSheet(
    {
        "operator": ("电信的",),
        "who_speaks": ("我姓王",),
        "weather": ("热",),
        "boss_back": ("后天",),
        "spend": ("八百",),
    },
    {
        "operator": Topic("operator", "网"),
        "who_speaks": Topic("who_speaks", "您是哪位"),
        "spend": Topic("spend", "花费", private="trusted"),
        "boss_back": Topic("boss_back", "老板", anyone=True),
        "weather": Topic("weather", "天气", small_talk=True),
        "lines": Topic("lines", "线"),
        "permission": Topic("permission", "行吗", small_talk=True),
        "repeat_that": Topic("repeat_that", "再说一遍", small_talk=True),
    },
)
CLIENT = replace(CALM, sheet=SHEET)
RUDE = (Impression("快点", frozenset({"pressure"})),)


def answered(
    asks: str, moves: str, text: str = "几条线？", acts: str = "", made: str = "", **state: object
) -> tuple[str, ...]:
    about = ClientState(
        turn_count=2,
        asks=tuple(asks.split()),
        last_text=text,
        last_acts=frozenset(acts.split()),
        last_moves=frozenset({"ask_detail"}),
        move_counts=dict.fromkeys(made.split(), 1),
        **state,  # type: ignore[arg-type]
    )
    return answer_first(about, CLIENT, Plan(tuple(moves.split())), random.Random(0)).moves


@pytest.mark.parametrize(
    ("asks", "moves", "expected"),
    [
        ("operator", "listen", "tell_fact"),
        ("operator", "tell_needs", "tell_fact"),
        ("operator spend", "listen", "tell_fact ask_back"),
        ("spend", "listen", "ask_back"),
        ("lines", "listen", "not_know"),
        ("lines", "tell_needs", "not_know"),
        ("trouble", "tell_needs", "tell_needs"),
        ("spend", "tell_needs", "ask_back"),
        ("other", "listen", "not_know"),
        ("operator", "complaint", "tell_fact complaint"),
        ("doubt", "listen", "not_catch"),
        ("doubt operator", "listen", "tell_fact"),
        ("operator", "ask_identity", "tell_fact ask_identity"),
        ("operator", "accept pick_time", "tell_fact accept pick_time"),
        ("operator", "farewell", "tell_fact farewell"),
        ("permission", "listen", "go_ahead"),
        ("repeat_that", "listen", "say_again"),
        ("operator", "dropped", "dropped"),
        ("operator", "refuse farewell", "refuse farewell"),
    ],
)
def test_the_answer_comes_first(asks: str, moves: str, expected: str) -> None:
    assert answered(asks, moves) == tuple(expected.split())


def test_asked_for_private_things_once_more_it_says_so() -> None:
    assert answered("spend", "listen", made="ask_back") == ("keep_private",)


def test_the_offended_tell_nothing() -> None:
    assert answered("operator", "refuse", impressions=RUDE) == ("refuse",)


def test_who_picks_up_for_another_knows_less() -> None:
    assert answered("boss_back", "absent", gatekeeper=True) == ("absent", "tell_fact")
    assert answered("operator", "put_through answer_call", gatekeeper=True) == ("put_through", "answer_call")
    assert answered("boss_back", "listen", gatekeeper=True) == ("tell_fact",)
    assert answered("operator", "listen", gatekeeper=True) == ("not_know",)


def test_no_filler_to_a_question() -> None:
    assert answered("", "listen", "那个怎么弄的来着？") == ("not_catch",)
    assert answered("", "listen", "那个怎么弄的来着？", made="not_catch") == ("not_know",)
    assert answered("", "listen", "您现在方便吗？", "check_convenience") == ("convenient",)
    assert answered("", "listen", "送您一份资料好吗？", "offer_material") == ("listen",)
    assert answered("", "listen", "我们的专线很快。") == ("listen",)


def test_trust_comes_with_who_and_what() -> None:
    stranger, known = replace(CLIENT, acquainted=False, temper="plain"), frozenset({"who", "what"})
    assert not confides(ClientState(), stranger)
    assert confides(ClientState(told=known), stranger)
    assert not confides(ClientState(told=known), replace(stranger, temper="gruff"))
    assert confides(ClientState(told=known, agreed=True), replace(stranger, temper="gruff"))
    assert not confides(ClientState(told=known, impressions=RUDE), stranger)
    assert confides(ClientState(), replace(stranger, acquainted=True))


@pytest.mark.parametrize(
    ("text", "moves", "expected"),
    [
        ("请问您是{title}吗？", "confirm_identity", ("confirm_identity",)),
        ("请问您是李总吗？", "wrong_name ask_purpose", ("wrong_name", "ask_purpose")),
        ("请问您怎么称呼？", "confirm_identity", ("tell_fact",)),
    ],
    ids=["by its name", "by another", "by none"],
)
def test_who_is_asked_for_by_name_does_not_introduce_itself_besides(
    text: str, moves: str, expected: tuple[str, ...]
) -> None:
    assert answered("who_speaks", moves, text.format(title=CALM.title)) == expected


@pytest.mark.parametrize(
    ("text", "topic", "moves"),
    [
        ("您那边天气好不好？", "weather", ("tell_fact",)),
        ("您那边天气好吗？", "weather", ("tell_fact",)),
        ("天热，我给您带瓶水好不好？", "weather", ("go_ahead",)),
        ("天热，我晚点来，好吗？", "weather", ("go_ahead",)),
    ],
)
def test_to_ask_how_something_is_asks_no_leave(text: str, topic: str, moves: tuple[str, ...]) -> None:
    assert answered(topic, "listen", text) == moves
