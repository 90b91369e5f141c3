"""The API for programs: only with a token, within its owner's sight, masked, page by page, as described."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator, RefResolver

from duilian import archive
from duilian.archive import accounts
from duilian.archive.disclosures import disclosures_to
from duilian.archive.models import Group, TurnRow
from duilian.archive.outgoing_models import ApiToken
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from tests.web.conftest import NOW, PASSWORD, Browser
from tests.web.test_debrief import keep

PATHS = ("sessions", "verdicts", "people", "statistics")


@pytest.fixture()
def called(site: Site) -> Site:
    """Five sessions: 小李's of 一组, one of them with a number in it, and one of nobody's."""
    with archive.transaction(site.engine) as db:
        archive.find_person(db, "小李").group = Group(name="一组")
    scenario = site.scenarios["first-call-logistics"]
    for n in range(5):
        with archive.transaction(site.engine) as db:
            call = archive.Call(str(n) * 32, scenario.id, scenario.kind, "practice", "7")
            empty = Dialogue(call.id, scenario.kind, scenario.context(), ())
            archive.begin_call(db, call, empty, NOW, archive.find_person(db, "小李") if n else None)
        keep(site, str(n) * 32)
        with archive.transaction(site.engine) as db:
            row = archive.find_call(db, str(n) * 32)
            assert row
            row.started_at = NOW - timedelta(hours=n // 2)
            row.turns.append(
                TurnRow(number=len(row.turns), speaker="client", text="打13800138000", labels=[])
            )
    return site


def token_of(site: Site, role: str) -> str:
    page = Browser(site).sign_in(role)
    page.get("/connections")
    return str(page.submit("/connections/tokens", label="给人力").text.split("<code>", 1)[1].split("<", 1)[0])


class Program:
    """Asks with a token, and holds every answer against the description."""

    def __init__(self, site: Site, token: str) -> None:
        self.browser = Browser(site)
        self.headers = {"authorization": f"Bearer {token}"}
        self.description = self.browser.get("/api/v1/openapi.json").json()

    def ask(self, address: str) -> Any:
        answer = self.browser.get(address, headers=self.headers)
        assert answer.status_code == 200, answer.text
        path = address.partition("?")[0]
        path = "/api/v1/sessions/{session}" if path.count("/") == 4 else path
        schema = self.description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        resolver = RefResolver("", self.description)
        Draft202012Validator(schema["schema"], resolver=resolver).validate(answer.json())
        return answer.json()

    def pages(self, address: str) -> Iterator[list[Any]]:
        next_one: str | None = address
        while next_one:
            page = self.ask(next_one)
            yield page["items"]
            next_one = page["next"]


@pytest.fixture()
def program(called: Site) -> Program:
    return Program(called, token_of(called, "trainer"))


def test_sessions_page_by_page_each_once(program: Program) -> None:
    found = list(program.pages("/api/v1/sessions?limit=2"))
    assert [len(page) for page in found] == [2, 2, 1]
    assert [one["id"][0] for page in found for one in page] == ["4", "2", "3", "0", "1"]
    first = found[0][0]
    assert first["person"]["login"] == "小李" and first["person"]["group"] == "一组"
    assert first["verdicts"]["purpose"] == "missed" and first["started"].endswith("+08:00")
    verdicts = [one for page in program.pages("/api/v1/verdicts?limit=3&person=小李") for one in page]
    assert {one["session"][0] for one in verdicts} == {"1", "2", "3", "4"}
    assert any(one["quote"] and "王总您好" in one["quote"] for one in verdicts)


def test_a_session_with_its_words_masked(program: Program, called: Site) -> None:
    whole = program.ask(f"/api/v1/sessions/{'1' * 32}")
    assert whole["turns"][-1]["text"] == "打138****8000" and whole["details"][0]["session"] == whole["id"]
    address = f"/api/v1/sessions/{'1' * 32}?full=1"
    assert program.browser.get(address, headers=program.headers).status_code == 403
    with archive.transaction(called.engine) as db:
        owner = archive.find_person(db, "周老师")
        owner.unmasked, number = True, owner.id
    assert program.ask(address)["turns"][-1]["text"] == "打13800138000"
    with archive.transaction(called.engine) as db:
        (noted,) = disclosures_to(db, number)
        assert noted.what == f"API /api/v1/sessions/{'1' * 32}"


def test_people_and_figures(program: Program) -> None:
    found = [one for page in program.pages("/api/v1/people?limit=1") for one in page]
    assert [one["name"] for one in found] == ["小李", "周老师", "老总"]
    assert [one["name"] for one in program.ask("/api/v1/people?group=一组")["items"]] == ["小李"]
    figures = program.ask("/api/v1/statistics?by=person")
    (li,) = [one for one in figures["items"] if one["name"] == "小李"]
    assert li["criteria"]["purpose"]["met"] == 0 and figures["weeks"]


def test_only_with_a_token_that_holds(called: Site, program: Program) -> None:
    signed_in = Browser(called).sign_in("administrator")
    for path in PATHS:
        for headers in ({}, {"authorization": "Bearer duilian_x"}, {"authorization": "Basic x"}):
            assert signed_in.get(f"/api/v1/{path}", headers=headers).status_code == 401
        assert program.browser.post(f"/api/v1/{path}", headers=program.headers).status_code == 405
    with archive.transaction(called.engine) as db:
        (row,) = db.query(ApiToken)
        number, kept = row.id, row.hash
    assert kept not in program.headers["authorization"] and row is not None
    trainer = Browser(called).sign_in("trainer")
    assert "还没用过" in trainer.get("/connections").text
    program.ask("/api/v1/sessions")
    assert "还没用过" not in trainer.get("/connections").text
    trainer.submit(f"/connections/tokens/{number}/revoke")
    assert program.browser.get("/api/v1/sessions", headers=program.headers).status_code == 401


@pytest.mark.parametrize("change", [{"role": "trainee"}, {"active": False}])
def test_a_token_ends_with_its_owners_rights(called: Site, program: Program, change: dict[str, Any]) -> None:
    with archive.transaction(called.engine) as db:
        for name, value in change.items():
            setattr(archive.find_person(db, "周老师"), name, value)
    assert program.browser.get("/api/v1/sessions", headers=program.headers).status_code == 401


def test_who_sees_nobody_reads_of_nobody(called: Site) -> None:
    with archive.transaction(called.engine) as db:
        accounts.add_person(db, "丙老师", "trainer", PASSWORD, NOW, one_time=False)
    blind = Browser(called)
    blind.post("/sign-in", data={"name": "丙老师", "password": PASSWORD})
    blind.get("/connections")
    page = blind.submit("/connections/tokens", label="x").text
    program = Program(called, page.split("<code>", 1)[1].split("<", 1)[0])
    for path in PATHS:
        assert [one.get("name") for one in program.ask(f"/api/v1/{path}")["items"]] in ([], ["丙老师"])
    address = f"/api/v1/sessions/{'1' * 32}"
    assert program.browser.get(address, headers=program.headers).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=999",
        "limit=x",
        "after=x",
        "after=W10=",
        "after=WzFd",
        "since=soon",
        "after=WyJ4Il0=",
    ],
)
def test_nonsense_is_told(program: Program, query: str) -> None:
    for path in ("sessions", "people"):
        answer = program.browser.get(f"/api/v1/{path}?{query}", headers=program.headers)
        assert answer.status_code == 400 and answer.json()["error"]


def test_labels_and_how_many(called: Site) -> None:
    trainer = Browser(called).sign_in("trainer")
    trainer.get("/connections")
    assert trainer.submit("/connections/tokens", label="").status_code == 400
    for _ in range(20):
        assert trainer.submit("/connections/tokens", label="x").status_code == 200
    assert "最多 20 个密钥" in trainer.submit("/connections/tokens", label="x").text
