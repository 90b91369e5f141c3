"""Real calls: handed in, looked at, put right, and kept in the background."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from duilian import archive
from duilian.archive import accounts, imports
from duilian.archive.import_models import ImportBatch, ImportedCall, ImportFile
from duilian.archive.models import Group, Session
from duilian.cli.waiting_calls import keep_waiting
from duilian.clock import CHINA
from duilian.tagging import Tagger
from duilian.web import Site
from duilian.web.sweeping import sweep_once
from tests.web.conftest import NOW, PASSWORD, Browser, Clock

SAMPLES = Path(__file__).parent.parent / "data" / "imports"
CALL = """客户：喂？
客户经理：王总您好，我是移动公司的客户经理小李。
客户：什么事？
客户经理：您看周三下午三点还是周四上午十点方便？
客户：周三吧。
"""


@pytest.fixture()
def trainer(browser: Browser) -> Browser:
    return browser.sign_in("trainer")


def handed_in(browser: Browser, *paths: Path, **form: str) -> str:
    """Hand files in → the page of the batch."""
    files = [("file", (path.name, path.read_bytes(), "application/octet-stream")) for path in paths]
    answer = browser.post("/import", data={"csrf": browser.csrf, **form}, files=files)
    assert answer.status_code == 200
    return str(answer.url.path)


def test_what_was_read_is_shown_with_faults_by_line_and_nothing_is_kept(site: Site, trainer: Browser) -> None:
    page = trainer.submit("/import", text=f"{CALL}\n小王：<b>喂\n", kind="phone_appointment").text
    assert "第 1 通" in page and "5 句" in page and "第 7 行：不认识说话人“小王”" in page
    assert "小王：&lt;b&gt;喂" in page and "导入这 1 通" in page and "1 处有问题，不会导入" in page
    with archive.transaction(site.engine) as db:
        assert db.query(Session).count() == 0
    assert trainer.submit("/import", text=" ").status_code == 400
    assert trainer.submit("/import", text=CALL, kind="tea").status_code == 400


def test_files_of_every_kind_are_handed_in_at_once(trainer: Browser) -> None:
    paths = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".xlsx", ".json", ".txt", ".vtt"))
    page = trainer.get(handed_in(trainer, *paths)).text
    assert f"导入 {len(paths)} 个文件" in page and all(path.name in page for path in paths)
    assert "XLSX 表格" in page and "VTT 字幕" in page
    (address,) = re.findall(r'href="(/import/\w+\?file=\d+)">29_table.xlsx', page)
    one = trainer.get(address).text
    assert "29_table.xlsx" in one and "客户经理" in one and "从第" in one


def test_a_file_that_is_none_is_named_and_the_others_are_read(trainer: Browser, tmp_path: Path) -> None:
    broken, good = tmp_path / "坏.pdf", tmp_path / "好.txt"
    broken.write_bytes(b"%PDF-1.7 \xff\xfe")
    good.write_text(CALL, encoding="gb18030")
    page = trainer.get(handed_in(trainer, broken, good)).text
    assert "PDF 不读" in page and "导入这 1 通" in page and "1 处有问题" in page


def test_a_text_with_a_fault_is_put_right_in_the_page(trainer: Browser) -> None:
    address = trainer.submit("/import", text=f"{CALL}\n小王：喂\n").url.path
    page = trainer.submit(f"{address}/read", file="1", text=CALL).text
    assert "处有问题" not in page and "导入这 1 通" in page


def test_who_is_who_is_proposed_and_can_be_turned_round(trainer: Browser) -> None:
    text = "A：您好，我是移动公司的小李。\nB：什么事？\n"
    answer = trainer.submit("/import", text=text, kind="phone_care")
    assert "看说的话，把“A”当作了客户经理" in answer.text and "<dt>客户经理</dt><dd>您好" in answer.text
    assert "请核对两边" in answer.text
    turned = trainer.submit(f"{answer.url.path}/turn", file="1")
    assert "<dt>客户</dt><dd>您好" in turned.text and "<dt>客户经理</dt><dd>什么事？" in turned.text
    assert "两边已经对调" in turned.text and "请核对两边" not in turned.text


def test_a_speaker_of_whom_nothing_is_known_is_asked_for_once(trainer: Browser) -> None:
    address = trainer.submit("/import", text="红：嗯\n蓝：嗯\n", kind="phone_care").url.path
    assert "请说明谁是客户经理" in trainer.get(address).text
    page = trainer.submit(f"{address}/read", file="1", trainee="蓝").text
    assert "<dt>客户经理</dt><dd>嗯" in page and "导入这 1 通" in page


def test_a_batch_is_its_owners_alone_until_it_is_kept(site: Site, trainer: Browser) -> None:
    address = trainer.submit("/import", text=CALL).url.path
    with archive.transaction(site.engine) as db:
        accounts.add_person(db, "吴老师", "trainer", PASSWORD, NOW, one_time=False).all_groups = True
    other = Browser(site)
    other.post("/sign-in", data={"name": "吴老师", "password": PASSWORD})
    other.get("/")
    assert other.get(address).status_code == 404
    for what in ("read", "turn", "keep", "discard"):
        assert other.submit(f"{address}/{what}", file="1").status_code == 404, what
    assert Browser(site).sign_in("trainee").get(address).status_code == 403
    assert trainer.get(address).status_code == 200


def test_what_nobody_starts_is_deleted_and_can_be_discarded(
    site: Site, trainer: Browser, clock: Clock
) -> None:
    for discard in (True, False):
        address = trainer.submit("/import", text=CALL).url.path
        if discard:
            trainer.submit(f"{address}/discard")
        else:
            clock.move(hours=25)
            sweep_once(site)
        with archive.transaction(site.engine) as db:
            assert [db.query(one).count() for one in (ImportBatch, ImportFile, ImportedCall)] == [0, 0, 0]


def test_calls_go_with_whose_they_are(site: Site, trainer: Browser) -> None:
    address = trainer.submit("/import", text=CALL).url.path
    trainer.submit(f"{address}/keep", person="小李")
    with archive.transaction(site.engine) as db:
        db.delete(archive.find_person(db, "小李"))
    with archive.transaction(site.engine) as db:
        assert db.query(ImportedCall).count() == 0


def test_whose_calls_they_are_is_somebody_seen(site: Site, trainer: Browser) -> None:
    address = trainer.submit("/import", text=CALL).url.path
    assert trainer.submit(f"{address}/keep", person="没有这人").status_code == 400
    assert trainer.submit(f"{address}/keep", day="2026-13-40").status_code == 400
    with archive.transaction(site.engine) as db:
        teacher = archive.find_person(db, "周老师")
        assert teacher is not None
        teacher.all_groups, teacher.seen_groups = False, [Group(name="一组")]
    refused = trainer.submit(f"{address}/keep")
    assert refused.status_code == 400 and "请选这些电话是谁打的" in refused.text
    assert trainer.submit(f"{address}/keep", person="小李").status_code == 400


@pytest.fixture()
def loaded(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped tagger, in memory already; in tests/web/test_browser_trainer.py it is loaded anew."""
    monkeypatch.setattr("duilian.tagging.load_tagger", lambda _: tagger)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_what_is_started_is_assessed_and_kept_once(site: Site, trainer: Browser) -> None:
    form = {"kind": "phone_appointment", "client_title": "王总", "hung_up_by": "client"}
    address = trainer.submit("/import", text=CALL, **form).url.path
    assert "没有写日期" in trainer.get(address).text
    for _ in range(2):
        page = trainer.submit(f"{address}/keep", person="小李", day="2026-11-20").text
    assert "正在评分：0 / 1 通" in page
    assert trainer.submit(f"{address}/turn", file="1").status_code == 400, "it is too late"
    assert keep_waiting(site.config, stays=0.1) == 1 and keep_waiting(site.config, stays=0.1) == 0
    assert "已经导入 1 通" in trainer.get(address).text
    assert "已有同样的" in trainer.submit("/import", text=CALL, **form).text
    found = trainer.get("/sessions?origin=imported&person=小李").text
    assert found.count("/review") == 1 and "真实通话" in found and "11月20日<" in found
    path = re.findall(r'href="/sessions/(\w+)/review', found)[0]
    review = trainer.get(f"/sessions/{path}/review").text
    assert "您看周三下午三点还是周四上午十点方便</mark>" in review
    own = Browser(site).sign_in("trainee").get(f"/sessions/{path}/debrief").text
    assert "从这一句重来" not in own and "得分" in own


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_day_title_length_and_times_of_the_file_are_kept(site: Site, trainer: Browser) -> None:
    sample = next(SAMPLES.glob("19_*"))
    address = handed_in(trainer, sample)
    trainer.submit(f"{address}/keep")
    assert keep_waiting(site.config, stays=0.1) == 1
    with archive.transaction(site.engine) as db:
        call = db.query(ImportedCall).one()
        assert call.dialogue is None and call.state == "kept" and call.begun_at
        row = archive.find_call(db, call.session_id)
        assert row is not None and row.title == call.title != ""
        assert row.started_at == datetime.fromisoformat(call.begun_at).replace(tzinfo=CHINA)
        assert [turn.begins for turn in row.turns] == [span[0] for span in call.spans]
        assert row.turns[1].begins == 60 and row.ended_at >= row.started_at
        title = row.title
    page = trainer.get("/sessions").text
    assert title in page and "2024年3月1日 10:00" in page


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_a_call_that_cannot_be_assessed_is_named_and_the_others_are_kept(
    site: Site, trainer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = trainer.submit("/import", text=f"{CALL}---\n{CALL.replace('周三吧', '周四吧')}").url.path
    trainer.submit(f"{address}/keep")
    predict = Tagger.predict

    def failing(self: Tagger, dialogue: object) -> object:
        if "周四吧" in str(dialogue):
            raise ZeroDivisionError
        return predict(self, dialogue)  # type: ignore[arg-type]

    monkeypatch.setattr(Tagger, "predict", failing)
    assert keep_waiting(site.config, stays=0.1) == 2
    page = trainer.get(address).text
    assert "已经导入 1 通" in page and "1 通没有导入成功" in page and "评分时出了错" in page
    with archive.transaction(site.engine) as db:
        assert not imports.is_waiting(db)
