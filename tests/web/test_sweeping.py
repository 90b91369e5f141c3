"""What is not to be kept any longer is deleted, here and in Rasa's tracker store, while the web runs."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from duilian import archive
from duilian.archive import schema
from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.web import Site, sweeping
from duilian.web.sweeping import finish_once, sweep_once
from tests.web.conftest import Browser, Clock, ScriptedRasa
from tests.web.test_call import begin


def session_of_a_newcomer(site: Site, rasa: ScriptedRasa) -> str:
    """The id of a call that is to be deleted after a day."""
    newcomer = Browser(site)
    newcomer.post("/demo", data={})
    rasa.next = [[Reply("喂？")]]
    answer = newcomer.submit("/sessions", scenario="first-call-logistics", mode="practice", key="k")
    return answer.url.path.rpartition("/")[2]


def is_kept(site: Site, session: str) -> bool:
    with archive.transaction(site.engine) as db:
        return archive.exists(db, session)


def test_it_deletes_here_and_in_rasa_or_not_at_all(site: Site, clock: Clock, rasa: ScriptedRasa) -> None:
    session = session_of_a_newcomer(site, rasa)
    clock.move(days=2)
    rasa.down = True
    sweep_once(site)
    assert is_kept(site, session)
    rasa.down = False
    sweep_once(site)
    assert not is_kept(site, session) and rasa.forgotten == [session]


def test_it_sweeps_again_and_again_while_the_application_runs(
    site: Site, clock: Clock, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("_SOON", "_EVERY"):
        monkeypatch.setattr(sweeping, pause, 0.01)
    first = session_of_a_newcomer(site, rasa)
    with Browser(site):
        clock.move(days=2)
        wait_until_deleted(site, first)
        second = session_of_a_newcomer(site, rasa)
        time.sleep(0.05)
        assert is_kept(site, second), "a day is not over"
        clock.move(days=2)
        wait_until_deleted(site, second)
    assert rasa.forgotten == [first, second]


def test_the_first_time_is_soon_after_the_start(
    site: Site, clock: Clock, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sweeping._SOON <= 60
    monkeypatch.setattr(sweeping, "_SOON", 0.01)
    session = session_of_a_newcomer(site, rasa)
    clock.move(days=2)
    with Browser(site):
        wait_until_deleted(site, session)


def wait_until_deleted(site: Site, session: str) -> None:
    deadline = time.monotonic() + 20
    while is_kept(site, session):
        assert time.monotonic() < deadline, "never swept"
        time.sleep(0.02)


def test_what_was_put_aside_goes_after_a_week(site: Site, clock: Clock) -> None:
    there = Path(str(site.engine.url.database))
    copies = {days: schema.aside(there, f"{days}", clock() - timedelta(days=days)) for days in (6, 8)}
    for days, copy in copies.items():
        copy.touch()
        at = (clock() - timedelta(days=days)).timestamp()
        os.utime(copy, (at, at))
    sweep_once(site)
    assert copies[6].exists() and not copies[8].exists() and there.exists()


def test_the_first_time_comes_after_the_period(site: Site, clock: Clock, rasa: ScriptedRasa) -> None:
    session = session_of_a_newcomer(site, rasa)
    clock.move(days=2)
    with Browser(site):
        time.sleep(0.3)
        assert is_kept(site, session), "a minute is not over"


def test_what_goes_wrong_in_the_background_is_noted_and_tried_again(
    site: Site,
    clock: Clock,
    rasa: ScriptedRasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for pause in ("_SOON", "_EVERY"):
        monkeypatch.setattr(sweeping, pause, 0.01)
    delete, failures = sweeping.delete_expired_for_good, [OSError("locked"), OSError("locked")]

    def fail_twice(*given: Any) -> Any:
        if failures:
            raise failures.pop()
        return delete(*given)

    monkeypatch.setattr(sweeping, "delete_expired_for_good", fail_twice)
    session = session_of_a_newcomer(site, rasa)
    clock.move(days=2)
    with Browser(site):
        wait_until_deleted(site, session)
    noted = [record.getMessage() for record in caplog.records if record.name == sweeping.__name__]
    assert noted == ["not done: sweep_once"] * 2


def test_messages_left_without_an_answer_are_noted_by_number(
    site: Site, clock: Clock, browser: Browser, rasa: ScriptedRasa, caplog: pytest.LogCaptureFixture
) -> None:
    path = begin(browser.sign_in("trainee"), rasa)
    finish_once(site)
    rasa.next = [ChannelUnavailable("down")]
    assert browser.submit(f"{path}/turns", key="k1", seen="1", text="您好").status_code == 503

    def noted() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == sweeping.__name__]

    for seconds, lines in ((10, 0), (1, 1)):  # so young that it may still be answered where it was sent
        clock.move(seconds=seconds)
        rasa.next = [ChannelUnavailable("down")]
        finish_once(site)
        assert noted() == ["messages without an answer yet: in 1 sessions"] * lines
    rasa.next = []
    finish_once(site)
    assert len(noted()) == 1 and rasa.heard[-1][1] == "您好", "answered: nothing is left"
