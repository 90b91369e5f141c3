"""Every page that the router knows, in a real browser: axe in light and dark, and no wider than a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from duilian import archive
from duilian.assessment import assess
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from tests.conftest import ROOT
from tests.web.chromium import browser as browser
from tests.web.conftest import NOW
from tests.web.served_site import serving, signed_in
from tests.web.test_access import BOSS, LET_IN, OTHER, OWNER, SEES, SESSION, TABLE, address
from tests.web.test_access import world as world
from tests.web.test_debrief import TALK, short

pytestmark = pytest.mark.slow
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
# What is no page: for machines, files, and what sends on to another page.
NO_PAGE = re.compile(r"^/(api|healthz|metrics)|{form}|\.jsonl$|/export$|/next$")
PATHS = sorted(
    path
    for route, who in TABLE.items()
    for method, path in [route.split(" ")]
    if method == "GET" and not NO_PAGE.search(path) and LET_IN[who]
)
FAULTS = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | "))"""
TOO_WIDE = """() => document.documentElement.scrollWidth > innerWidth
    ? [document.documentElement.scrollWidth + " > " + innerWidth] : []"""


VISIT = "7" * 32
ELSEWHERE = {"/sessions/{session}/record": f"/sessions/{VISIT}/record"}  # only visits are written down


@pytest.fixture()
def full_world(world: Site) -> Site:
    """小李 has rated its call, so that its debrief is shown, and has made a visit."""
    scenario = next(one for one in world.scenarios.values() if one.kind == "visit_fabe")
    with archive.transaction(world.engine) as db:
        archive.find_call(db, SESSION).rating = {"overall": "3"}  # type: ignore[union-attr]
        call = archive.Call(VISIT, scenario.id, scenario.kind, "practice", "7")
        dialogue = Dialogue(VISIT, scenario.kind, scenario.context(), short(TALK).turns)
        archive.begin_call(db, call, dialogue, NOW, archive.person_named(db, OWNER, NOW))
        archive.keep_call(db, call, dialogue, assess(dialogue, world.rubric), "m", NOW)
    return world


def who_reads(path: str) -> str:
    """Who is let in at an address, of those whose page says most; empty where nobody has to be signed in."""
    allowed = LET_IN[TABLE[f"GET {path}"]]
    return "" if "" in allowed else next(name for name in (OWNER, SEES, BOSS, OTHER) if name in allowed)


def faults_of(page: Page, where: str, dark: bool) -> list[str]:
    """What is wrong with one page, seen on a wide screen and on a phone."""
    page.emulate_media(color_scheme="dark" if dark else "light")
    answer = page.goto(where)
    if answer is None or answer.status != 200:
        return [f"status {answer.status if answer else None}"]
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = list(page.evaluate(FAULTS))
    page.set_viewport_size({"width": 390, "height": 800})
    found += page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 1366, "height": 860})
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_accessible_and_fits_a_phone(full_world: Site, browser: Browser, dark: bool) -> None:
    seen: dict[str, list[str]] = {}
    with serving(full_world) as base:
        pages: dict[str, Page] = {}
        for path in PATHS:
            who = who_reads(path)
            if who not in pages:
                context = browser.new_context(base_url=base, locale="zh-CN")
                pages[who] = signed_in(browser, base, who) if who else context.new_page()
            if faults := faults_of(pages[who], ELSEWHERE.get(path) or address(full_world, path), dark):
                seen[f"{who} {path}"] = faults
        for page in pages.values():
            page.context.close()
    assert len(PATHS) > 40 and seen == {}
