"""Two attempts of one person side by side, and the retry's old and new sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive.models import Session
from duilian.assessment import assess
from duilian.dialogue.model import Context, Dialogue
from duilian.web import Site
from tests.assessment.support import short
from tests.web.conftest import NAMES, NOW, Browser

BEGUN = "C (answer_call) 喂？ / T [王总您好](greeting) / C (ask_purpose) 什么事？ / "
TALKS = {
    "a" * 32: BEGUN + "T [您什么时候有空](ask_open_time) / C (pick_time) 周三 / T [再见](farewell)",
    "b" * 32: BEGUN + "T 王总，[周三还是周四](offer_two_times)<b> / C (pick_time) 周三 / T 好",
    "c" * 32: BEGUN + "T [再见](farewell)",
}


@pytest.fixture()
def calls(site: Site) -> list[str]:
    """Three attempts of 小李, the second gone on with from the first, an hour apart."""
    scenario = site.scenarios["first-call-logistics"]
    for hour, (name, talk) in enumerate(TALKS.items()):
        turns = short(talk, by="client").turns
        dialogue = Dialogue(name, scenario.kind, Context("王总", "顺达物流", hung_up_by="client"), turns)
        call, at = (
            archive.Call(name, scenario.id, scenario.kind, "practice", "7"),
            NOW + timedelta(hours=hour),
        )
        with archive.transaction(site.engine) as db:
            person = archive.person_named(db, NAMES["trainee"], at)
            row = archive.begin_call(db, call, dialogue, at, person)
            row.rating = {"overall": "3"}
            archive.keep_call(db, call, dialogue, assess(dialogue, site.rubric), "m", at, "duilian-score|v:1")
            if hour == 1:
                row.parent_id, row.parent_turn = "a" * 32, 3
    return list(TALKS)


def test_a_retry_is_set_against_what_it_goes_on_from(browser: Browser, calls: list[str]) -> None:
    first, retry, _ = calls
    debrief = browser.sign_in("trainee").get(f"/sessions/{retry}/debrief").text
    assert "原来：“您什么时候有空”" in debrief and "这次：“王总，周三还是周四&lt;b&gt;”" in debrief
    assert f"/sessions/{retry}/compare?with={first}" in debrief and "duilian-score|v:1" in debrief
    page = browser.get(f"/sessions/{retry}/compare").text
    assert (
        "第 4 句换了个说法" in page and "前 3 句一字不差" in page and "<b>" not in page.replace("<b>第", "")
    )
    better, worse = page.split("这次做到了")[1].split("这次漏了")
    assert "二选一约时间" in better and f"/sessions/{retry}/debrief#c-two_choice" in better
    assert "道别" in worse.split("</section>")[0]
    assert page == browser.get(f"/sessions/{retry}/compare?with={first}").text


def test_any_two_attempts_are_compared_the_earlier_one_first(browser: Browser, calls: list[str]) -> None:
    first, _, last = calls
    browser.sign_in("trainer")
    one = browser.get(f"/sessions/{first}/compare?with={last}").text
    other = browser.get(f"/sessions/{last}/compare?with={first}").text
    assert "换了个说法" not in one and "小李" in one
    assert one.split("columns-2")[1:] == other.split("columns-2")[1:], "the same, whichever it is asked of"


def test_only_attempts_of_the_same_person_and_scenario(
    site: Site, browser: Browser, calls: list[str]
) -> None:
    browser.sign_in("trainee")
    with archive.transaction(site.engine) as db:
        db.get(Session, calls[2]).person_id = archive.person_named(db, NAMES["trainer"], NOW).id
    for other in (calls[2], calls[0], "9" * 32):
        assert browser.get(f"/sessions/{calls[0]}/compare?with={other}").status_code == 404
    assert browser.get(f"/sessions/{calls[2]}/compare").status_code == 404
    alone = Browser(site).sign_in("trainer").get(f"/sessions/{calls[2]}/compare").text
    assert "只谈过这一次" in alone


def test_own_rating_comes_before_any_verdict(site: Site, browser: Browser, calls: list[str]) -> None:
    with archive.transaction(site.engine) as db:
        db.get(Session, calls[1]).rating = None
    page = browser.sign_in("trainee").get(f"/sessions/{calls[0]}/compare?with={calls[1]}")
    assert page.url.path == f"/sessions/{calls[1]}/debrief" and "先给自己打个分" in page.text
