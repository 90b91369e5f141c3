"""Each page's main path, over real HTTP against everything that `make run` starts."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.real.browser import Browser, Call, Page, imported
from tests.real.conftest import Done
from tests.real.product import Product
from tests.real.speaker import GOOD
from tests.real.terminal import END_OF_INPUT, Terminal
from tests.real.test_practise import VISIT, resumable

pytestmark = pytest.mark.slow

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Staff:
    """An administrator, two trainers and a trainee, each at a browser of their own."""

    administrator: Browser
    trainer: Browser
    second: Browser
    trainee: Browser


def once_of(page: Page, name: str) -> str:
    """The one-time password that a page shows beside a name."""
    shown = re.search(rf"<td>{name}</td><td>[^<]*</td><td><code>([^<]+)</code>", page.text)
    assert shown, page.text
    return shown[1]


def enter(served: Product, name: str, once: str) -> Browser:
    """Sign in for the first time."""
    browser = Browser(served.web)
    page = browser.sign_in(name, once)
    assert page.path == "/password" and "一次性密码" in page.text
    page = browser.submit(page.form("/password"), old=once, new=PASSWORD, again=PASSWORD)
    assert page.path == "/" and name in page.text
    return browser


@pytest.fixture(scope="module")
def staff(served: Product, duilian: Callable[..., Done]) -> Iterator[Staff]:
    """Accounts as they come to be: the first by the command, the others by its owner on the web."""
    made = duilian("account", "老总", "--role", "administrator").stdout
    once = made.partition("一次性密码 ")[2].partition("（")[0]
    administrator = enter(served, "老总", once)
    page = administrator.get("/people")
    page = administrator.submit(page.form("/people"), name="周老师", role="trainer", group="城东")
    first = enter(served, "周老师", once_of(page, "周老师"))
    people = "姓名,角色,小组\n吴老师,培训师,城东\n小李,学员,城东\n"
    page = administrator.submit(page.form("/people/import"), file=("file", people), people="")
    page = administrator.submit(page.form("/people/enrol"))
    second = enter(served, "吴老师", once_of(page, "吴老师"))
    trainee = enter(served, "小李", once_of(page, "小李"))
    yield Staff(administrator, first, second, trainee)
    for browser in (administrator, first, second, trainee):
        browser.close()


def begin(browser: Browser, scenario: str, mode: str = "practice") -> Call:
    """Choose a client from the list on the first page."""
    return Call(browser, browser.submit(browser.client(scenario), mode=mode))


def played(browser: Browser, scenario: str, *texts: str) -> str:
    """A whole call with the trainee's own rating → the path of the session."""
    rating = begin(browser, scenario).play(*texts)
    session = rating.path.removesuffix("/debrief")
    debrief = browser.submit(rating.form(f"{session}/rating"), overall="4", best="开场")
    assert debrief.path == f"{session}/debrief" and "自评：不错" in debrief.text
    return session


def events_of(served: Product, session: str) -> int:
    """How many events of a call Rasa keeps."""
    trackers = Path(served.database_url.removeprefix("sqlite:///")).with_name("trackers.db")
    with closing(sqlite3.connect(trackers)) as database:
        query = "SELECT count(*) FROM events WHERE sender_id = ?"
        return int(database.execute(query, (session,)).fetchone()[0])


def score_of(page: Page) -> str:
    shown = re.search(r'class="big">([\d.]+)<', page.text)
    assert shown, page.text
    return shown[1]


def test_a_newcomer_calls_visits_and_goes(served: Product) -> None:
    browser = Browser(served.web)
    page = browser.get("/progress")
    assert page.path == "/sign-in"
    page = browser.submit(page.form("/demo"))
    assert page.path == "/" and page.has_menu and "选一个客户" in page.text
    assert "二选一" in browser.get("/rubric").text
    session = played(browser, "first-call-logistics", *GOOD)
    debrief = browser.get(f"{session}/debrief")
    assert float(score_of(debrief)) > 80 and "您看是周三下午三点还是周四上午十点方便</mark>" in debrief.text
    again = Call(browser, browser.submit(debrief.form(f"{session}/retry", "从这一句重来"), turn="7"))
    assert [e["text"] for e in again.data["exchanges"]] == ["", *GOOD[:3]]
    assert again.play(*GOOD[3:]).path.endswith("/debrief")
    visit = played(browser, "pitch-beverage-sales", *VISIT[:-1])
    assert "三句半" in browser.get(f"{visit}/debrief").text
    assert visit in browser.get("/progress").text
    page = browser.submit(page.form("/sign-out"))
    assert page.path == "/sign-in" and browser.get(f"{session}/debrief").path == "/sign-in"
    browser.close()


