"""A backup holds both databases as they stood at one moment, and is restored into either kind."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import schema
from duilian.archive.backup import BackupContents, write_backup
from duilian.archive.models import Base
from duilian.archive.restoration import restore_backup
from duilian.errors import DataError
from tests.archive.postgres import new_database
from tests.archive.test_migrations import ROWS, contents, fill, tables

NOW = datetime(2026, 11, 29, 20, 0, tzinfo=timezone.utc)
EVENTS = (
    "create table events (id integer primary key, sender_id varchar(255) not null, type_name varchar(255) "
)
EVENTS += "not null, timestamp float, intent_name varchar(255), action_name varchar(255), data text)"
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@dataclass(frozen=True)
class Databases:
    """The addresses of an archive and of Rasa's trackers."""

    archive: str
    trackers: str

    def say(self, sender: str, words: str) -> None:
        engine = create_engine(self.trackers, future=True)
        with engine.begin() as connection:
            statement = (
                "insert into events (sender_id, type_name, timestamp, data) values (:s, 'user', 1.5, :d)"
            )
            connection.execute(text(statement), {"s": sender, "d": json.dumps({"text": words})})
        engine.dispose()

    def heard(self) -> list[tuple[str, str]]:
        engine = create_engine(self.trackers, future=True)
        with engine.connect() as connection:
            rows = connection.execute(text("select sender_id, data from events order by id")).all()
        engine.dispose()
        return [(row.sender_id, json.loads(row.data)["text"]) for row in rows]

    def kept(self) -> dict[str, list[str]]:
        engine = create_engine(self.archive, future=True)
        columns = {name: [column.name for column in table.c] for name, table in tables(engine).items()}
        made = contents(engine, columns)
        engine.dispose()
        return made


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str, str], Databases]:
    """Makes empty databases of a kind."""

    def databases(kind: str, name: str) -> Databases:
        if kind == "postgresql":
            return Databases(new_database(), new_database())
        (tmp_path / name).mkdir()
        return Databases(
            f"sqlite:///{tmp_path / name / 'a.db'}", f"sqlite:///{tmp_path / name / 'trackers.db'}"
        )

    return databases


def filled(made: Databases) -> Databases:
    engine = archive.open_archive(made.archive)
    fill(engine)
    engine.dispose()
    trackers = create_engine(made.trackers, future=True)
    with trackers.begin() as connection:
        serial = EVENTS.replace("integer primary", "serial primary")
        connection.execute(text(EVENTS if trackers.dialect.name == "sqlite" else serial))
    trackers.dispose()
    for words in ("喂？", "您好😀"):
        made.say("open", words)
    return made


def plain(kept: dict[str, list[str]], kind: str) -> object:
    """What two kinds of databases have in common: names and counts; within a kind, everything."""
    return kept if kind == "same" else {name: len(rows) for name, rows in kept.items()}


