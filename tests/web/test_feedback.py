"""What a trainer says reaches the trainee: a mark on every page, a list, read once it was seen."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.archive import feedback, reviews
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_debrief import keep

SESSION = "f" * 32
BADGE = '<span class="badge">'


@pytest.fixture()
def commented(site: Site) -> Site:
    """A call of 小李's, rated by itself, of which 周老师 says three things."""
    scenario = site.scenarios["first-call-logistics"]
    call = archive.Call(SESSION, scenario.id, scenario.kind, "practice", "7")
    with archive.transaction(site.engine) as db:
        empty = Dialogue(SESSION, scenario.kind, scenario.context(), ())
        archive.begin_call(db, call, empty, site.now(), archive.person_named(db, "小李", site.now()))
    keep(site, SESSION)
    weights = site.rubric.weights
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, SESSION)
        assert row is not None
        row.rating = {"overall": "4"}
        trainer = archive.person_named(db, "周老师", site.now()).id
        reviews.add_comment(row, 1, "这句说得好", trainer, site.now())
        said = reviews.machine_verdicts(row)
        first, second = list(said)[:2]
        other = "met" if said[first]["verdict"] == "missed" else "missed"
        reviews.add_review(row, first, other, "听漏了", trainer, site.now(), weights)
        reviews.add_review(row, second, str(said[second]["verdict"]), "", trainer, site.now(), weights)
    return site


def test_comments_and_reviews_are_marked_until_the_call_is_opened(commented: Site, browser: Browser) -> None:
    home = browser.sign_in("trainee").get("/").text
    assert f"{BADGE}1<" in home and "培训师点评了您的 1 次谈话" in home
    page = browser.get("/feedback").text
    assert all(one in page for one in ("这句说得好", "第 2 句", "听漏了", "另有 1 条", "周老师", ">新<"))
    assert f"{BADGE}1<" in browser.get("/feedback").text, "a list looked at is not a call looked at"
    assert BADGE not in browser.get(f"/sessions/{SESSION}/debrief").text
    after = browser.get("/feedback").text
    assert BADGE not in after and ">已读<" in after and "这句说得好" in after


def test_all_can_be_marked_as_read_and_that_is_said_once(commented: Site, browser: Browser) -> None:
    browser.sign_in("trainee").get("/feedback")
    done = browser.submit("/feedback")
    assert "已全部标为已读" in done.text and BADGE not in done.text
    assert "已全部标为已读" not in browser.get("/feedback").text


def test_before_its_own_rating_no_verdict_is_told(commented: Site, browser: Browser) -> None:
    with archive.transaction(commented.engine) as db:
        row = archive.find_call(db, SESSION)
        assert row is not None
        row.rating = None
    page = browser.sign_in("trainee").get("/feedback").text
    assert "听漏了" not in page and "这句说得好" in page


def test_what_one_says_of_its_own_call_is_no_news_and_others_see_none_of_it(
    commented: Site, browser: Browser
) -> None:
    with archive.transaction(commented.engine) as db:
        row = archive.find_call(db, SESSION)
        me = archive.person_named(db, "小李", commented.now()).id
        assert row is not None
        feedback.mark_read(db, me, commented.now())
        reviews.add_comment(row, -1, "自言自语", me, commented.now())
        assert feedback.count_unread(db, me) == 0
    assert "自言自语" not in browser.sign_in("trainee").get("/feedback").text
    assert "还没有评语" in Browser(commented).sign_in("trainer").get("/feedback").text
