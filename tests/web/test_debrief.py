"""After the call: own rating, debrief, once more from a turn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import reviews
from duilian.assessment import assess, load_rubric
from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.dialogue.model import Context, Dialogue
from duilian.web import Site
from tests.assessment.support import short
from tests.web.conftest import NOW, Browser, ScriptedRasa

DATA = Path(__file__).parent.parent.parent / "data"
INVITE = load_rubric(DATA / "rubric.yml").criteria["invite_feedback"]
OVER = [Reply("再见。"), Reply("【得分】", {"score": 1}, client=False)]
TALK = (
    "C (answer_call) 喂？ / T [王总您好](greeting)<b>，你说吧 / C (ask_purpose) 什么事？ / "
    "T [周三还是周四](offer_two_times)用VPN / C (pick_time) 周三"
)


def keep(site: Site, session: str) -> archive.Session:
    """What the action server does at the end of a call."""
    talk = short(TALK, by="client")
    scenario = site.scenarios["first-call-logistics"]
    dialogue = Dialogue(session, scenario.kind, Context("王总", "顺达物流", hung_up_by="client"), talk.turns)
    call = archive.Call(session, scenario.id, scenario.kind, "practice", "7")
    with archive.transaction(site.engine) as db:
        return archive.keep_call(db, call, dialogue, assess(dialogue, site.rubric), "m", NOW)


@pytest.fixture()
def session(site: Site, browser: Browser, rasa: ScriptedRasa) -> str:
    rasa.next = [[Reply("喂？")], [Reply("什么事？")], OVER]
    form = {"scenario": "first-call-logistics", "mode": "practice", "key": "k"}
    path = browser.sign_in("trainee").submit("/sessions", **form).url.path
    for n, text in enumerate(("王总您好<b>，你说吧", "周三还是周四用VPN"), 1):
        browser.submit(f"{path}/turns", key=f"k{n}", seen=str(n), text=text)
    keep(site, path.rpartition("/")[2])
    return str(path)


def test_own_rating_first_then_score_evidence_and_three_lines(browser: Browser, session: str) -> None:
    page = browser.get(session)
    assert (
        page.url.path == f"{session}/debrief" and "先给自己打个分" in page.text and "没做到" not in page.text
    )
    page = browser.submit(f"{session}/rating", overall="4", best="开场")
    assert "这里要改" in page.text and "第 2 句对客户说了“你”：“你说吧”。" in page.text
    for words in (
        "保持",
        "开始",
        "停止",
        "自评：不错",
        "<mark",
        "周三还是周四用VPN</mark>",
        "这里少了",
        "可以说：",
        "&lt;b&gt;",
    ):
        assert words in page.text
    assert "<b>，" not in page.text and "用“你”称呼客户" in page.text and "别再" not in page.text


def test_the_rating_stands(site: Site, browser: Browser, session: str) -> None:
    browser.submit(f"{session}/rating", overall="4")
    browser.submit(f"{session}/rating", overall="1")
    assert "自评：不错" in browser.get(f"{session}/debrief").text
    assert browser.submit(f"{session}/rating", overall="9").status_code == 400


def test_the_trainee_sees_the_review(site: Site, browser: Browser, session: str) -> None:
    browser.submit(f"{session}/rating", overall="4")
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, session.rpartition("/")[2])
        assert row
        before = row.score
        reviews.add_review(row, "purpose", "met", "第二句说了", 2, NOW, site.rubric.weights)
        reviews.add_comment(row, 1, "语气很好", 2, NOW)
        after = row.score
    page = browser.get(f"{session}/debrief").text
    assert (
        after > before
        and f"{after}" in page
        and "改判" in page
        and "第二句说了" in page
        and "周老师：语气很好" in page
    )


def test_once_more_from_a_turn(site: Site, browser: Browser, rasa: ScriptedRasa, session: str) -> None:
    browser.submit(f"{session}/rating", overall="4")
    answer = browser.submit(f"{session}/retry", turn="3", key="x")
    assert answer.url.path != session and "王总您好" in answer.text and "用VPN" not in answer.text
    assert rasa.copied[-1][2] == 1
    assert browser.submit(f"{session}/retry", turn="3", key="x").url == answer.url, "pressed twice"
    assert browser.submit(f"{session}/retry", turn="2", key="x").status_code == 400, "the client's turn"


def test_no_retry_where_rasa_does_not_answer(
    browser: Browser, rasa: ScriptedRasa, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object) -> None:
        raise ChannelUnavailable("[Errno 111]")

    monkeypatch.setattr(rasa, "copy", dead)
    answer = browser.submit(f"{session}/retry", turn="3", key="x")
    assert answer.status_code == 503 and "系统暂时连不上" in answer.text and "Errno" not in answer.text


def test_a_visit_kept_before_a_criterion_came_is_read_as_it_was_judged(site: Site, browser: Browser) -> None:
    scenario = next(s for s in site.scenarios.values() if s.kind == "visit_complaint")
    turns = short("C (complaint) 断网三天了 / T [几点断的](ask_needs)", kind=scenario.kind).turns
    later = {"complaint_cause", "complaint_answer"}
    for name in ("a" * 32, "b" * 32):
        dialogue = Dialogue(name, scenario.kind, Context("王总", "顺达物流"), turns)
        assessment = assess(dialogue, site.rubric)
        if name.startswith("a"):
            verdicts = {n: v for n, v in assessment.verdicts.items() if n not in later}
            verdicts["invite_feedback"] = replace(verdicts["purpose"], criterion=INVITE)
            assessment = replace(assessment, verdicts=verdicts)
        call = archive.Call(name, scenario.id, scenario.kind, "practice", "7")
        with archive.transaction(site.engine) as db:
            archive.keep_call(db, call, dialogue, assessment, "m", NOW)
    browser.sign_in("trainer")
    old, new = (browser.get(f"/sessions/{name}/debrief") for name in ("a" * 32, "b" * 32))
    assert old.status_code == new.status_code == 200
    assert "问清投诉原因" not in old.text and "征询意见" in old.text
    assert "问清投诉原因" in new.text and "答复投诉" in new.text and "征询意见" not in new.text
    assert "问清投诉原因" in browser.get("/rubric").text and "答复投诉" in browser.get("/adherence").text


def test_attempts_stand_side_by_side(site: Site, browser: Browser, rasa: ScriptedRasa, session: str) -> None:
    browser.submit(f"{session}/rating", overall="4")
    rasa.next = [[Reply("喂？")], OVER]
    other = browser.submit("/sessions", scenario="first-call-logistics", mode="exam", key="again").url.path
    browser.submit(f"{other}/turns", key="k", seen="1", hang_up="1")
    keep(site, other.rpartition("/")[2])
    assert f'href="{other}/debrief"' in browser.get(f"{session}/debrief").text


def test_a_trainer_reads_every_debrief_and_another_trainee_none(
    site: Site, browser: Browser, session: str
) -> None:
    trainer = Browser(site).sign_in("trainer").get(f"{session}/debrief")
    assert trainer.status_code == 200 and "小李" in trainer.text and "从这一句重来" not in trainer.text
    other = Browser(site)
    other.post("/demo", data={})
    assert other.get(f"{session}/debrief").status_code == 404
    assert other.submit(f"{session}/retry", turn="1", key="x").status_code == 404
