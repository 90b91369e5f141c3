"""Calls of an exam: begun once and in order, spoken while it lasts, ended with it, never repeated."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive import exam_results, exam_setting
from duilian.archive.accounts import Member
from duilian.archive.exam_models import TIME_UP, ExamCall
from duilian.archive.models import ExchangeRow, Session
from duilian.assessment import assess
from duilian.call import session as call_session
from duilian.call.deletion import discard_open_session
from duilian.call.exam_room import begin_exam_call, end_exams
from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.call.session import NotTaken, Refusal
from duilian.coaching.exams import Exam
from duilian.dialogue.model import Dialogue
from duilian.errors import DataError
from duilian.web import Site
from tests.web.conftest import NOW, ScriptedRasa

ME = Member(1, "小李", "trainee")
END = NOW + timedelta(hours=1)
FIRST, SECOND = "first-call-logistics", "busy-meeting"
EXAM = Exam(0, "月考", (FIRST, SECOND), "七", NOW, END, 60, False, False, False)
OVER = [Reply("再见。"), Reply("【得分】80", {"score": 80}, client=False)]


def set_exam(site: Site, **changed: object) -> int:
    with archive.transaction(site.engine) as db:
        made = exam_setting.add_exam(db, replace(EXAM, **changed), ["小李"], [], 2, NOW)  # type: ignore[arg-type]
        return int(made.id)


def begin(site: Site, exam: int, number: int = 1, **after: float) -> str:
    return begin_exam_call(site.engine, exam, number, site.scenarios, ME, NOW + timedelta(**after))


def judge(site: Site, session: str) -> None:
    """What the action server does at the end of a call."""
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session)
        assert row is not None
        call = archive.Call(session, row.scenario, row.kind, row.mode, row.seed)
        talk = Dialogue(session, row.kind, site.scenarios[row.scenario].context(), ())
        archive.keep_call(db, call, talk, assess(talk, site.rubric), "m", site.now())


def test_a_call_is_begun_once_with_the_exams_seed(site: Site) -> None:
    exam = set_exam(site)
    session = begin(site, exam)
    assert begin(site, exam, minutes=5) == session
    assert begin(site, exam, hours=2) == session, "to look at, after the end"
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session)
        assert row is not None and (row.mode, row.seed, row.scenario) == ("exam", "七", FIRST)
        assert r'"seed": "\u4e03"' in row.exchanges[0].text and row.exam_call.exam.title == "月考"


def test_begun_in_two_windows_at_once_it_is_one_call(site: Site) -> None:
    exam = set_exam(site)
    with ThreadPoolExecutor(4) as pool:
        sessions = set(pool.map(lambda _: begin(site, exam), range(4)))
    with archive.transaction(site.engine) as db:
        assert len(sessions) == 1 and db.query(Session).count() == db.query(ExamCall).count() == 1


def test_where_that_is_asked_one_comes_after_the_other(site: Site) -> None:
    exam = set_exam(site, in_order=True)
    with pytest.raises(DataError, match="第 1 通"):
        begin(site, exam, 2)
    session = begin(site, exam, 1)
    with pytest.raises(DataError, match="第 1 通"):
        begin(site, exam, 2)
    judge(site, session)
    assert begin(site, exam, 2) != session
    assert begin(site, set_exam(site), 2), "in any order"


@pytest.mark.parametrize(
    ("number", "after"),
    [(1, {"seconds": -1}), (1, {"hours": 1}), (0, {}), (3, {})],
    ids=["before", "after", "none", "beyond"],
)
def test_it_is_begun_only_while_it_is_open(site: Site, number: int, after: dict[str, float]) -> None:
    with pytest.raises(DataError):
        begin(site, set_exam(site), number, **after)
    assert begin(site, set_exam(site), 1, seconds=3599)


def test_what_is_not_kept_any_more_is_not_begun_again(site: Site) -> None:
    exam = set_exam(site)
    session = begin(site, exam)
    with archive.transaction(site.engine) as db:
        db.delete(archive.find_call(db, session))
    with pytest.raises(DataError, match="只能考一次"):
        begin(site, exam)


def test_open_practice_calls_do_not_keep_anybody_out(site: Site) -> None:
    for n in range(call_session.MAX_OPEN):
        call_session.begin_session(site.engine, f"s{n}", site.scenarios[FIRST], "practice", "7", ME, NOW)
    assert begin(site, set_exam(site))


def test_an_interrupted_call_is_gone_on_with_until_the_end(site: Site, rasa: ScriptedRasa) -> None:
    session = begin(site, set_exam(site))
    rasa.next = [[Reply("喂？")], ChannelUnavailable("down")]

    def say(key: str, seen: int, **after: float) -> call_session.KeptExchange:
        at = NOW + timedelta(**after)
        return call_session.send_message(site.engine, rasa, session, key, seen, "您好", at)

    call_session.transcript(site.engine, rasa, session)
    with pytest.raises(ChannelUnavailable):
        say("k1", 1)
    assert len(call_session.transcript(site.engine, rasa, session)) == 2, "what was interrupted is finished"
    assert say("k2", 2, seconds=3599).replies
    with pytest.raises(NotTaken) as refused:
        say("k3", 3, hours=1)
    assert refused.value.why is Refusal.TIME_UP and len(rasa.heard) == 3
    assert say("k2", 2, hours=1).replies, "what was said in time is answered"


def test_the_end_ends_what_is_open_and_nobody_hung_up(site: Site, rasa: ScriptedRasa) -> None:
    session = begin(site, set_exam(site))
    rasa.next = [[Reply("喂？")], OVER]
    call_session.transcript(site.engine, rasa, session)
    assert end_exams(site.engine, rasa, END - timedelta(seconds=1)) == 0 and len(rasa.heard) == 1
    assert end_exams(site.engine, rasa, END) == 0
    judge(site, session)
    assert [text for _, text in rasa.heard[1:]] == [call_session.HANG_UP]
    assert end_exams(site.engine, rasa, END) == 0 and len(rasa.heard) == 2
    with archive.transaction(site.engine) as db:
        last = db.query(ExchangeRow).order_by(ExchangeRow.number.desc()).first()
        assert last.key == TIME_UP and last.text == call_session.HANG_UP
        (call,) = exam_results.result_of(db, db.query(ExamCall).one().exam, ME.id, END).calls[:1]
        assert call is not None and call.by_clock and call.over


def test_a_message_on_its_way_at_the_end_is_finished_before(site: Site, rasa: ScriptedRasa) -> None:
    session = begin(site, set_exam(site))
    rasa.next = [[Reply("喂？")], ChannelUnavailable("down")]
    call_session.transcript(site.engine, rasa, session)
    with pytest.raises(ChannelUnavailable):
        call_session.send_message(site.engine, rasa, session, "k1", 1, "您好", END - timedelta(seconds=1))
    rasa.next = [ChannelUnavailable("down")]
    assert end_exams(site.engine, rasa, END) == 1, "Rasa is away: tried again"
    rasa.next = [[Reply("哪位？")], OVER]
    assert end_exams(site.engine, rasa, END) == 0
    assert [text for _, text in rasa.heard[1:]] == ["您好", call_session.HANG_UP]


def test_a_call_that_the_client_has_ended_is_left_as_it_is(site: Site, rasa: ScriptedRasa) -> None:
    session = begin(site, set_exam(site))
    rasa.next = [[Reply("喂？")], OVER]
    call_session.transcript(site.engine, rasa, session)
    call_session.send_message(site.engine, rasa, session, "k1", 1, "再见", NOW)
    assert end_exams(site.engine, rasa, END) == 0 and len(rasa.heard) == 2


def test_it_is_neither_repeated_nor_given_up(site: Site, rasa: ScriptedRasa) -> None:
    session = begin(site, set_exam(site))
    rasa.next = [[Reply("喂？")], OVER]
    call_session.transcript(site.engine, rasa, session)
    with pytest.raises(DataError, match="不能放弃"):
        discard_open_session(site.engine, rasa, session)
    call_session.send_message(site.engine, rasa, session, "k1", 1, "再见", NOW)
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session)
        assert row is not None
        row.turns = [archive.TurnRow(number=0, speaker="trainee", text="再见", labels=[])]
    for at in (NOW, END + timedelta(days=9)):
        with pytest.raises(DataError, match="只能考一次"):
            call_session.branch_session(
                *(site.engine, rasa, session, 0, "again", site.scenarios[FIRST], "practice", ME, at)
            )
    assert rasa.copied == [] and rasa.forgotten == []
