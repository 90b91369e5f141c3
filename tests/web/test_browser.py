"""As its users use it: a real browser against everything that `make run` starts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.real.speaker import GOOD
from tests.web.chromium import browser as browser
from tests.web.chromium import page as page

pytestmark = pytest.mark.slow


def newcomer(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="先体验一通电话").click()
    expect(page.get_by_role("heading", name="选一个客户")).to_be_visible()


def ring(page: Page, who: str = "顺达物流", mode: str = "practice") -> None:
    page.goto(f"/?words={who}")
    page.locator("#mode").select_option(mode)
    page.locator("li.client", has_text=who).first.get_by_role("button").click()
    answered(page)


def answered(page: Page) -> None:
    """The client has answered the call that was begun."""
    expect(page.locator("deep-chat")).to_be_visible()
    if page.locator("#pace").is_checked():
        page.locator("#pace").uncheck()
    expect(page.locator("#ringing")).to_be_hidden()
    expect(bubbles(page, "ai").first).to_be_visible()


def bubbles(page: Page, role: str):  # type: ignore[no-untyped-def]
    return page.locator(f"deep-chat .{role}-message-text")


def say(page: Page, text: str) -> None:
    before = bubbles(page, "ai").count()
    page.locator("deep-chat #text-input").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "n => document.querySelector('deep-chat')?.getMessages?.().filter(m => m.role === 'ai').length > n",
        arg=before,
    )


def test_a_newcomer_is_in_a_call_at_once_and_reads_its_debrief(page: Page) -> None:
    newcomer(page)
    ring(page)
    for text in GOOD:
        say(page, text)
    page.wait_for_url(re.compile("/debrief$"))
    page.get_by_text("不错").click()
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".big")).to_contain_text(re.compile(r"\d"))
    expect(page.locator("mark", has_text="您看是周三下午三点还是周四上午十点方便")).to_be_visible()
    page.locator("li.trainee", has_text="那就周三下午三点").get_by_role("button", name="从这一句重来").click()
    expect(page.locator("deep-chat")).to_be_visible()
    expect(bubbles(page, "user").last).to_have_text(GOOD[3])


def test_a_call_rings_before_it_is_answered_and_the_end_is_seen(page: Page) -> None:
    newcomer(page)
    page.goto("/?words=顺达物流")
    page.locator("li.client", has_text="顺达物流").get_by_role("button").click()
    expect(page.locator("#ringing")).to_be_visible()
    expect(page.locator("#ringing")).to_be_hidden(timeout=5000)
    expect(bubbles(page, "ai").first).to_be_visible()
    page.get_by_role("button", name="挂断").click()
    expect(page.locator("#sure")).to_contain_text("等客户先挂")
    page.locator("#sure-no").click()
    page.get_by_role("button", name="挂断").click()
    page.locator("#sure-yes").click()
    expect(page.locator("#state")).to_have_text("您挂断了")
    page.wait_for_url(re.compile("/debrief$"))


def test_a_reload_in_the_middle_loses_nothing_and_a_second_tab_is_told(page: Page) -> None:
    newcomer(page)
    ring(page)
    say(page, GOOD[0])
    second = page.context.new_page()
    second.goto(page.url)
    expect(bubbles(second, "user")).to_have_text([GOOD[0]])
    second.locator("#pace").uncheck(force=True) if second.locator("#pace").is_checked() else None
    say(second, GOOD[1])
    page.locator("deep-chat #text-input").fill("在吗")
    page.keyboard.press("Enter")
    expect(page.locator("#trouble")).to_contain_text("别的窗口")
    expect(bubbles(page, "user")).to_have_text([GOOD[0], GOOD[1]])  # it has reloaded itself


def test_a_lost_connection_loses_nothing_and_sends_nothing_twice(page: Page) -> None:
    newcomer(page)
    ring(page)
    failures = 2

    def drop(route) -> None:  # type: ignore[no-untyped-def]
        nonlocal failures
        failures -= 1
        if failures == 1:
            route.abort()
        elif failures == 0:
            route.fetch()  # it arrives, but the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/turns", drop)
    say(page, GOOD[0])
    page.unroute("**/turns")
    page.reload()
    expect(bubbles(page, "user")).to_have_text([GOOD[0]])


def test_what_a_trainee_types_is_never_run(page: Page) -> None:
    newcomer(page)
    ring(page)
    evil = "<script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"
    say(page, evil)
    page.reload()
    expect(bubbles(page, "user")).to_have_text([evil])
    page.get_by_role("button", name="挂断").click()
    page.locator("#sure-yes").click()
    page.wait_for_url(re.compile("/debrief$"))
    page.get_by_role("button", name="看结果").click()
    expect(page.locator(".said", has_text="<script>")).to_be_visible()
    assert page.title() != "x"


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    newcomer(page)
    ring(page)
    page.get_by_text("产品资料：车务通").click()
    expect(page.get_by_text("怎么办理")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "with the card unfolded"
    for path in (page.url, "/", "/products", "/password"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_wrong_password_is_told_and_the_name_kept(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill("管理员")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
    expect(page.get_by_label("用户名")).to_have_value("管理员")


HEARING = """
window.spoken = [];
speechSynthesis.speak = (words) => window.spoken.push(words.text);
class Hearing extends EventTarget {
  start() {
    this.onstart?.();
    const heard = Object.assign([{ transcript: "王总您好", confidence: 1 }], { isFinal: true });
    setTimeout(() => this.onresult?.({ resultIndex: 0, results: [heard] }), 100);
  }
  stop() { this.onend?.(); }
  abort() { this.onend?.(); }
}
window.SpeechRecognition = window.webkitSpeechRecognition = Hearing;
"""


def test_by_voice_the_client_is_spoken_and_the_trainees_words_are_shown_before_they_are_sent(
    page: Page,
) -> None:
    page.add_init_script(HEARING)
    newcomer(page)
    ring(page)
    page.locator("#speak").check()
    say(page, GOOD[0])
    assert page.evaluate("window.spoken.join('')") == "".join(bubbles(page, "ai").all_inner_texts()[1:])
    with page.expect_navigation():
        page.locator("#listen").check()
    page.locator("deep-chat #microphone-button, deep-chat [aria-label=语音输入]").first.click()
    expect(page.locator("deep-chat #text-input")).to_contain_text("王总您好")
    expect(bubbles(page, "user")).to_have_count(1)
