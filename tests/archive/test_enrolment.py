"""A list of people entered: planned, then all of it or nothing; names are no logins."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.archive.enrolment import Enrolled, NewAccount, enrol_people, plan_enrolment
from duilian.archive.models import Person
from duilian.archive.rosters import Newcomer, read_roster
from duilian.errors import DataError
from tests.archive.test_listing import NOW
from tests.archive.test_listing import db as db


def lines(text: str) -> list[Newcomer]:
    return [one for one in read_roster(text) if isinstance(one, Newcomer)]


def enrol(db: archive.Database, text: str, *others: int) -> list[NewAccount]:
    return enrol_people(db, lines(text), NOW, others)


def logins(db: archive.Database, name: str) -> list[str]:
    return sorted(person.login for person in db.query(Person).filter(Person.name == name))


def test_new_ones_get_a_one_time_password_old_ones_a_group(db: archive.Database) -> None:
    made = enrol(db, "姓名,小组\n小张,三组\n小王,三组\n")
    assert [(one.name, one.login) for one in made] == [("小张", "小张")]
    assert archive.find_person(db, "小王").group.name == "三组"
    person = archive.find_person(db, "小张")
    assert accounts.verify_password(person.password, made[0].password) and person.one_time


def test_e_mail_comes_with_the_list_and_stays_where_another_says_nothing(db: archive.Database) -> None:
    enrol(db, "姓名,小组,邮箱\n小张,三组,z@x.cn\n小王,三组,w@x.cn\n")
    enrol(db, "姓名,小组\n小张,三组\n")
    assert [archive.find_person(db, name).email for name in ("小张", "小王")] == ["z@x.cn", "w@x.cn"]


def test_two_of_one_name_have_two_logins(db: archive.Database) -> None:
    made = enrol(db, "姓名,工号,部门\n周老师,1001,政企部\n周老师,1002,政企部\n钱七,,甲\n钱七,,乙\n")
    assert [(one.name, one.login) for one in made] == [
        ("周老师", "1001"),
        ("周老师", "1002"),
        ("钱七", "钱七"),
        ("钱七", "钱七2"),
    ]
    assert archive.find_person(db, "周老师") is None, "which one?"
    for called in ("1002", "周老师（1002）", "周老师(1002)"):
        assert archive.find_person(db, called).login == "1002"
    with pytest.raises(DataError, match="工号"):
        archive.person_named(db, "周老师", NOW)


def test_who_has_no_number_yet_is_the_same_or_another(db: archive.Database) -> None:
    (plan,) = plan_enrolment(db, lines("姓名,工号\n小王,2001\n"))
    assert isinstance(plan, Enrolled) and plan.asked and plan.person is not None and plan.login == "2001"
    assert logins(db, "小王") == ["小王"], "only planned"
    assert [one.login for one in enrol(db, "姓名,工号\n小王,2001\n", 2)] == ["2001"]
    assert logins(db, "小王") == ["2001", "小王"]
    assert enrol(db, "姓名,工号\n小李,2002\n") == [] and logins(db, "小李") == ["2002"]
    assert enrol(db, "姓名,工号,部门\n小李,2002,家宽部\n") == []
    assert archive.find_person(db, "2002").department == "家宽部"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("姓名,工号\n小张,1\n小赵,2001\n", "已经是“小王”的"),
        ("姓名\n小张\n小李\n小王\n周老师\n", "不知道|已经有 2 个人"),
    ],
)
def test_with_a_fault_nobody_is_entered(db: archive.Database, text: str, said: str) -> None:
    enrol(db, "姓名,工号\n小王,2001\n周老师,1001\n周老师,1002\n")
    before = db.query(Person).count()
    with pytest.raises(DataError, match=said):
        enrol(db, text)
    assert db.query(Person).count() == before


def test_a_list_entered_twice_changes_nothing(db: archive.Database) -> None:
    text = "姓名,工号,部门\n周老师,1001,政企部\n周老师,1002,政企部\n钱七,,甲\n钱七,,乙\n"
    enrol(db, text)
    before = db.query(Person).count()
    assert enrol(db, text) == [] and db.query(Person).count() == before
