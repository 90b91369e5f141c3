"""A campaign over the web, from first to last, against the real client and tagger in process."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from duilian import archive
from duilian.archive.models import Person
from duilian.assessment import assess
from duilian.call.rasa_client import Reply, memory_in
from duilian.call.session import HANG_UP
from duilian.dialogue.context import next_context
from duilian.dialogue.model import Dialogue, Turn
from duilian.roleplay.simulation import SimulatedClient
from duilian.roleplay.wordings import load_wordings
from duilian.tagging import Tagger
from duilian.web import Site
from tests.roleplay.support import equally_likely
from tests.roleplay.trainees import DATA, READER, Call, Perfect
from tests.web.conftest import Browser, Clock, ScriptedRasa

HERE = "/campaigns/lakeside-inn"
STEPS = ("call", "visit", "complaint", "gift", "renewal")


class PlayingRasa(ScriptedRasa):
    """Plays with policy, words and tagger as they are, without Rasa; a goodbye is assessed and kept."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.site: Site | None = None
        self.calls: dict[str, Call] = {}
        self._tagger, self._wordings = tagger, load_wordings(DATA / "wordings")

    def send(self, session: str, text: str, key: str = "") -> list[Reply]:
        if (session, key) not in self._known:
            self.heard.append((session, text))
            self._known[session, key] = self._answer(session, text)
        return self._known[session, key]

    def _answer(self, session: str, text: str) -> list[Reply]:
        assert self.site is not None
        if text.startswith("/start_call"):
            scenario = json.loads(text.removeprefix("/start_call"))["scenario"]
            client = self.site.cast.find(scenario, memory_in(text))
            assert client is not None
            played = SimulatedClient(client, self._wordings[client.temper], equally_likely, session)
            self.calls[session] = Call(client, played, random.Random(session))
            self.calls[session].hear(None, None)
            return self._said(session)
        call = self.calls[session]
        if text == HANG_UP:
            return [self._debrief(session, "trainee")]
        context = next_context(call.scenario.base, call.scenario.context(), call.client.turns)
        acts, _ = self._tagger._acts([(text, context)])[0]
        call.hear(text, Turn("trainee", text, acts=acts, asks=READER.asks(text, acts)))
        over = [self._debrief(session, "client")] if call.client.state.over else []
        return [*self._said(session), *over]

    def _said(self, session: str) -> list[Reply]:
        call = self.calls[session]
        return [Reply(call.turns[-1].text, move=call.moves[0])] if call.moves else []

    def _debrief(self, session: str, by: str) -> Reply:
        assert self.site is not None
        call = self.calls[session]
        context = replace(call.scenario.context(), hung_up_by=None if call.scenario.visit else by)
        talk = Dialogue(session, call.scenario.kind, context, tuple(call.turns))
        dialogue = self._tagger.predict(talk, cues_known=True).dialogue
        result = assess(dialogue, self.site.rubric, call.scenario.calendar.free)
        with archive.transaction(self.site.engine) as db:
            kept = archive.Call(session, call.scenario.id, call.scenario.kind, "practice", session)
            archive.keep_call(db, kept, dialogue, result, "m", self.site.now())
        return Reply("【得分】", {"score": result.score}, client=False)


@pytest.fixture()
def playing(site: Site, tagger: Tagger) -> tuple[Site, PlayingRasa]:
    rasa = PlayingRasa(tagger)
    rasa.site = replace(site, rasa=rasa)
    return rasa.site, rasa


def play(browser: Browser, rasa: PlayingRasa, page: str, perfect: Perfect, until: int = 30) -> str:
    """Say what a perfect trainee says until the call is over, or hang up at a turn; then rate oneself."""
    session = page.rpartition("/")[2]
    for n in range(1, until + 1):
        text = perfect(rasa.calls[session]) if n < until else HANG_UP
        form = {"hang_up": "1"} if text == HANG_UP else {"text": text}
        if browser.submit(f"{page}/turns", key=f"k{n}", seen=str(n), **form).json()["over"]:
            break
    assert browser.submit(f"{page}/rating", overall="4").url.path == f"{page}/debrief"
    return session


def begin(browser: Browser, step: str, key: str) -> str:
    answer = browser.submit(HERE, scenario=f"lakeside-inn-{step}", mode="practice", key=key)
    assert answer.url.path.startswith("/sessions/"), answer.text
    return str(answer.url.path)


