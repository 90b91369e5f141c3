"""The administrator's pages."""

from __future__ import annotations

import html
import json
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive.models import Person
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser, ScriptedRasa
from tests.web.test_debrief import keep


@pytest.fixture()
def admin(browser: Browser) -> Browser:
    return browser.sign_in("administrator")


def number(site: Site, name: str) -> int:
    with archive.transaction(site.engine) as db:
        return int(db.query(Person.id).filter(Person.name == name).scalar())


def password_in(text: str) -> str:
    return text.split("<code>", 1)[1].split("</code>", 1)[0]


def test_a_new_person_signs_in_with_the_password_shown_once(site: Site, admin: Browser) -> None:
    page = admin.submit("/people", name="小张", role="trainer", group="一组").text
    password = password_in(page)
    assert "只显示这一次" in page and password not in admin.get("/people").text
    other = Browser(site)
    answer = other.post("/sign-in", data={"name": "小张", "password": password})
    assert answer.url.path == "/password"
    answer = admin.submit("/people", name="小张")
    assert answer.status_code == 400 and "已经有叫“小张”的用户" in answer.text


def listed(page: str) -> str:
    """What a preview would send on."""
    return html.unescape(page.split('name="rows" value="', 1)[1].split('"', 1)[0])


def test_a_list_of_people_is_looked_at_first_and_entered_whole(site: Site, admin: Browser) -> None:
    bad = admin.submit("/people/import", people="姓名,角色\n小赵,学员\n小钱,老板\n")
    assert bad.status_code == 400 and "第 3 行" in bad.text and "小钱,老板" in bad.text
    file = {
        "file": ("人.csv", "姓名,工号,小组\n小赵,31,二组\n小赵,32,二组\n小李,33,二组\n".encode("gb18030"))
    }
    seen = admin.post("/people/import", data={"csrf": admin.csrf}, files=file)
    assert "2 个新账号，1 个已经有账号" in seen.text and "已经有一位小李" in seen.text
    assert "小赵" not in admin.get("/people").text, "only looked at"
    good = admin.submit("/people/enrol", rows=listed(seen.text))
    assert good.status_code == 200 and good.text.count("<code>") == 2
    password = password_in(good.text.split("<td>32</td>", 1)[1])
    assert Browser(site).post("/sign-in", data={"name": "32", "password": password}).url.path == "/password"
    assert Browser(site).post("/sign-in", data={"name": "33", "password": PASSWORD}).url.path == "/"
    junk = {"file": ("x.xlsx", b"\xff\xfe\x00\x81\xff", "application/zip")}
    assert "不是文本" in admin.post("/people/import", data={"csrf": admin.csrf}, files=junk).text


@pytest.mark.parametrize("rows", ["", "[]", "{}", "[1]", '[{"line": 2}]', '[{"line": "x", "name": "小赵"}]'])
def test_a_list_that_no_preview_showed_is_refused(admin: Browser, rows: str) -> None:
    assert admin.submit("/people/enrol", rows=rows).status_code == 400


def test_a_login_and_a_department_are_changed(site: Site, admin: Browser) -> None:
    page, li = f"/people/{number(site, '小李')}", dict(role="trainee", active="1")
    admin.submit(page, **li, login="1001", department="政企部")
    shown = admin.get("/people?words=政企").text
    assert "小李" in shown and "1001" in shown and "周老师" not in shown
    taken = admin.submit(page, **li, login="周老师")
    assert taken.status_code == 400 and "已经有叫“周老师”的用户" in taken.text
    assert Browser(site).post("/sign-in", data={"name": "1001", "password": PASSWORD}).url.path == "/"
    by_name = {"name": "小李", "password": PASSWORD}
    assert Browser(site).post("/sign-in", data=by_name).url.path == "/", "its name goes on while it is alone"
    admin.submit("/people", name="小李", login="1002")
    assert Browser(site).post("/sign-in", data=by_name).status_code == 401, "which one?"


