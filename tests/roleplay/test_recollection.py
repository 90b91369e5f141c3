"""A client knows the trainee it has spoken to: what was agreed, promised, told, how it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian.errors import DataError
from duilian.language import times
from duilian.roleplay.cast import load_cast
from duilian.roleplay.client import plan_client_turn
from duilian.roleplay.emotion import is_offended
from duilian.roleplay.facts.sheet import core_of
from duilian.roleplay.facts.telling import Telling
from duilian.roleplay.memory import NO_MEMORY, Memory, fault_of
from duilian.roleplay.recollection import (
    after_contact,
    first_state,
    load_memory_words,
    time_words,
    with_memory,
)
from duilian.roleplay.scenario import Scenario, load_scenario
from duilian.roleplay.state import state_after
from duilian.roleplay.wordings import choose_wording, load_wordings, occasion_of
from tests.roleplay.support import CALM, DATA, equally_likely, turns_of

WORDS, WORDINGS = load_memory_words(DATA / "memory.yml"), load_wordings(DATA / "wordings")
MET = Memory(contacts=1, known=True, caller="小李", ending="parted")
AGREED = replace(MET, agreed="周三下午", ending="agreed")
HELLO = "C (answer_call) 喂 / T [王总您好](greeting)"


def moves_of(memory: Memory, notation: str, scenario: Scenario = CALM, seed: str = "1") -> tuple[str, ...]:
    client = with_memory(scenario, memory, WORDS)
    state = state_after(turns_of(notation), first_state(client))
    return plan_client_turn(state, client, equally_likely, seed).moves


def words_of(memory: Memory, move: str, agreed: str = "", scenario: Scenario = CALM) -> set[str]:
    client, said = with_memory(scenario, memory, WORDS), set()
    for seed in map(str, range(40)):
        occasion = occasion_of((), (), client, move, agreed, seed=seed)
        said.add(str(choose_wording(WORDINGS[client.temper], client, move, occasion, seed)))
    return said


def test_a_memory_is_one_line_and_back() -> None:
    memory = replace(AGREED, promised=("material", "call"), told=("operator",), complained=True, rude=True)
    assert Memory.from_text(memory.as_text()) == memory
    assert NO_MEMORY.as_text() == "" and Memory.from_text("") == NO_MEMORY


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"contacts": -1}', '{"agreed": "嗯"}', '{"promised": ["all"]}', '{"x": 1}', "null"]
)
def test_what_is_no_memory_is_none(text: str) -> None:
    assert Memory.from_text(text) == NO_MEMORY


def test_a_memory_has_its_form() -> None:
    assert not fault_of({"agreed": "周四上午", "promised": ["answer"], "rude": True, "ending": "refused"})
    assert "周四上午" in fault_of({"agreed": "随便"}) and "material" in fault_of({"promised": ["礼物"]})


def test_it_knows_the_voice_and_asks_nobody_who_rings() -> None:
    said = words_of(MET, "answer_call")
    assert any("小李" in words for words in said) and not [w for w in said if "哪" in w or "谁" in w]
    asked = {move for seed in "abcdefghij" for move in moves_of(MET, HELLO, seed=seed)}
    assert "ask_identity" not in asked
    assert "ask_identity" in {move for seed in "abcdefghij" for move in moves_of(NO_MEMORY, HELLO, seed=seed)}


def test_who_never_said_its_name_is_a_stranger() -> None:
    stranger = Memory(contacts=1, ending="parted")
    client = with_memory(CALM, stranger, WORDS)
    assert not client.acquainted and "answer_call" not in client.recalled
    assert with_memory(CALM, MET, WORDS).context().acquainted


def test_the_time_agreed_on_stands() -> None:
    assert moves_of(AGREED, HELLO)[0] == "pick_time"
    said = words_of(AGREED, "pick_time", agreed="周三下午")
    assert said and all("周三下午" in words for words in said)
    confirmed = f"{HELLO} / C (pick_time) 说好周三下午 / T [那周三下午见](confirm_appointment)"
    assert moves_of(AGREED, confirmed)[0] == "agree"
    other = f"{HELLO} / C (pick_time) 说好周三下午 / T [那周五上午见](confirm_appointment)"
    assert moves_of(AGREED, other) == ("correct_time",)


def test_the_trainee_may_move_it() -> None:
    moved = f"{HELLO} / C (pick_time) 说好周三下午 / T 能不能改到周四上午"
    assert moves_of(AGREED, moved) == ("pick_time",)


def test_a_time_that_no_longer_suits_is_agreed_on_anew() -> None:
    gone = replace(AGREED, agreed="周五上午")
    client = with_memory(CALM, gone, WORDS)
    assert not first_state(client).agreed and moves_of(gone, HELLO)[0] == "recall"
    assert all("周五上午" in words for words in words_of(gone, "recall"))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"promised": ("material",)}, "资料"),
        ({"promised": ("answer",)}, "上答"),
        ({"ending": "refused"}, "上"),
        ({"complained": True}, "上"),
    ],
    ids=["material", "answer", "refused", "complained"],
)
def test_it_speaks_of_last_time_once(fields: dict[str, object], word: str) -> None:
    memory = replace(MET, **fields)  # type: ignore[arg-type]
    assert moves_of(memory, HELLO)[0] == "recall"
    assert all(set(word) & set(words) for words in words_of(memory, "recall"))
    later = f"{HELLO} / C (recall) 资料呢 / T [给您发了](offer_material)"
    assert "recall" not in moves_of(memory, later)


def test_what_it_told_last_time_it_says_so() -> None:
    logistics = load_cast(DATA).scenarios["first-call-logistics"]
    memory = replace(MET, told=("operator",))
    client = with_memory(logistics, memory, WORDS)

    def said(*topics: str) -> set[str]:
        telling = Telling(topics)
        return {
            str(
                choose_wording(
                    WORDINGS[client.temper],
                    client,
                    "tell_fact",
                    occasion_of((), [("tell_fact", "忙呢。")], client, "tell_fact", "", telling, seed),
                    seed,
                )
            )
            for seed in map(str, range(20))
        }

    again = {"上回说过", "还是那样", "上次跟你讲过的"}
    fact = core_of(logistics.sheet.answers["operator"][0])
    assert all(
        any(words.startswith(start) for start in again) and fact in words for words in said("operator")
    )
    assert not any(words.startswith("上") for words in said("head_count"))


def test_what_was_done_meanwhile_is_not_asked_for() -> None:
    memory = replace(MET, promised=("answer",), complained=True)
    assert "recall" in with_memory(CALM, memory, WORDS).recalled
    assert "recall" not in with_memory(replace(CALM, kept=("answer",)), memory, WORDS).recalled


def test_an_appointment_that_fell_through_is_not_kept() -> None:
    gone = with_memory(CALM, replace(AGREED, agreed="周五上午"), WORDS)
    kept = after_contact(gone, turns_of(f"{HELLO} / C (noncommittal) 再说吧 / T [再见](farewell)"))
    assert kept.agreed == "" and kept.ending == "put_off"
    care = replace(gone, kind="phone_care", situation="chatty")
    assert after_contact(care, turns_of(f"{HELLO} / C (listen) 嗯")).agreed == "周五上午"


def test_who_was_offended_is_so_until_it_is_soothed() -> None:
    client = with_memory(CALM, replace(MET, rude=True), WORDS)
    assert is_offended(first_state(client), client)
    soothed = state_after(turns_of(f"{HELLO}[上回是我不对](acknowledge)"), first_state(client))
    assert not is_offended(soothed, client)


CALL = (
    "C (answer_call) 喂 / T [我是移动的小李，](introduce_self)[谈谈车队](state_purpose) / "
    "C (ask_necessity) 电话说不行吗 / T [得当面演示](state_necessity)[资料也发您](offer_material) / "
    "C (listen) 嗯 / T [周三下午还是周四上午](offer_two_times) / C (pick_time) 周三下午 / "
    "T [再见](farewell) / C (farewell) 再见"
)


def test_what_is_kept_of_a_call() -> None:
    kept = after_contact(CALM, turns_of(CALL), ("operator",))
    assert kept == Memory(1, True, "小李", "周三下午", ("material",), ("operator",), ending="agreed")
    again = after_contact(with_memory(CALM, kept, WORDS), turns_of(f"{HELLO} / C (pick_time) 周三下午"))
    assert (again.contacts, again.agreed, again.promised) == (2, "周三下午", ()) and again.told == (
        "operator",
    )


def test_a_refusal_and_rudeness_are_kept() -> None:
    pushed = "C (answer_call) 喂 / T [您必须来](pressure) / C (refuse farewell) 不要，再见"
    kept = after_contact(CALM, turns_of(pushed))
    assert kept.rude and kept.ending == "refused" and not kept.known


def test_nothing_is_kept_of_a_call_that_did_not_reach_it() -> None:
    out = "C (gatekeeper) 喂 / T [请转王总](request_transfer) / C (absent) 不在 / T [再见](farewell)"
    assert after_contact(CALM, turns_of(out)) == NO_MEMORY


@pytest.mark.parametrize(
    ("said", "today", "words"),
    [
        ("明天上午", 1, "周二上午"),
        ("后天下午三点半", 6, "下周一下午3点半"),
        ("下周三", 1, "下周三"),
        ("周四上午十点", 2, "周四上午10点"),
        ("12月3号", 1, ""),
    ],
    ids=["tomorrow", "over the weekend", "next week", "hour", "date"],
)
def test_times_in_words_that_hold_on_another_day(said: str, today: int, words: str) -> None:
    assert time_words(times.find_times(said)[0], today) == words
    assert not words or times.find_times(words)


def test_every_client_can_be_met_again() -> None:
    cast = load_cast(DATA)
    for name, scenario in cast.scenarios.items():
        again = cast.find(name, replace(MET, promised=("material",)).as_text())
        assert again is not None and again.acquainted and again.sheet == scenario.sheet
        assert cast.find(name) is not None and cast.find(name, "") == scenario
    assert cast.find("nobody") is None


def test_a_scenario_may_tell_of_an_earlier_contact(tmp_path: Path) -> None:
    text = (DATA / "scenarios/first-call-logistics.yml").read_text(encoding="utf-8")
    path = tmp_path / "x.yml"
    path.write_text(text + "\nearlier: {known: true, agreed: 周三下午}\n", encoding="utf-8")
    read = load_scenario(path)
    assert read.later and read.memory.agreed == "周三下午" and read.memory.contacts == 1
    path.write_text(text + "\nearlier: {agreed: 随便}\n", encoding="utf-8")
    with pytest.raises(DataError, match="earlier"):
        load_scenario(path)


@pytest.mark.parametrize("name", ["answer_call", "recall"])
def test_the_words_file_names_its_faults(tmp_path: Path, name: str) -> None:
    path = tmp_path / "memory.yml"
    path.write_text(f"{name}: {{warm: [嗯]}}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"memory\.yml:1"):
        load_memory_words(path)
