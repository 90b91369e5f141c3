"""People are told by e-mail and by robots in groups' chats: over real sockets, in the documented form."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from duilian import archive
from duilian.archive import disputes, feedback, group_robots, notices, outbox, reviews, tasks
from duilian.archive.assignment_models import Assignment
from duilian.archive.models import Group, Person, Setting
from duilian.archive.outgoing_models import GroupRobot, Outgoing
from duilian.archive.people import delete_person
from duilian.archive.reminders import tell_what_is_due
from duilian.archive.sight import EVERYBODY
from duilian.clock import CHINA
from duilian.coaching.assignments import Task
from duilian.dialogue.model import Dialogue
from duilian.operation.mailing import read_mail_server
from duilian.web import Site
from duilian.web.outgoing import send_once
from duilian.web.telling import set_mail_server, tell_once
from tests.web.conftest import NOW, Browser, Clock
from tests.web.listener import Listener, listening
from tests.web.smtp_server import Mailbox, mail_server
from tests.web.test_debrief import keep

SESSION = "a" * 32
SCENARIO = "first-call-logistics"
BASE = {"title": "练二选一", "scenario": SCENARIO, "mode": "practice", "pass_mark": "10"}
HOME = "https://duilian.example.cn"


@pytest.fixture()
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture()
def listener() -> Iterator[Listener]:
    with listening() as made:
        made.reply = lambda path, headers, body: b'{"errcode":0,"errmsg":"ok"}'
        yield made


@pytest.fixture()
def site(site: Site, box: Mailbox) -> Site:
    """小李 and 小王 of 一组 with e-mail; a mail server; it may call this machine."""
    with archive.transaction(site.engine) as db:
        group = Group(name="一组")
        for name, email in (("小李", "li@x.cn"), ("小王", "wang@x.cn")):
            person = archive.person_named(db, name, NOW)
            person.group, person.email = group, email
        given = {"host": "localhost", "port": str(box.port), "security": "none", "sender": "no-reply@x.cn"}
        set_mail_server(db, read_mail_server(given))
        notices.set_notice_settings(db, notices.NoticeSettings(home=HOME))
    return replace(site, config=replace(site.config, local_calls=True))


@pytest.fixture()
def trainer(site: Site) -> Browser:
    return Browser(site).sign_in("trainer")


def robot(site: Site, listener: Listener, kind: str, secret: str = "", topics: str = "task") -> int:
    with archive.transaction(site.engine) as db:
        address = (f"{listener.url}/send?key=geheim", secret)
        made = group_robots.add_robot(db, "一组", kind, address, topics.split(), 1, NOW, EVERYBODY)
        return int(made.id)


def call(site: Site, name: str = "小李") -> None:
    with archive.transaction(site.engine) as db:
        kept = archive.Call(SESSION, SCENARIO, "phone_appointment", "practice", "7")
        dialogue = Dialogue(SESSION, kept.kind, site.scenarios[SCENARIO].context(), ())
        archive.begin_call(db, kept, dialogue, site.now(), archive.person_named(db, name, NOW))
    keep(site, SESSION)


def said_of(listener: Listener) -> list[str]:
    return [body["text"]["content"] for body in listener.bodies]


def waiting(site: Site) -> list[tuple[str, str, int, str]]:
    with archive.transaction(site.engine) as db:
        return [(o.event, o.state, o.tries, o.said) for o in db.query(Outgoing).order_by(Outgoing.id)]


def test_a_new_task_reaches_each_by_e_mail_and_the_group_by_its_robot(
    site: Site, trainer: Browser, box: Mailbox, listener: Listener
) -> None:
    robot(site, listener, "wecom")
    trainer.submit("/assignments", **BASE, group="一组", due="2026-12-01")
    assert tell_once(site) == 3 and tell_once(site) == 0
    assert sorted(letter.to for letter in box.letters) == ["li@x.cn", "wang@x.cn"] and box.connections == 1
    letter = next(one for one in box.letters if one.to == "li@x.cn")
    assert letter.message["Subject"] == "【对练】新任务：练二选一（12月1日截止）"
    assert "小李，您好" in letter.text and f"{HOME}/" in letter.text and f"{HOME}/notices" in letter.text
    assert said_of(listener) == [f"【对练】新任务：练二选一（12月1日截止）\n{HOME}/"]
    assert listener.heard[0][0] == "/send?key=geheim"
    assert send_once(site) == 0, "what is for people is not for programs"


def test_dingtalk_and_feishu_check_the_signature(
    site: Site, trainer: Browser, listener: Listener, clock: Clock
) -> None:
    def answer(path: str, headers: dict[str, str], body: bytes) -> bytes:
        """As the two check: the signature by the secret, and a moment within the hour."""
        query, given = parse_qs(urlsplit(path).query), json.loads(body)
        if "sign" in query:
            moment, sign = query["timestamp"][0], query["sign"][0]
            wanted = hmac.new(b"SEC", f"{moment}\nSEC".encode(), hashlib.sha256).digest()
            good, at, refused = sign, int(moment) / 1000, {"errcode": 310000, "errmsg": "sign not match"}
        else:
            moment, sign = given["timestamp"], given["sign"]
            wanted = hmac.new(f"{moment}\nSEC".encode(), b"", hashlib.sha256).digest()
            good, at, refused = sign, int(moment), {"code": 19021, "msg": "sign match fail", "data": {}}
        fresh = abs(at - clock().timestamp()) < 3600
        taken = good == base64.b64encode(wanted).decode() and fresh
        return json.dumps({"errcode": 0, "code": 0} if taken else refused).encode()

    listener.reply = answer
    for kind in ("dingtalk", "feishu"):
        robot(site, listener, kind, "SEC")
        robot(site, listener, kind, "wrong")
    with archive.transaction(site.engine) as db:
        db.query(Person).update({"email": ""})
    trainer.submit("/assignments", **BASE, group="一组")
    assert tell_once(site) == 2
    failed = [said for _, state, _, said in waiting(site) if state == "waiting"]
    assert "钉钉不收：密钥不对" in failed[0] and "飞书不收：密钥不对" in failed[1]
    page = Browser(site).sign_in("administrator").get("/notices").text
    assert "钉钉不收：密钥不对" in page and "一组（飞书）" in page and "再发" in page


def test_who_is_meant_is_said_where_it_is_not_the_whole_group(
    site: Site, trainer: Browser, listener: Listener
) -> None:
    robot(site, listener, "wecom")
    path = trainer.submit("/assignments", **BASE, person="小李").url.path
    trainer.submit(f"{path}/remind")
    tell_once(site)
    assert said_of(listener) == [
        f"【对练】（给小李）新任务：练二选一\n{HOME}/",
        f"【对练】请完成任务：练二选一\n{HOME}/",
    ], "who has not done it is not named before the others"


def test_a_reminder_goes_to_who_is_not_through(
    site: Site, trainer: Browser, box: Mailbox, clock: Clock
) -> None:
    path = trainer.submit("/assignments", **BASE, group="一组").url.path
    call(site)
    tell_once(site)
    box.letters.clear()
    trainer.submit(f"{path}/remind")
    assert tell_once(site) == 1
    (letter,) = box.letters
    assert letter.to == "wang@x.cn" and "请完成任务：练二选一" in letter.message["Subject"]


def test_the_day_before_it_is_due_once_and_by_day(
    site: Site, trainer: Browser, box: Mailbox, clock: Clock
) -> None:
    path = trainer.submit("/assignments", **BASE, group="一组", due="2026-12-01").url.path
    tell_once(site)
    box.letters.clear()
    heard = []
    for hours in range(0, 24 * 5, 3):
        clock.at = NOW + timedelta(hours=hours)
        with archive.transaction(site.engine) as db:
            tell_what_is_due(db, clock.at)
        if tell_once(site):
            heard.append(clock.at)
    (told,) = heard
    assert told.astimezone(CHINA).hour in range(8, 12) and told.day == 30
    assert {letter.message["Subject"] for letter in box.letters} == {"【对练】明天截止：练二选一"}
    with archive.transaction(site.engine) as db:  # another day, another message
        row = db.get(Assignment, int(path.rpartition("/")[2]))
        row.due = date(2026, 12, 5)
        assert tell_what_is_due(db, NOW + timedelta(days=7)) == 1


def test_due_tomorrow_already_when_it_is_given_is_said_once(
    site: Site, trainer: Browser, box: Mailbox
) -> None:
    trainer.submit("/assignments", **BASE, group="一组", due="2026-11-28")
    with archive.transaction(site.engine) as db:
        assert tell_what_is_due(db, NOW) == 0


def test_who_is_added_later_is_told_and_nobody_else(site: Site, trainer: Browser, box: Mailbox) -> None:
    path = trainer.submit("/assignments", **BASE, person="小李").url.path
    tell_once(site)
    box.letters.clear()
    trainer.submit(path, **BASE, group="一组")
    tell_once(site)
    assert [letter.to for letter in box.letters] == ["wang@x.cn"]


def test_comments_and_reviews_of_some_minutes_are_one_e_mail_without_a_word_of_them(
    site: Site, box: Mailbox, listener: Listener, clock: Clock
) -> None:
    robot(site, listener, "wecom", topics="task")
    call(site)
    with archive.transaction(site.engine) as db:
        row, trainer = archive.find_call(db, SESSION), archive.find_person(db, "周老师").id
        reviews.add_comment(row, 1, "VPN 说得好", trainer, clock.at)
        reviews.add_review(row, "farewell", "met", "说了再见", trainer, clock.at, site.rubric.weights)
        reviews.add_comment(row, 1, "我自己写的", row.person_id, clock.at)
    assert tell_once(site) == 0, "the trainer may go on"
    clock.move(minutes=10)
    assert tell_once(site) == 1
    (letter,) = box.letters
    assert letter.to == "li@x.cn" and "有新的评语" in letter.message["Subject"]
    assert f"{HOME}/sessions/{SESSION}/debrief" in letter.text
    whole = letter.message["Subject"] + letter.text
    assert not [word for word in ("VPN", "再见", "farewell", "周老师", "分") if word in whole]
    assert listener.heard == [], "a robot that was not asked to does not tell the group"


def test_what_was_read_meanwhile_is_not_told(site: Site, box: Mailbox, clock: Clock) -> None:
    call(site)
    with archive.transaction(site.engine) as db:
        row, trainer = archive.find_call(db, SESSION), archive.find_person(db, "周老师").id
        reviews.add_comment(row, 1, "好", trainer, clock.at)
        db.flush()
        feedback.mark_read(db, row.person_id, clock.at)
    clock.move(minutes=11)
    assert tell_once(site) == 0 and waiting(site) == [] and box.letters == []


def test_the_outcome_of_a_dispute(site: Site, box: Mailbox, listener: Listener, clock: Clock) -> None:
    robot(site, listener, "wecom", topics="feedback")
    call(site)
    with archive.transaction(site.engine) as db:
        row, trainer = archive.find_call(db, SESSION), archive.find_person(db, "周老师").id
        disputes.contest_verdict(row, "purpose", 1, "说过了", clock.at)
        db.flush()
        disputes.settle_dispute(row, "purpose", "met", "说得清楚", trainer, clock.at, site.rubric.weights)
    clock.move(minutes=11)
    assert tell_once(site) == 2
    assert "异议有结果了" in box.letters[0].message["Subject"] and "说得清楚" not in box.letters[0].text
    assert said_of(listener) == [
        f"【对练】（小李）“{site.scenarios[SCENARIO].label}”的异议有结果了\n{HOME}/feedback"
    ]


@pytest.mark.parametrize("off", ["administrator", "person", "account", "no address"])
def test_e_mail_is_switched_off(site: Site, trainer: Browser, box: Mailbox, off: str) -> None:
    def switch() -> None:
        with archive.transaction(site.engine) as db:
            for name in ("小李", "小王"):
                person = archive.find_person(db, name)
                person.by_email = off != "person"
                person.active = off != "account"
                person.email = "" if off == "no address" else person.email
            if off == "administrator":
                notices.set_notice_settings(db, notices.NoticeSettings(mail=False))

    trainer.submit("/assignments", **BASE, group="一组")
    switch()
    assert tell_once(site) == 0 and waiting(site) == [], "what waits goes too"
    trainer.submit("/assignments", **BASE, group="一组")
    assert waiting(site) == [] and box.letters == []


@pytest.mark.parametrize("off", ["administrator", "trainer"])
def test_a_robot_is_switched_off(site: Site, trainer: Browser, listener: Listener, off: str) -> None:
    number = robot(site, listener, "wecom")
    trainer.submit("/assignments", **BASE, group="一组")
    if off == "trainer":
        trainer.submit(f"/notices/robots/{number}/switch", active="")
    else:
        Browser(site).sign_in("administrator").submit("/notices/settings", mail="1", home=HOME)
    trainer.submit("/assignments", **BASE, group="一组")
    tell_once(site)
    assert listener.heard == []
    if off == "trainer":
        trainer.submit(f"/notices/robots/{number}/switch", active="1")
        trainer.submit("/assignments", **BASE, group="一组")
        assert tell_once(site) == 3 and len(listener.heard) == 1


def test_an_ended_or_deleted_task_is_not_told(site: Site, trainer: Browser, box: Mailbox) -> None:
    ended = trainer.submit("/assignments", **BASE, group="一组").url.path
    deleted = trainer.submit("/assignments", **BASE, group="一组").url.path
    trainer.submit(f"{ended}/end")
    trainer.submit(f"{deleted}/take-back")
    assert tell_once(site) == 0 and waiting(site) == [] and box.letters == []


def test_without_a_mail_server_nothing_piles_up(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        db.query(Setting).filter_by(name="mail").delete()
    trainer.submit("/assignments", **BASE, group="一组")
    assert tell_once(site) == 0 and waiting(site) == []


def test_it_is_tried_again_with_growing_pauses_and_the_error_is_a_sentence(
    site: Site, trainer: Browser, box: Mailbox, clock: Clock
) -> None:
    trainer.submit("/assignments", **BASE, person="小李")
    box.refused = {"li@x.cn": 451}
    for tried, pause in enumerate(outbox.PAUSES[:4], 1):
        assert tell_once(site) == 0 and tell_once(site) == 0, "not before its time"
        assert waiting(site)[0][1:] == ("waiting", tried, "邮件服务器不收发给这个邮箱的信（451）；请核对邮箱")
        clock.at += pause
    page = Browser(site).sign_in("administrator").get("/notices").text
    assert "不收发给这个邮箱的信（451）" in page and "小李（邮件）" in page
    box.refused = {}
    assert tell_once(site) == 1 and waiting(site)[0][1] == "sent"


def test_a_recipient_refused_for_good_is_given_up(site: Site, trainer: Browser, box: Mailbox) -> None:
    trainer.submit("/assignments", **BASE, person="小李")
    box.refused = {"li@x.cn": 550}
    assert tell_once(site) == 0 and waiting(site)[0][1] == "given_up"
    assert "不再发" in Browser(site).sign_in("administrator").get("/notices").text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254"])
def test_a_robot_on_this_machine_is_not_called(
    site: Site, trainer: Browser, listener: Listener, host: str
) -> None:
    closed = replace(site, config=replace(site.config, local_calls=False))
    with archive.transaction(site.engine) as db:
        db.query(Person).update({"email": ""})
        address = (f"http://{host}:{listener.url.rpartition(':')[2]}/", "")
        group_robots.add_robot(db, "一组", "wecom", address, ["task"], 1, NOW, EVERYBODY)
    trainer.submit("/assignments", **BASE, group="一组")
    assert tell_once(closed) == 0 and listener.heard == []
    assert "本机" in waiting(site)[0][3] or "没有这个地址" in waiting(site)[0][3]


def test_the_environments_mail_server_goes_before_the_administrators(
    site: Site, box: Mailbox, trainer: Browser
) -> None:
    smtp = {"host": "127.0.0.1", "port": str(box.port), "security": "none", "sender": "env@x.cn"}
    config = replace(site.config, smtp=smtp, local_calls=False, public_url="https://env.example.cn")
    named = replace(site, config=config)
    trainer.submit("/assignments", **BASE, person="小李")
    assert tell_once(named) == 1 and box.letters[0].sender == "env@x.cn"
    assert "https://env.example.cn/" in box.letters[0].text
    boss = Browser(named).sign_in("administrator")
    assert "由环境变量" in boss.get("/notices").text
    assert boss.submit("/notices/mail", host="smtp.x.cn", sender="a@x.cn").status_code == 400
    wrong = replace(site, config=replace(config, smtp={**smtp, "sender": "x"}))
    assert "请填发件人邮箱" in Browser(wrong).sign_in("administrator").get("/notices").text
    trainer.submit("/assignments", **BASE, person="小李")
    assert tell_once(wrong) == 0 and "请填发件人邮箱" in waiting(site)[1][3]


def test_tests_from_the_page_and_no_secret_shown_or_logged(
    site: Site, box: Mailbox, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    boss = Browser(site).sign_in("administrator")
    boss.get("/notices")
    url = f"{listener.url}/send?key=geheimer"
    form = {"group": "一组", "kind": "dingtalk", "url": url, "secret": "SECgeheim", "topic": "task"}
    page = boss.submit("/notices/robots", **form)
    assert "群机器人已添加" in page.text
    with archive.transaction(site.engine) as db:
        number = db.query(GroupRobot).one().id
    page = boss.submit(f"/notices/robots/{number}/test")
    assert "测试消息已发出" in page.text and said_of(listener) == [
        "【对练】这是一条测试消息。看到它，说明群机器人设置好了。"
    ]
    listener.reply = lambda path, headers, body: b'{"errcode":300001,"errmsg":"token is not exist"}'
    page = boss.submit(f"/notices/robots/{number}/test")
    assert page.status_code == 400 and "测试消息没有送到：钉钉不认识这个地址" in page.text
    assert "先在“我的邮件通知”里填好" in boss.submit("/notices/mail-test").text
    assert "已保存" in boss.submit("/notices/me", email="boss@x.cn", by_email="1").text
    assert "测试消息已发出" in boss.submit("/notices/mail-test").text and box.letters[0].to == "boss@x.cn"
    server = {"host": "localhost", "port": str(box.port), "security": "starttls", "user": "u"}
    page = boss.submit("/notices/mail", **server, sender="no-reply@x.cn", password="Passwort1")
    assert "已保存" in page.text
    boss.submit("/notices/mail", **server, sender="other@x.cn")
    with archive.transaction(site.engine) as db:
        assert db.get(Setting, "mail").value["password"] == "Passwort1", "left empty it stays"
    failed = boss.submit("/notices/mail-test")
    assert failed.status_code == 400 and "不支持这种加密" in failed.text
    everything = "".join((*map(str, caplog.records), failed.text, page.text, boss.get("/notices").text))
    everything += boss.get("/audit").text + caplog.text
    assert not [one for one in ("geheimer", "SECgeheim", "Passwort1") if one in everything]
    assert "添加了群机器人" in boss.get("/audit").text and "改了邮件设置" in boss.get("/audit").text
    boss.submit("/notices/mail", **{**server, "host": "other.x.cn"}, sender="other@x.cn")
    with archive.transaction(site.engine) as db:
        assert db.get(Setting, "mail").value["password"] == "", "another server does not get this one's"
    assert "群机器人已删除" in boss.submit(f"/notices/robots/{number}/delete").text


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"group": "没有"}, "没有叫“没有”的小组"),
        ({"kind": "slack"}, "请选企业微信"),
        ({"url": "ftp://x"}, "地址写成"),
        ({"topic": "x"}, "请选要通知什么"),
        ({"secret": "x" * 129}, "密钥最多 128 个字符"),
    ],
)
def test_a_robot_that_makes_no_sense(trainer: Browser, changed: dict[str, str], why: str) -> None:
    form = {"group": "一组", "kind": "wecom", "url": "https://x.cn/geheim", "topic": "task"}
    page = trainer.submit("/notices/robots", **form | changed)
    assert page.status_code == 400 and why in page.text and "geheim" not in page.text


@pytest.mark.parametrize(
    "address", ["x", "a@", "a@x.cn, b@x.cn", "a@x.cn\nBcc: b@x.cn", "甲@x.cn", "a b@x.cn"]
)
def test_no_address_of_e_mail(trainer: Browser, address: str) -> None:
    page = trainer.submit("/notices/me", email=address, by_email="1")
    assert page.status_code == 400 and "邮箱写成" in page.text


def test_a_person_forgotten_is_told_nothing(site: Site, trainer: Browser, box: Mailbox) -> None:
    trainer.submit("/assignments", **BASE, person="小李")
    with archive.transaction(site.engine) as db:
        delete_person(db, archive.find_person(db, "小李"))
    assert waiting(site) == [] and tell_once(site) == 0


def test_three_hundred_are_told_by_few_connections(site: Site, box: Mailbox) -> None:
    with archive.transaction(site.engine) as db:
        group = db.query(Group).one()
        for number in range(300):
            person = archive.person_named(db, f"学员{number}", NOW)
            person.group, person.email = group, f"p{number}@x.cn"
        task = Task(0, "大家练", (SCENARIO,), "practice", 60.0, 0, None, 0, NOW)
        row = tasks.add_assignment(db, task, [], ["一组"], 1)
        notices.tell_of_task(db, row, notices.ASSIGNED, tasks.assignees(db, row), NOW)
    while tell_once(site):
        pass
    assert len({letter.to for letter in box.letters}) == len(box.letters) == 302 and box.connections <= 2
