"""Deleted for good: Rasa first and last, batch by batch, and never half; with a stand-in for Rasa.

Against the real one, down to the files' bytes: tests/real/test_gone.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from duilian import archive
from duilian.archive import accounts, erasure, people
from duilian.archive.models import Attempt, Dispute, Person, Session
from duilian.call.deletion import delete_expired_for_good, delete_person_for_good
from duilian.call.rasa_client import ChannelUnavailable
from duilian.dialogue.model import Context, Dialogue
from duilian.errors import DataError
from duilian.web import Site
from tests.web.conftest import NAMES, NOW, PASSWORD, ScriptedRasa


class ForgetfulRasa(ScriptedRasa):
    """Notes each time what it is told to forget; answers as often as ``answers`` says."""

    def __init__(self, site: Site, answers: int = 10_000) -> None:
        super().__init__()
        self.site, self.answers = site, answers
        self.asked: list[tuple[int, int]] = []
        self.before: list[datetime] = []

    def forget(self, sessions: Sequence[str], before: datetime | None = None) -> None:
        if not self.answers:
            raise ChannelUnavailable("down")
        self.answers -= 1
        if before is not None:
            self.before.append(before)
            return
        with archive.transaction(self.site.engine) as db:
            there = sum(archive.exists(db, session) for session in sessions)
        self.asked.append((len(sessions), there))


@pytest.fixture()
def wiped(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one with each wiping of the files."""
    times: list[None] = []
    monkeypatch.setattr(erasure, "wipe_deleted", lambda engine: times.append(None))
    return times


def number_of(site: Site, role: str) -> int:
    with archive.transaction(site.engine) as db:
        return int(archive.person_named(db, NAMES[role], NOW).id)


def begin_calls(site: Site, count: int, at: datetime = NOW, owner: str | None = "trainee") -> None:
    with archive.transaction(site.engine) as db:
        person = archive.person_named(db, NAMES[owner], NOW) if owner else None
        for n in range(count):
            name = f"{owner} {at:%d} {n}"
            call = archive.Call(name, "x", "phone_care", "practice", "1")
            archive.begin_call(db, call, Dialogue(name, "phone_care", Context(), ()), at, person)


def left(site: Site) -> int:
    with archive.transaction(site.engine) as db:
        return len(list(db.execute(select(Session.id)).scalars()))


def test_no_byte_is_left_of_what_was_contested_and_written_down(site: Site) -> None:
    words, path = "葡萄架下的第七只蜗牛", Path(str(site.engine.url.database))
    forms = (words.encode(), json.dumps(words)[1:-1].encode())  # as text, and as JSON

    def holding() -> set[bytes]:
        files = [file.read_bytes() for file in path.parent.glob(f"{path.name}*")]
        return {form for form in forms if any(form in file for file in files)}

    begin_calls(site, 1)
    with archive.transaction(site.engine) as db:
        row = db.execute(select(Session)).scalar_one()
        row.followup = {"needs": words}
        row.disputes.append(Dispute(criterion="purpose", contested="missed", reason=words, at=NOW))
    assert holding() == set(forms), "it was there"
    delete_person_for_good(site.engine, ForgetfulRasa(site), number_of(site, "trainee"))
    assert left(site) == 0 and holding() == set()


def test_a_person_goes_with_all_its_sessions_and_nobody_elses(site: Site, wiped: list[None]) -> None:
    begin_calls(site, 3)
    begin_calls(site, 2, owner="trainer")
    rasa, trainee = ForgetfulRasa(site), number_of(site, "trainee")
    delete_person_for_good(site.engine, rasa, trainee)
    assert left(site) == 2 and rasa.asked == [(3, 3), (3, 0)], "before and after the archive"
    with archive.transaction(site.engine) as db:
        assert archive.find_person(db, NAMES["trainee"]) is None and archive.find_person(db, NAMES["trainer"])
    assert len(wiped) == 1
    delete_person_for_good(site.engine, rasa, trainee)
    assert len(rasa.asked) == 2, "twice is as good as once"


