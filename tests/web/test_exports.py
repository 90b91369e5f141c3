"""What is kept as files: every table in every form, within sight, masked, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from duilian import archive
from duilian.archive import accounts, calibrations, disputes, exam_setting, reviews, tasks
from duilian.archive.listing import Search
from duilian.archive.models import Group, TurnRow
from duilian.coaching.assignments import Task
from duilian.coaching.exams import Exam
from duilian.web import Site
from duilian.web.export_tables import TABLES
from tests.web.conftest import NOW, PASSWORD, Browser
from tests.web.test_debrief import keep

SESSIONS = ("a" * 32, "b" * 32)
FORMS = ("csv", "xlsx", "jsonl")


@pytest.fixture()
def trainer(site: Site) -> Browser:
    """With two sessions of 小李's, one reviewed and contested, a task, and a sample that both have rated."""
    with archive.transaction(site.engine) as db:
        li = archive.person_named(db, "小李", NOW)
        li.group, li.department, li.login = Group(name="=一组"), "政企部", "1001"
    for n, name in enumerate(SESSIONS):
        keep(site, name)
        with archive.transaction(site.engine) as db:
            row = archive.find_call(db, name)
            assert row
            row.person, row.rating = archive.person_named(db, "1001", NOW), {}
            row.started_at = NOW - timedelta(days=30 * n, minutes=5)
            reviews.settle_verdicts(row, site.rubric.weights)
            row.turns.append(
                TurnRow(number=len(row.turns), speaker="client", text="=打13800138000", labels=[])
            )
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, SESSIONS[0])
        assert row
        teacher = archive.person_named(db, "周老师", NOW)
        reviews.add_review(row, "farewell", "met", "@道了别", teacher.id, NOW, site.rubric.weights)
        disputes.contest_verdict(row, "purpose", 1, "不服气", NOW)
        task = Task(
            0, "任务甲", ("first-call-logistics",), "practice", 10.0, 0, None, 0, NOW - timedelta(days=9)
        )
        tasks.add_assignment(db, task, ["小李（1001）"], [], teacher.id)
        hours = NOW - timedelta(hours=2), NOW + timedelta(hours=2)
        exam = Exam(0, "月考", ("first-call-logistics",), "7", *hours, 60, True, False, False)
        exam_setting.add_exam(db, exam, ["小李（1001）"], [], teacher.id, NOW)
        sample = calibrations.draw_calibration(db, "校准甲", ("周老师", "老总"), Search(), 2, 1, NOW)
        for place in (1, 2):
            asked = {name: "met" for name in calibrations.criteria_to_rate(row)}
            calibrations.keep_ratings(db, sample, row, place, asked)
    return Browser(site).sign_in("trainer")


