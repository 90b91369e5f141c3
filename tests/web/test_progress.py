"""Progress: one's own for a trainee, anybody's for a trainer."""

from __future__ import annotations

from duilian import archive
from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_debrief import keep


def test_progress_shows_attempts_weaknesses_and_what_next(site: Site, browser: Browser) -> None:
    browser.sign_in("trainee")
    assert "还没有完成过练习" in browser.get("/progress").text
    keep(site, "a" * 32)
    with archive.transaction(site.engine) as db:
        row = archive.find_call(db, "a" * 32)
        assert row
        row.person = archive.person_named(db, "小李", site.now())
        person = row.person.id
    page = browser.get("/progress").text
    for words in (
        "每一次的得分",
        "接下来练什么",
        "最近 1 次没做到",
        "各评分项掌握情况",
        f"/sessions/{'a' * 32}/debrief",
    ):
        assert words in page
    assert browser.get(f"/people/{person}/progress").status_code == 403
    trainer = Browser(site).sign_in("trainer")
    assert (
        "小李" in trainer.get(f"/people/{person}/progress").text
        and trainer.get("/people/999/progress").status_code == 404
    )
