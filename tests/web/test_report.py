"""A month's report of a group: its figures, beside the month before."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from duilian import archive
from duilian.archive.models import Session
from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_exports import SESSIONS
from tests.web.test_exports import trainer as trainer


def test_a_month_of_a_group_beside_the_month_before(trainer: Browser, site: Site) -> None:
    page = trainer.get("/report?group=%3D一组&month=2026-11").text
    with archive.transaction(site.engine) as db:
        now, before = (float(db.get(Session, name).score) for name in SESSIONS)
    assert "2026年11月 =一组月报" in page and "<strong>1</strong> 次谈话" in page
    assert f"<strong>{now}</strong> 平均分" in page and f"↑ {round(now - before, 1)}" in page
    assert "小李（1001）" in page and page.count("data-chart=") == 3
    assert "since=2026-11-01&amp;until=2026-11-30&amp;group=%3D" in page


def test_this_month_without_one_and_nothing_where_nothing_is(trainer: Browser) -> None:
    assert "2026年11月 全部小组月报" in trainer.get("/report").text
    assert "还没有打完的谈话" in trainer.get("/report?month=2024-01").text
    assert "上月没有" in trainer.get("/report?month=2026-10").text
    assert trainer.get("/report?month=soon").status_code == 400


@pytest.mark.parametrize(("path", "told"), [("/adherence", "加权平均"), ("/report?month=2026-11", "每个人")])
def test_no_chart_is_drawn_of_nothing(trainer: Browser, site: Site, path: str, told: str) -> None:
    """The calls may be gone by the second reading: the tables stand, and no picture of nothing."""
    assert "每周平均分" in trainer.get(path).text
    with archive.transaction(site.engine) as db:
        db.execute(update(Session).values(week=None))
    page = trainer.get(path)
    assert page.status_code == 200 and told in page.text
    assert "每周平均分" not in page.text and "data-chart=" not in page.text
