"""Odd forms, files and addresses: a sentence with the right status, nothing half done, no fault of ours."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from duilian import archive
from duilian.archive.accounts import Member
from duilian.archive.imports import MAX_FAULTS
from duilian.archive.models import Person, Session
from duilian.assessment import assess
from duilian.call.session import begin_session
from duilian.dialogue.model import Context, Dialogue
from duilian.importing.acceptance import MAX_TURNS, MAX_WORDS
from duilian.web import Site
from duilian.web.routes import PAGES
from tests.assessment.support import short
from tests.tables import ODD_LINES, call_line
from tests.web.conftest import NOW, Browser
from tests.web.test_debrief import TALK, keep

SESSION, OPEN = "s" * 32, "o" * 32
GOOD_LINE = json.dumps(json.loads(call_line()), ensure_ascii=False)
GOOD = "客户：喂？\n客户经理：王总您好。\n"
TABLE = "说话人,内容\n客户,喂\n"
TEMPLATES = Path(__file__).parents[2] / "duilian/web/templates"
UNKNOWN = call_line(kind="visit_fabe/new").decode()
LONG = call_line(context={"industry": "茶" * 65}).decode()


def kept(site: Site) -> int:
    """How many sessions the archive has."""
    with archive.transaction(site.engine) as db:
        return int(db.query(Session).count())


@pytest.fixture()
def trainer(browser: Browser) -> Browser:
    return browser.sign_in("trainer")


@pytest.mark.parametrize(("line", "what"), ODD_LINES)
def test_a_line_of_a_file_that_cannot_be_meant_is_named(
    site: Site, trainer: Browser, line: bytes, what: str
) -> None:
    content = GOOD_LINE.encode() + b"\n" + line + b"\n"
    file = {"file": ("a.jsonl", content, "application/jsonl")}
    answer = trainer.post("/import", data={"csrf": trainer.csrf}, files=file)
    if what == "编码坏了":  # of a file that is read whole, the whole is refused
        assert answer.status_code == 400 and "第 2 行的编码坏了" in answer.text
        return
    assert answer.status_code == 200 and "第 2 行：" in answer.text and what in answer.text
    assert "导入这 1 通" in answer.text and kept(site) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(TABLE + "我,您好\0\n", "2 句", id="NUL in a table that was typed"),
        pytest.param(TABLE + "我," + "好" * 140_000, "从第 3 行起的一格太长", id="a cell without end"),
        pytest.param(TABLE + '我,"' + "好\n" * 30_000, "从第 3 行起的一格太长", id="an open quotation mark"),
        pytest.param("说话人,内容\r客户,喂\r我,您好\r", "2 句", id="lines of old Macintoshes"),
        pytest.param(f"{GOOD}客户：{'好' * 100_000}\n", f"最多 {MAX_WORDS} 个", id="100,000 characters"),
        pytest.param(GOOD * MAX_TURNS, f"最多 {MAX_TURNS} 句", id="a call of 2,000 turns"),
        pytest.param((GOOD * 400 + "\n") * 80, "一次最多 60000 句", id="64,000 turns"),
        pytest.param((GOOD + "\n") * 2001, "一次最多 2000 通", id="2,001 calls"),
        pytest.param("\ufeff" + GOOD, "2 句", id="a byte order mark"),
        pytest.param(UNKNOWN, "没有“visit_fabe/new”这种谈话", id="a new variant"),
        pytest.param(LONG, "industry 最多 64 个字", id="a long trade"),
        pytest.param('{"id": "\u2028", "kind": "phone_care", "turns": []}', "只有一方", id="U+2028"),
    ],
)
def test_a_text_is_read_or_refused_quickly(site: Site, trainer: Browser, text: str, said: str) -> None:
    before = time.process_time()
    answer = trainer.submit("/import", text=text, kind="phone_care")
    assert said in answer.text and len(answer.text) < 3_000_000
    assert time.process_time() - before < 10  # was minutes
    assert kept(site) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "不是文本文件"),
        (GOOD.encode("gb18030"), "2 句"),
        (GOOD.encode("utf-16"), "2 句"),
        (GOOD.encode() + b"\xff", "第 3 行的编码坏了"),
        ("说话人,内容\n客户,喂\0\n".encode(), "不是文本文件"),
    ],
)
@pytest.mark.parametrize("address", ["/import", "/people/import"])
def test_a_file_in_any_encoding(browser: Browser, address: str, content: bytes, said: str) -> None:
    browser.sign_in("administrator")
    answer = browser.post(
        address, data={"csrf": browser.csrf}, files={"file": ("a.txt", content, "text/plain")}
    )
    if said == "2 句" and address == "/people/import":  # it has been read: a call is no list of people
        said = "没有找到“姓名”这一列"
    if content.startswith(b"PK"):  # where a ZIP, or a workbook, is read
        said = "压缩包坏了" if address == "/import" else "文件坏了"
    assert said in answer.text and answer.status_code in (200, 400)


@pytest.mark.parametrize("count", [60, 40_000])
def test_many_faults_are_counted_and_the_first_are_shown(trainer: Browser, count: int) -> None:
    answer = trainer.submit("/import", text="{\n" * count)
    assert (
        answer.text.count("不是 JSON") == MAX_FAULTS and f"还有 {count - MAX_FAULTS} 处有问题" in answer.text
    )
    assert len(answer.text) < 400_000


def test_of_a_very_long_text_of_faults_nothing_is_sent_back(trainer: Browser) -> None:
    answer = trainer.post(
        "/import", data={"csrf": trainer.csrf}, files={"file": ("a.jsonl", b"{\n" * 400_000, "text/plain")}
    )
    assert "还有 399950 处有问题" in answer.text and len(answer.text) < 30_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("姓名\n" + "王" * 65, "第 2 行: 姓名要有"),
        ("姓名\n王\x07总", "第 2 行: 姓名要有"),
        ("姓名,角色\n王," + "x" * 9999, "第 2 行: 没有“xxx"),
        ("名," * 9999, "没有找到“姓名”这一列"),
        ("姓名\n" + "王" * 200_000, "从第 2 行起的一格太长"),
        ("姓名\n" + ",\n" * 3000, "一次最多"),
        ("姓名\n" + "，\n" * 1000 * 2, "前面已经有了"),
    ],
)
def test_a_file_of_people_is_taken_whole_or_not_at_all(
    site: Site, browser: Browser, text: str, said: str
) -> None:
    answer = browser.sign_in("administrator").submit("/people/import", people=text)
    assert answer.status_code == 400 and said in answer.text and len(answer.text) < 700_000
    assert answer.text.count("<li>第") <= MAX_FAULTS
    with archive.transaction(site.engine) as db:
        assert db.query(Person).count() == 3


def test_a_variant_that_nobody_knows_any_more_is_shown_everywhere(site: Site, browser: Browser) -> None:
    """Kept before imports refused it, or its name was taken out of the texts since."""
    talk = short(TALK, by="client")
    with archive.transaction(site.engine) as db:
        for number, kind in enumerate(("visit_fabe/new", "phone_care/" + "x" * 21, "tea")):
            dialogue = Dialogue(f"old{number}", kind, Context("王总"), talk.turns)
            call = archive.Call(dialogue.id, "", kind, "real", "")
            known = Dialogue(dialogue.id, "phone_care", Context("王总"), talk.turns)
            row = archive.begin_call(db, call, dialogue, NOW, archive.find_person(db, "小李"))
            row.origin, row.rating = "imported", {}
            archive.keep_call(db, call, dialogue, assess(known, site.rubric), "m", NOW)
    administrator = browser.sign_in("administrator")
    form = {"title": "校准", "first": "周老师", "second": "老总", "count": "3"}
    assert administrator.submit("/calibration", **form).status_code == 200
    person = re.findall(r"/people/(\d+)\"", administrator.get("/people?words=小李").text)[0]
    for path in (
        *("/", "/sessions", "/sessions?kind=visit_fabe/new", "/adherence", "/adherence?kind=tea"),
        *("/calibration/1", "/calibration/1/judge/1", "/calibration/1/judge/2", "/calibration/1/judge/3"),
        *(f"/sessions/old{n}/{page}" for n in range(3) for page in ("review", "debrief")),
        *(f"/people/{person}/progress", f"/people/{person}/export", "/adherence/export.xlsx"),
    ):
        assert administrator.get(path).status_code == 200, path
    own = Browser(site).sign_in("trainee")
    assert own.get("/progress").status_code == own.get("/sessions/old0/debrief").status_code == 200
    assert "（new）" in administrator.get("/sessions").text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/people", {"name": "小张"}),
        ("/settings/keep", {"days": "30"}),
        (f"/sessions/{SESSION}/comments", {"turn": "1", "text": "好"}),
        ("/sessions", {"scenario": "first-call-logistics", "mode": "practice", "key": "k"}),
        (
            "/assignments",
            {"title": "练", "scenario": "first-call-logistics", "mode": "exam", "person": "小李"},
        ),
    ],
)
def test_an_archive_that_may_only_be_read_changes_nothing(
    site: Site, path: str, form: dict[str, str]
) -> None:
    keep(site, SESSION)
    browser = Browser(site, raise_server_exceptions=False).sign_in("administrator")
    browser.get("/people")
    event.listen(site.engine, "checkout", lambda raw, *_: raw.execute("PRAGMA query_only = ON"))
    answer = browser.submit(path, **form)
    assert answer.status_code == 503 and "档案现在用不了（只能读，不能写）" in answer.text
    assert browser.get("/sessions").status_code == 200  # what only reads goes on


# What stands in the address and in forms where something else should.
ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("", " ", "0", "-1", "--1", "²", "１２", "٣", "1e9", "1_0", "NaN", "inf", "9" * 30, "9" * 5000),
            *(
                "\0",
                "\ud800",
                "\u202e",
                "'",
                '"><script>',
                "%",
                "_",
                "\\",
                "{{ 7 * 7 }}",
                "../..",
                "//x",
                "🦊",
            ),
            *("0000-01-01", "9999-12-31", "0001-01-01", "2026-02-30", "2026-13", "9999-12", "２０２６-11-27"),
            *("好" * 3000, "client", "met", "practice", "first-call-logistics", "小李", SESSION, "k"),
        ]
    ),
)
FIELDS = sorted(
    {
        name
        for path in TEMPLATES.glob("*.html")
        for name in re.findall(r'name="([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    | {"seen", "turn", "key", "text", "hang_up", "page", "sort", "words", "missed", "low", "high", "after"}
)
# These would end what the test needs, the browser's sign-in, or are tried as processes elsewhere.
NOT_TRIED = {
    *("/sign-out", "/demo", "/password", "/sign-in", "/people/{person:int}/password"),
    *("/people/{person:int}/delete", "/people/{person:int}", "/import/keep"),
}
ADDRESSES = st.sampled_from([page for page in PAGES if page.path not in NOT_TRIED])


def prepare(site: Site, browser: Browser) -> None:
    """A session that is over and one in play, both the administrator's, who has signed in."""
    keep(site, SESSION)
    with archive.transaction(site.engine) as db:
        me = archive.find_person(db, "老总")
        assert me is not None
        archive.find_call(db, SESSION).person_id = me.id
        member = Member(me.id, me.name, me.role)
    scenario = site.scenarios["first-call-logistics"]
    begin_session(site.engine, OPEN, scenario, "practice", "7", member, NOW)
    browser.sign_in("administrator")
    assert browser.get(f"/sessions/{OPEN}").status_code == 200


