"""Real calls: previewed with errors by line, kept once, assessed like the rest."""

from __future__ import annotations

import re

import pytest

from duilian import archive
from duilian.archive.models import Session
from duilian.tagging import Tagger
from duilian.web import Site
from tests.web.conftest import Browser

CALL = """客户：喂？
客户经理：王总您好，我是移动公司的客户经理小李。
客户：什么事？
客户经理：您看周三下午三点还是周四上午十点方便？
客户：周三吧。
"""


@pytest.fixture()
def trainer(browser: Browser) -> Browser:
    return browser.sign_in("trainer")


def test_a_preview_shows_calls_and_errors_by_line_and_keeps_nothing(site: Site, trainer: Browser) -> None:
    page = trainer.submit("/import", text=f"{CALL}\n小王：<b>喂\n", kind="phone_appointment").text
    assert (
        "第 1 通（从第 1 行起，5 句" in page and "第 7 行：不认识说话人“小王”" in page and "<b>喂" not in page
    )
    with archive.transaction(site.engine) as db:
        assert db.query(Session).count() == 0
    assert trainer.submit("/import", text=" ").status_code == 400
    assert trainer.submit("/import", text=CALL, kind="tea").status_code == 400
    file = {"file": ("a.csv", "说话人,内容\n客户,喂\n我,您好\n".encode(), "text/csv")}
    assert (
        "2 句" in trainer.post("/import", data={"csrf": trainer.csrf, "kind": "phone_care"}, files=file).text
    )


def test_who_is_who_is_proposed_and_can_be_turned_round(trainer: Browser) -> None:
    text = "A：您好，我是移动公司的小李。\nB：什么事？\n"
    page = trainer.submit("/import", text=text, kind="phone_care").text
    assert "当作文字；看说的话，把“A”当作了客户经理" in page and "<dt>客户经理</dt><dd>您好" in page
    turned = trainer.submit("/import", text=text, kind="phone_care", trainee="B").text
    assert "<dt>客户经理</dt><dd>什么事？" in turned and 'value="B"' in turned


@pytest.mark.slow
def test_what_is_kept_is_assessed_and_kept_once(site: Site, trainer: Browser, tagger: Tagger) -> None:
    form = {
        "text": CALL,
        "kind": "phone_appointment",
        "client_title": "王总",
        "person": "小李",
        "hung_up_by": "client",
        "key": "k",
    }
    for _ in range(2):
        assert "已经导入 1 通" in trainer.submit("/import/keep", **form).text
    found = trainer.get("/sessions?origin=imported&person=小李").text
    assert found.count("/review") == 1 and "真实通话" in found
    path = re.findall(r'href="/sessions/(\w+)/review', found)[0]
    review = trainer.get(f"/sessions/{path}/review").text
    assert "您看周三下午三点还是周四上午十点方便</mark>" in review
    own = Browser(site).sign_in("trainee").get(f"/sessions/{path}/debrief").text
    assert "从这一句重来" not in own and "得分" in own
    assert trainer.submit("/import/keep", **(form | {"person": "没有这人"})).status_code == 400
