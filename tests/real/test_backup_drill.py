"""The drill of docs/web.md: backed up in use, damaged, restored; the calls and their scores are there."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from duilian import archive
from duilian.archive.models import Session
from tests.real.browser import Browser
from tests.real.conftest import command
from tests.real.product import KeptCall, Product
from tests.real.speaker import GOOD, Speaker, open_good_call

pytestmark = pytest.mark.slow


def calls_in(product: Product) -> int:
    engine = archive.open_archive(product.database_url)
    with archive.transaction(engine) as db:
        count = db.query(Session).count()
    engine.dispose()
    return int(count)


@contextmanager
def played_meanwhile(product: Product, browser: Browser, session: str) -> Iterator[None]:
    """Somebody speaks meanwhile."""
    speaker, stop = open_good_call(product, browser, session), threading.Event()

    def play() -> None:
        for words in GOOD[:-1]:
            speaker.say(words)
            if stop.wait(0.3):
                return

    player = threading.Thread(target=play)
    player.start()
    try:
        yield
    finally:
        stop.set()
        player.join()


def finished(product: Product, browser: Browser, session: str) -> KeptCall:
    """A call from ring to scorecard."""
    speaker = open_good_call(product, browser, session)
    assert any(speaker.say(words) for words in GOOD)
    return product.kept(session)


def delete_everything(product: Product) -> None:
    """Somebody types the wrong thing at the database's own prompt."""
    trackers = product.trackers if "://" in product.trackers else f"sqlite:///{product.trackers}"
    damaged = {product.database_url: ("turns", "exchanges", "assessments"), trackers: ("events",)}
    for url, tables in damaged.items():
        engine = create_engine(url, future=True)
        with engine.begin() as connection:
            for table in tables:
                connection.execute(text(f"delete from {table}"))
        engine.dispose()


def goes_on(product: Product, browser: Browser, session: str, turns: tuple[str, ...]) -> KeptCall:
    """The page is opened again, and the call played to its end."""
    speaker = Speaker(browser, session)
    assert speaker.open()
    assert any(speaker.say(words) for words in turns)
    return product.kept(session)


def test_backed_up_in_use_damaged_and_restored(product: Product, browser: Browser, tmp_path: Path) -> None:
    others = calls_in(product)
    done, half = finished(product, browser, "done"), open_good_call(product, browser, "half")
    for words in GOOD[:3]:
        half.say(words)
    before, file = product.kept("half"), tmp_path / "对练.zip"
    with played_meanwhile(product, browser, "busy"):
        made = command(product, "backup", str(file))
    assert made.returncode == 0 and "备份好了" in made.stdout, made.stderr
    assert f"{others + 3} 次谈话" in made.stdout
    for words in GOOD[3:]:
        half.say(words)
    delete_everything(product)
    restored = command(product, "restore", str(file))
    assert restored.returncode == 0 and f"{others + 3} 次谈话" in restored.stdout, restored.stderr
    assert "重新启动" not in restored.stdout, "it goes on as it runs"
    assert product.kept("done") == done and product.kept("half") == before
    again = goes_on(product, browser, "half", GOOD[3:])
    assert (again.score, again.turns) == (done.score, done.turns), "scored as if nothing had happened"
    assert product.kept("busy").score is None
    busy = goes_on(product, browser, "busy", ("挂断",))
    assert len(busy.heard) == len(busy.answers) and busy.score is not None


def test_files_full_of_rubbish(product: Product, browser: Browser, tmp_path: Path) -> None:
    if "://" in product.trackers:
        pytest.skip("the files of PostgreSQL are its own affair")
    done, file = finished(product, browser, "rubbish"), tmp_path / "b.zip"
    assert command(product, "backup", str(file)).returncode == 0
    product.stop()
    for name in ("a.db", "trackers.db"):
        (product.folder / name).write_bytes(os.urandom(100_000))
    refused = command(product, "sessions")
    assert refused.returncode == 1 and "DATABASE_URL" in refused.stderr and "Traceback" not in refused.stderr
    restored = command(product, "restore", str(file))
    assert restored.returncode == 0 and restored.stdout.count("放在") == 2, restored.stderr
    assert "重新启动" in restored.stdout
    product.start()
    assert product.kept("rubbish") == done
    assert finished(product, browser, "afterwards").score == done.score


@pytest.mark.parametrize("word", ["backup", "restore"])
def test_a_fault_is_one_sentence(product: Product, tmp_path: Path, word: str) -> None:
    file = tmp_path / "words.txt"
    file.write_text("words")
    refused = command(product, word, str(file))
    assert refused.returncode == 1 and str(file) in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert file.read_text() == "words"
    engine = archive.open_archive(product.database_url)
    with archive.transaction(engine) as db:
        assert archive.find_person(db, "小李") is not None
    engine.dispose()
