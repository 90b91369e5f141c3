"""Every route for every role: who gets in is written down here once more, and compared."""

from __future__ import annotations

import re

import pytest

from duilian.call.rasa_client import Reply
from duilian.web import Site
from duilian.web.routes import PAGES
from tests.web.conftest import Browser, ScriptedRasa
from tests.web.test_debrief import keep

TRAINEE = {
    "GET /",
    "GET /rubric",
    "POST /sign-out",
    "GET /password",
    "POST /password",
    "GET /progress",
    "POST /sessions",
    # of a session of one's own
    "GET /sessions/{session}",
    "POST /sessions/{session}/turns",
    "GET /sessions/{session}/debrief",
    "POST /sessions/{session}/rating",
    "POST /sessions/{session}/retry",
}
OPEN = {"GET /sign-in", "POST /sign-in", "POST /demo"}
ALL = {f"{page.method} {page.path}" for page in PAGES}
PROGRESS = "GET /people/{person:int}/progress"  # a trainer's too
ADMINISTRATOR = {route for route in ALL if route.split(" ")[1].startswith(("/people", "/settings"))} - {
    PROGRESS
}


def address(path: str) -> str:
    return re.sub(r"{(\w+)(:int)?}", lambda m: "csv" if m[1] == "form" else "1" if m[2] else "s" * 32, path)


def ask(browser: Browser, route: str) -> int:
    method, path = route.split(" ")
    if method == "GET":
        return int(browser.get(address(path), follow_redirects=False).status_code)
    return int(browser.post(address(path), data={"csrf": browser.csrf}, follow_redirects=False).status_code)


@pytest.mark.parametrize("role", [None, "trainee", "trainer", "administrator"])
def test_routes_by_roles(site: Site, role: str | None) -> None:
    """A session that is another one's: nobody's at all."""
    keep(site, "s" * 32)
    browser = Browser(site)
    if role:
        browser.sign_in(role)
    for route in sorted(ALL - {"POST /sign-out", "POST /demo"}):
        status = ask(browser, route)
        refused = status in (403, 404) or (status == 303 and role is None)
        mine = "{session}" in route and not route.endswith(("/review", "/accept", "/comments"))
        if route in OPEN:
            allowed = True
        elif mine:
            allowed = role in ("trainer", "administrator") and route == "GET /sessions/{session}/debrief"
        elif route in TRAINEE:
            allowed = role is not None
        elif route in ADMINISTRATOR:
            allowed = role == "administrator"
        else:
            allowed = role in ("trainer", "administrator")
        missing = allowed and ":int}" in route and status == 404
        assert refused is not allowed or missing, f"{role}: {route} → {status}"


def test_the_table_above_names_routes_that_exist() -> None:
    assert TRAINEE | OPEN <= ALL


def test_an_owner_has_all_of_its_session(site: Site, browser: Browser, rasa: ScriptedRasa) -> None:
    rasa.next = [[Reply("喂？")]]
    path = (
        browser.sign_in("trainee")
        .submit("/sessions", scenario="first-call-logistics", mode="practice", key="k")
        .url.path
    )
    assert browser.submit(f"{path}/turns", key="k1", seen="1", text="您好").status_code == 200
    keep(site, path.rpartition("/")[2])
    assert (
        browser.get(f"{path}/debrief").status_code
        == browser.submit(f"{path}/rating", overall="3").status_code
        == 200
    )
    assert browser.get(f"{path}/review").status_code == 403, "a trainee at a trainer's address"


def test_a_big_form_is_refused(browser: Browser) -> None:
    browser.sign_in("trainee")
    assert browser.submit("/sessions", scenario="x" * 100_000, mode="practice", key="k").status_code == 413


@pytest.mark.parametrize(
    "path", ["/people/99999999999999999999", "/calibration/4294967296", "/assignments/99999999999"]
)
def test_numbers_beyond_all_rows_are_not_there(browser: Browser, path: str) -> None:
    assert browser.sign_in("administrator").get(path).status_code == 404


def test_odd_characters_are_words_like_others(browser: Browser, rasa: ScriptedRasa) -> None:
    trainer = browser.sign_in("trainer")
    for odd in ("%00", "%22", "%27--", "*%22)%20OR%201", "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80", "%ff"):
        assert trainer.get(f"/sessions?words={odd}{odd}{odd}").status_code == 200
        assert trainer.get(f"/adherence?group={odd}").status_code == 200
    assert trainer.post("/sign-out", data={"csrf": "é"}).status_code == 403
    rasa.next = [[Reply("喂？")]]
    path = trainer.submit("/sessions", scenario="first-call-logistics", mode="practice", key="k").url.path
    assert trainer.submit(f"{path}/turns", key="k1", seen="1", text="您\0好").json()["text"] == "您好"
