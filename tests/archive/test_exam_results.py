"""Exams in the archive, on both databases: set, changed, sat once, judged, certified, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from duilian import archive
from duilian.archive import accounts, audit, exam_results, exam_setting, people, reviews
from duilian.archive.audit import AuditEntry
from duilian.archive.exam_models import Certificate, ExamCall, ExamRow
from duilian.archive.models import Group, Person
from duilian.archive.sight import EVERYBODY, Sight
from duilian.assessment import assess
from duilian.coaching.exams import Exam
from duilian.errors import DataError
from tests.archive.fresh import fresh
from tests.archive.test_archive import NOW, RUBRIC, TALK
from tests.archive.test_people import named

SCENARIO = "first-call-logistics"
EXAM = Exam(0, "月考", (SCENARIO, "busy-meeting"), "7", NOW, NOW + timedelta(hours=2), 10, True, False, False)
MEANWHILE, AFTER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = archive.open_archive(fresh(request.param, tmp_path))
    yield made
    made.dispose()


@pytest.fixture()
def db(engine: Engine) -> Iterator[archive.Database]:
    """小李 and 小王 of 一组, 小赵 of 二组, 周老师 who trains; the exam is for 一组."""
    with archive.transaction(engine) as database:
        one, two = Group(name="一组"), Group(name="二组")
        for name, group in (("小李", one), ("小王", one), ("小赵", two)):
            accounts.add_person(database, name, "trainee", "long enough", NOW).group = group
        accounts.add_person(database, "周老师", "trainer", "long enough", NOW)
        exam_setting.add_exam(database, EXAM, [], ["一组"], named(database, "周老师").id, NOW)
        yield database


def exam(db: archive.Database) -> ExamRow:
    return db.query(ExamRow).one()


def sit(db: archive.Database, name: str, number: int, at: datetime = MEANWHILE, mark: str = "") -> str:
    """A call of the exam as it is when it has ended → its session's id."""
    person, session = named(db, name), f"{name}-{number}{mark}"
    call = archive.Call(session, EXAM.scenarios[number - 1], "phone_appointment", "exam", EXAM.seed)
    talk = replace(TALK, id=session)
    archive.begin_call(db, call, talk, at, person)
    db.add(ExamCall(exam_id=exam(db).id, person_id=person.id, number=number, session_id=session))
    db.flush()
    archive.keep_call(db, call, talk, assess(talk, RUBRIC), "m", at)
    return session


def changes(db: archive.Database) -> list[AuditEntry]:
    """What was changed of the exam, the latest first."""
    return audit.list_changes(db, f"exam:{exam(db).id}")


def result(db: archive.Database, name: str, at: datetime = AFTER) -> exam_results.ExamResult:
    return exam_results.result_of(db, exam(db), named(db, name).id, at)


def strike_down(db: archive.Database, session: str, verdict: str = "missed") -> None:
    row = archive.find_call(db, session)
    assert row is not None
    for criterion in reviews.standing_verdicts(row):
        reviews.add_review(row, criterion, verdict, "听录音是这样", None, AFTER, RUBRIC.weights)


def test_what_is_kept_comes_back_as_it_was_and_is_noted(db: archive.Database) -> None:
    assert exam_results.exam_of(exam(db)) == replace(EXAM, id=exam(db).id)
    (change,) = changes(db)
    assert (change.what, change.person.name, change.title) == ("exam_set", "周老师", "月考")


def test_who_sits_it(db: archive.Database) -> None:
    row = exam(db)
    assert [p.name for p in exam_setting.exam_candidates(db, row)] == ["小李", "小王"]
    li, zhao = named(db, "小李"), named(db, "小赵")
    assert exam_setting.sits_exam(db, row.id, li.id, li.group_id)
    assert not exam_setting.sits_exam(db, row.id, zhao.id, zhao.group_id)
    assert exam_setting.exams_for(db, li.id, li.group_id) == [row]
    assert exam_setting.exams_for(db, zhao.id, zhao.group_id) == []
    sit(db, "小李", 1)
    li.group = zhao.group  # moved: its calls are its calls
    db.flush()
    db.refresh(row)
    assert exam_setting.exams_for(db, li.id, li.group_id) == [row]
    assert [p.name for p in exam_setting.exam_candidates(db, row)] == ["小李", "小王"]
    late = accounts.add_person(db, "新来的", "trainee", "long enough", AFTER)
    late.group = named(db, "小王").group
    db.flush()
    assert [p.name for p in exam_setting.exam_candidates(db, row)] == ["小李", "小王"], "came after the end"
    sight = Sight(named(db, "周老师").id, frozenset({zhao.group_id}))
    assert [p.name for p in exam_setting.exam_candidates(db, row, sight)] == ["小李"]
    assert exam_setting.exams_for(db, late.id, late.group.id) == []
    assert not exam_setting.sits_exam(db, row.id, late.id, late.group.id)


