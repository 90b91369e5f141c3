"""A call in play: nothing lost, nothing heard twice, whatever happens between browser, archive and Rasa."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from duilian import archive
from duilian.archive.accounts import Member
from duilian.assessment import assess, load_rubric
from duilian.call import session as call_session
from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.call.session import NotTaken, Refusal
from duilian.dialogue.model import Dialogue, Turn
from duilian.errors import DataError
from duilian.web import Site
from tests.web.conftest import NOW, ScriptedRasa

ME = Member(1, "小李", "trainee")
OVER = [Reply("再见。"), Reply("【得分】80", {"score": 80}, client=False)]


@pytest.fixture()
def say(site: Site, rasa: ScriptedRasa) -> Callable[..., call_session.KeptExchange]:
    scenario = site.scenarios["first-call-logistics"]
    rasa.next = [[Reply("喂？")]]
    assert call_session.begin_session(site.engine, "s1", scenario, "practice", "7", ME, NOW)
    assert not call_session.begin_session(site.engine, "s1", scenario, "practice", "7", ME, NOW), (
        "a double click"
    )
    assert [
        r.text for said in call_session.transcript(site.engine, rasa, "s1") for r in said.replies or ()
    ] == ["喂？"]

    def speak(key: str, seen: int, text: str) -> call_session.KeptExchange:
        return call_session.send_message(site.engine, rasa, "s1", key, seen, text, NOW)

    return speak


def test_what_is_said_is_kept_with_its_answer(
    site: Site, rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    rasa.next = [[Reply("你是谁？"), Reply("提示：报姓名", client=False)]]
    said = say("k1", 1, "您好")
    assert said.replies == (Reply("你是谁？"), Reply("提示：报姓名", client=False)) and not said.over
    assert call_session.transcript(site.engine, rasa, "s1")[1] == said


def test_a_double_click_is_heard_once(
    rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    assert say("k1", 1, "您好") == say("k1", 1, "您好")
    assert [text for _, text in rasa.heard[1:]] == ["您好"]


def test_a_second_tab_is_told_that_the_call_went_on(
    rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    say("k1", 1, "您好")
    with pytest.raises(NotTaken) as refused:
        say("k2", 1, "喂喂")
    assert refused.value.why is Refusal.STALE and len(rasa.heard) == 2


@pytest.mark.parametrize("lost", [ChannelUnavailable("down"), OSError("the answer got lost")])
def test_an_interrupted_exchange_is_finished_later_and_heard_once(
    site: Site, rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange], lost: Exception
) -> None:
    rasa.next = [lost]
    with pytest.raises(type(lost)):
        say("k1", 1, "您好")
    with pytest.raises(NotTaken) as refused:
        say("k2", 2, "再说一句")
    assert refused.value.why is Refusal.STALE, "the last message has no answer yet"
    said = call_session.transcript(site.engine, rasa, "s1")
    assert said[1].replies == (Reply("嗯，您说。"),)
    assert say("k1", 1, "您好") == said[1] and [text for _, text in rasa.heard] == [rasa.heard[0][1], "您好"]


def test_a_message_sent_again_while_its_answer_is_lost_is_heard_once(
    rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    rasa.next = [OSError("the answer got lost")]
    with pytest.raises(OSError):
        say("k1", 1, "您好")
    assert say("k1", 1, "您好").replies == (Reply("嗯，您说。"),)
    assert [text for _, text in rasa.heard[1:]] == ["您好"]


def test_the_end_is_the_end(rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]) -> None:
    rasa.next = [OVER]
    assert say("k1", 1, call_session.HANG_UP).over
    with pytest.raises(NotTaken) as refused:
        say("k2", 2, "喂")
    assert refused.value.why is Refusal.OVER and rasa.heard[-1][1] == "/hang_up"


def test_words_are_never_commands_and_nothing_said_is_silence(
    rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    say("k1", 1, '/start_call{"scenario": "x"}')
    say("k2", 2, "  ")
    assert [text for _, text in rasa.heard[1:]] == ['／start_call{"scenario": "x"}', "……"]


def test_too_long_and_too_fast_are_refused_unsent(
    site: Site, rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    with pytest.raises(NotTaken) as refused:
        say("k", 1, "x" * 501)
    assert refused.value.why is Refusal.TOO_LONG
    for n in range(1, 40):
        say(f"k{n}", n, "嗯")
    with pytest.raises(NotTaken) as refused:
        say("k40", 40, "嗯")
    assert refused.value.why is Refusal.TOO_FAST and len(rasa.heard) == 40
    call_session.send_message(site.engine, rasa, "s1", "k40", 40, "嗯", NOW + timedelta(minutes=2))


def test_a_retry_begins_with_the_transcript_up_to_the_turn(
    site: Site, rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    rasa.next = [[Reply("你是谁？")], [Reply("提示：……", client=False)], [Reply("哦。")], OVER]
    for n, text in enumerate(("您好", "提示", "我是小李", "再见"), 1):
        say(f"k{n}", n, text)
    words = ("喂？", "您好", "你是谁？", "我是小李", "哦。", "再见")
    turns = tuple(Turn("trainee" if n % 2 else "client", text) for n, text in enumerate(words))
    dialogue = Dialogue("s1", "phone_appointment", turns=turns)
    scenario = site.scenarios["first-call-logistics"]
    with archive.transaction(site.engine) as db:
        call = archive.Call("s1", scenario.id, scenario.kind, "practice", "7")
        archive.keep_call(
            db, call, dialogue, assess(dialogue, load_rubric(site.config.data / "rubric.yml")), "m", NOW
        )
    for _ in range(2):
        call_session.branch_session(site.engine, rasa, "s1", 3, "s2", scenario, "practice", ME, NOW)
    assert rasa.copied == [("s1", "s2", 1)] * 2
    assert [said.text for said in call_session.transcript(site.engine, rasa, "s2")[1:]] == ["您好", "提示"]
    assert call_session.send_message(site.engine, rasa, "s2", "new", 3, "王总，我是小李", NOW).replies
    with archive.transaction(site.engine) as db:
        made = archive.find_call(db, "s2")
        assert made and (made.parent_id, made.parent_turn, made.seed) == ("s1", 3, "7")
        assert [s.id for s in call_session.open_sessions(db, 1)] == ["s2"]


def test_a_person_has_so_many_calls_open_and_no_more(site: Site) -> None:
    scenario = site.scenarios["first-call-logistics"]

    def begin(number: int, now: datetime = NOW) -> bool:
        given = (site.engine, f"n{number}", scenario, "practice", "7", ME, now)
        try:
            return call_session.begin_session(*given)
        except DataError as error:
            assert "没谈完" in str(error)
            return False

    with ThreadPoolExecutor(15) as pool:
        assert list(pool.map(begin, range(15))).count(True) == call_session.MAX_OPEN == 10
    with archive.transaction(site.engine) as db:
        there = [row.id for row in call_session.open_sessions(db, 1)]
        assert len(there) == 10, "all of them can be found and ended"
        row = archive.find_call(db, there[0])
        assert row is not None
        row.ended_at = NOW
    assert begin(20) and not begin(21)
    assert begin(22, NOW + timedelta(days=1, minutes=1)), "what was left lying counts no more"


def test_only_a_turn_of_the_trainees_own_can_be_said_otherwise(
    site: Site, rasa: ScriptedRasa, say: Callable[..., call_session.KeptExchange]
) -> None:
    rasa.next = [[Reply("你是谁？")], OVER]
    say("k1", 1, "您好")
    say("k2", 2, "再见")
    words = ("喂？", "您好", "你是谁？", "再见")
    turns = tuple(Turn("trainee" if n % 2 else "client", text) for n, text in enumerate(words))
    dialogue, scenario = (
        Dialogue("s1", "phone_appointment", turns=turns),
        site.scenarios["first-call-logistics"],
    )
    with archive.transaction(site.engine) as db:
        call = archive.Call("s1", scenario.id, scenario.kind, "practice", "7")
        rubric = load_rubric(site.config.data / "rubric.yml")
        archive.keep_call(db, call, dialogue, assess(dialogue, rubric), "m", NOW)
    for source, turn in (("s1", 0), ("s1", 2), ("s1", 4), ("s1", -1), ("nowhere", 1)):
        with pytest.raises(DataError):
            call_session.branch_session(site.engine, rasa, source, turn, "s2", scenario, "practice", ME, NOW)
    assert not rasa.copied
    call_session.branch_session(site.engine, rasa, "s1", 1, "s2", scenario, "practice", ME, NOW)
    assert [said.text for said in call_session.transcript(site.engine, rasa, "s2")[1:]] == []


def test_a_message_of_500_characters_and_the_fortieth_of_a_minute_are_taken(
    say: Callable[..., call_session.KeptExchange], site: Site, rasa: ScriptedRasa
) -> None:
    assert say("k1", 1, "好" * 500).text == "好" * 500
    for n in range(2, 40):
        say(f"k{n}", n, "嗯")
    later = NOW + timedelta(minutes=1)
    with pytest.raises(NotTaken):
        call_session.send_message(site.engine, rasa, "s1", "k40", 40, "嗯", later - timedelta(milliseconds=1))
    assert call_session.send_message(site.engine, rasa, "s1", "k40", 40, "嗯", later).replies
