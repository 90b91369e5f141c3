"""The record of a visit on the pages: written from memory, compared, a line of its own in the debrief."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.assessment import assess
from duilian.call.rasa_client import Reply
from duilian.dialogue.model import Context, Dialogue
from duilian.web import Site
from tests.coaching.test_followup import VISIT
from tests.web.conftest import NOW, Browser, ScriptedRasa
from tests.web.test_debrief import OVER
from tests.web.test_debrief import session as session


@pytest.fixture()
def visit(site: Site, browser: Browser, rasa: ScriptedRasa) -> str:
    """A visit of 小李's that is over and rated → its path."""
    told = Reply("六百多个学生，全靠班主任一个个打。", move="tell_needs")
    rasa.next = [[Reply("请坐。", move="receive")], [told], OVER]
    form = {"scenario": "gift-school-newyear", "mode": "exam", "key": "k"}
    path = str(browser.sign_in("trainee").submit("/sessions", **form).url.path)
    for n in (1, 2):
        browser.submit(f"{path}/turns", key=f"k{n}", seen=str(n), text="谢谢，您这边平时怎么通知家长？")
    name, scenario = path.rpartition("/")[2], site.scenarios["gift-school-newyear"]
    dialogue = Dialogue(name, scenario.kind, Context("王总", "顺达物流"), VISIT.turns)
    call = archive.Call(name, scenario.id, scenario.kind, "exam", "7")
    with archive.transaction(site.engine) as db:
        archive.keep_call(db, call, dialogue, assess(dialogue, site.rubric), "m", NOW)
    browser.submit(f"{path}/rating", overall="4")
    return path


def test_written_compared_and_written_again(site: Site, browser: Browser, visit: str) -> None:
    page = browser.get(f"{visit}/debrief").text
    assert "拜访记录（不计分）：还没写。" in page
    form = browser.get(f"{visit}/record").text
    assert "凭记忆写" in form and "班主任" not in form[form.index("<h1>") :], "not copied from the transcript"
    compared = browser.submit(f"{visit}/record", needs="<b>学校六百多学生", promises="免三年月租").text
    assert "该记的 3 处，记下了 1 处" in compared and "&lt;b&gt;学校六百多学生" in compared
    assert "“周三下午三点吧”" in compared
    assert "漏了</strong>" in compared
    assert "请再核对" in compared
    assert "您写的“免三年月租”，谈话里没有找到。" in compared
    page = browser.get(f"{visit}/debrief").text
    assert "该记的 3 处，记下了 1 处，1 处请再核对" in page
    assert "记下了 2 处" in browser.submit(f"{visit}/record", needs="600多学生", agreed="周三15点").text
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, visit.rpartition("/")[2])
        assert row and row.score == row.assessments[-1].score and row.followup["agreed"] == "周三15点"


def test_a_trainer_reads_it_and_nobody_writes_for_another(site: Site, browser: Browser, visit: str) -> None:
    trainer = Browser(site).sign_in("trainer")
    assert "这位学员还没有写" in trainer.get(f"{visit}/record").text
    assert trainer.submit(f"{visit}/record", needs="x").status_code == 404
    browser.submit(f"{visit}/record", needs="600多学生", next_step="做方案")
    page = trainer.get(f"{visit}/record").text
    assert "做方案" in page and "改一改" not in page and "小李" in page


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(browser: Browser, visit: str) -> None:
    assert "请至少写一项" in browser.submit(f"{visit}/record", needs=" ").text
    page = browser.submit(f"{visit}/record", needs="好" * 501, agreed="周三")
    assert page.status_code == 400 and "最多 500 个字" in page.text and ">周三</textarea>" in page.text


def test_a_call_has_none(browser: Browser, session: str) -> None:
    assert "拜访记录" not in browser.submit(f"{session}/rating", overall="4").text
    for answer in (browser.get(f"{session}/record"), browser.submit(f"{session}/record", needs="x")):
        assert answer.status_code == 400 and "只有上门拜访" in answer.text
