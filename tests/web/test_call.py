"""A call over the web: begun once, spoken, kept from everyone else."""

from __future__ import annotations

import re

import pytest

from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.web import Site
from tests.web.conftest import Browser, ScriptedRasa
from tests.web.test_debrief import keep


def begin(browser: Browser, rasa: ScriptedRasa, key: str = "k") -> str:
    rasa.next = [[Reply("喂？")]]
    answer = browser.submit("/sessions", scenario="first-call-logistics", mode="practice", key=key)
    assert answer.url.path.startswith("/sessions/") and "喂？" in answer.text and "王总" in answer.text
    return answer.url.path


def test_a_button_pressed_twice_begins_one_call(browser: Browser, rasa: ScriptedRasa) -> None:
    browser.sign_in("trainee")
    assert begin(browser, rasa) == begin(browser, rasa) != begin(browser, rasa, "other")
    assert len({session for session, _ in rasa.heard}) == 2
    assert browser.get("/").text.count(">接着谈<") == 2


def test_what_is_said_is_answered_and_a_reload_shows_it(browser: Browser, rasa: ScriptedRasa) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    rasa.next = [[Reply("你是谁？"), Reply("提示：报姓名", client=False)]]
    said = browser.submit(f"{path}/turns", key="k1", seen="1", text="您好<script>alert(1)</script>").json()
    assert (
        said["replies"] == [{"text": "你是谁？", "client": True}, {"text": "提示：报姓名", "client": False}]
        and not said["over"]
    )
    page = browser.get(path).text
    assert "你是谁？" in page and "<script>alert" not in page and "\\u003cscript" in page
    assert browser.submit(f"{path}/turns", key="k1", seen="1", text="您好").json() == said


def test_the_end_sends_no_scorecard_before_the_debrief(browser: Browser, rasa: ScriptedRasa) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    rasa.next = [[Reply("那就这样，再见。"), Reply("【得分】80", {"score": 80}, client=False)]]
    said = browser.submit(f"{path}/turns", key="k1", seen="1", hang_up="1").json()
    assert (
        said["over"]
        and said["replies"] == [{"text": "那就这样，再见。", "client": True}]
        and said["text"] == ""
    )
    answer = browser.submit(f"{path}/turns", key="k2", seen="2", text="喂")
    assert answer.status_code == 409 and answer.json()["why"] == "over"


@pytest.mark.parametrize(
    ("form", "status", "why"),
    [({"seen": "0", "text": "喂"}, 409, "stale"), ({"seen": "1", "text": "长" * 501}, 413, "too_long")],
)
def test_refusals_say_why(
    browser: Browser, rasa: ScriptedRasa, form: dict[str, str], status: int, why: str
) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    answer = browser.submit(f"{path}/turns", key="k1", **form)
    assert (answer.status_code, answer.json()["why"]) == (status, why) and answer.json()["error"].endswith(
        "。"
    )


def test_a_dead_line_loses_nothing(browser: Browser, rasa: ScriptedRasa) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    rasa.next = [ChannelUnavailable("down")]
    assert browser.submit(f"{path}/turns", key="k1", seen="1", text="您好").status_code == 503
    page = browser.get(path)
    assert page.status_code == 200 and "您好" in page.text and rasa.heard[-1][1] == "您好"


def test_nobody_speaks_or_reads_in_another_ones_session(
    site: Site, browser: Browser, rasa: ScriptedRasa
) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    other = Browser(site)
    other.post("/demo", data={})
    for answer in (
        other.get(path),
        other.submit(f"{path}/turns", key="k", seen="1", text="喂"),
        other.get(path + "x"),
    ):
        assert answer.status_code == 404 and "没有查看权限" in answer.text
    trainer = Browser(site).sign_in("trainer")
    assert trainer.submit(f"{path}/turns", key="k", seen="1", text="喂").status_code == 404
    assert [text for _, text in rasa.heard if text == "喂"] == []


def test_bad_starts_are_one_sentence(browser: Browser) -> None:
    browser.sign_in("trainee")
    assert (
        "没有找到场景“nobody”"
        in browser.submit("/sessions", scenario="nobody", mode="practice", key="k").text
    )
    assert "练习方式" in browser.submit("/sessions", scenario="first-call-logistics", mode="x", key="k").text


def test_a_gatekeepers_call_does_not_say_who_answers(browser: Browser, rasa: ScriptedRasa) -> None:
    browser.sign_in("trainee")
    page = browser.submit("/sessions", scenario="gatekeeper-factory", mode="practice", key="g").text
    assert re.search(r'id="who">接电话的人', page)


def test_a_call_that_is_not_over_can_be_given_up_and_is_gone(site: Site, browser: Browser) -> None:
    rasa = site.rasa
    assert isinstance(rasa, ScriptedRasa)
    path = begin(browser.sign_in("trainee"), rasa)
    home = browser.get("/").text
    assert "继续未完成的通话" in home and "不能恢复" in home
    rasa.down = True
    assert browser.submit(f"{path}/discard").status_code == 503
    rasa.down = False
    done = browser.submit(f"{path}/discard")
    assert done.url.path == "/" and "已经放弃" in done.text and "继续未完成的通话" not in done.text
    assert rasa.forgotten == [path.rsplit("/", 1)[1]] and browser.get(path).status_code == 404
    assert "已经放弃" not in browser.get("/").text, "it is said once"


def test_a_call_that_is_over_is_not_given_up(browser: Browser, rasa: ScriptedRasa, site: Site) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    keep(site, path.rsplit("/", 1)[1])
    answer = browser.submit(f"{path}/discard")
    assert answer.status_code == 400 and "已经结束" in answer.text and not rasa.forgotten
    assert browser.get(path).status_code == 200


def test_who_rings_again_is_known_unless_it_begins_anew(
    site: Site, browser: Browser, rasa: ScriptedRasa
) -> None:
    browser.sign_in("trainee")
    assert "当作第一次" not in browser.get("/").text
    path = begin(browser, rasa)
    keep(site, path.rpartition("/")[2])
    assert "当作第一次" in browser.get("/?words=王总").text
    page = browser.get(begin(browser, rasa, "again")).text
    assert "上回的情况" in page and "您和这位客户已经谈过 1 次。" in page
    assert '"memory"' in rasa.heard[-1][1] and '"memory"' not in rasa.heard[0][1]
    anew = browser.submit("/sessions", anew="first-call-logistics", mode="practice", key="anew")
    assert anew.url.path.startswith("/sessions/") and "上回的情况" not in anew.text
    assert '"memory"' not in rasa.heard[-1][1]
    browser.submit("/sessions", scenario="first-call-logistics", mode="exam", key="exam")
    assert '"mode": "exam"' in rasa.heard[-1][1] and '"memory"' not in rasa.heard[-1][1]
