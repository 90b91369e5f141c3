"""Every move has words in every temper, enough of them; they take up what was said and are not repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from duilian import yamlfile
from duilian.dialogue.model import CUES, ActSpan, Turn
from duilian.errors import DataError
from duilian.roleplay.plan import MOVES_WITHOUT_CUE
from duilian.roleplay.scenario import TEMPERS, load_scenarios
from duilian.roleplay.wordings import (
    FIELDS,
    Occasion,
    Wordings,
    choose_wording,
    load_wordings,
    occasion_of,
    wording_fields,
)

DATA = Path(__file__).parent.parent.parent / "data"
WORDINGS = load_wordings(DATA / "wordings")
SCENARIOS = load_scenarios(DATA / "scenarios")
LOGISTICS = SCENARIOS["first-call-logistics"]
OWN_AFFAIRS = {"fact", "told", "chat", "last", "hour"}  # always there where the move is made
FACTS = {name: str(getattr(LOGISTICS, name)) for name in ("title", "name", "surname", "org")}


def occasion(acts: str = "", before: int = 0, spoken: tuple[str, ...] = (), **fields: str) -> Occasion:
    return Occasion(
        frozenset(acts.split()), before, frozenset(spoken), {**dict.fromkeys(FIELDS, ""), **FACTS, **fields}
    )


@pytest.mark.parametrize("temper", TEMPERS)
def test_eight_wordings_for_every_move_and_temper(temper: str) -> None:
    says = WORDINGS[temper].says
    needed = set(CUES) | set(MOVES_WITHOUT_CUE)
    assert set(says) == needed
    assert set(WORDINGS[temper].tones) == {"cold", "warm"}
    for toned in WORDINGS[temper].tones.values():
        assert {move: len(set(texts)) for move, texts in toned.items() if len(set(texts)) < 6} == {}
    for lines in (says, WORDINGS[temper].visits, WORDINGS[temper].deals):
        assert {move: len(set(texts)) for move, texts in lines.items() if len(set(texts)) < 8} == {}


_PHONE = re.compile("挂了|来电|打来|打过来|电话里|这个号码")


@pytest.mark.parametrize("temper", TEMPERS)
def test_face_to_face_no_one_speaks_of_hanging_up(temper: str) -> None:
    words = WORDINGS[temper]
    on_visits = {**words.says, **words.visits}
    only_on_the_phone = {
        "answer_call",
        "gatekeeper",
        "absent",
        "dropped",
        "late_call",
        "ask_necessity",
        "unclear",
        "urgent",
        "complaint",
    }
    about_phones = [
        t
        for move, texts in on_visits.items()
        if move not in only_on_the_phone | {"pay_soon"}
        for t in texts
        if _PHONE.search(t)
    ]
    assert about_phones == []
    assert not [
        t for move, texts in words.again.items() if move != "ask_necessity" for t in texts if _PHONE.search(t)
    ]
    toned = [t for moves in words.tones.values() for texts in moves.values() for t in texts]
    assert not [t for t in toned if _PHONE.search(t)]


def test_most_wordings_need_no_field() -> None:
    for wordings in WORDINGS.values():
        for move, texts in wordings.says.items():
            plain = [t for t in texts if wording_fields(t) <= {"agreed", *OWN_AFFAIRS, *FACTS}]
            assert len(plain) >= 6, move


def test_tempers_hardly_share_a_sentence() -> None:
    sets = {t: {text for texts in w.says.values() for text in texts} for t, w in WORDINGS.items()}
    for one in TEMPERS:
        for other in TEMPERS:
            assert one == other or len(sets[one] & sets[other]) <= len(sets[one]) // 20


def test_the_domain_has_a_neutral_wording_of_each_move() -> None:
    responses = yamlfile.load(DATA.parent / "domain.yml")["responses"]
    for move, texts in WORDINGS["plain"].says.items():
        assert [str(r["text"]) for r in responses[f"utter_{move}"]] == [texts[0]]


def test_two_calls_differ_and_a_seed_repeats_itself() -> None:
    said = {
        seed: choose_wording(WORDINGS["plain"], LOGISTICS, "ask_necessity", occasion(), seed)
        for seed in "abcdefghijklmnopqrst"
    }
    assert len(set(said.values())) >= 6
    assert choose_wording(WORDINGS["plain"], LOGISTICS, "ask_necessity", occasion(), "a") == said["a"]


@pytest.mark.parametrize("temper", TEMPERS)
@pytest.mark.parametrize("tone", ["cold", "warm"])
def test_the_tone_is_heard_in_the_words(temper: str, tone: str) -> None:
    toned = set(WORDINGS[temper].tones[tone]["listen"])
    said = [
        choose_wording(WORDINGS[temper], LOGISTICS, "listen", replace(occasion(), tone=tone), str(n))
        for n in range(60)
    ]
    assert sum(text in toned for text in said) >= 40
    even = {choose_wording(WORDINGS[temper], LOGISTICS, "listen", occasion(), str(n)) for n in range(60)}
    assert not even & (toned - set(WORDINGS[temper].says["listen"]))


def test_a_cold_client_does_not_praise_what_it_hears_and_a_rude_word_is_answered() -> None:
    words, cold = WORDINGS["plain"], replace(occasion("state_benefit"), tone="cold")
    said = [choose_wording(words, LOGISTICS, "listen", cold, str(n)) for n in range(40)]
    assert sum(text in words.tones["cold"]["listen"] for text in said) >= 25
    pushed = replace(occasion("pressure"), tone="cold")
    assert choose_wording(words, LOGISTICS, "refuse", pushed, "1") in words.heard["pressure"]["refuse"]


def test_what_was_said_is_not_said_again() -> None:
    spoken: list[str] = []
    for before in range(8):
        text = choose_wording(
            WORDINGS["gruff"], LOGISTICS, "listen", occasion(before=before, spoken=tuple(spoken)), "seed"
        )
        assert text and text not in spoken
        spoken.append(text)


def test_a_wording_whose_fields_are_unknown_is_left_out() -> None:
    said = {
        choose_wording(WORDINGS["plain"], LOGISTICS, "reject_times", occasion(), str(n)) for n in range(60)
    }
    assert not any("{" in (text or "") for text in said) and len(said) >= 6
    told = {
        choose_wording(
            WORDINGS["plain"], LOGISTICS, "reject_times", occasion(first="周三", second="周四"), str(n)
        )
        for n in range(60)
    }
    assert any("周三" in (text or "") for text in told)


def test_it_answers_what_it_heard() -> None:
    words = choose_wording(WORDINGS["warm"], LOGISTICS, "listen", occasion("holiday_wish"), "x")
    assert words in WORDINGS["warm"].heard["holiday_wish"]["listen"]


def test_a_second_introduction_is_no_news_and_a_third_try_gets_help() -> None:
    intro = Turn("trainee", "我是移动的小李", acts=(ActSpan("introduce_self", 0, 7),))
    assert occasion_of((intro,), (), LOGISTICS, "listen", "").acts == {"introduce_self"}
    assert occasion_of((intro, Turn("client", "嗯"), intro), (), LOGISTICS, "listen", "").acts == frozenset()
    rejected = [("reject_times", "不行")] * 2
    assert occasion_of((intro,), rejected[:1], LOGISTICS, "reject_times", "").fields["free"] == ""
    told = occasion_of((intro,), rejected, LOGISTICS, "reject_times", "")
    assert any(
        "周三下午" in (choose_wording(WORDINGS["plain"], LOGISTICS, "reject_times", told, str(n)) or "")
        for n in range(9)
    )


def test_facts_of_a_scenario_are_its_own() -> None:
    scenario = SCENARIOS["feedback-property"]
    said = {choose_wording(WORDINGS["gruff"], scenario, "complaint", occasion(), str(n)) for n in range(30)}
    assert said <= set(scenario.lines["complaint"])


def test_a_complaint_is_told_in_its_order() -> None:
    scenario, spoken = SCENARIOS["complaint-hotel-network"], list[str]()
    for before in range(3):
        text = choose_wording(
            WORDINGS["plain"], scenario, "complaint", occasion(before=before, spoken=tuple(spoken)), "x"
        )
        spoken.append(str(text))
    assert spoken == list(scenario.lines["complaint"])


def test_a_deal_is_no_appointment() -> None:
    said = {
        str(choose_wording(WORDINGS["plain"], SCENARIOS["pitch-property-sms"], "accept", occasion(), str(n)))
        for n in range(30)
    }
    assert said <= set(WORDINGS["plain"].deals["accept"])


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("says: {}\nvisits: {}\ndeals: {}\nagain: {}\n", ":1", "heard"),
        ("says:\n  hum:\n  - 嗯\nvisits: {}\ndeals: {}\nagain: {}\nheard: {}\n", ":2", "hum"),
        ("says:\n  listen: 嗯\nvisits: {}\ndeals: {}\nagain: {}\nheard: {}\n", ":2", "listen"),
        ("says:\n  listen:\n  - 嗯\n  - 是{who}\nvisits: {}\ndeals: {}\nagain: {}\nheard: {}\n", ":4", "who"),
        ("says:\n  listen:\n  - 是{org\nvisits: {}\ndeals: {}\nagain: {}\nheard: {}\n", ":3", "花括号"),
        ("says: {}\nvisits: {}\ndeals: {}\nagain: {}\nheard:\n  shout:\n    listen: [嗯]\n", ":6", "shout"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, place: str, what: str) -> None:
    for temper in TEMPERS:
        (tmp_path / f"{temper}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_wordings(tmp_path)
    assert f"{TEMPERS[0]}.yml{place}" in str(caught.value) and what in str(caught.value)


def test_a_move_without_words_has_none() -> None:
    empty: Mapping[str, tuple[str, ...]] = {}
    assert (
        choose_wording(Wordings(empty, empty, empty, empty, {}), LOGISTICS, "wrong_name", occasion(), "x")
        is None
    )


def test_who_confirms_its_name_asks_nothing_with_it() -> None:
    """The question comes in words of its own; asked twice in one breath it would be no person's."""
    wordings = (DATA / "wordings").glob("*.yml")
    for path in wordings:
        said = yamlfile.load(path)["says"]["confirm_identity"]
        assert [text for text in said if "？" in text or "什么事" in text] == [], path


@pytest.mark.parametrize("temper", ["warm", "plain", "gruff"])
def test_who_parts_in_anger_asks_nobody_to_come_again(temper: str) -> None:
    words = WORDINGS[temper]
    visited = next(
        s for s in load_scenarios(DATA / "scenarios").values() if s.visit and "farewell" not in s.lines
    )
    cold = replace(occasion("discourteous"), tone="cold")
    said = {choose_wording(words, visited, "farewell", cold, str(n)) for n in range(40)}
    assert said <= set(words.tones["cold"]["farewell"])
