"""The exam room: set by a trainer, sat by trainees, scored, shown when it may be, certified."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive import reviews
from duilian.archive.exam_models import Certificate, ExamCall, ExamRow
from duilian.archive.models import Group, Session
from duilian.assessment import assess
from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.dialogue.model import Context, Dialogue
from duilian.web import Site
from duilian.web.sweeping import end_overdue_exams
from tests.assessment.support import short
from tests.web.conftest import NAMES, NOW, Browser, Clock, ScriptedRasa
from tests.web.test_debrief import OVER, TALK

FIRST, SECOND = "first-call-logistics", "busy-meeting"
# An hour in China: from six to seven in the evening; it is five.
FORM = {"title": "上岗考试", "starts": "2026-11-27T18:00", "ends": "2026-11-27T19:00", "pass_mark": "10"}
ROOM = "/exams/1/room"


@pytest.fixture()
def trainer(site: Site, browser: Browser) -> Browser:
    with archive.transaction(site.engine) as db:
        archive.person_named(db, "小李", site.now()).group = Group(name="一组")
    return browser.sign_in("trainer")


def set_exam(site: Site, trainer: Browser, **more: str) -> str:
    labels = [site.scenarios[name].label for name in (FIRST, SECOND)]
    form = {"csrf": trainer.csrf, **FORM, "scenario": labels, "group": "一组", "in_order": "1"} | more
    answer = trainer.post("/exams", data=form)
    assert answer.url.path.startswith("/exams/"), answer.text
    return str(answer.url.path)


@pytest.fixture()
def trainee(site: Site, trainer: Browser) -> Browser:
    """小李, with an exam to sit."""
    assert set_exam(site, trainer) == "/exams/1"
    return Browser(site).sign_in("trainee")


def begin(browser: Browser, rasa: ScriptedRasa, number: int = 1) -> str:
    rasa.next = [[Reply("喂？")]]
    answer = browser.submit(f"/exams/1/calls/{number}")
    assert answer.url.path.startswith("/sessions/"), answer.text
    return str(answer.url.path)


def judge(site: Site, session: str, talk: str = TALK) -> None:
    """What the action server does at the end of a call."""
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session)
        assert row is not None
        said = short(talk, by="client")
        dialogue = Dialogue(session, row.kind, Context("王总", "顺达物流", hung_up_by="client"), said.turns)
        call = archive.Call(session, row.scenario, row.kind, row.mode, row.seed)
        archive.keep_call(db, call, dialogue, assess(dialogue, site.rubric), "m", site.now())


def sit(site: Site, browser: Browser, rasa: ScriptedRasa, number: int, talk: str = TALK) -> str:
    """A call of the exam from its beginning to its end → its session's id."""
    path = begin(browser, rasa, number)
    rasa.next = [OVER]
    browser.submit(f"{path}/turns", key="k1", seen="1", hang_up="1")
    session = path.rpartition("/")[2]
    judge(site, session, talk)
    return session


def test_it_is_set_seen_beforehand_and_opens_by_the_clock(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock
) -> None:
    page = trainer.get("/exams/1").text
    assert "小李" in page and "未开始" in page and "11月27日 18:00 到 11月27日 19:00" in page
    home = trainee.get("/").text
    assert "上岗考试" in home and re.search(r"还有 <strong[^>]*>1 小时 0 分钟</strong>开始", home)
    room = trainee.get(ROOM).text
    assert site.scenarios[FIRST].label not in room and "开始</button" not in room
    assert trainee.submit("/exams/1/calls/1").status_code == 400
    clock.move(hours=1, seconds=-1)
    assert "未开始" in trainee.get(ROOM).text and trainee.submit("/exams/1/calls/1").status_code == 400
    clock.move(seconds=1)
    room = trainee.get(ROOM).text
    assert (
        "正在考" in room
        and site.scenarios[FIRST].label in room
        and room.count('action="/exams/1/calls/') == 1
    )
    assert "进入考场" in trainee.get("/").text


