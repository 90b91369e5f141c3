"""Calibration as two trainers go through it."""

from __future__ import annotations

import json
import re

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.dialogue.model import parse_dialogue
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser
from tests.web.test_debrief import keep


@pytest.fixture()
def raters(site: Site) -> tuple[Browser, Browser]:
    """周老师 and 老总, with two sessions to draw."""
    for name in ("a" * 32, "b" * 32):
        keep(site, name)
    return Browser(site).sign_in("trainer"), Browser(site).sign_in("administrator")


def judge(browser: Browser, path: str, **changed: str) -> str:
    page = browser.get(path).text
    form = {name: "met" for name in re.findall(r'name="(v-\w+)"', page)}
    return str(browser.submit(path, **(form | changed)).url.path)


def test_from_the_draw_to_the_gold(site: Site, raters: tuple[Browser, Browser]) -> None:
    one, two = raters
    here = one.submit("/calibration", title="十一月", first="周老师", second="老总", count="2").url.path
    assert re.fullmatch(r"/calibration/\d+", here) and one.get(here).text.count("去评") == 2
    sheet = one.get(f"{here}/judge/1").text
    assert "<mark" not in sheet and "checked" not in sheet and "没做到" in sheet and "这里少了" not in sheet
    assert judge(one, f"{here}/judge/1", **{"v-farewell": "missed"}) == f"{here}/judge/2"
    assert "一致程度" not in one.get(here).text, "blind until both have judged"
    assert judge(one, f"{here}/judge/2") == here
    judge(two, f"{here}/judge/1")
    page = two.get(here).text
    assert "一致程度" in page and "不一致的地方（1）" in page and "周老师说没做到，老总说做到" in page
    session = re.findall(r'name="session" value="(\w+)"', page)[0]
    assert two.get(f"{here}/gold.jsonl").text == ""
    settled = two.submit(
        f"{here}/settle", session=session, criterion="farewell", verdict="missed", note="没有道别"
    ).text
    assert "不一致的地方（0）" in settled
    gold = parse_dialogue(json.loads(two.get(f"{here}/gold.jsonl").text))
    assert gold.id == session and gold.verdicts["farewell"] == "missed"


def test_only_the_two_judge_and_nothing_is_left_out(site: Site, raters: tuple[Browser, Browser]) -> None:
    one, _ = raters
    here = one.submit("/calibration", title="十一月", first="周老师", second="老总", count="1").url.path
    with archive.transaction(site.engine) as db:
        accounts.add_person(db, "吴老师", "trainer", PASSWORD, NOW, one_time=False).all_groups = True
    third = Browser(site)
    third.post("/sign-in", data={"name": "吴老师", "password": PASSWORD})
    assert third.get(f"{here}/judge/1").status_code == third.submit(f"{here}/judge/1").status_code == 403
    page = one.get(f"{here}/judge/1").text
    form = {name: "met" for name in re.findall(r'name="(v-\w+)"', page)[3:]}
    answer = one.submit(f"{here}/judge/1", **form)
    assert answer.status_code == 400 and "每一条都要选" in answer.text and answer.text.count("checked") >= 3
    assert one.get(f"{here}/judge/9").status_code == 404 and one.get("/calibration/99").status_code == 404


@pytest.mark.parametrize(
    "changed",
    [{"title": ""}, {"second": "周老师"}, {"count": "many"}, {"kind": "visit_gift"}, {"since": "x"}],
)
def test_bad_draws_are_one_sentence(raters: tuple[Browser, Browser], changed: dict[str, str]) -> None:
    form = {"title": "十一月", "first": "周老师", "second": "老总", "count": "2"} | changed
    answer = raters[0].submit("/calibration", **form)
    assert answer.status_code == 400 and 'role="alert"' in answer.text
