"""What is not kept is not answered, what is answered is kept, and the debrief is owed until it is there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tests.archive import postgres
from tests.real.browser import Browser
from tests.real.product import Product, forget_turn, locked
from tests.real.speaker import GOOD, Speaker, open_good_call
from tests.real.torture import torture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def product(mistreated: Product) -> Product:
    return mistreated


def assert_kept(product: Product, speaker: Speaker) -> None:
    """Every answered message stands in the tracker once, and was scored as it was said."""
    kept = product.kept(speaker.session)
    assert [key for key, _ in kept.heard] == ["start", *(key for key, _, _ in speaker.answered)]
    said = tuple(text for _, text, _ in speaker.answered if text != "挂断")
    assert kept.turns == said


def good_call(product: Product, browser: Browser, session: str) -> float:
    """The score of a call during which nothing happens."""
    speaker = open_good_call(product, browser, session)
    any(speaker.say(text) for text in GOOD)
    assert_kept(product, speaker)
    score = product.kept(session).score
    assert score is not None
    return score


@pytest.fixture(scope="module")
def undisturbed(product: Product, browser: Browser) -> float:
    return good_call(product, browser, "undisturbed")


@pytest.mark.parametrize("file", ["trackers.db", "a.db"])
def test_a_locked_database_loses_no_answered_turn(
    product: Product, browser: Browser, undisturbed: float, file: str
) -> None:
    speaker = open_good_call(product, browser, f"locked-{file[0]}")
    speaker.say(GOOD[0])
    with locked(str(product.folder / file), 12):
        before = time.monotonic()
        speaker.say(GOOD[1])
        waited = time.monotonic() - before
    assert waited > 11, "it was answered while it could not be kept"
    any(speaker.say(text) for text in GOOD[2:])
    assert_kept(product, speaker)
    assert product.kept(speaker.session).score == undisturbed


def test_a_key_is_heard_once_however_often_it_is_sent(product: Product, browser: Browser) -> None:
    for trial in range(6):
        speaker = open_good_call(product, browser, f"often-{trial}")
        for n, text in enumerate(GOOD[:5]):
            speaker.say(text, times=4 if n % 2 else 1, reload=n % 2 == 0)
        assert speaker.say("挂断", times=4, reload=True)
        assert_kept(product, speaker)


def test_a_debrief_is_owed_until_it_is_there(product: Product, browser: Browser, undisturbed: float) -> None:
    speaker = open_good_call(product, browser, "owed")
    for text in GOOD[:-1]:
        speaker.say(text)
    speaker.patience = 5.0  # who says goodbye gives up soon
    with ThreadPoolExecutor(1) as pool, locked_once_asked(product, "owed"):
        goodbye = pool.submit(speaker.say, GOOD[-1])
    with pytest.raises(AssertionError, match="成绩单还没有做出来"):
        goodbye.result()
    assert speaker.owed and product.kept("owed").score is None
    deadline = time.monotonic() + 45
    while product.kept("owed").score is None:
        assert time.monotonic() < deadline, "never made up for"
        time.sleep(0.5)
    kept = product.kept("owed")
    assert kept.score == undisturbed and kept.turns == GOOD and len(kept.heard) == len(GOOD) + 1
    assert not Speaker(browser, "owed").open(), "the call leads to its debrief"


@contextmanager
def locked_once_asked(product: Product, session: str) -> Iterator[None]:
    """The archive, locked for 12 s from when a message of a call is kept there, before it is scored."""
    query = "select 1 from exchanges where session_id = ? and replies is null"
    connection = sqlite3.connect(str(product.folder / "a.db"), isolation_level=None)
    yield
    while not connection.execute(query, (session,)).fetchone():
        time.sleep(0.002)
    connection.execute("begin immediate")
    time.sleep(12)
    connection.close()


def test_what_the_tracker_lost_is_scored_from_the_archive(
    product: Product, browser: Browser, undisturbed: float
) -> None:
    speaker = open_good_call(product, browser, "mended")
    for text in GOOD[:-1]:
        speaker.say(text)
    product.kill("rasa")  # what it keeps in memory goes with it
    assert forget_turn(str(product.folder / "trackers.db"), "mended", GOOD[3])
    assert speaker.say(GOOD[-1])
    kept = product.kept("mended")
    assert GOOD[3] not in [text for _, text in kept.heard] and kept.turns == GOOD
    assert kept.score == undisturbed


def test_a_restarted_postgresql_loses_no_answered_turn(on_postgresql: Product) -> None:
    browser = on_postgresql.enrol("小李")
    score = good_call(on_postgresql, browser, "postgresql-undisturbed")
    speaker = open_good_call(on_postgresql, browser, "postgresql-restarted")
    for n, text in enumerate(GOOD):
        with ThreadPoolExecutor(1) as pool:
            restarted = pool.submit(postgres.restart) if n in (1, 3, 5) else None
            speaker.say(text, times=2)
        assert restarted is None or restarted.result() is None
    assert_kept(on_postgresql, speaker)
    assert on_postgresql.kept("postgresql-restarted").score == score
    browser.close()


def test_a_short_torture(product: Product) -> None:
    """The short form of scripts/torture, on the product of this module."""
    ways = ("actions killed", "rasa killed", "web killed")
    outcome = torture(product, calls=6, seed=1, only=ways, pause=(0, 1))
    assert outcome.is_sound, "\n".join(outcome.lines())
    assert outcome.answered > 10 and sum(outcome.disturbed.values()) == len(ways)