def test_a_call_is_not_sat_twice(db: archive.Database) -> None:
    sit(db, "小李", 1)
    with pytest.raises(IntegrityError):
        sit(db, "小李", 1, mark="again")


def test_a_passed_exam_is_certified_and_the_pass_withdrawn_and_given_back(db: archive.Database) -> None:
    sit(db, "小李", 1)
    assert exam_results.certificate_of(db, exam(db).id, named(db, "小李").id) is None
    session = sit(db, "小李", 2)
    made = exam_results.certificate_of(db, exam(db).id, named(db, "小李").id)
    assert made is not None and made.withdrawn_at is None and result(db, "小李").passed
    number, before = made.number, made.score
    assert before == result(db, "小李").average and number.startswith("20261124-")
    for one in (session, "小李-1"):
        strike_down(db, one)
    assert not result(db, "小李").passed and result(db, "小李").average == 0
    assert made.withdrawn_at == AFTER and made.told_at is None
    exam_results.mark_withdrawal_told(db, made, AFTER)
    db.refresh(made)
    assert made.told_at == AFTER
    strike_down(db, session, "met")
    db.refresh(made)
    assert result(db, "小李").passed and (made.number, made.withdrawn_at, made.told_at) == (
        number,
        None,
        None,
    )
    assert made.score == result(db, "小李").average == 50
    assert exam_results.certificates_of(db, named(db, "小李").id) == [made]


def test_a_call_says_what_it_came_to(db: archive.Database) -> None:
    session = sit(db, "小李", 1)
    row = archive.find_call(db, session)
    assert row is not None
    (call, other) = result(db, "小李").calls
    standing = reviews.standing_verdicts(row)
    assert call is not None and other is None and (call.session, call.score) == (session, row.score)
    assert (call.met, call.asked) == (sum(v == "met" for v in standing.values()), len(standing))
    assert not call.by_clock and call.swapped is None
    by_person = exam_results.results_by_person(db, exam(db), AFTER)
    assert by_person == {named(db, "小李").id: result(db, "小李")}
    assert result(db, "小王").absent and not result(db, "小李").absent


def test_scores_are_sealed_until_the_end(db: archive.Database) -> None:
    session = sit(db, "小李", 1)
    before = exam(db).ends - timedelta(microseconds=1)
    assert exam_results.is_sealed(db, session, before) and not exam_results.is_sealed(db, session, AFTER)
    exam(db).at_once = True
    db.flush()
    assert not exam_results.is_sealed(db, session, before)
    assert exam_results.exam_of_session(db, session) is exam(db)
    assert exam_results.exam_of_session(db, "another") is None


def test_open_calls_are_found_when_time_is_up(db: archive.Database) -> None:
    sit(db, "小李", 1)
    call = archive.Call("open", SCENARIO, "phone_appointment", "exam", "7")
    archive.begin_call(db, call, replace(TALK, id="open", turns=()), MEANWHILE, named(db, "小王"))
    db.add(ExamCall(exam_id=exam(db).id, person_id=named(db, "小王").id, number=1, session_id="open"))
    db.flush()
    assert exam_results.sessions_out_of_time(db, AFTER - timedelta(seconds=1)) == []
    assert exam_results.sessions_out_of_time(db, AFTER) == ["open"]
    assert not result(db, "小王").final


def test_the_result_outlives_its_sessions_and_goes_with_its_person(db: archive.Database) -> None:
    sessions = [sit(db, "小李", number) for number in (1, 2)]
    before = result(db, "小李")
    people.delete_sessions(db, sessions)
    db.expire_all()
    assert archive.find_call(db, sessions[0]) is None
    assert (result(db, "小李").average, result(db, "小李").passed) == (before.average, True)
    assert [call and call.session for call in result(db, "小李").calls] == [None, None]
    told = list(people.export_person(db, named(db, "小李")))[1:]
    assert [(one["call"], one["session"], one["score"]) for one in told[:2]] == [
        (1, None, before.average),
        (2, None, before.average),
    ]
    assert (told[2]["score"], told[2]["withdrawn"]) == (before.average, "") and len(told) == 3
    people.delete_person(db, named(db, "小李"))
    assert db.query(ExamCall).count() == db.query(Certificate).count() == 0
    assert db.query(ExamRow).count() == 1 and named(db, "小王")


