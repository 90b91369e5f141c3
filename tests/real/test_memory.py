"""The second call to the same client, with everything running: it knows the first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.real.browser import Browser, Call
from tests.real.product import Product
from tests.real.speaker import GOOD, GOOD_SCENARIO

pytestmark = pytest.mark.slow
HELLO = "王总您好，我是移动公司的小李，最近忙吗？"


def ring(browser: Browser, button: str = "scenario") -> Call:
    """Begin a call at the first page with one of the client's buttons."""
    form = browser.client(GOOD_SCENARIO)
    chosen = [field for field in form.fields if field != ("scenario", GOOD_SCENARIO)]
    return Call(browser, browser.submit(replace(form, fields=[*chosen, (button, GOOD_SCENARIO)])))


def test_the_second_call_knows_the_first_and_a_new_beginning_does_not(served: Product) -> None:
    browser = served.enrol("记得")
    ring(browser).play(*GOOD)
    second = ring(browser)
    said = [reply["text"] for reply in second.data["exchanges"][0]["replies"]]
    answer = "".join(reply["text"] for reply in second.send(text=HELLO)["replies"] if reply["client"])
    assert "周三下午3点" in answer and "哪" not in "".join(said)
    assert "已经约好：周三下午3点" in browser.get(second.path).text
    assert second.send(hang_up="1")["over"]
    anew = ring(browser, "anew")
    assert "上回的情况" not in browser.get(anew.path).text
