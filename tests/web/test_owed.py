"""A debrief is owed until it is there: said so, and made up for by the next look and in the background."""

from __future__ import annotations

import time

import pytest

from duilian import archive
from duilian.call.rasa_client import ChannelUnavailable, DebriefOwed, Reply
from duilian.call.session import is_interrupted, kept_exchanges
from duilian.web import Site, sweeping
from duilian.web.sweeping import finish_once
from tests.web.conftest import Browser, Clock, ScriptedRasa
from tests.web.test_call import begin
from tests.web.test_debrief import OVER, keep

OWED = "成绩单还没有做出来"


def is_open(site: Site, path: str) -> bool:
    with archive.transaction(site.engine) as db:
        return is_interrupted(db, path.rpartition("/")[2])


@pytest.fixture()
def path(browser: Browser, rasa: ScriptedRasa) -> str:
    """The address of a call that was hung up, but could not be scored."""
    made = begin(browser.sign_in("trainee"), rasa)
    rasa.next = [DebriefOwed("away", away=False)]
    answer = browser.submit(f"{made}/turns", key="k1", seen="1", hang_up="1")
    assert answer.status_code == 503 and answer.json()["why"] == "debrief_owed"
    assert OWED in answer.json()["error"]
    return made


def test_it_is_said_until_the_next_look_makes_up_for_it(
    site: Site, browser: Browser, rasa: ScriptedRasa, path: str
) -> None:
    rasa.next = [DebriefOwed("away", away=False)]
    page = browser.get(path)
    assert page.status_code == 503 and OWED in page.text
    rasa.next = [OVER]
    keep(site, path.rpartition("/")[2])
    assert "先给自己打个分" in browser.get(path).text and not is_open(site, path)


def test_the_background_makes_up_for_it_once_nobody_else_may_be_about_to(
    site: Site, clock: Clock, rasa: ScriptedRasa, path: str
) -> None:
    rasa.next = [OVER]
    finish_once(site)
    assert is_open(site, path), "it may still be on its way"
    clock.move(seconds=11)
    finish_once(site)
    assert not is_open(site, path) and rasa.heard[-1][1] == "/hang_up"


def test_a_goodbye_that_was_answered_without_a_scorecard_is_made_up_for_too(
    site: Site, browser: Browser, clock: Clock, rasa: ScriptedRasa
) -> None:
    """As an earlier version answered where the action server failed; and what was scored is left alone."""
    sessions = []
    for number in range(2):
        path = begin(browser.sign_in("trainee"), rasa, f"call-{number}")
        rasa.next = [[Reply("再见。")]]
        browser.submit(f"{path}/turns", key="k1", seen="1", hang_up="1")
        sessions.append(path.rpartition("/")[2])
    keep(site, sessions[0])
    rasa._known.clear()  # asked for the same message again, Rasa has the debrief made
    rasa.next, heard = [OVER], len(rasa.heard)
    finish_once(site)
    assert len(rasa.heard) == heard, "it may still be on its way"
    clock.move(seconds=11)
    finish_once(site)
    assert rasa.heard[heard:] == [(sessions[1], "/hang_up")]
    with archive.transaction(site.engine) as db:
        assert kept_exchanges(db, sessions[1])[-1].over
    keep(site, sessions[1])  # by the action server, meanwhile
    finish_once(site)
    assert len(rasa.heard) == heard + 1


def test_one_that_fails_does_not_keep_the_others_waiting(
    site: Site, browser: Browser, clock: Clock, rasa: ScriptedRasa, path: str
) -> None:
    other = begin(browser, rasa, "another")
    rasa.next = [ChannelUnavailable("down")]
    browser.submit(f"{other}/turns", key="k1", seen="1", text="您好")
    clock.move(seconds=11)
    rasa.next = [DebriefOwed("away", away=False)]  # whichever is tried first; the other one is answered
    finish_once(site)
    assert sorted([is_open(site, path), is_open(site, other)]) == [False, True]
    heard = len(rasa.heard)
    rasa.next = [ChannelUnavailable("down")] * 2
    finish_once(site)
    assert len(rasa.next) == 1 and len(rasa.heard) == heard, "nobody there: the others are not even tried"


def test_it_goes_on_while_the_application_runs(
    site: Site, clock: Clock, rasa: ScriptedRasa, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_FINISH_EVERY", 0.01)
    clock.move(seconds=11)
    rasa.next = [ValueError("whatever it was"), OVER]
    with Browser(site):
        deadline = time.monotonic() + 20
        while is_open(site, path):
            assert time.monotonic() < deadline, "never made up for"
            time.sleep(0.02)


def test_a_scored_call_whose_last_answer_was_lost_gets_it_at_the_next_look(
    site: Site, browser: Browser, rasa: ScriptedRasa, path: str
) -> None:
    keep(site, path.rpartition("/")[2])  # the action server was done when Rasa was killed
    rasa.next = [ChannelUnavailable("down")]
    assert browser.get(path).url.path == f"{path}/debrief" and is_open(site, path)
    rasa.next = [OVER]
    assert browser.get(path).url.path == f"{path}/debrief" and not is_open(site, path)