def test_before_it_starts_it_is_changed_and_that_is_noted(db: archive.Database) -> None:
    row, trainer, early = exam(db), named(db, "周老师").id, NOW - timedelta(days=1)
    other = replace(EXAM, title="季考", pass_mark=70, in_order=False)
    exam_setting.change_exam(db, row, other, ["小赵"], [], trainer, early)
    assert row.title == "季考" and [p.name for p in exam_setting.exam_candidates(db, row)] == ["小赵"]
    assert changes(db)[0].what == "exam_changed"
    assert changes(db)[0].detail == "名称改为“季考”、及格分改为 70、按顺序考：否、给谁考"
    exam_setting.change_exam(db, row, other, ["小赵"], [], trainer, early)
    assert len(changes(db)) == 2, "nothing changed, nothing noted"
    with pytest.raises(DataError, match="已经开始"):
        exam_setting.change_exam(db, row, EXAM, ["小赵"], [], trainer, NOW)


def test_whom_a_trainer_does_not_see_stays_in_its_exam(db: archive.Database) -> None:
    row, early = exam(db), NOW - timedelta(days=1)
    trainer = named(db, "周老师").id
    sight = Sight(trainer, frozenset({named(db, "小赵").group_id}))
    exam_setting.change_exam(db, row, EXAM, [], ["二组"], trainer, early, sight)
    assert {group.name for group in row.groups} == {"一组", "二组"}
    another = replace(sight, person=named(db, "小王").id)
    for act in (
        lambda: exam_setting.change_exam(db, row, EXAM, [], ["二组"], another.person, early, another),
        lambda: exam_setting.move_end(db, row, AFTER, another.person, early, another),
        lambda: exam_setting.take_back_exam(db, row, another.person, early, another),
    ):
        with pytest.raises(DataError, match="您看不到的人"):
            act()


def test_the_end_can_be_moved_while_it_is_not_over(db: archive.Database) -> None:
    row, trainer = exam(db), named(db, "周老师").id
    exam_setting.move_end(db, row, AFTER + timedelta(hours=1), trainer, MEANWHILE)
    exam_setting.move_end(db, row, MEANWHILE, trainer, MEANWHILE)
    assert [c.what for c in changes(db)] == ["exam_ended", "exam_moved", "exam_set"]
    assert changes(db)[1].detail == "结束时间改为 2026-11-24 23:00"
    assert row.ends == MEANWHILE
    with pytest.raises(DataError, match="已经结束"):
        exam_setting.move_end(db, row, AFTER, trainer, MEANWHILE)
    row.starts, row.ends = AFTER, AFTER + timedelta(hours=1)
    with pytest.raises(DataError, match="还没有开始"):
        exam_setting.move_end(db, row, MEANWHILE, trainer, MEANWHILE)


def test_what_nobody_has_begun_can_be_taken_back(db: archive.Database) -> None:
    row, trainer = exam(db), named(db, "周老师").id
    sit(db, "小李", 1)
    db.refresh(row)
    with pytest.raises(DataError, match="已经有人考了"):
        exam_setting.take_back_exam(db, row, trainer, AFTER)
    other = exam_setting.add_exam(db, EXAM, ["小赵"], [], trainer, NOW)
    exam_setting.take_back_exam(db, other, trainer, NOW)
    db.flush()
    assert db.query(ExamRow).count() == 1
    change = audit.list_changes(db)[0]
    assert (change.what, change.title, change.person_id) == ("exam_taken_back", "月考", trainer)


@pytest.mark.parametrize("given", [(["周老师"], []), ([], []), (["没有的"], []), ([], ["三组"])])
def test_it_is_for_trainees_in_sight(db: archive.Database, given: tuple[list[str], list[str]]) -> None:
    with pytest.raises(DataError):
        exam_setting.add_exam(db, EXAM, *given, named(db, "周老师").id, NOW)
    with pytest.raises(DataError):
        exam_setting.add_exam(db, EXAM, ["小赵"], [], 99, NOW, Sight(99, frozenset()))


def test_exams_are_listed_within_sight(db: archive.Database) -> None:
    zhao, trainer = named(db, "小赵"), named(db, "周老师")
    assert exam_setting.list_exams(db, EVERYBODY) == [exam(db)]
    assert exam_setting.list_exams(db, Sight(trainer.id, frozenset())) == [exam(db)], "its own"
    assert exam_setting.list_exams(db, Sight(99, frozenset({zhao.group_id}))) == []
    assert exam_setting.list_exams(db, Sight(99, frozenset({named(db, "小李").group_id}))) == [exam(db)]
    assert db.query(Person).count() == 4
