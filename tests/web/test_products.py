"""The products' cards: to read before a call, unfolded beside it (not in an exam) and beside its debrief."""

from __future__ import annotations

import pytest

from duilian.call.rasa_client import Reply
from duilian.web import Site
from tests.web.conftest import Browser, ScriptedRasa
from tests.web.test_debrief import keep

SCENARIO = "first-call-logistics"


def test_every_card_is_there_with_what_is_made_up_marked(site: Site, browser: Browser) -> None:
    page = browser.sign_in("trainee").get("/products").text
    for card in site.rubric.products.values():
        assert f'id="{card.name}"' in page and card.contract in page and card.limits[0] in page
    assert "以当地现行目录为准" in page
    assert page.count("示例</span>") >= len(site.rubric.products)
    assert "也叫：车辆定位" in page and "“不用装设备”“不用装东西”：每台车要装一个小设备" in page


def test_a_card_is_one_tap_away_before_a_call(browser: Browser) -> None:
    browser.sign_in("trainee")
    pages = [browser.get(f"/?kind=phone_appointment&page={number}").text for number in range(1, 6)]
    assert 'href="/products#车务通"' in "".join(pages)


@pytest.mark.parametrize(("mode", "shown"), [("guided", True), ("practice", True), ("exam", False)])
def test_a_card_is_one_tap_away_in_a_call_but_not_in_an_exam(
    browser: Browser, mode: str, shown: bool
) -> None:
    page = browser.sign_in("trainee").submit("/sessions", scenario=SCENARIO, mode=mode, key="k").text
    assert "任务说明" in page and ("产品资料：车务通" in page) is shown


def test_card_and_brief_stand_beside_the_debrief(site: Site, browser: Browser, rasa: ScriptedRasa) -> None:
    rasa.next = [[Reply("喂？")], [Reply("再见。"), Reply("【得分】", {"score": 1}, client=False)]]
    path = browser.sign_in("trainee").submit("/sessions", scenario=SCENARIO, mode="exam", key="k").url.path
    browser.submit(f"{path}/turns", key="k1", seen="1", hang_up="1")
    keep(site, path.rpartition("/")[2])
    page = browser.submit(f"{path}/rating", overall="4").text
    assert "产品资料：车务通" in page and site.scenarios[SCENARIO].brief in page
    visit = browser.submit("/sessions", scenario="gift-tax-rules", mode="practice", key="g").text
    assert "任务说明" in visit and "产品资料：" not in visit, "nothing is sold there"