def lines(browser: Browser, table: str, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(f"/exports/{table}.csv?{query}")
    assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_the_same_in_every_form(trainer: Browser, table: str) -> None:
    rows = lines(trainer, table)
    objects = [json.loads(line) for line in trainer.get(f"/exports/{table}.jsonl").text.splitlines()]
    page = load_workbook(io.BytesIO(trainer.get(f"/exports/{table}.xlsx").content)).active
    cells = list(page.iter_rows(values_only=True))
    assert len(rows) == len(objects) == len(cells) - 1 > 0
    assert list(rows[0]) == list(cells[0]) and not any(name.isascii() for name in rows[0])
    assert page.freeze_panes == "A2" and page["A1"].font.bold and page.auto_filter.ref.startswith("A1:")
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0  # page-wide
    widths = [one.width for one in page.column_dimensions.values()]
    assert min(widths) >= 8 and max(widths) <= 61 and len(set(widths)) > 1
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_one_workbook_has_them_all_with_dates_and_percentages(trainer: Browser, site: Site) -> None:
    answer = trainer.get("/exports/all.xlsx")
    assert "UTF-8''" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [site.texts["export"]["titles"][name] for name in TABLES]
    page = book["谈话"]
    heading = {cell.value: cell.column for cell in page[1]}
    started, rate = page.cell(3, heading["开始"]), page.cell(3, heading["做到的比例"])
    assert started.value == datetime(2026, 11, 27, 16, 55) and "yyyy" in started.number_format
    assert 0 < rate.value < 1 and rate.number_format == "0.0%"
    assert page.cell(2, heading["用户名"]).value == "1001" and page.cell(2, heading["小组"]).value == "'=一组"


def test_what_a_row_says(trainer: Browser) -> None:
    _, last = lines(trainer, "sessions")
    assert (last["姓名"], last["用户名"], last["部门"], last["小组"]) == ("小李", "1001", "政企部", "'=一组")
    assert last["方式"] == "练习" and last["做到的比例"].endswith("%") and last["评阅时间"]
    by_label = {
        row["评分项代号"]: row for row in lines(trainer, "verdicts") if row["谈话编号"] == SESSIONS[0]
    }
    farewell = by_label["farewell"]
    assert (farewell["结论"], farewell["系统判"], farewell["谁改的"]) == ("做到", "没做到", "周老师")
    assert farewell["理由"] == "'@道了别" and "王总您好" in by_label["greeting"]["依据的话"]
    (dispute,) = lines(trainer, "disputes")
    assert (dispute["学员的理由"], dispute["状态"], dispute["第几句"]) == ("不服气", "等着判", "2")
    (task,) = lines(trainer, "assignments")
    assert (task["任务"], task["姓名"], task["及格"], task["练了几次"]) == ("任务甲", "小李", "是", "1")
    assert {row["甲"] for row in lines(trainer, "calibration")} == {"做到"}
    assert any(row["考到几次"] == "2" and row["最近五次"] == "✗✗" for row in lines(trainer, "progress"))


def test_what_people_said_is_masked_and_no_formula(trainer: Browser, site: Site) -> None:
    said = [row["原话"] for row in lines(trainer, "turns")]
    assert "'=打138****8000" in said and not any("13800138000" in text for text in said)
    assert trainer.get("/exports/turns.csv?full=1").status_code == 403
    with archive.transaction(site.engine) as db:
        archive.person_named(db, "周老师", NOW).unmasked = True
    assert "'=打13800138000" in [row["原话"] for row in lines(trainer, "turns", "full=1")]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("since=2026-11-01", 1),
        ("until=2026-11-01", 1),
        ("person=小李", 2),
        ("person=1001", 2),
        ("person=小王", 0),
        ("group=%3D一组", 2),
        ("reviewed=yes", 1),
        ("mode=exam", 0),
        ("missed=purpose", 2),
        ("scenario=first-call-logistics&kind=phone_appointment", 2),
    ],
)
def test_filters_are_those_of_the_list(trainer: Browser, query: str, count: int) -> None:
    assert len(lines(trainer, "sessions", query)) == count
    assert len({row["谈话编号"] for row in lines(trainer, "verdicts", query)}) == count


def test_the_page_carries_its_filters_and_who_sees_nobody_has_empty_files(
    trainer: Browser, site: Site
) -> None:
    page = trainer.get("/exports?group=%3D一组&low=5").text
    assert "/exports/turns.xlsx?group=%3D%E4%B8%80%E7%BB%84&amp;low=5" in page
    with archive.transaction(site.engine) as db:
        accounts.add_person(db, "丙老师", "trainer", PASSWORD, NOW, one_time=False)
    blind = Browser(site)
    blind.post("/sign-in", data={"name": "丙老师", "password": PASSWORD})
    for table in TABLES:
        assert lines(blind, table) == [], table


@pytest.mark.parametrize("path", ["all.csv", "people.csv", "sessions.exe", "sessions"])
def test_what_there_is_not(trainer: Browser, path: str) -> None:
    assert trainer.get(f"/exports/{path}").status_code == 404


def test_nonsense_is_told(trainer: Browser) -> None:
    assert trainer.get("/exports/sessions.csv?since=gestern").status_code == 400
