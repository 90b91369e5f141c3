"""Disputes on the pages: contested at the verdict, decided blind, told to the trainee."""

from __future__ import annotations

import re

import pytest

from duilian.web import Site
from tests.web.conftest import Browser, ScriptedRasa
from tests.web.test_debrief import OVER, Reply, keep
from tests.web.test_debrief import session as session

WHY = "最后一句我说了<b>再见"


@pytest.fixture()
def trainee(browser: Browser, session: str) -> Browser:
    """In the debrief of its own call, in which it was told that it did not say goodbye."""
    assert "我不同意" in browser.submit(f"{session}/rating", overall="4").text
    return browser


@pytest.fixture()
def trainer(site: Site) -> Browser:
    return Browser(site).sign_in("trainer")


def contest(trainee: Browser, session: str, **form: str) -> str:
    given = {"criterion": "farewell", "reason": WHY, "turn": "4"} | form
    answer = trainee.submit(f"{session}/disputes", **given)
    assert answer.status_code == 200 and answer.url.path == f"{session}/debrief", answer.text
    return str(answer.text)


def score(text: str) -> float:
    found = re.search(r'class="big">([\d.]+)<', text)
    assert found
    return float(found[1])


def test_contested_decided_and_told(trainee: Browser, trainer: Browser, session: str) -> None:
    page = contest(trainee, session)
    before = score(page)
    assert "您的异议：“最后一句我说了&lt;b&gt;再见”" in page and "等培训师看" in page and "撤回异议" in page
    for path in ("/", "/sessions", "/disputes"):
        assert ("有 1 条异议等您判" if path != "/disputes" else "&lt;b&gt;再见") in trainer.get(path).text
    decide = f"{session}/disputes/farewell"
    assert f'href="{decide}"' in trainer.get("/disputes").text
    after = trainer.submit(decide, verdict="met", answer="“回头见”也是道别").text
    assert "改判了：没做到 → 做到" in after and "系统原来判：没做到" in after
    assert "有 1 条异议" not in trainer.get("/").text and "没有等着判的异议" in trainer.get("/disputes").text

    assert "您有 1 条异议有了结果" in trainee.get("/").text
    told = trainee.get("/disputes").text
    assert all(words in told for words in ("改判了", "新结果", "“回头见”也是道别", "周老师"))
    assert "新结果" not in trainee.get("/disputes").text and "异议有了结果" not in trainee.get("/").text
    page = trainee.get(f"{session}/debrief").text
    assert score(page) > before and "改判了：没做到 → 做到" in page
    answer = trainee.submit(f"{session}/disputes", criterion="farewell", reason="还是不对")
    assert answer.status_code == 400 and "已经判过了" in answer.text


def test_until_it_is_decided_a_trainer_reads_no_word_of_the_machines_on_it(
    trainee: Browser, trainer: Browser, session: str
) -> None:
    # What the machine says of the two: one missed, one met with its evidence.
    contest(trainee, session)
    page = contest(trainee, session, criterion="two_choice", reason="其实没做好")
    assert 'title="二选一约时间"' in page, "of the evidence in one's own transcript"
    for criterion in ("farewell", "two_choice"):
        page = trainer.get(f"{session}/disputes/{criterion}").text
        assert "您怎么判" in page and "周三还是周四用VPN" in page
        main = page[page.index("<main") :].replace("没做到</span></label>", "")
        assert not re.search(r"没做到|系统原|权重|把握|<mark|可以说|class=\"big\"|checked", main)
    for path in (f"{session}/review", f"{session}/debrief"):
        page = trainer.get(path).text
        assert "学员有异议，请先判" in page and "c-farewell" not in page and "c-two_choice" not in page
        assert 'title="二选一约时间"' not in page and '<option value="farewell"' not in page
    refused = trainer.submit(f"{session}/review", criterion="farewell", verdict="met", reason="x")
    assert refused.status_code == 400 and "请到“异议”里去判" in refused.text
    trainer.submit(f"{session}/accept")
    assert "等培训师看" in trainee.get("/disputes").text, "accepting the rest leaves them open"


def test_withdrawn_it_stands_as_it_stood(trainee: Browser, trainer: Browser, session: str) -> None:
    before = score(contest(trainee, session))
    page = trainee.submit(f"{session}/disputes/withdraw", criterion="farewell").text
    assert score(page) == before and "您的异议" not in page
    assert "撤回了" in trainee.get("/disputes").text
    assert "没有等着判的异议" in trainer.get("/disputes").text
    late = trainer.submit(f"{session}/disputes/farewell", verdict="met", answer="说了")
    assert late.status_code == 400 and "学员撤回了" in late.text
    contest(trainee, session, turn="", reason="再想想还是不同意")


def test_what_is_wrong_with_a_form_is_one_sentence_and_nothing_typed_is_lost(
    trainee: Browser, trainer: Browser, session: str
) -> None:
    for form, said in (
        ({"reason": ""}, "写一句为什么"),
        ({"turn": "99"}, "没有这一句"),
        ({"turn": "第四"}, "第几句写数字"),
        ({"criterion": "nothing"}, "没有评这一条"),
    ):
        given = {"criterion": "farewell", "reason": WHY, "turn": "4"} | form
        answer = trainee.submit(f"{session}/disputes", **given)
        assert answer.status_code == 400 and said in answer.text, form
    contest(trainee, session)
    page = trainer.submit(f"{session}/disputes/farewell", answer="没有说")
    assert page.status_code == 400 and "结论应当是" in page.text and ">没有说</textarea>" in page.text
    assert trainer.get(f"{session}/disputes/purpose").status_code == 404, "nobody contests it"


def test_counts_stand_on_the_trainers_page_only(
    site: Site, trainee: Browser, trainer: Browser, session: str
) -> None:
    contest(trainee, session)
    trainer.submit(f"{session}/disputes/farewell", verdict="missed", answer="没有道别的话")
    page = " ".join(re.sub(r"<[^>]+>", " ", trainer.get("/disputes").text).split())
    assert "一共 改判 维持原判 撤回 还没判 道别 1 0 1 0 0" in page
    assert "维持原判：没做到" in trainee.get("/disputes").text and "一共" not in trainee.get("/disputes").text


def test_nobody_decides_on_their_own(site: Site, rasa: ScriptedRasa, trainer: Browser) -> None:
    rasa.next = [[Reply("喂？")], OVER]
    path = trainer.submit("/sessions", scenario="first-call-logistics", mode="exam", key="k").url.path
    trainer.submit(f"{path}/turns", key="k1", seen="1", hang_up="1")
    keep(site, path.rpartition("/")[2])
    trainer.submit(f"{path}/rating", overall="4")
    contest(trainer, path)  # exams too
    assert "没有等着判的异议" in trainer.get("/disputes").text
    assert "请别的培训师来判" in trainer.get(f"{path}/disputes/farewell").text
    answer = trainer.submit(f"{path}/disputes/farewell", verdict="met", answer="说了")
    assert answer.status_code == 400 and "别的培训师" in answer.text
    boss = Browser(site).sign_in("administrator")
    assert "改判了" in boss.submit(f"{path}/disputes/farewell", verdict="met", answer="说了").text
