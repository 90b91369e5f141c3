"""Every route for every role and group: who gets in is written down here once more, and compared."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from starlette.routing import Mount, Route

from duilian import archive
from duilian.archive import (
    accounts,
    calibrations,
    disputes,
    exam_setting,
    group_robots,
    outbox,
    reviews,
    tasks,
    tokens,
)
from duilian.archive.exam_models import ExamCall
from duilian.archive.import_models import ImportBatch, ImportFile
from duilian.archive.listing import Search
from duilian.archive.models import Base, Group, Person
from duilian.archive.outbox import EVENTS
from duilian.archive.sight import EVERYBODY
from duilian.call.rasa_client import Reply
from duilian.coaching.assignments import Task
from duilian.coaching.exams import Exam
from duilian.dialogue.model import Dialogue
from duilian.web import Site, create_app
from duilian.web.export_tables import TABLES
from tests.web.conftest import NOW, PASSWORD, Browser, ScriptedRasa
from tests.web.test_debrief import keep

# Whom each address is for, written down here once more. An address that is new has to be entered.
TABLE = {
    "GET /healthz": "anyone",
    "GET /metrics": "nobody elsewhere",  # see test_metrics.py for who asks on this machine
    "GET /": "signed in",
    "GET /rubric": "signed in",
    "GET /products": "signed in",
    "GET /handbook": "signed in",
    "GET /handbook/{section:int}": "signed in",
    "GET /sign-in": "anyone",
    "POST /sign-in": "anyone",
    "POST /sign-out": "signed in",
    "POST /demo": "anyone",
    "GET /password": "signed in",
    "POST /password": "signed in",
    "GET /progress": "signed in",
    "POST /sessions": "signed in",
    "GET /sessions": "trainer",
    "GET /sessions/next": "trainer",
    "GET /queue": "trainer",
    "POST /queue/next": "trainer",
    "POST /queue/restore": "trainer",
    "GET /sessions/{session}": "owner",
    "POST /sessions/{session}/turns": "owner",
    "POST /sessions/{session}/discard": "owner",
    "POST /sessions/{session}/rating": "owner",
    "POST /sessions/{session}/retry": "owner",
    "GET /sessions/{session}/debrief": "owner, who sees it",
    "GET /sessions/{session}/compare": "owner, who sees it",
    "GET /sessions/{session}/review": "who sees it",
    "POST /sessions/{session}/review": "who sees it",
    "POST /sessions/{session}/accept": "who sees it",
    "POST /sessions/{session}/comments": "who sees it",
    "GET /sessions/{session}/record": "owner, who sees it",
    "POST /sessions/{session}/record": "owner",
    "POST /sessions/{session}/disputes": "owner",
    "POST /sessions/{session}/disputes/withdraw": "owner",
    "GET /sessions/{session}/disputes/{criterion}": "who sees it",
    "POST /sessions/{session}/disputes/{criterion}": "who sees it",
    "GET /disputes": "signed in",
    "GET /feedback": "signed in",
    "POST /feedback": "signed in",
    "GET /people/{person:int}/progress": "who sees it",
    "GET /import": "trainer",
    "POST /import": "trainer",
    "GET /import/{batch}": "who handed it in",
    "POST /import/{batch}/read": "who handed it in",
    "POST /import/{batch}/turn": "who handed it in",
    "POST /import/{batch}/keep": "who handed it in",
    "POST /import/{batch}/discard": "who handed it in",
    "GET /assignments": "trainer",
    "POST /assignments": "trainer",
    "GET /assignments/new": "trainer",
    "POST /assignments/find": "trainer",
    "GET /assignments/{assignment:int}": "who sees it",
    "POST /assignments/{assignment:int}": "who sees it",
    "GET /assignments/{assignment:int}/edit": "who sees it",
    "GET /assignments/{assignment:int}/export.{form}": "who sees it",
    "POST /assignments/{assignment:int}/remind": "who sees it",
    "POST /assignments/{assignment:int}/extend": "who sees it",
    "POST /assignments/{assignment:int}/end": "who sees it",
    "POST /assignments/{assignment:int}/take-back": "who sees it",
    "GET /exams": "signed in",
    "POST /exams": "trainer",
    "GET /exams/new": "trainer",
    "POST /exams/find": "trainer",
    "GET /exams/{exam:int}": "who sees it",
    "POST /exams/{exam:int}": "who sees it",
    "GET /exams/{exam:int}/edit": "who sees it",
    "GET /exams/{exam:int}/results.{form}": "who sees it",
    "POST /exams/{exam:int}/move": "who sees it",
    "POST /exams/{exam:int}/end": "who sees it",
    "POST /exams/{exam:int}/take-back": "who sees it",
    "GET /exams/{exam:int}/room": "candidate",
    "POST /exams/{exam:int}/calls/{number:int}": "candidate",
    "GET /exams/{exam:int}/people/{person:int}": "owner, who sees it",
    "GET /exams/{exam:int}/people/{person:int}/certificate": "owner, who sees it",
    "GET /calibration": "trainer",
    "POST /calibration": "trainer",
    "GET /calibration/{calibration:int}": "who sees it",
    "GET /calibration/{calibration:int}/judge/{number:int}": "rater",
    "POST /calibration/{calibration:int}/judge/{number:int}": "rater",
    "POST /calibration/{calibration:int}/settle": "who sees it",
    "GET /calibration/{calibration:int}/gold.jsonl": "who sees it",
    "GET /exports": "trainer",
    "GET /exports/{table}.{form}": "trainer",
    "GET /report": "trainer",
    "GET /adherence": "trainer",
    "GET /adherence/export.{form}": "trainer",
    "GET /connections": "trainer",
    "POST /connections/tokens": "trainer",
    "POST /connections/tokens/{token:int}/revoke": "who made it",
    "POST /connections/webhooks": "trainer",
    "POST /connections/webhooks/{webhook:int}/delete": "who made it",
    "POST /connections/lrs": "administrator",
    "GET /notices": "signed in",
    "POST /notices/me": "signed in",
    "POST /notices/robots": "trainer",
    "POST /notices/robots/{robot:int}/switch": "who sees it",
    "POST /notices/robots/{robot:int}/test": "who sees it",
    "POST /notices/robots/{robot:int}/delete": "who sees it",
    "POST /notices/settings": "administrator",
    "POST /notices/mail": "administrator",
    "POST /notices/mail-test": "administrator",
    "GET /audit": "administrator",
    "GET /api/v1/sessions": "a program",  # see test_api.py
    "GET /api/v1/sessions/{session}": "a program",
    "GET /api/v1/verdicts": "a program",
    "GET /api/v1/people": "a program",
    "GET /api/v1/statistics": "a program",
    "GET /api/v1/openapi.json": "anyone",
    "GET /people": "administrator",
    "POST /people": "administrator",
    "POST /people/import": "administrator",
    "POST /people/enrol": "administrator",
    "GET /people/{person:int}": "administrator",
    "POST /people/{person:int}": "administrator",
    "POST /people/{person:int}/password": "administrator",
    "GET /people/{person:int}/export": "administrator",
    "POST /people/{person:int}/delete": "administrator",
    "POST /settings/keep": "administrator",
    "POST /settings/newcomers": "administrator",
}
FILES = {"/static", "/assets/deep-chat", "/assets/htmx", "/assets/echarts"}
# A trainee of 一组 whose call it is, another one of 一组, trainers by the groups they see, an administrator.
OWNER, OTHER, SEES, BLIND, NONE, ALL, BOSS = "小李", "小王", "甲老师", "乙老师", "丙老师", "周老师", "老总"
LET_IN: dict[str, set[str]] = {
    "nobody elsewhere": set(),
    "anyone": {"", OWNER, OTHER, SEES, BLIND, NONE, ALL, BOSS},
    "signed in": {OWNER, OTHER, SEES, BLIND, NONE, ALL, BOSS},
    "trainer": {SEES, BLIND, NONE, ALL, BOSS},
    "administrator": {BOSS},
    "owner": {OWNER},
    "who sees it": {SEES, ALL, BOSS},
    "owner, who sees it": {OWNER, SEES, ALL, BOSS},
    "candidate": {OWNER, OTHER},
    "rater": {SEES, ALL},
    "who handed it in": {SEES},
    "who made it": {SEES, BOSS},
    "a program": set(),
}
SESSION, NOBODYS, BATCH = "5" * 32, "0" * 32, "b" * 24
CONTESTED = "purpose"
# A form in which every address finds something to do, and all of it about 小李 or 一组.
FORM = {
    **dict(criterion="farewell", verdict="met", reason="说了", text="好", turn="0", overall="3", key="k"),
    **dict(seen="1", session=SESSION, note="谈过", days="9", title="新的", scenario="first-call-logistics"),
    **dict(mode="practice", pass_mark="10", person=OWNER, name=OWNER, role="trainee", group="一组"),
    **dict(queue="disputed", period="all", after=SESSION, skip="1"),
    **dict(label="给人力", url="https://example.com/other", event="review.made"),
    **dict(first=ALL, second=SEES, count="1", answer="说了", file="1"),
    **dict(starts="2026-11-27T18:00", ends="2026-11-28T18:00", seed="7"),
}
# What nobody may read who does not see 小李: its call, the words, its group, the task, sample, dispute.
# Where whoever is let in enters something of its own.
OF_ANYBODY = ("/sessions", "/demo", "/import", "/connections/tokens", "/connections/webhooks", "/notices/me")
URL = "https://example.com/hook"
SECRETS = (SESSION, "用VPN", "小李", "一组", "任务甲", "校准甲", "考试甲", "不服气")


def routes_of(site: Site) -> set[str]:
    """What the application answers, from the application itself."""
    found = set[str]()
    for route in create_app(site).routes:
        if isinstance(route, Mount):
            found.add(f"FILES {route.path}")
        else:
            assert isinstance(route, Route) and route.methods
            found |= {f"{method} {route.path}" for method in route.methods - {"HEAD"}}
    return found


def test_the_table_names_every_route_there_is(site: Site) -> None:
    assert routes_of(site) == set(TABLE) | {f"FILES {path}" for path in FILES}


@pytest.fixture()
def world(site: Site) -> Site:
    """小李 of 一组 with a call, a task and a sample, and everybody who may or may not see them."""
    with archive.transaction(site.engine) as db:
        one, two = Group(name="一组"), Group(name="二组")
        for name, role, seen in ((OTHER, "trainee", []), (SEES, "trainer", [one]), (BLIND, "trainer", [two])):
            accounts.add_person(db, name, role, PASSWORD, NOW, one_time=False).seen_groups = seen
        accounts.add_person(db, NONE, "trainer", PASSWORD, NOW, one_time=False)
        owner, other = (archive.person_named(db, name, NOW) for name in (OWNER, OTHER))
        owner.group = other.group = one
        scenario = site.scenarios["first-call-logistics"]
        call = archive.Call(SESSION, scenario.id, scenario.kind, "practice", "7")
        archive.begin_call(db, call, Dialogue(SESSION, scenario.kind, scenario.context(), ()), NOW, owner)
    for session in (SESSION, NOBODYS):
        keep(site, session)
    with archive.transaction(site.engine) as db:
        boss = archive.person_named(db, BOSS, NOW).id
        task = Task(0, "任务甲", ("first-call-logistics",), "practice", 60.0, 0, None, 0, NOW)
        tasks.add_assignment(db, task, [], ["一组"], boss)
        sample = calibrations.draw_calibration(db, "校准甲", (ALL, SEES), Search(person=OWNER), 1, 1, NOW)
        assert [item.session_id for item in sample.items] == [SESSION]
        disputes.contest_verdict(archive.find_call(db, SESSION), CONTESTED, 1, "不服气", NOW)
        exam = Exam(
            0, "考试甲", ("first-call-logistics",), "7", NOW, NOW + timedelta(days=1), 1, True, True, True
        )
        set_exam = exam_setting.add_exam(db, exam, [], ["一组"], boss, NOW)
        li = archive.person_named(db, OWNER, NOW).id
        db.add(ExamCall(exam_id=set_exam.id, person_id=li, number=1, session_id=SESSION))
        db.flush()
        reviews.settle_exam(archive.find_call(db, SESSION), NOW)
        handed_in = ImportBatch(id=BATCH, kind="phone_care", context={}, at=NOW)
        handed_in.owner_id = archive.person_named(db, SEES, NOW).id
        handed_in.files = [ImportFile(number=1, name="任务甲.txt", content=b"", calls=[])]
        db.add(handed_in)
        owner_id = handed_in.owner_id
        tokens.make_token(db, owner_id, "任务甲", NOW)
        outbox.add_webhook(db, owner_id, URL, EVENTS, NOW)
        here = ("http://127.0.0.1:9/", "")  # nobody is called there
        group_robots.add_robot(db, "一组", "wecom", here, ["task"], owner_id, NOW, EVERYBODY)
    return site


def entered(site: Site, name: str) -> Browser:
    browser = Browser(site)
    if name:
        assert browser.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 200
    return browser


def address(site: Site, path: str) -> str:
    with archive.transaction(site.engine) as db:
        owner = archive.person_named(db, OWNER, NOW).id
    numbers = {
        "person": str(owner),
        "session": SESSION,
        "form": "csv",
        "table": "sessions",
        "batch": BATCH,
        "criterion": CONTESTED,
    }
    return re.sub(r"{(\w+)(:int)?}", lambda m: numbers.get(m[1], "1"), path)


def kept(site: Site) -> dict[str, list[Any]]:
    """All rows of the archive but who is signed in."""
    with site.engine.connect() as connection:
        tables = [t for t in Base.metadata.sorted_tables if t.name not in ("logins", "attempts")]
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in tables}


@pytest.mark.parametrize("name", ["", OWNER, OTHER, SEES, BLIND, NONE, ALL, BOSS])
def test_routes_by_roles_and_groups(world: Site, name: str) -> None:
    """Who is let in where; who is not changes nothing."""
    browser = entered(world, name)
    last = ("/revoke", "/password", "/take-back", "/delete", "/sign-out", "/demo")  # what ends something
    for route in sorted(TABLE, key=lambda one: [one.endswith(end) for end in reversed(last)]):
        method, path = route.split(" ")
        before = kept(world)
        asked = {"data": FORM | {"csrf": browser.csrf}} if method == "POST" else {}
        answer = browser.request(method, address(world, path), follow_redirects=False, **asked)
        allowed, status = name in LET_IN[TABLE[route]], answer.status_code
        refused = (
            status in (403, 404)
            or (path.startswith("/api") and status == 401)
            or answer.headers.get("location", "").startswith("/sign-in?back=")
        )
        assert refused is not allowed, f"{name}: {route} → {status}"
        if refused or name in (BLIND, NONE):  # these may send forms, but none about 小李 or 一组
            assert path in OF_ANYBODY or kept(world) == before, f"{name}: {route}"
        if name in (BLIND, NONE) and route in ("POST /assignments", "POST /exams", "POST /calibration"):
            assert status == 400, route


QUERIES = {
    "/sessions": ("words=用VPN", f"person={OWNER}", "group=一组", "sort=low", "reviewed=no", "origin=played"),
    "/queue": ("period=all",),
    "/sessions/next": (f"after={SESSION}", "group=一组", "words=用VPN"),
    "/adherence": (
        *("by=person", "group=一组", "by=person&group=一组", "scenario=first-call-logistics"),
        *("kind=phone_appointment", "since=2026-11&until=2026-11", "by=person&scenario=first-call-logistics"),
    ),
}


def readings(site: Site, browser: Browser) -> Iterator[tuple[str, str]]:
    """Every page, part and file that names nothing, under every query → where it is, and all it says."""
    paths = [route[4:] for route in TABLE if route.startswith("GET ") and "{" not in route]
    exports = [f"/adherence/export.{form}" for form in ("csv", "xlsx", "jsonl")]
    paths += [f"/exports/{table}.{form}" for table in TABLES for form in ("csv", "jsonl")] + [
        "/exports/all.xlsx"
    ]
    for path in [*paths, *exports]:
        for query in ("", *QUERIES.get(path, QUERIES["/adherence"] if path in exports else ())):
            for part in ({}, {"hx-request": "true", "hx-target": "found"}) if path == "/sessions" else ({},):
                where = f"{path}?{query}"
                answer = browser.get(where, follow_redirects=False, headers=part)
                said = answer.content
                if path.endswith("xlsx") and answer.status_code == 200:
                    file = zipfile.ZipFile(io.BytesIO(said))
                    said = b"".join(map(file.read, file.namelist()))
                    # Where lxml is installed openpyxl writes characters as references.
                    said = html.unescape(said.decode(errors="replace")).encode()
                location = answer.headers.get("location", "")
                yield where, said.decode() + ("" if "/sign-in" in location else location)


@pytest.mark.parametrize("name", ["", OTHER, BLIND, NONE])
def test_no_page_list_file_search_or_figure_tells_of_whom_one_does_not_see(world: Site, name: str) -> None:
    own = (
        {"一组", "任务甲", "考试甲"} if name == OTHER else set()
    )  # a trainee reads what is assigned to its group
    for where, said in readings(world, entered(world, name)):
        said = re.sub(r'placeholder="[^"]*"', "", said)  # an example in a form
        echoed = {secret for secret in SECRETS if secret in where}
        if echoed:  # what was typed stands in the form again; elsewhere it must not
            said = re.sub(r'value="[^"]*"|href="[^"]*"', "", said)
            said = said if name else ""
        assert not [s for s in SECRETS if s in said and s not in own and s not in echoed], f"{name}: {where}"
        assert f"/sessions/{SESSION}" not in said and NOBODYS not in said
        if name in (BLIND, NONE) and where.startswith("/adherence?"):
            assert "还没有打完的谈话" in said, f"{name}: {where}"
        elif name in (BLIND, NONE) and where.startswith("/adherence/export.csv"):
            assert len(said.splitlines()) == 1, f"{name}: {where}"


@pytest.mark.parametrize("name", [SEES, ALL, BOSS])
def test_who_sees_somebody_finds_it_everywhere(world: Site, name: str) -> None:
    said = dict(readings(world, entered(world, name)))
    for query in ("", *QUERIES["/sessions"]):
        assert SESSION in said[f"/sessions?{query}"], query
    for query in QUERIES["/sessions/next"][1:]:
        assert "/review" in said[f"/sessions/next?{query}"], query
    assert (NOBODYS in said["/sessions?"]) is (name != SEES), "sessions of nobody are for who sees all"
    for query in QUERIES["/adherence"]:
        for path in ("/adherence", *(f"/adherence/export.{form}" for form in ("csv", "xlsx", "jsonl"))):
            assert ("小李" if "person" in query else "一组") in said[f"{path}?{query}"], (path, query)
    assert (
        "不服气" in said["/disputes?"] and f"/sessions/{SESSION}/disputes/{CONTESTED}" in said["/disputes?"]
    )
    assert "考试甲" in said["/exams?"] and "考试甲" in said["/exports/exams.csv?"]
    assert "任务甲" in said["/assignments?"] and "校准甲" in said["/calibration?"]
    assert "小李" in said["/import?"] and "一组" in said["/assignments?"]


def test_a_sample_is_drawn_of_whom_all_three_see(world: Site) -> None:
    browser, form = entered(world, ALL), {"title": "新的", "count": "9"}
    assert browser.submit("/calibration", **form, first=ALL, second=BLIND).status_code == 400
    page = browser.submit("/calibration", **form, first=ALL, second=SEES)
    assert page.text.count("去评") == 1, "not of the call of nobody"
    with archive.transaction(world.engine) as db:
        archive.person_named(db, SEES, NOW).seen_groups = []
    late = entered(world, SEES)
    assert late.get(page.url.path).status_code == late.get(f"{page.url.path}/judge/1").status_code == 404


def test_an_administrator_assigns_groups_and_sight_follows_at_once(world: Site) -> None:
    boss, trainer = entered(world, BOSS), entered(world, NONE)
    with archive.transaction(world.engine) as db:
        path = f"/people/{archive.person_named(db, NONE, NOW).id}"
    assert "还没有小组分给您" in trainer.get("/sessions").text and "还没分小组" in boss.get("/people").text
    kept_as = {"csrf": boss.csrf, "role": "trainer", "active": "1"}
    for given, seen in (
        ({"sees": ["一组", "二组"]}, True),
        ({"sees": ["二组"]}, False),
        ({"all_groups": "1"}, True),
        ({}, False),
    ):
        assert boss.post(path, data=kept_as | given).url.path == "/people"
        assert (SESSION in trainer.get("/sessions").text) is seen, given
    page = boss.post(path, data=kept_as | {"sees": ["一组"]}) and boss.get(path).text
    assert 'value="一组" checked' in page and 'value="二组" checked' not in page


def test_a_trainer_entered_with_a_group_sees_that_one(world: Site) -> None:
    boss = entered(world, BOSS)
    boss.submit("/people", name="丁老师", role="trainer", group="一组")
    rows = [("戊老师", "trainer", "一组"), ("己老师", "trainer", ""), ("小孙", "trainee", "一组")]
    listed = [dict(line=n, name=name, role=role, group=group) for n, (name, role, group) in enumerate(rows)]
    boss.submit("/people/enrol", rows=json.dumps(listed))
    boss.submit("/people", name="庚老师", role="trainer", all_groups="1")
    with archive.transaction(world.engine) as db:
        people = {p.name: p for p in db.query(Person)}
        seen = {n: (people[n].all_groups, [g.name for g in people[n].seen_groups]) for n in people}
    assert seen["丁老师"] == seen["戊老师"] == (False, ["一组"]) and seen["庚老师"] == (True, [])
    assert seen["己老师"] == seen["小孙"] == (False, [])


def test_a_task_for_others_too_is_taken_back_by_who_gave_it(world: Site) -> None:
    with archive.transaction(world.engine) as db:
        archive.person_named(db, "小周", NOW).group = db.query(Group).filter(Group.name == "二组").one()
    boss, trainer = entered(world, BOSS), entered(world, SEES)
    task = FORM | {"csrf": boss.csrf, "group": ["一组", "二组"], "title": "任务乙"}
    here = boss.post("/assignments", data=task).url.path
    page = trainer.get(here).text
    assert "小周" in boss.get(here).text and "小周" not in page
    assert "小王" in page and "撤掉" not in page and "二组" not in trainer.get("/assignments").text
    answer = trainer.submit(f"{here}/take-back")
    assert answer.status_code == 400 and "您看不到的人" in answer.text
    assert boss.submit(f"{here}/take-back").url.path == "/assignments"


def test_an_owner_has_all_of_its_session(site: Site, browser: Browser, rasa: ScriptedRasa) -> None:
    rasa.next = [[Reply("喂？")]]
    path = (
        browser.sign_in("trainee")
        .submit("/sessions", scenario="first-call-logistics", mode="practice", key="k")
        .url.path
    )
    assert browser.submit(f"{path}/turns", key="k1", seen="1", text="您好").status_code == 200
    keep(site, path.rpartition("/")[2])
    assert (
        browser.get(f"{path}/debrief").status_code
        == browser.submit(f"{path}/rating", overall="3").status_code
        == 200
    )
    assert browser.get(f"{path}/review").status_code == 403, "a trainee at a trainer's address"


def test_a_big_form_is_refused(browser: Browser) -> None:
    browser.sign_in("trainee")
    assert browser.submit("/sessions", scenario="x" * 100_000, mode="practice", key="k").status_code == 413


@pytest.mark.parametrize(
    "path", ["/people/99999999999999999999", "/calibration/4294967296", "/assignments/99999999999"]
)
def test_numbers_beyond_all_rows_are_not_there(browser: Browser, path: str) -> None:
    assert browser.sign_in("administrator").get(path).status_code == 404


def test_odd_characters_are_words_like_others(browser: Browser, rasa: ScriptedRasa) -> None:
    trainer = browser.sign_in("trainer")
    for odd in ("%00", "%22", "%27--", "*%22)%20OR%201", "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80", "%ff"):
        assert trainer.get(f"/sessions?words={odd}{odd}{odd}").status_code == 200
        assert trainer.get(f"/adherence?group={odd}").status_code == 200
    assert trainer.post("/sign-out", data={"csrf": "é"}).status_code == 403
    rasa.next = [[Reply("喂？")]]
    path = trainer.submit("/sessions", scenario="first-call-logistics", mode="practice", key="k").url.path
    assert trainer.submit(f"{path}/turns", key="k1", seen="1", text="您\0好").json()["text"] == "您好"
