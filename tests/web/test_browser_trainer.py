"""Trainers in a real browser, and every page under axe (accessibility)."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duilian import archive
from duilian.archive import accounts, people
from duilian.archive.models import Person
from duilian.assessment import assess, load_rubric
from tests.conftest import ROOT
from tests.importing.test_pasted import PASTED
from tests.real.product import Product
from tests.web.chromium import browser as browser
from tests.web.chromium import page as page
from tests.web.test_browser import newcomer, ring
from tests.web.test_debrief import TALK, Dialogue, short

pytestmark = pytest.mark.slow
PASSWORD = "trainer's password"
NOW = datetime.now(timezone.utc)
AGAIN, VISITED = "a" * 32, "b" * 32
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kept(served: Product) -> str:
    """A trainer and an administrator, and a session of 小李's, who called once more and made a visit."""
    engine = archive.open_archive(served.database_url)
    dialogue = Dialogue("k" * 32, "phone_appointment", turns=short(TALK, by="client").turns)
    with archive.transaction(engine) as db:
        for name, role in (("周老师", "trainer"), ("老总", "administrator"), ("小李", "trainee")):
            accounts.add_person(db, name, role, PASSWORD, NOW, one_time=False).all_groups = role == "trainer"
        person = db.query(Person).filter(Person.name == "小李").one()
        for one, scenario in (
            (dialogue, "first-call-logistics"),
            (replace(dialogue, id=AGAIN), "first-call-logistics"),
            (replace(dialogue, id=VISITED, kind="visit_fabe"), "pitch-beverage-sales"),
        ):
            call = archive.Call(one.id, scenario, one.kind, "practice", "7")
            archive.begin_call(db, call, one, NOW, person)
            archive.keep_call(db, call, one, assess(one, load_rubric(ROOT / "data/rubric.yml")), "m", NOW)
    engine.dispose()
    return dialogue.id


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name=re.compile(name))).to_be_visible()


def test_a_review_changes_the_score_without_leaving_the_page(page: Page, kept: str) -> None:
    sign_in(page, "周老师")
    page.goto("/sessions?person=小李")
    page.locator("tbody a").first.click()
    before = page.locator(".big").inner_text()
    item = page.locator("#c-farewell")
    item.locator("summary").click()
    form = item.locator("form", has_text="改成做到")
    form.get_by_role("button").click()
    expect(page.locator("#c-farewell.missed")).to_be_visible()  # no reason, nothing sent
    form.get_by_placeholder("理由").fill("最后一句说了再见")
    form.get_by_role("button").click()
    expect(page.locator("#c-farewell.met")).to_contain_text("最后一句说了再见")
    assert page.locator(".big").inner_text() != before
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/sessions(/\w+/review)?\?"))


def test_an_export_is_opened_and_read_back(page: Page, kept: str, tmp_path: Path) -> None:
    sign_in(page, "周老师")
    page.goto("/adherence?by=person")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    mine = next(row for row in rows if (row["学员或小组"], row["评分项编号"]) == ("小李", "two_choice"))
    assert (mine["适用次数"], mine["做到次数"]) == ("2", "2")  # called, and once more


def test_real_calls_are_pasted_looked_at_turned_round_and_kept(page: Page, kept: str) -> None:
    sign_in(page, "周老师")
    page.goto("/import")
    page.get_by_label("粘贴在这里").fill(PASTED + "\n小王：喂\n")
    page.get_by_role("button", name="读取并预览").click()
    expect(page.get_by_role("alert")).to_contain_text("不认识说话人“小王”")
    for side in ("客户", "客户经理"):
        page.get_by_role("button", name="两边对调", exact=True).first.click()
        said = page.locator("dt", has_text=re.compile(f"^{side}$")).first
        expect(said).to_be_visible()
    page.get_by_role("button", name="导入这 2 通").click()
    # The page says by itself when the other process has kept them.
    expect(page.get_by_role("status")).to_contain_text("已经导入 2 通", timeout=90_000)
    page.get_by_role("link", name="查看导入的通话").click()
    page.locator("tbody a").first.click()
    expect(page.locator(".transcript")).to_contain_text("我是移动公司的小李")


def test_a_trainee_at_a_trainers_address_is_told(page: Page, kept: str) -> None:
    sign_in(page, "小李")
    page.goto("/sessions")
    expect(page.get_by_role("alert")).to_have_text("您没有权限看这个页面。")


