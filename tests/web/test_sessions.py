"""Trainers: the list of sessions, the review that changes the score, the audit trail."""

from __future__ import annotations

import re

import pytest

from duilian import archive
from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_debrief import keep


@pytest.fixture()
def trainer(site: Site, browser: Browser) -> Browser:
    """With three sessions of nobody's to review."""
    for name in ("a" * 32, "b" * 32, "c" * 32):
        keep(site, name)
    return browser.sign_in("trainer")


def score(text: str) -> float:
    found = re.search(r'class="big">([\d.]+)<', text)
    assert found
    return float(found[1])


def test_the_list_finds_and_leads_to_the_review(trainer: Browser) -> None:
    assert trainer.get("/sessions").text.count("/review") == 3
    assert "没有符合条件" in trainer.get("/sessions?words=火星").text
    assert trainer.get("/sessions?sort=sideways").status_code == 400
    part = trainer.get("/sessions", headers={"hx-request": "true", "hx-target": "found"}).text
    assert "<html" not in part and part.count("/review") == 3


def test_a_review_changes_the_score_and_leaves_a_trail(trainer: Browser) -> None:
    path = f"/sessions/{'a' * 32}/review"
    before = trainer.get(path).text
    after = trainer.submit(path, criterion="purpose", verdict="met", reason="第二句<b>说了</b>").text
    assert score(after) > score(before) and "系统原来给" in after and "系统原判：没做到" in after
    assert "第二句&lt;b&gt;说了" in after and "改动记录（1）" in after
    assert trainer.submit(path, criterion="purpose", verdict="missed").text.count("改动记录（2）") == 1
    answer = trainer.submit(path, criterion="two_choice", verdict="na")
    assert answer.status_code == 400 and "要写理由" in answer.text


def test_accepting_the_rest_and_on_to_the_next(trainer: Browser) -> None:
    first = f"/sessions/{'a' * 32}"
    assert "已同意" in trainer.submit(f"{first}/accept").text
    seen = {str(trainer.get(f"/sessions/next?after={'a' * 32}").url)}
    assert not any("a" * 32 in url for url in seen) and all("/review" in url for url in seen)
    for name in "bc":
        trainer.submit(f"/sessions/{name * 32}/accept")
    assert trainer.get("/sessions/next?reviewed=no").url.path == "/sessions"


def test_comments_reach_the_trainee(trainer: Browser) -> None:
    path = f"/sessions/{'a' * 32}"
    page = trainer.submit(f"{path}/comments", turn="1", text="这一句好").text
    assert "周老师：这一句好" in page
    assert trainer.submit(f"{path}/comments", turn="99", text="x").status_code == 400
    assert "这一句好" in trainer.get(f"{path}/debrief").text


def test_nobody_reviews_their_own(site: Site, trainer: Browser) -> None:
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "a" * 32)
        assert row
        row.person = archive.person_named(db, "周老师", site.now())
    path = f"/sessions/{'a' * 32}"
    assert "请别的培训师来评" in trainer.get(f"{path}/review").text
    for answer in (
        trainer.submit(f"{path}/review", criterion="purpose", verdict="met", reason="x"),
        trainer.submit(f"{path}/accept"),
    ):
        assert answer.status_code == 400


def test_a_session_that_is_gone_is_one_sentence(trainer: Browser) -> None:
    answer = trainer.get("/sessions/nothing/review")
    assert answer.status_code == 400 and "没有找到这次谈话" in answer.text


def test_a_refused_form_gives_back_what_was_typed(trainer: Browser) -> None:
    trainer.get("/sessions")
    long = "写了很久的评语" * 400
    session = re.search(r"/sessions/([^/?\"]+)/review", trainer.get("/sessions").text)
    assert session
    answer = trainer.submit(f"/sessions/{session[1]}/comments", turn="0", text=long)
    assert answer.status_code == 400 and long in answer.text and "您刚才写的还在" in answer.text
