"""What a client remembers comes from the archive alone: who forgets is who deletes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from duilian import archive
from duilian.archive.accounts import Member
from duilian.archive.models import Person
from duilian.assessment import assess
from duilian.call import session as call_session
from duilian.call.rasa_client import Reply
from duilian.call.remembering import contacts_of, memory_for
from duilian.dialogue.model import Dialogue
from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.web import Site
from tests.assessment.support import short
from tests.web.conftest import NOW, ScriptedRasa

ME = Member(1, "小李", "trainee")
CLIENT = "first-call-logistics"
TALK = (
    "C (answer_call) 喂？ / T [我是移动的小李，](introduce_self)[谈谈车队](state_purpose)，"
    "[资料发您](offer_material) / C () 嗯 / T [能省油](state_benefit)，"
    "[周三下午还是周四上午](offer_two_times) / C (pick_time) 周三下午"
)


def call(
    site: Site, name: str, mode: str = "practice", day: int = 0, me: Member = ME, anew: bool = False
) -> str:
    """Play a call to its end, as the web does → what the client remembered in it."""
    now, scenario = NOW + timedelta(days=day), site.scenarios[CLIENT]
    with archive.transaction(site.engine) as db:
        memory = "" if anew else memory_for(db, me, site.cast, CLIENT, mode).as_text()
    call_session.begin_session(site.engine, name, scenario, mode, "7", me, now, memory)
    talk = Dialogue(name, scenario.kind, scenario.context(), short(TALK).turns)
    with archive.transaction(site.engine) as db:
        kept = archive.Call(name, scenario.id, scenario.kind, mode, "7")
        archive.keep_call(db, kept, talk, assess(talk, site.rubric), "m", now)
    return memory


def remembered(site: Site, mode: str = "practice", me: Member = ME) -> Memory:
    with archive.transaction(site.engine) as db:
        return memory_for(db, me, site.cast, CLIENT, mode)


def test_the_second_call_knows_the_first(site: Site) -> None:
    assert call(site, "a") == ""
    assert remembered(site) == Memory(1, True, "小李", "周三下午", ("material",), ending="agreed")
    call(site, "b", day=1)
    assert remembered(site).contacts == 2
    with archive.transaction(site.engine) as db:
        assert Memory.from_text(call_session.kept_memory(db, "b")).contacts == 1
        assert call_session.kept_memory(db, "a") == "" == call_session.kept_memory(db, "nobody")


def test_topics_told_are_kept_with_the_words(site: Site, rasa: ScriptedRasa) -> None:
    rasa.next = [[Reply("喂？")], [Reply("电信的。", move="tell_fact", told=("operator",))]]
    call_session.begin_session(site.engine, "a", site.scenarios[CLIENT], "practice", "7", ME, NOW)
    call_session.transcript(site.engine, rasa, "a")
    said = call_session.send_message(site.engine, rasa, "a", "k1", 1, "现在用谁家的网？", NOW)
    assert said.replies and said.replies[0].told == ("operator",)
    call(site, "a")
    assert remembered(site).told == ("operator",)


@pytest.mark.parametrize("mode", ["practice", "guided"])
def test_exams_know_nothing_and_nobody_knows_of_them(site: Site, mode: str) -> None:
    call(site, "a", mode="exam")
    assert remembered(site, mode) == NO_MEMORY
    call(site, "b", mode=mode)
    assert remembered(site, mode) != NO_MEMORY and remembered(site, "exam") == NO_MEMORY


def test_who_begins_anew_is_a_stranger_again(site: Site) -> None:
    call(site, "a")
    call(site, "b", day=1)
    assert call(site, "c", day=2, anew=True) == ""
    assert remembered(site).contacts == 1, "what was before the new beginning is not known any more"


def test_another_person_and_a_newcomer_are_not_known(site: Site) -> None:
    call(site, "a")
    assert remembered(site, me=Member(2, "周老师", "trainer")) == NO_MEMORY
    assert remembered(site, me=replace(ME, demo=True)) == NO_MEMORY


def test_what_is_not_over_or_gone_on_with_from_a_turn_is_no_contact(site: Site, rasa: ScriptedRasa) -> None:
    call_session.begin_session(site.engine, "open", site.scenarios[CLIENT], "practice", "7", ME, NOW)
    assert remembered(site) == NO_MEMORY
    call(site, "a", day=1)
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "a")
        assert row is not None
        row.parent_turn = 1
    assert remembered(site) == NO_MEMORY


def test_what_is_deleted_is_forgotten(site: Site) -> None:
    call(site, "a")
    call(site, "b", day=1)
    with archive.transaction(site.engine) as db:
        db.delete(archive.find_call(db, "a"))
    assert remembered(site).contacts == 1
    with archive.transaction(site.engine) as db:
        db.delete(archive.find_call(db, "b"))
    assert remembered(site) == NO_MEMORY
    with archive.transaction(site.engine) as db:
        person = db.get(Person, ME.id)
        assert person is not None and contacts_of(db, ME.id, [CLIENT]) == []