def test_a_trainer_sees_the_groups_whose_boxes_are_ticked(page: Page, kept: str, served: Product) -> None:
    engine = archive.open_archive(served.database_url)
    with archive.transaction(engine) as db:
        accounts.add_person(db, "吴老师", "trainer", PASSWORD, NOW, one_time=False)
        for name, group in (("小城", "城东"), ("小西", "城西")):
            accounts.add_person(db, name, "trainee", PASSWORD, NOW, one_time=False)
            people.change_person(db, archive.person_named(db, name, NOW), "trainee", group, True)
    engine.dispose()

    def tick(**boxes: bool) -> None:
        page.context.clear_cookies()
        sign_in(page, "老总")
        page.goto("/people?words=吴老师")
        page.get_by_role("link", name="吴老师").click()
        page.wait_for_url(re.compile(r"/people/\d+$"))
        for group, ticked in boxes.items():
            page.get_by_role("checkbox", name=group).set_checked(ticked)
        person = page.url
        page.get_by_role("button", name="保存").click()
        page.wait_for_url(re.compile("/people$"))
        page.goto(person)
        for group, ticked in boxes.items():
            expect(page.get_by_role("checkbox", name=group)).to_be_checked(checked=ticked)
        page.context.clear_cookies()
        sign_in(page, "吴老师")

    for group, other in (("城东", "城西"), ("城西", "城东")):
        tick(**{group: True, other: False})
        page.goto("/assignments/new")
        page.get_by_label("小组、姓名、工号或部门").press_sequentially("城")
        expect(page.get_by_role("checkbox", name=group)).to_be_visible()
        expect(page.get_by_role("checkbox", name=other)).to_have_count(0)
        page.goto(f"/sessions/{kept}/review")
        expect(page.locator("body")).not_to_contain_text("小李")  # of no group
    tick(所有小组=True)
    page.goto(f"/sessions/{kept}/review")
    expect(page.locator("main")).to_contain_text("小李")


def test_axe_finds_no_serious_fault_on_any_page(page: Page, kept: str) -> None:
    seen: dict[str, list[str]] = {}

    def look(path: str = "") -> None:
        if path:
            page.goto(path)
        page.evaluate(AXE)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")
        grave = [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        if grave:
            seen[page.url] = grave

    look("/sign-in")
    newcomer(page)
    look()
    look("/rubric")
    page.goto("/")
    ring(page)
    look()
    page.context.clear_cookies()
    sign_in(page, "小李")
    for path in ("/", "/progress", f"/sessions/{kept}/debrief", "/password"):
        look(path)
    page.goto(f"/sessions/{kept}/debrief")
    page.get_by_role("button", name="看结果").click()
    look()
    page.get_by_text("我不同意").first.click()
    page.get_by_label("为什么不同意").first.fill("第 2 句说过了")
    look()
    page.get_by_role("button", name="请培训师看").first.click()
    look()
    read = ("/disputes", "/products", "/handbook", "/campaigns", "/campaigns/lakeside-inn")
    for path in (*read, f"/sessions/{VISITED}/record"):
        look(path)
    page.get_by_label("听到的需求和情况").fill("要对账快，还要便宜")
    page.get_by_role("button", name="记下来").click()
    look()
    look(f"/sessions/{kept}/compare?with={AGAIN}")
    look("/handbook/2")
    page.context.clear_cookies()
    sign_in(page, "老总")
    contested = page.goto("/disputes")
    assert contested is not None and contested.ok
    look()
    page.locator("main a[href*='/disputes/']").first.click()
    look()
    for path in (
        "/sessions",
        f"/sessions/{kept}/review",
        "/adherence?by=person",
        "/assignments",
        "/import",
        "/calibration",
        "/exports",
        "/report",
        "/connections",
        "/people",
    ):
        look(path)
    for link in ("/people/1", "/people/1/progress"):
        look(link)
    page.goto("/people")
    page.get_by_label("贴在这里").fill("姓名\t工号\n王五\t2001\n小李\t2002\n")
    page.get_by_role("button", name="先看一遍").click()
    look()
    page.emulate_media(color_scheme="dark")
    for path in (
        "/",
        "/sessions",
        f"/sessions/{kept}/review",
        f"/sessions/{VISITED}/record",
        "/adherence?by=person",
        "/disputes",
        "/products",
        "/handbook/3",
    ):
        look(path)
    assert seen == {}
