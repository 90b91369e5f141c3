"""What identifies somebody is stars for others; who is allowed sees it, and that is written down."""

from __future__ import annotations

import json

import pytest

from duilian import archive
from duilian.archive import calibrations, disputes
from duilian.archive.disclosures import disclosures_to
from duilian.archive.listing import Search
from duilian.archive.models import TurnRow
from duilian.web import Site
from tests.web.conftest import NOW, Browser
from tests.web.test_debrief import keep

SESSION, NUMBER = "d" * 32, "13800138000"


@pytest.fixture()
def numbered(site: Site) -> Site:
    """小李's call in which a number was said, contested and in a sample."""
    keep(site, SESSION)
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, SESSION)
        assert row
        row.person, row.rating = archive.find_person(db, "小李"), {}
        row.turns.append(TurnRow(number=len(row.turns), speaker="client", text=f"打{NUMBER}", labels=[]))
        disputes.contest_verdict(row, "purpose", None, "不服气", NOW)
        calibrations.draw_calibration(db, "甲", ("周老师", "老总"), Search(), 1, 1, NOW)
    return site


PAGES = ("debrief", "review", "disputes/purpose")


def test_others_see_stars_and_whose_it_is_the_number(numbered: Site) -> None:
    trainer = Browser(numbered).sign_in("trainer")
    for page in [f"/sessions/{SESSION}/{one}" for one in PAGES] + ["/calibration/1/judge/1"]:
        shown = trainer.get(page).text
        assert NUMBER not in shown and "138****8000" in shown and "在这里是星号" in shown, page
        assert "显示出来" not in shown
        assert trainer.get(page + "?full=1").status_code == 403
    mine = Browser(numbered).sign_in("trainee").get(f"/sessions/{SESSION}/debrief").text
    assert NUMBER in mine and "星号" not in mine


def test_who_is_allowed_sees_the_number_and_that_is_written_down(numbered: Site) -> None:
    admin = Browser(numbered).sign_in("administrator")
    with archive.transaction(numbered.engine) as db:
        trainer_id = archive.find_person(db, "周老师").id
    page = f"/people/{trainer_id}"
    admin.submit(page, role="trainer", active="1", all_groups="1", unmasked="1")
    trainer = Browser(numbered).sign_in("trainer")
    for one in PAGES:
        shown = trainer.get(f"/sessions/{SESSION}/{one}")
        assert NUMBER not in shown.text and "显示出来" in shown.text
        assert NUMBER in trainer.get(f"/sessions/{SESSION}/{one}?full=1").text
    with archive.transaction(numbered.engine) as db:
        assert [one.what for one in disclosures_to(db, trainer_id)] == [SESSION] * len(PAGES)
    assert SESSION in admin.get(page).text and "看得到号码" in admin.get("/people").text
    admin.submit(page, role="trainer", active="1", all_groups="1")
    assert trainer.get(f"/sessions/{SESSION}/review?full=1").status_code == 403


def test_files_are_masked_too(numbered: Site) -> None:
    admin = Browser(numbered).sign_in("administrator")
    with archive.transaction(numbered.engine) as db:
        path = f"/people/{archive.find_person(db, '小李').id}/export"
    said = admin.get(path).text
    assert (
        NUMBER not in said and "138****8000" in said and json.loads(said.splitlines()[0])["login"] == "小李"
    )
    assert admin.get(path + "?full=1").status_code == 403