def filled(path: str, values: list[str]) -> str:
    """The address with something for what it leaves open."""
    at = iter(values)
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda _: quote(next(at, "1") or "1", safe="", errors="replace"), path)


PARTS = st.sampled_from(("1", "0", "99999999999", "csv", "xlsx", SESSION, OPEN)) | ODD
REQUESTS = st.tuples(
    ADDRESSES, st.lists(PARTS, max_size=2), st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=8)
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def ask(site: Site, browser: Browser, page: Any, parts: list[str], form: dict[str, str]) -> None:
    """One of :data:`REQUESTS`, of an administrator, who must be answered in order or told in Chinese."""
    if not kept(site):
        prepare(site, browser)
    path = filled(page.path, parts)
    sent = {name: value.encode("utf-8", "replace") for name, value in form.items()}
    if page.method == "GET":
        query = "&".join(f"{name}={quote(value[:2000])}" for name, value in sent.items())
        answer = browser.get(f"{path}?{query}")
    else:
        answer = browser.post(path, data={"csrf": browser.csrf.encode(), **sent})
    assert answer.status_code < 500, (path, form)
    assert answer.url.path not in ("/sign-in", "/password")  # else nothing is tried any more
    if answer.status_code >= 400:
        assert "Traceback" not in answer.text and re.search("[一-龥]{4}", answer.text)