def test_it_is_sat_in_order_resumed_and_never_begun_anew(
    site: Site, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    assert trainee.submit("/exams/1/calls/2").status_code == 400
    path = begin(trainee, rasa)
    page = trainee.get(path).text
    assert "考场" in page and "要个提示" not in page and "产品资料：" not in page
    assert f'"room": "{ROOM}"' in page and '"ends"' in page
    assert trainee.submit("/exams/1/calls/1").url.path == path, "interrupted, it is gone on with"
    assert "接着谈" in trainee.get(ROOM).text
    home = trainee.get("/").text
    assert f"{path}/discard" not in home and "继续未完成的通话" not in home
    assert "不能放弃" in trainee.submit(f"{path}/discard").text
    rasa.next = [OVER]
    trainee.submit(f"{path}/turns", key="k1", seen="1", hang_up="1")
    judge(site, path.rpartition("/")[2])
    assert trainee.get(path).url.path == ROOM
    assert trainee.submit("/exams/1/calls/1").url.path == ROOM, "over, it is not begun again"
    assert begin(trainee, rasa, 2) != path
    with archive.transaction(site.engine) as db:
        assert {s.seed for s in db.query(Session).filter(Session.mode == "exam")} == {
            db.query(ExamRow).one().seed
        }


def test_nothing_tells_a_score_before_the_end(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    session = sit(site, trainee, rasa, 1)
    here = f"/sessions/{session}"
    for path in (f"{here}/debrief", f"{here}/compare", f"{here}/record", "/exams/1/people/1"):
        assert trainee.get(path).url.path == ROOM, path
    for path, form in (
        (f"{here}/rating", {"overall": "3"}),
        (f"{here}/disputes", {"criterion": "purpose", "reason": "说了"}),
        (f"{here}/record", {"needs": "x"}),
    ):
        assert trainee.submit(path, **form).url.path == ROOM, path
    assert "只能考一次" in trainee.submit(f"{here}/retry", turn="1", key="x").text
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session)
        assert row is not None and row.rating is None and not row.disputes
        score = f"{row.score}"
    for path in ("/", "/progress", "/feedback", "/disputes", "/exams", ROOM, "/handbook/2"):
        assert score not in trainee.get(path).text and session not in trainee.get(path).text, path
    assert "练过" not in trainee.get("/?words=顺达物流").text.partition("选一个客户")[2].partition("<ul")[2]
    assert score in trainer.get("/exams/1").text, "a trainer sees it"
    clock.move(hours=1)
    assert trainee.get(f"{here}/debrief").url.path == f"{here}/debrief"
    assert score in trainee.get("/exams/1/people/1").text and session in trainee.get("/progress").text


def test_with_scores_at_once_a_call_tells_what_it_came_to(
    site: Site, trainer: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    set_exam(site, trainer, at_once="1")
    clock.move(hours=1)
    trainee = Browser(site).sign_in("trainee")
    session = sit(site, trainee, rasa, 1)
    assert trainee.get(f"/sessions/{session}/debrief").url.path.endswith("/debrief")
    assert "从这一句重来" not in trainee.submit(f"/sessions/{session}/rating", overall="3").text
    assert "还没考完" in trainee.get("/exams/1/people/1").text


def test_the_end_ends_what_is_open(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    path = begin(trainee, rasa)
    trainee.submit(f"{path}/turns", key="k1", seen="1", text="您好")
    clock.move(hours=1, seconds=-1)
    end_overdue_exams(site)
    assert trainee.submit(f"{path}/turns", key="k2", seen="2", text="我是小李").status_code == 200
    clock.move(seconds=1)
    late = trainee.submit(f"{path}/turns", key="k3", seen="3", text="还有")
    assert late.status_code == 409 and late.json()["why"] == "time_up" and "照样评分" in late.json()["error"]
    rasa.next = [ChannelUnavailable("down")]
    end_overdue_exams(site)
    rasa.next = [OVER]
    end_overdue_exams(site)
    assert [text for _, text in rasa.heard][-3:] == ["您好", "我是小李", "/hang_up"]
    judge(site, path.rpartition("/")[2])
    sheet = trainee.get("/exams/1/people/1").text
    assert "时间到了，自动结束" in sheet and "没考" in sheet and "没通过" in sheet
    assert trainee.submit("/exams/1/calls/2").status_code == 400
    assert "缺考 0" in trainer.get("/exams/1").text


def test_a_page_opened_when_time_is_up_ends_the_call(
    site: Site, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    path = begin(trainee, rasa)
    clock.move(hours=1)
    rasa.next = [ChannelUnavailable("down")]
    assert trainee.get(path).status_code == 503
    rasa.next = [OVER]
    trainee.get(path, follow_redirects=False)
    assert rasa.heard[-1][1] == "/hang_up"


def test_results_exports_and_a_certificate(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    sessions = [sit(site, trainee, rasa, number) for number in (1, 2)]
    paper = "/exams/1/people/1/certificate"
    assert "您已经全部考完" in trainee.get(ROOM).text
    assert trainee.get(paper).url.path == ROOM, "not before scores are shown"
    clock.move(hours=1)
    table = trainer.get("/exams/1").text
    assert "参加 1，通过 1，缺考 0" in table and all(f"/sessions/{one}/review" in table for one in sessions)
    rows = list(csv.DictReader(io.StringIO(trainer.get("/exams/1/results.csv").content.decode("utf-8-sig"))))
    assert (
        rows[0]["姓名"] == "小李" and rows[0]["通过"] == "是" and rows[0]["合格证"] == "20261127-0001-00001"
    )
    assert float(rows[0][site.scenarios[FIRST].label]) == float(rows[0]["平均"]) > 10
    for form in ("xlsx", "jsonl"):
        assert trainer.get(f"/exams/1/results.{form}").status_code == 200
    assert trainer.get("/exams/1/results.pdf").status_code == 404
    lines = list(csv.DictReader(io.StringIO(trainer.get("/exports/exams.csv").content.decode("utf-8-sig"))))
    assert [(line["考试"], line["第几通"], line["谈话编号"]) for line in lines] == [
        ("上岗考试", "1", sessions[0]),
        ("上岗考试", "2", sessions[1]),
    ]
    assert "上岗考试" in trainer.get("/exports/sessions.csv").text
    sheet = trainee.get("/exams/1/people/1").text
    assert "通过" in sheet and "没做到（" in sheet and "20261127-0001-00001" in sheet
    page = trainee.get(paper).text
    assert all(word in page for word in ("小李", "上岗考试", "20261127-0001-00001", "2026年11月27日", "合格"))
    assert trainer.get(paper).status_code == 200 and "看合格证" in trainee.get("/").text


def test_a_review_moves_the_result_and_withdraws_the_certificate(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    sessions = [sit(site, trainee, rasa, number) for number in (1, 2)]
    clock.move(hours=1)
    trainer.get("/exams/1")

    def say(verdict: str) -> None:
        for session in sessions:
            with archive.transaction(site.engine) as db:
                row = archive.find_call(db, session)
                names = [name for name, v in reviews.standing_verdicts(row).items() if v != verdict]
            for name in names:
                form = {"criterion": name, "verdict": verdict, "reason": "听录音是这样"}
                assert trainer.submit(f"/sessions/{session}/review", **form).status_code == 200

    say("missed")
    assert "没通过" in trainer.get("/exams/1").text and "已收回" in trainer.get("/exams/1").text
    home = trainee.get("/").text
    assert "已收回" in home and "没有通过" in home
    page = trainee.get("/exams/1/people/1/certificate").text
    assert 'role="alert"' in page and "已收回" in page
    say("met")
    page = trainee.get("/exams/1/people/1/certificate").text
    assert "已收回" not in page and "优秀" in page and "100.0 分" in page
    assert trainer.get("/exports/exams.csv").text.count("20261127-0001-00001") == 2
    with archive.transaction(site.engine) as db:
        assert db.query(Certificate).count() == 1


def test_steps_in_the_wrong_order_do_not_pass_where_that_is_asked(
    site: Site, trainer: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    set_exam(site, trainer, strict_steps="1", at_once="1")
    clock.move(hours=1)
    trainee = Browser(site).sign_in("trainee")
    swapped = (
        "C (answer_call) 喂？ / T [周三还是周四](offer_two_times)？ / C (ask_identity) 您哪位？ / "
        "T [王总您好](greeting)，[我是小李](introduce_self) / C (pick_time) 周三"
    )
    for number in (1, 2):
        sit(site, trainee, rasa, number, swapped)
    sheet = trainee.get("/exams/1/people/1").text
    assert "没通过" in sheet and "第 1、2 通的步骤没有按手册的顺序" in sheet
    assert "约时间（第 2 句）在开场（第 4 句）之前" in sheet
    assert "步骤乱了" in trainer.get("/exams/1").text


def test_lists_and_figures_say_what_was_an_exam(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    session = sit(site, trainee, rasa, 1)
    clock.move(hours=2)
    keep_practice(site)
    listed = trainer.get("/sessions").text
    assert listed.count(">考场<") == 1 and "上岗考试" in listed
    for exam, there in (("1", True), ("any", True), ("2", False), ("x", False)):
        found = trainer.get(f"/sessions?exam={exam}").text
        assert (session in found) is there and "p" * 32 not in found, exam
    assert "考场：" in trainer.get(f"/sessions/{session}/review").text
    everything, exams = (trainer.get(f"/adherence?calls={calls}").text for calls in ("all", "exam"))
    assert "1/1" in exams and "2/2" in everything and "2/2" not in exams


def keep_practice(site: Site) -> None:
    with archive.transaction(site.engine) as db:
        call = archive.Call("p" * 32, FIRST, "phone_appointment", "practice", "7")
        dialogue = replace(short(TALK, by="client"), id=call.id)
        archive.begin_call(db, call, dialogue, site.now(), archive.person_named(db, "小李", site.now()))
        archive.keep_call(db, call, dialogue, assess(dialogue, site.rubric), "m", site.now())


def test_an_exam_is_changed_moved_ended_copied_and_taken_back(
    site: Site, trainer: Browser, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    edit = trainer.get("/exams/1/edit").text
    assert 'value="2026-11-27T18:00"' in edit and f'value="{site.scenarios[SECOND].label}"' in edit
    form = {**FORM, "title": "季考", "scenario": FIRST, "group": "一组", "pass_mark": "70"}
    page = trainer.submit("/exams/1", **form).text
    assert "季考" in page and "平均 70 分及格" in page and "修改了考试：名称改为“季考”" in page
    assert (
        "季考（副本）" in trainer.get("/exams/new?copy=1").text
        or "季考" in trainer.get("/exams/new?copy=1").text
    )
    assert "还没有开始" in trainer.submit("/exams/1/end").text
    assert trainer.submit("/exams/1/move", ends="x").status_code == 400
    assert "21:30" in trainer.submit("/exams/1/move", ends="2026-11-27T21:30").text
    clock.move(hours=1)
    assert "已经开始" in trainer.submit("/exams/1", **form).text
    begin(trainee, rasa)
    assert "已经有人考了" in trainer.submit("/exams/1/take-back").text
    assert "已结束" in trainer.submit("/exams/1/end").text
    assert "已经结束" in trainer.submit("/exams/1/move", ends="2026-11-27T23:00").text
    set_exam(site, trainer, ends="2026-11-28T20:00")
    answer = trainer.submit("/exams/2/take-back")
    assert answer.url.path == "/exams" and "考试已撤销" in answer.text
    assert trainer.get("/exams/2").status_code == 404 and trainee.get("/exams/2/room").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [
        *({"title": ""}, {"scenario": "没有的"}, {"scenario": ""}, {"starts": "x"}, {"pass_mark": "0"}),
        *({"ends": "2026-11-27T18:00"}, {"group": "没有的"}, {"group": ""}, {"person": NAMES["trainer"]}),
    ],
    ids=lambda changed: "-".join(f"{k}={v}" for k, v in changed.items()),
)
def test_bad_forms_are_one_sentence_and_keep_what_was_typed(
    trainer: Browser, changed: dict[str, str]
) -> None:
    form = {**FORM, "scenario": FIRST, "group": "一组", "seed": "第七套"} | changed
    answer = trainer.submit("/exams", **form)
    assert answer.status_code == 400 and 'role="alert"' in answer.text and 'value="第七套"' in answer.text


def test_people_are_found_by_typing(trainer: Browser) -> None:
    page = trainer.submit("/exams/find", **FORM, words="小", scenario=FIRST).text
    assert 'name="person" value="小李"' in page and 'value="上岗考试"' in page
    assert 'name="group" value="一组"' in trainer.submit("/exams/find", words="一").text


def test_who_is_not_asked_has_no_exam(site: Site, trainer: Browser, clock: Clock) -> None:
    set_exam(site, trainer)
    clock.move(hours=1)
    newcomer = Browser(site)
    newcomer.post("/demo", data={})
    assert "还没有给您安排考试" in newcomer.get("/exams").text
    assert newcomer.get(ROOM).status_code == newcomer.submit("/exams/1/calls/1").status_code == 404
    assert trainer.get("/exams/1/people/3").status_code == 404, "a trainer sits nothing"


def test_whoever_is_deleted_takes_its_exams_along(
    site: Site, trainee: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    clock.move(hours=1)
    for number in (1, 2):
        sit(site, trainee, rasa, number)
    boss = Browser(site).sign_in("administrator")
    boss.get("/people/1")
    assert '"certificate"' in boss.get("/people/1/export").text
    assert boss.submit("/people/1/delete", name="小李").status_code == 200
    with archive.transaction(site.engine) as db:
        assert db.query(ExamCall).count() == db.query(Certificate).count() == 0
        assert db.query(ExamRow).one().ends == NOW + timedelta(hours=2)