def test_of_many_sessions_fifty_go_at_a_time(site: Site) -> None:
    begin_calls(site, 101)
    rasa = ForgetfulRasa(site)
    delete_person_for_good(site.engine, rasa, number_of(site, "trainee"))
    assert left(site) == 0
    assert rasa.asked == [(50, 50), (50, 0), (50, 50), (50, 0), (1, 1), (1, 0)]


def test_where_rasa_does_not_answer_nothing_is_deleted(site: Site, wiped: list[None]) -> None:
    begin_calls(site, 51)
    trainee = number_of(site, "trainee")
    with pytest.raises(ChannelUnavailable):
        delete_person_for_good(site.engine, ForgetfulRasa(site, answers=0), trainee)
    assert left(site) == 51 and not wiped
    with pytest.raises(ChannelUnavailable):
        delete_person_for_good(site.engine, ForgetfulRasa(site, answers=2), trainee)
    assert left(site) == 1 and number_of(site, "trainee") == trainee, "the rest stands as it stood"


def test_rasa_gone_between_both_times_is_noted(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    begin_calls(site, 1)
    delete_person_for_good(site.engine, ForgetfulRasa(site, answers=1), number_of(site, "trainee"))
    assert left(site) == 0
    (note,) = [r for r in caplog.records if r.name == "duilian.call.deletion"]
    assert note.levelno == logging.WARNING and "Rasa went away" in note.getMessage()


def test_the_last_administrator_stays_and_so_do_its_sessions(site: Site) -> None:
    begin_calls(site, 2, owner="administrator")
    rasa = ForgetfulRasa(site)
    with pytest.raises(DataError):
        delete_person_for_good(site.engine, rasa, number_of(site, "administrator"))
    assert left(site) == 2 and not rasa.asked


def test_what_is_past_its_days_goes_and_what_is_not_stays(site: Site, wiped: list[None]) -> None:
    begin_calls(site, 60, NOW - timedelta(days=31), owner=None)
    begin_calls(site, 2, NOW - timedelta(days=29))
    rasa = ForgetfulRasa(site)
    delete_expired_for_good(site.engine, rasa, NOW)
    assert left(site) == 62 and not rasa.asked and not rasa.before and not wiped, "kept for good"
    with archive.transaction(site.engine) as db:
        people.set_keep_days(db, 30)
    delete_expired_for_good(site.engine, rasa, NOW)
    assert left(site) == 2 and rasa.asked == [(50, 50), (50, 0), (10, 10), (10, 0)]
    assert rasa.before == [NOW - timedelta(days=30)], "calls that never came into the archive go too"
    assert len(wiped) == 1
    delete_expired_for_good(site.engine, rasa, NOW)
    assert len(wiped) == 1, "nothing was deleted"


def test_a_newcomer_goes_after_a_day_with_its_calls_whatever_is_kept(site: Site, wiped: list[None]) -> None:
    begin_calls(site, 1)
    with archive.transaction(site.engine) as db:
        for name, hours in (("体验甲", 25), ("体验乙", 23)):
            at = NOW - timedelta(hours=hours)
            demo = accounts.add_person(db, name, "trainee", PASSWORD, at, demo=True)
            call = archive.Call(name, "x", "phone_care", "practice", "1")
            archive.begin_call(db, call, Dialogue(name, "phone_care", Context(), ()), at, demo)
    delete_expired_for_good(site.engine, ForgetfulRasa(site), NOW)
    with archive.transaction(site.engine) as db:
        names = {person.name for person in db.execute(select(Person)).scalars()}
        assert archive.exists(db, "体验乙") and not archive.exists(db, "体验甲")
    assert names == {*NAMES.values(), "体验乙"} and left(site) == 2 and len(wiped) == 1


def test_failed_sign_ins_go_after_a_day(site: Site, wiped: list[None]) -> None:
    """What was typed there as a name may be anything."""
    with archive.transaction(site.engine) as db:
        for hours in (25, 23):
            db.add(Attempt(name=f"{hours}", address="::1", at=NOW - timedelta(hours=hours)))
    delete_expired_for_good(site.engine, ForgetfulRasa(site), NOW)
    with archive.transaction(site.engine) as db:
        assert [row.name for row in db.execute(select(Attempt)).scalars()] == ["23"]
    assert len(wiped) == 1