@pytest.mark.slow
def test_a_campaign_is_played_to_its_end(playing: tuple[Site, PlayingRasa], clock: Clock) -> None:
    site, rasa = playing
    browser, perfect = Browser(site).sign_in("trainee"), Perfect(site.rubric)
    assert "长期跟进" in browser.get("/").text and HERE in browser.get("/campaigns").text
    page = browser.get(HERE).text
    assert page.count('class="locked"') == 4 and "客户现在记得什么" not in page
    # A call that comes to nothing: the visit is not open yet, and the next call knows of it.
    play(browser, rasa, begin(browser, "call", "a"), perfect, until=2)
    clock.move(hours=1)
    page = browser.get(HERE).text
    assert "再打一次" in page and "没有约定时间" in page and page.count('class="locked"') == 4
    refused = browser.submit(HERE, scenario="lakeside-inn-visit", mode="practice", key="b")
    assert refused.status_code == 400 and "轮不到" in refused.text
    said: dict[str, str] = {}
    for n, step in enumerate(STEPS):
        browser.get(HERE)
        path = begin(browser, step, f"c{n}")
        assert HERE.rpartition("/")[2] in rasa.heard[-1][1]
        if n:
            assert "上回的情况" in browser.get(path).text
            waiting = browser.submit(HERE, scenario=f"lakeside-inn-{step}", mode="practice", key="d")
            assert waiting.status_code == 400 and "没谈完" in waiting.text
        session = play(browser, rasa, path, perfect)
        client = [turn.text for turn in rasa.calls[session].turns if turn.speaker == "client"]
        said[step] = "".join(client[:3])
        clock.move(hours=2)
    # Who has met her is no stranger, and the time agreed on the phone is that of the visit.
    assert not [step for step in STEPS[1:] if "哪位" in said[step]]
    agreed = rasa.calls[list(rasa.calls)[2]].scenario.memory.agreed
    assert agreed and agreed in said["visit"]
    page = browser.get(HERE).text
    assert page.count('class="done"') == 5 and "总的结果" in page and "维护得很好" in page
    assert "客户现在记得什么" in page and "谈了 2 次" in page
    contacts = [rasa.calls[session].scenario for session in rasa.calls]
    assert len({(one.title, one.org, one.name) for one in contacts}) == 1
    assert [one.memory.contacts for one in contacts] == [0, 1, 2, 3, 4, 5]
    # A trainer sees how it went; the trainee's own page is its own.
    with archive.transaction(site.engine) as db:
        person = archive.person_named(db, "小李", clock()).id
    trainer = Browser(site).sign_in("trainer")
    theirs = trainer.get(f"/people/{person}{HERE}").text
    assert "学员：小李" in theirs and theirs.count('class="done"') == 5 and "从头再跟" not in theirs
    assert f"/people/{person}{HERE}" in trainer.get(f"/people/{person}/progress").text
    assert 'class="done"' not in trainer.get(HERE).text
    # From the beginning once more: she knows nobody.
    again = browser.submit(HERE, anew="1", mode="practice", key="e")
    assert again.url.path.startswith("/sessions/") and "上回的情况" not in again.text
    page = browser.get(HERE).text
    assert page.count('class="locked"') == 4 and "接着谈" in page


def test_contacts_are_begun_on_their_page_alone(browser: Browser, rasa: ScriptedRasa) -> None:
    browser.sign_in("trainee")
    refused = browser.submit("/sessions", scenario="lakeside-inn-call", mode="practice", key="k")
    assert refused.status_code == 400 and "长期跟进" in refused.text
    for form in ({"mode": "exam"}, {"mode": "practice", "key": ""}):
        assert (
            browser.submit(HERE, **{"scenario": "lakeside-inn-call", "key": "k", **form}).status_code == 400
        )
    assert browser.get("/campaigns/nobody").status_code == 404 and not rasa.heard


def test_a_button_pressed_twice_begins_one_contact(browser: Browser, rasa: ScriptedRasa) -> None:
    browser.sign_in("trainee")
    assert begin(browser, "call", "k") == begin(browser, "call", "k")
    assert len({session for session, _ in rasa.heard}) == 1


def test_a_newcomer_is_told_why_not(browser: Browser, site: Site) -> None:
    browser.submit("/demo")
    assert "要用自己的账号登录" in browser.get(HERE).text and "/campaigns" not in browser.get("/").text
    refused = browser.submit(HERE, scenario="lakeside-inn-call", mode="practice", key="k")
    assert refused.status_code == 400 and "账号" in refused.text
    with archive.transaction(site.engine) as db:
        assert db.query(Person).filter(Person.demo).count() == 1
