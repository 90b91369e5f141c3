"""The handbook's pages: read, searched, linked with one's own calls, and questions without JavaScript."""

from __future__ import annotations

from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_debrief import keep, session

__all__ = ["session"]


def test_everybody_reads_searches_and_finds_the_way(browser: Browser) -> None:
    page = browser.sign_in("trainee").get("/handbook").text
    assert 'href="/handbook/2"' in page and "电话预约" in page
    found = browser.get("/handbook?words=客户没空怎么办").text
    assert 'href="/handbook/2#2.15"' in found and "您看我是今天下午3点还是明天上午10点" in found
    assert "没有找到" in browser.get("/handbook?words=xyz").text
    assert "&lt;b&gt;" in browser.get("/handbook?words=<b>").text
    assert browser.get("/handbook/9").status_code == 404


def test_a_passage_names_its_criteria_and_the_calls_that_kept_or_missed_it(
    site: Site, browser: Browser, session: str
) -> None:
    before = browser.get("/handbook/2").text
    assert "您还没有碰到过" in before and "debrief" not in before, "own rating first"
    browser.submit(f"{session}/rating", overall="4")
    page = browser.get("/handbook/2").text
    assert f'class="tag met" href="{session}/debrief#c-two_choice"' in page
    assert f'class="tag missed" href="{session}/debrief#c-purpose"' in page
    debrief = browser.get(f"{session}/debrief").text
    assert 'id="c-two_choice"' in debrief and 'href="/handbook/2#2%E6%B5%81%E7%A8%8B16"' in debrief
    assert 'id="2流程16"' in page and 'href="/rubric#c-two_choice"' in page
    assert 'id="c-two_choice"' in browser.get("/rubric").text
    other = Browser(site).sign_in("trainer").get("/handbook/2").text
    assert session not in other, "only calls of one's own"


def test_questions_are_answered_and_explained_without_javascript(browser: Browser) -> None:
    asked = browser.sign_in("trainee").get("/handbook/1").text
    assert asked.count('type="radio"') == 12 and "宜还是不宜" in asked and "✓" not in asked
    page = browser.get("/handbook/1?answers=1&q0=0&q1=0&q2=9&q3=x").text
    assert "6 题，答对 1 题" in page and page.count("✓ 对了") == 1 and page.count("✗ 答案是“不宜”") == 1
    assert page.count("这一题还没有选") == 4 and "走在客户左前方一米左右" in page
    assert page.count("checked") == 2 and "#1%E6%89%8B%E5%8A%BF%E5%AE%9C2" in page
    everything = browser.get("/handbook/2?answers=1&q0=1&q1=0&q2=2&q3=0&q4=2").text
    assert "5 题，答对 5 题，全对！" in everything


def test_the_debrief_of_a_telephone_call_leads_to_the_section_on_those(site: Site, browser: Browser) -> None:
    keep(site, "a" * 32)
    page = browser.sign_in("trainer").get(f"/sessions/{'a' * 32}/debrief").text
    assert 'href="/handbook/2#2.19"' in page and "/handbook/3#" not in page