def test_roles_groups_and_states_change_and_the_last_administrator_stays(site: Site, admin: Browser) -> None:
    li = number(site, "小李")
    trainee = Browser(site).sign_in("trainee")
    admin.submit(f"/people/{li}", role="trainee", group="三组")
    assert "停用" in admin.get("/people").text and trainee.get("/").url.path == "/sign-in"
    answer = admin.submit(f"/people/{number(site, '老总')}", role="trainee", active="1")
    assert answer.status_code == 400 and "至少要留一位管理员" in answer.text
    assert admin.get("/people/999").status_code == 404


def test_a_new_one_time_password_signs_out_everywhere(site: Site, admin: Browser) -> None:
    trainee = Browser(site).sign_in("trainee")
    password = password_in(admin.submit(f"/people/{number(site, '小李')}/password").text)
    assert trainee.get("/").url.path == "/sign-in"
    assert Browser(site).post("/sign-in", data={"name": "小李", "password": password}).url.path == "/password"


def test_a_persons_data_is_exported_and_deleted_for_good(
    site: Site, admin: Browser, rasa: ScriptedRasa
) -> None:
    with archive.transaction(site.engine) as db:
        li = archive.person_named(db, "小李", site.now())
        person = li.id
    keep(site, "a" * 32)
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "a" * 32)
        assert row
        row.person_id = person
    lines = [json.loads(one) for one in admin.get(f"/people/{person}/export").text.splitlines()]
    assert lines[0]["name"] == "小李" and lines[1]["dialogue"]["id"] == "a" * 32
    assert "请输入完整姓名" in admin.submit(f"/people/{person}/delete", name="小王").text
    rasa.down = True
    assert (
        "还没有删除" in admin.submit(f"/people/{person}/delete", name="小李").text
        and "小李" in admin.get("/people").text
    )
    rasa.down = False
    admin.submit(f"/people/{person}/delete", name="小李")
    assert "小李" not in admin.get("/people").text and rasa.forgotten == ["a" * 32]
    with archive.transaction(site.engine) as db:
        assert archive.find_call(db, "a" * 32) is None


def test_how_much_and_whose_will_go_is_seen_before_it_is_saved(site: Site, admin: Browser) -> None:
    for n in range(3):
        keep(site, str(n) * 32)
    with archive.transaction(site.engine) as db:
        for n, name in enumerate(("小李", "小李", "周老师")):
            row = archive.find_call(db, str(n) * 32)
            assert row
            row.person = archive.find_person(db, name)
            row.started_at = NOW - timedelta(days=100 + n)
    page = admin.submit("/settings/keep", days="90")
    assert "永久删掉 3 次谈话" in page.text and page.text.index("小李") < page.text.index("周老师")
    assert "<td>小李</td>" in page.text and '<td class="number">2</td>' in page.text
    assert 'value="0"' in admin.get("/people").text, "only looked at"
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "0" * 32)
        assert row
        row.started_at = NOW - timedelta(days=80)
    assert "永久删掉 3 次谈话" in admin.submit("/settings/keep", days="70", agreed="2").text, (
        "one more by now"
    )
    assert 'value="90"' in admin.submit("/settings/keep", days="90", agreed="2").text
    assert 'value="365"' in admin.submit("/settings/keep", days="365").text, "nothing goes"


def test_how_long_transcripts_are_kept(admin: Browser) -> None:
    assert 'value="90"' in admin.submit("/settings/keep", days="90").text
    assert admin.submit("/settings/keep", days="-1").status_code == 400


def test_an_administrator_switches_trying_it_out_off_and_on(site: Site, browser: Browser) -> None:
    browser.sign_in("administrator").get("/people")
    assert "已保存" in browser.submit("/settings/newcomers").text
    door = Browser(site)
    assert "先体验" not in door.get("/sign-in").text
    assert door.post("/demo", data={}).status_code == 400
    browser.submit("/settings/newcomers", demo="1")
    assert "先体验" in door.get("/sign-in").text and door.post("/demo", data={}).status_code == 200