def test_a_trainer_reviews_and_both_doors_show_the_same_score(
    staff: Staff, duilian: Callable[..., Done]
) -> None:
    session = played(staff.trainee, "first-call-logistics", *GOOD)
    row, trainer = session.rpartition("/")[2], staff.trainer
    listed = trainer.submit(trainer.get("/sessions").form("/sessions"), person="小李", reviewed="no")
    assert f"{session}/review" in listed.text
    page = trainer.get(f"{session}/review")
    before = score_of(page)
    forms = [f for f in page.forms if ("verdict", "missed") in f.fields and "改成没做到" in f.words]
    page = trainer.submit(forms[0], reason="我听着不像")
    page = trainer.submit(page.form(f"{session}/accept"))
    assert score_of(page) != before and "我听着不像" in page.text
    page = trainer.submit(page.form(f"{session}/comments"), text="语气很好")
    score = score_of(page)
    debrief = staff.trainee.get(f"{session}/debrief")
    assert score_of(debrief) == score and "语气很好" in debrief.text and "我听着不像" in debrief.text
    line = next(line for line in duilian("sessions").stdout.splitlines() if row in line)
    shown = duilian("show", row).stdout
    assert f"{score} 分" in line and f"【得分】{score} 分" in shown and "周老师 改判" in shown
    clock = re.search(r"月\d+日 (\d\d:\d\d)", debrief.text)
    assert clock and clock[1] in line, "one time, China's"
    assert trainer.get(page.links(r"/sessions/next")[0]).status == 200
    assert staff.second.get("/progress").status == 200
    person = trainer.get("/adherence").links(r"/people/\d+/progress") or trainer.get(
        "/adherence?by=person"
    ).links(r"/people/\d+/progress")
    assert "小李" in "".join(trainer.get(link).text for link in person)


def test_who_lacks_what_and_its_files(staff: Staff) -> None:
    played(staff.trainee, "first-call-logistics", GOOD[0])
    page = staff.trainer.get("/adherence?by=person")
    assert "小李" in page.text and "城东" in staff.trainer.get("/adherence").text
    files = {link: staff.trainer.get(link).content for link in page.links(r"/adherence/export\.")}
    assert len(files) == 3
    for link, content in files.items():
        if ".xlsx" in link:
            assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
        elif ".jsonl" in link:
            assert all(json.loads(line) for line in content.decode().splitlines())
        else:
            assert "小李" in content.decode("utf-8-sig")


def test_a_task_is_given_done_and_taken_back(staff: Staff) -> None:
    page, typed = (
        staff.trainer.get("/assignments/new"),
        {"title": "练二选一", "scenario": ["first-call-lawyer"]},
    )
    page = staff.trainer.submit(page.form("/assignments"), to="/assignments/find", words="小李", **typed)
    page = staff.trainer.submit(page.form("/assignments"), person=["小李"])
    assert re.fullmatch(r"/assignments/\d+", page.path) and "未完成" in page.text
    home = staff.trainee.get("/")
    assert "练二选一" in home.text
    task_form = home.form("/sessions", "第一次打给律师事务所主任")
    call = Call(staff.trainee, staff.trainee.submit(task_form, anew="first-call-lawyer"))
    assert call.play(GOOD[0]).path.endswith("/debrief")
    task = staff.trainer.get(page.path)
    assert "1 次" in task.text
    page = staff.trainer.submit(task.form(f"{task.path}/take-back"))
    assert page.path == "/assignments" and "练二选一" not in staff.trainee.get("/").text


def test_real_calls_are_imported_and_judged_blind(staff: Staff) -> None:
    trainer = staff.trainer
    talk = (
        "客户：喂？\n客户经理：王总您好，我是移动公司的小李。\n客户：什么事？\n"
        "客户经理：周三下午还是周四上午方便？\n"
    )
    page = trainer.submit(trainer.get("/import").form("/import"), text=talk, client_title="王总")
    assert "导入这 1 通" in page.text
    page = imported(trainer, page, person="小李")
    assert "已经导入 1 通" in page.text
    review = trainer.get(page.links(r"/sessions/\w+/review")[0])
    assert "二选一" in review.text and float(score_of(review)) > 0
    drawn = trainer.submit(
        trainer.get("/calibration").form("/calibration"),
        title="十一月",
        first="周老师",
        second="吴老师",
        count="1",
    )
    assert re.fullmatch(r"/calibration/\d+", drawn.path)
    for browser, verdict in ((trainer, "met"), (staff.second, "missed")):
        sheet = browser.get(browser.get(drawn.path).links(r"/judge/1$")[0])
        form = sheet.form(f"{drawn.path}/judge/1")
        given = {name: "met" for name in form.names if name.startswith("v-")} | {"v-two_choice": verdict}
        done = browser.submit(form, **given)
        assert done.path == drawn.path
    page = trainer.get(drawn.path)
    assert "一致程度" in page.text
    settled = trainer.submit(page.form(f"{drawn.path}/settle"), verdict="met", note="谈过了")
    assert "不一致的地方（1）" in page.text and "不一致的地方（0）" in settled.text
    lines = trainer.get(page.links(r"gold\.jsonl$")[0]).text.splitlines()
    assert lines and all(json.loads(line) for line in lines)