@pytest.mark.parametrize("into", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_backed_up_is_restored(
    kind: str, into: str, make: Callable[[str, str], Databases], tmp_path: Path
) -> None:
    source, file = filled(make(kind, "source")), tmp_path / "b.zip"
    before, heard = source.kept(), source.heard()
    made = write_backup(source.archive, source.trackers, file, NOW)
    assert made == BackupContents(NOW, len(ROWS["sessions"]), len(ROWS["people"]), 2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob(".backup-*")) == []
    target = source if into == kind else make(into, "target")
    if into == kind:  # what was done since is undone
        source.say("open", "后来的")
        engine = archive.open_archive(source.archive)
        with archive.transaction(engine) as db:
            archive.find_call(db, "a").score = 1.0
            archive.person_named(db, "后来的", NOW)
        engine.dispose()
        assert source.kept() != before
    restored = restore_backup(target.archive, target.trackers, file, NOW)
    assert restored.contents == made and not restored.restart
    assert len(restored.aside) == (2 if into == kind == "sqlite" else 0)
    same = "same" if into == kind else "other"
    assert plain(target.kept(), same) == plain(before, same) and target.heard() == heard
    engine = archive.open_archive(target.archive)
    with archive.transaction(engine) as db:
        row = archive.find_call(db, "b")
        assert row.parent_id == "a" and [t.text for t in row.turns] == [r["text"] for r in ROWS["turns"][:2]]
        assert row.started_at == ROWS["sessions"][1]["started_at"] and row.transcript.text
        assert archive.find_call(db, "open").exchanges[1].replies is None
        assert archive.person_named(db, "新来的", NOW).id > 11, "numbers go on"
    engine.dispose()
    target.say("open", "接着说")
    assert target.heard() == [*heard, ("open", "接着说")]


@pytest.mark.parametrize("kind", KINDS)
def test_both_stand_as_at_one_moment_and_writers_go_on(
    kind: str, make: Callable[[str, str], Databases], tmp_path: Path
) -> None:
    """Each message comes into the archive before Rasa hears it, and its answer after."""
    source, stop, written = filled(make(kind, "source")), threading.Event(), 0

    def play() -> None:
        nonlocal written
        engine = archive.open_archive(source.archive)
        statement = text(
            "insert into exchanges (id, session_id, number, key, text, replies, at) "
            "values (:n, 'open', :n, :k, :k, null, '2026-11-29')"
        )
        answer = text("update exchanges set replies = '[]' where session_id = 'open' and number = :n")
        while not stop.is_set():
            number = 100 + written
            with engine.begin() as connection:
                connection.execute(statement, {"n": number, "k": f"w{number}"})
            source.say("played", f"w{number}")
            with engine.begin() as connection:
                connection.execute(answer, {"n": number})
            written += 1
        engine.dispose()

    player = threading.Thread(target=play)
    player.start()
    try:
        for n in range(5):
            seen = written
            file = tmp_path / f"{n}.zip"
            write_backup(source.archive, source.trackers, file, NOW)
            with zipfile.ZipFile(file) as packed:
                packed.extractall(tmp_path / f"{n}")
            query = "select text from exchanges where key like 'w%'"
            kept = words_of(tmp_path / f"{n}" / "archive.db", query)
            answered = words_of(tmp_path / f"{n}" / "archive.db", f"{query} and replies is not null")
            query = "select json_extract(data, '$.text') from events where sender_id = 'played'"
            heard = words_of(tmp_path / f"{n}" / "trackers.db", query)
            assert answered <= heard <= kept and len(kept - answered) <= 1
            while written == seen:
                assert player.is_alive()
    finally:
        stop.set()
        player.join()


def words_of(file: Path, query: str) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {str(words) for (words,) in connection.execute(query)}


def test_an_earlier_version_is_brought_up_to_date_as_it_is_restored(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", future=True)
    archive.prepare_connections(engine)
    archive.upgrade(engine, "0004")
    fill(engine)
    file, trackers = tmp_path / "b.zip", f"sqlite:///{tmp_path / 'trackers.db'}"
    write_backup(str(engine.url), trackers, file, NOW)
    restore_backup(f"sqlite:///{tmp_path / 'new' / 'a.db'}", trackers, file, NOW)
    opened: Engine = archive.open_archive(f"sqlite:///{tmp_path / 'new' / 'a.db'}")
    with archive.transaction(opened) as db:
        assert archive.find_call(db, "a").transcript.text
    with opened.connect() as connection:
        assert schema.revision_of(connection) == schema.revisions()[-1]
    assert set(tables(opened)) == set(Base.metadata.tables)


@pytest.mark.parametrize("damage", [b"nonsense" * 4096, b"", b"SQLite format 3\0" + b"\0" * 9000])
def test_a_damaged_file_is_put_aside_and_replaced(
    damage: bytes, make: Callable[[str, str], Databases], tmp_path: Path
) -> None:
    source, file = filled(make("sqlite", "source")), tmp_path / "b.zip"
    before = source.kept()
    write_backup(source.archive, source.trackers, file, NOW)
    broken = tmp_path / "source" / "a.db"
    broken.write_bytes(damage)
    restored = restore_backup(source.archive, source.trackers, file, NOW)
    assert source.kept() == before
    assert restored.restart == (damage != b""), "an empty file is an empty database"
    (aside,) = [path for path in restored.aside if path.name.startswith("a.db")]
    assert damage == b"" or aside.read_bytes() == damage


def zipped(path: Path, **members: bytes) -> bytes:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", "."), data)
    return path.read_bytes()


def test_what_is_no_backup_is_one_sentence_and_changes_nothing(
    make: Callable[[str, str], Databases], tmp_path: Path
) -> None:
    source, good = filled(make("sqlite", "source")), tmp_path / "good.zip"
    write_backup(source.archive, source.trackers, good, NOW)
    with zipfile.ZipFile(good) as packed:
        members = {name.replace(".", "_"): packed.read(name) for name in packed.namelist()}
    about = json.loads(members["backup_json"])
    whole, scratch = good.read_bytes(), tmp_path / "scratch.zip"
    half = len(whole) // 2
    later = tmp_path / "later.db"
    later.write_bytes(members["archive_db"])
    with closing(sqlite3.connect(later)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
        connection.execute("pragma journal_mode = delete")
    cases = {
        "不是对练的备份": [b"", b"words", zipped(scratch, readme_txt=b"x"), members["archive_db"]]
        + [zipped(scratch, **{**members, "backup_json": data}) for data in (b"[]", b"{}", b"7")],
        "损坏": [
            whole[:half] + bytes(byte ^ 0xFF for byte in whole[half : half + 64]) + whole[half + 64 :],
            zipped(scratch, **{**members, "archive_db": b"nonsense" * 999}),
        ],
        "更新的版本": [
            zipped(scratch, **{**members, "backup_json": json.dumps({**about, "format": 2}).encode()}),
            zipped(scratch, **{**members, "archive_db": later.read_bytes()}),
        ],
        "读不了": [zipped(scratch, **{**members, "backup_json": b"{"})],
    }
    before, file = (source.kept(), source.heard()), tmp_path / "bad.zip"
    for words, datas in cases.items():
        for data in datas:
            file.write_bytes(data)
            with pytest.raises(DataError, match=words):
                restore_backup(source.archive, source.trackers, file, NOW)
    with pytest.raises(DataError, match="没有这个文件"):
        restore_backup(source.archive, source.trackers, tmp_path / "nowhere.zip", NOW)
    assert (source.kept(), source.heard()) == before


def test_a_backup_covers_nothing_and_leaves_no_half(
    make: Callable[[str, str], Databases], tmp_path: Path
) -> None:
    source, file = filled(make("sqlite", "source")), tmp_path / "b.zip"
    file.write_text("mine")
    with pytest.raises(DataError, match="已经有这个文件"):
        write_backup(source.archive, source.trackers, file, NOW)
    assert file.read_text() == "mine"
    with pytest.raises(DataError, match="写不到这里"):
        write_backup(source.archive, source.trackers, tmp_path / "nowhere" / "b.zip", NOW)
    (tmp_path / "source" / "a.db").write_bytes(b"nonsense" * 999)
    file.unlink()
    with pytest.raises(DataError, match="没有备份成"):
        write_backup(source.archive, source.trackers, file, NOW)
    assert not file.exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://me:geheim@x/y", "postgresql://me:geheim@127.0.0.1:1/x"])
def test_an_address_that_leads_nowhere_is_one_sentence(tmp_path: Path, url: str) -> None:
    good, file = f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "b.zip"
    archive.open_archive(good).dispose()
    for addresses in ((url, good), (good, url)):
        with pytest.raises(DataError) as raised:
            write_backup(*addresses, file, NOW)
        assert "geheim" not in str(raised.value) and not file.exists()
    write_backup(good, good, file, NOW)
    for addresses in ((url, good), (good, url)):
        with pytest.raises(DataError) as raised:
            restore_backup(*addresses, file, NOW)
        assert "geheim" not in str(raised.value)
