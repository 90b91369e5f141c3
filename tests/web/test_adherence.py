"""Who needs what: the table, its cells' sessions, and the files."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from duilian import archive
from duilian.archive.models import Group
from duilian.dialogue.model import Dialogue
from duilian.web import Site
from tests.web.conftest import Browser
from tests.web.test_debrief import keep


@pytest.fixture()
def trainer(site: Site, browser: Browser) -> Browser:
    """With two sessions of 小李's, of 一组, whose name begins like a formula."""
    with archive.transaction(site.engine) as db:
        archive.person_named(db, "小李", site.now()).group = Group(name="=一组")
    for name in ("a" * 32, "b" * 32):
        with archive.transaction(site.engine) as db:
            scenario = site.scenarios["first-call-logistics"]
            call = archive.Call(name, scenario.id, scenario.kind, "practice", "7")
            begun = Dialogue(name, scenario.kind, scenario.context(), ())
            archive.begin_call(db, call, begun, site.now(), archive.person_named(db, "小李", site.now()))
        keep(site, name)
    return browser.sign_in("trainer")


def test_every_cell_leads_to_its_sessions(trainer: Browser) -> None:
    page = trainer.get("/adherence?by=person").text
    assert (
        "小李" in page
        and "二选一" in page
        and "person=%E5%B0%8F%E6%9D%8E" in page
        and 'class="few"' in page
        and ">2/2<" in page
        and ">0/2<" in page
    ), "two calls are too few for a colour"
    assert "最薄弱的" in page and "最需要帮助的学员" in page and "加权平均" in page
    assert "sort=purpose" in page and trainer.get("/adherence?by=person&sort=purpose").status_code == 200
    link = page.split('href="/sessions?', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert trainer.get(f"/sessions?{link}").status_code == 200
    assert trainer.get("/sessions?missed=purpose&person=小李").text.count("/review") == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        "by=group",
        "group=%3D一组",
        "kind=phone_appointment",
        "scenario=first-call-logistics",
        "since=2026-11&until=2026-11",
    ],
)
def test_every_cut_counts_the_same_sessions(trainer: Browser, query: str) -> None:
    page = trainer.get(f"/adherence?{query}").text
    assert "2/2" in page or "0/2" in page
    assert '"counts": [' in page or '"counts":' in page


def test_what_is_out_of_range_is_empty_and_nonsense_is_told(trainer: Browser) -> None:
    assert "还没有打完" in trainer.get("/adherence?until=2025-01").text
    assert (
        trainer.get("/adherence?since=now").status_code == 400
        and trainer.get("/adherence?by=x").status_code == 400
    )


def test_the_files_read_back_say_what_the_table_says(trainer: Browser) -> None:
    given = trainer.get("/adherence/export.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(given)))
    purpose = next(row for row in rows if row["评分项编号"] == "purpose")
    assert (purpose["学员或小组"], purpose["适用次数"], purpose["做到次数"]) == ("'=一组", "2", "0")
    lines = [json.loads(line) for line in trainer.get("/adherence/export.jsonl").text.splitlines()]
    assert {
        "who": "=一组",
        "criterion": "purpose",
        "label": purpose["评分项"],
        "asked": 2,
        "met": 0,
        "rate": 0.0,
    } in lines
    answer = trainer.get("/adherence/export.xlsx")
    assert f"filename*=UTF-8''{quote('对练-能力短板-')}" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    cells = list(book.active.iter_rows(values_only=True))
    assert cells[0][0] == "学员或小组" and len(cells) == len(rows) + 1 == len(lines) + 1
    assert trainer.get("/adherence/export.exe").status_code == 404


def test_newcomers_are_nowhere_and_what_repeats_or_is_tried_out_only_where_it_is_asked_for(
    site: Site, trainer: Browser
) -> None:
    def counted(query: str = "") -> int:
        page = trainer.get(f"/adherence/export.jsonl?{query}").text
        lines = [json.loads(line) for line in page.splitlines()]
        return sum(line["asked"] for line in lines if line["criterion"] == "purpose")

    with archive.transaction(site.engine) as db:
        people = {
            "重来": archive.person_named(db, "小李", site.now()),
            "试用": archive.person_named(db, "周老师", site.now()),
            "体验": archive.person_named(db, "体验学员", site.now()),
        }
        people["体验"].demo = True
        for n, (how, person) in enumerate(people.items()):
            scenario = site.scenarios["first-call-logistics"]
            call = archive.Call(str(n) * 32, scenario.id, scenario.kind, "practice", "7")
            empty = Dialogue(call.id, scenario.kind, scenario.context(), ())
            row = archive.begin_call(db, call, empty, site.now(), person)
            row.parent_turn = 5 if how == "重来" else None
    for n in range(3):
        keep(site, str(n) * 32)
    assert (counted(), counted("calls=all")) == (2, 4)
    assert counted("scenario=first-call-logistics") == 2
    assert sum(json.loads(_data(trainer.get("/adherence").text, "spread"))["counts"]) == 2
    assert sum(json.loads(_data(trainer.get("/adherence?calls=all").text, "spread"))["counts"]) == 4
    found = trainer.get("/sessions").text
    assert "重来" in found and "试用" in found and "体验学员" not in found
    assert trainer.get("/sessions?calls=whole").text.count("/review") == 2
    assert trainer.get("/adherence?calls=x").status_code == 400


def _data(page: str, chart: str) -> str:
    return page.split(f'data-chart="{chart}">', 1)[1].split("</script>", 1)[0]
