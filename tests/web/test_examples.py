"""An example proposed, agreed to, read by another trainee, withdrawn."""

from __future__ import annotations

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser
from tests.web.test_debrief import keep
from tests.web.test_review_queue import kept_of

SESSION = "e" * 32


@pytest.fixture()
def other(site: Site, browser: Browser) -> Browser:
    """Another trainee, signed in; 小李 has a call, and 周老师 has proposed its fourth turn."""
    kept_of(site, SESSION)
    with archive.transaction(site.engine) as db:
        accounts.add_person(db, "小王", "trainee", PASSWORD, NOW, one_time=False)
        row = archive.find_call(db, SESSION)
        assert row is not None
        row.rating = {"overall": "3"}
        row.turns[3].text = "周三还是周四，我的号码是13800138000"
    trainer = browser.sign_in("trainer")
    trainer.get(f"/sessions/{SESSION}/review")
    form = {"turn": "3", "criterion": "two_choice", "why": "两个时间都具体"}
    page = trainer.submit(f"/sessions/{SESSION}/examples", **form)
    assert "等学员答复" in page.text and "已推荐" in page.text
    signed = Browser(site)
    signed.post("/sign-in", data={"name": "小王", "password": PASSWORD})
    return signed


def owner(site: Site) -> Browser:
    return Browser(site).sign_in("trainee")


def test_it_is_read_by_others_once_and_as_long_as_its_owner_agrees(site: Site, other: Browser) -> None:
    assert "两个时间都具体" not in other.get("/examples").text
    assert other.get("/examples/1").status_code == 404
    li = owner(site)
    home = li.get("/").text
    assert "想把您的 1 段谈话放进" in home and "点评了您的" not in home
    assert '<span class="badge">1' in li.get("/").text and "去看看" in li.get("/feedback").text
    assert "等您答复" in li.get("/examples").text
    assert "大家看得到" in li.submit("/examples/1/answer", agreed="1").text
    assert 'class="badge"' not in li.get("/").text
    for path in ("/examples", "/examples/1", "/examples?criterion=two_choice&kind=phone_appointment"):
        page = other.get(path).text
        assert "两个时间都具体" in page and "<mark>周三还是周四" in page, path
        assert "13800138000" not in page and "小李" not in page and SESSION not in page, path
    assert "两个时间都具体" not in other.get("/examples?criterion=farewell").text
    li.submit("/examples/1/answer", agreed="1", named="1")
    assert "小李" in other.get("/examples/1").text
    li.submit("/examples/1/answer", agreed="0")
    assert "两个时间都具体" not in other.get("/examples").text
    assert other.get("/examples/1").status_code == 404


def test_criteria_lead_to_it_in_the_debrief_and_in_the_handbook(site: Site, other: Browser) -> None:
    li = owner(site)
    li.get("/examples")
    li.submit("/examples/1/answer", agreed="1")
    kept_of(site, "f" * 32, "小王")
    with archive.transaction(site.engine) as db:
        archive.find_call(db, "f" * 32).rating = {"overall": "3"}  # type: ignore[union-attr]
    link = '<a class="quiet" href="/examples?criterion=two_choice">听听别人怎么说的（1）</a>'
    assert link in other.get(f"/sessions/{'f' * 32}/debrief").text and link in other.get("/handbook/2").text
    assert link not in li.get(f"/sessions/{SESSION}/debrief").text, "not to one's own"
    assert link not in li.get("/handbook/2").text


def test_nobody_answers_for_another_and_newcomers_read_nothing(site: Site, other: Browser) -> None:
    other.get("/examples")
    assert other.submit("/examples/1/answer", agreed="1").status_code == 404
    trainer = Browser(site).sign_in("trainer")
    trainer.get("/examples")
    assert trainer.submit("/examples/1/answer", agreed="1").status_code == 404
    li = owner(site)
    li.get("/examples")
    li.submit("/examples/1/answer", agreed="1")
    demo = Browser(site)
    demo.post("/demo", data={})
    assert "两个时间都具体" not in demo.get("/examples").text
    assert demo.get("/examples/1").status_code == 404 and "听听别人" not in demo.get("/handbook/2").text


def test_a_whole_call_is_shown_masked_and_taken_out_again_by_a_trainer(site: Site, other: Browser) -> None:
    trainer = Browser(site).sign_in("trainer")
    trainer.get(f"/sessions/{SESSION}/review")
    trainer.submit(f"/sessions/{SESSION}/examples", turn="-1", criterion="", why="从头到尾都好")
    li = owner(site)
    li.get("/examples")
    li.submit("/examples/2/answer", agreed="1")
    page = other.get("/examples/2").text
    assert "王总您好" in page and "周三还是周四" in page and "13800138000" not in page
    trainer.get("/examples/2")
    page = trainer.submit("/examples/2/take-back")
    assert "已从示范里拿掉" in page.text and other.get("/examples/2").status_code == 404


def test_what_cannot_be_proposed_is_one_sentence(site: Site, other: Browser) -> None:
    keep(site, "9" * 32)  # nobody's
    trainer = Browser(site).sign_in("trainer")
    assert "推荐为示范" not in trainer.get(f"/sessions/{'9' * 32}/review").text
    form = {"turn": "1", "criterion": "", "why": "好"}
    answer = trainer.submit(f"/sessions/{'9' * 32}/examples", **form)
    assert answer.status_code == 400 and "没有人能同意" in answer.text
    answer = trainer.submit(
        f"/sessions/{SESSION}/examples", **form | {"turn": "3", "criterion": "two_choice"}
    )
    assert answer.status_code == 400 and "正在等学员答复" in answer.text