@settings(suppress_health_check=SLOW, max_examples=300)
@given(REQUESTS)
def test_no_address_with_no_form_is_a_fault_of_ours(
    site: Site, browser: Browser, request_: tuple[Any, list[str], dict[str, str]]
) -> None:
    ask(site, browser, *request_)


@pytest.mark.parametrize("path", ["/sessions/%00/review", "/people/9999999999", "/people/" + "9" * 5000])
def test_an_address_that_names_no_row_is_not_found(trainer: Browser, path: str) -> None:
    assert trainer.get(path).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "multipart/form-data"},
        {"content-type": "multipart/form-data; boundary=x; charset=utf-7"},
        {"content-type": "multipart/form-data; boundary=x; charset=idna"},
        {"content-type": "multipart/form-data; boundary=x; charset=rot13"},
        {"content-type": "application/json"},
        {"content-type": "application/x-www-form-urlencoded; charset=utf-16"},
        {"content-type": "\u00ff"},
        {"origin": "http://["},
        {"host": "["},
        {"x-csrf-token": "\u00ff"},
        {"cookie": "duilian=\u00ff"},
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text=%ED%A0%80&kind=%ff",
        b'--x\r\ncontent-disposition: form-data; name="text"\r\n\r\n+2AA-\r\n--x--\r\n',
        b"--x\r\ncontent-disposition: form-data\r\n\r\n\r\n--x--\r\n",
        b"--x\r\n",
        b"{}",
    ],
)
def test_a_form_that_is_none(trainer: Browser, headers: dict[str, str], body: bytes) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    sent = {"x-csrf-token": trainer.csrf.encode()} | sent
    answer = trainer.post("/import", content=body, headers=sent)
    assert answer.status_code < 500