def test_an_administrator_keeps_people(staff: Staff, served: Product) -> None:
    owner = staff.administrator
    page = owner.get("/people")
    page = owner.submit(page.form("/people"), name="小赵", role="trainee")
    trainee = enter(served, "小赵", once_of(page, "小赵"))
    session = played(trainee, "first-call-logistics", GOOD[0])
    assert events_of(served, session.rpartition("/")[2])
    page = owner.submit(owner.get("/people").form("/people", ""), name="小赵")
    assert "已经有" in page.text
    found = owner.get("/people?words=小赵")
    path = found.links(r"^/people/\d+$")[0]
    page = owner.get(path)
    page = owner.submit(page.form(path), group="城西")
    assert page.path == "/people" and "城西" in page.text
    page = owner.submit(owner.get(path).form(f"{path}/password"))
    once = re.search(r"<code>([^<]+)</code>", page.text)
    assert once and trainee.get("/").path == "/sign-in", "signed out everywhere"
    export = owner.get(f"{path}/export").text.splitlines()
    assert len(export) == 2 and "小赵" in export[0]
    page = owner.submit(owner.get(path).form(f"{path}/delete"), name="小赵")
    assert page.path == "/people" and "小赵" not in page.text, page.text
    assert owner.get(f"{session}/debrief").status == 404
    assert not events_of(served, session.rpartition("/")[2]), "Rasa has forgotten the call too"
    page = owner.submit(page.form("/settings/keep"), days="365")
    assert 'value="365"' in page.text
    owner.submit(page.form("/settings/keep"), days="0")
    trainee.close()


def test_what_is_refused_keeps_the_menu(staff: Staff) -> None:
    for path, status in (
        ("/people", 403),
        ("/sessions", 403),
        ("/sessions/x/debrief", 404),
        ("/nowhere", 404),
    ):
        page = staff.trainee.get(path)
        assert page.status == status and page.has_menu, path
    for path in ("/sessions?page=²", "/adherence?by=person&page=²", "/sessions?low=²"):
        assert staff.trainer.get(path).status in (200, 400), path


def test_a_call_begun_at_the_terminal_is_ended_on_the_web(
    staff: Staff, terminal: Callable[..., Terminal]
) -> None:
    call = terminal("practise", "first-call-bakery", "--name", "小李", "--seed", "1")
    for text in (*GOOD[:2], END_OF_INPUT):
        call.type(text)
    assert call.status() == 1
    session = resumable(call.shown)
    home = staff.trainee.get("/")
    assert f"/sessions/{session}" in home.text
    screen = Call(staff.trainee, staff.trainee.get(f"/sessions/{session}"))
    assert [e["text"] for e in screen.data["exchanges"]] == ["", *GOOD[:2]]
    rating = screen.play(*GOOD[2:])
    assert rating.path == f"/sessions/{session}/debrief"
    late = terminal("practise", "--resume", session)
    assert late.status() == 1 and "已经打完了" in late.shown


def test_a_call_begun_on_the_web_is_gone_on_with_at_the_terminal_and_retried(
    staff: Staff, terminal: Callable[..., Terminal]
) -> None:
    screen = begin(staff.trainee, "first-call-logistics")
    screen.send(text=GOOD[0])
    session = screen.data["session"]
    call = terminal("practise", "--resume", session)
    for text in (*GOOD[1:3], END_OF_INPUT):
        call.type(text)
    assert call.status() == 1
    screen = Call(staff.trainee, staff.trainee.get(screen.path))
    rating = screen.play(*GOOD[3:])
    page = staff.trainee.submit(rating.form(f"{screen.path}/rating"))
    again = Call(staff.trainee, staff.trainee.submit(page.form(f"{screen.path}/retry"), turn="7"))
    assert [e["text"] for e in again.data["exchanges"]] == ["", *GOOD[:3]]
    assert again.play(*GOOD[3:]).path.endswith("/debrief")


def reached(browser: Browser, most: int = 120) -> dict[str, Page]:
    """Every address that links lead to from the first page on, breadth first, with what is there."""
    waiting, found = ["/"], dict[str, Page]()
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address not in found:
            found[address] = page = browser.get(address)
            waiting += page.links(r"^/(?!static|assets)")
    return found


def test_every_link_leads_to_a_page_with_the_menu(
    staff: Staff, terminal: Callable[..., Terminal], duilian: Callable[..., Done]
) -> None:
    """No link ends in a circle, a fault or a page without a way on, whoever follows it.

    A call begun in the terminal stands open, and one was imported.
    """
    call = terminal("practise", "pitch-beverage-sales", "--name", "小李", "--seed", "1")
    call.type(END_OF_INPUT)
    session = resumable(call.shown) if call.status() == 1 else ""
    turns = [{"speaker": "client", "text": "请进"}, {"speaker": "trainee", "text": "您好"}]
    line = {"id": "a", "kind": "visit_fabe", "turns": turns}
    assert duilian("keep", "-", "--person", "小李", given=json.dumps(line)).returncode == 0
    for browser in (staff.trainee, staff.trainer, staff.administrator):
        pages = reached(browser)
        assert len(pages) > 3
        for address, page in pages.items():
            assert page.status == 200, address
            is_file = re.search(r"/export|\.jsonl$", address)
            assert page.has_menu or is_file, address
        if browser is staff.trainee:
            assert pages[f"/sessions/{session}"].path == f"/sessions/{session}"
