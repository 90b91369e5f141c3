"""Calls played while everything under them is killed, locked, filled up, restarted; and what came of it."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.real.browser import Browser
from tests.real.product import KeptCall, Product, locked
from tests.real.speaker import GOOD, GOOD_SCENARIO, HANG_UP, Speaker

PLAYERS = 8  # who speak at the same time, or more where the calls are many
_CALLS_EACH = 9  # at most: nobody may have many open at a time
_MADE_UP_IN = 60.0  # seconds after recovery by which every scorecard must be there
_GIVES_UP_IN = 2.0  # seconds until one who closes the tab after the goodbye is gone


@dataclass(frozen=True)
class Script:
    """What a trainee says in a scenario: always the same, so that the score is too."""

    scenario: str
    seed: str
    texts: tuple[str, ...]


_PLAIN = (
    "您好,我是移动公司的小李。",
    "我想过来拜访您一下,您什么时候有空?",
    "就是想介绍一个新的业务,能帮您省钱。",
    "您看明天上午十点还是后天下午两点?",
    "好的,那就这样,谢谢您。",
)
SCRIPTS = (
    Script(GOOD_SCENARIO, "1", GOOD),
    Script(GOOD_SCENARIO, "2", (*GOOD[:4], HANG_UP)),
    Script("first-call-bakery", "3", (*_PLAIN, HANG_UP)),
    Script("first-call-bakery", "4", (_PLAIN[0], HANG_UP)),
    Script(GOOD_SCENARIO, "5", (*_PLAIN[:3], *GOOD[3:])),
)


@dataclass(frozen=True)
class Outcome:
    """What came of the calls.

    Attributes:
        calls: How many were played.
        answered: How many messages were answered.
        disturbed: What was done to the product, and how often.
        lost: Answered turns that are not kept, or were not scored.
        twice: Messages heard more than once.
        missing: Ended calls without a scorecard a minute after recovery.
        other_scores: Calls with another score than undisturbed.
        faults: What else went wrong, a line each.
    """

    calls: int
    answered: int
    disturbed: Counter[str]
    lost: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    other_scores: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Did nothing go wrong?"""
        return not (self.lost or self.twice or self.missing or self.other_scores or self.faults)

    def lines(self) -> Iterator[str]:
        """The outcome, a line each figure, with what it is made of."""
        yield f"calls {self.calls}, answered messages {self.answered}"
        yield "disturbed: " + ", ".join(f"{what} {n}" for what, n in sorted(self.disturbed.items()))
        for name, found in (
            ("answered turns lost", self.lost),
            ("heard twice", self.twice),
            ("scorecards missing a minute after recovery", self.missing),
            ("scores other than undisturbed", self.other_scores),
            ("other faults", self.faults),
        ):
            yield f"{name}: {len(found)}"
            yield from (f"  {one}" for one in found[:10])


@dataclass
class PlayedCall:
    """A call as its trainee saw it."""

    script: Script
    session: str
    speaker: Speaker | None = None
    fault: str = ""
    abandoned: bool = False


def play_undisturbed(product: Product, browser: Browser, name: str) -> dict[Script, float]:
    """The score of each script where nothing happens."""
    scores = {}
    for n, script in enumerate(SCRIPTS):
        session = f"calm-{n}"
        product.begin(session, script.scenario, script.seed, name)
        Speaker(browser, session).play(*script.texts)
        score = product.kept(session).score
        assert score is not None, script
        scores[script] = score
    return scores


def _play(call: PlayedCall, browser: Browser, seed: str) -> None:
    """Speak one call: with pauses, double clicks and reloads, the last word sometimes said in passing."""
    draw = random.Random(seed)
    speaker = call.speaker = Speaker(browser, call.session, patience=400)
    try:
        if not speaker.open():
            return
        for text in (*call.script.texts, HANG_UP):
            time.sleep(draw.uniform(0, 1.5))
            if text == HANG_UP and draw.random() < 0.3:
                call.abandoned, speaker.patience = True, _GIVES_UP_IN
            times = draw.choice((1, 1, 2, 4))
            if speaker.say(text, times, reload=draw.random() < 0.15):
                return
    except Exception as error:
        if not call.abandoned:
            call.fault = f"{call.session}: {type(error).__name__}: {str(error)[:300]}"


Disturbance = Callable[[random.Random], None]


def disturbances(product: Product, restart_database: Callable[[], None] | None) -> dict[str, Disturbance]:
    """What can be done to a product, by name.

    Args:
        product: The product; on SQLite its files are locked, in a small file system it is filled up.
        restart_database: Restarts PostgreSQL where it is on that.
    """
    made: dict[str, Disturbance] = {
        f"{name} killed": lambda _, name=name: product.kill(name)  # type: ignore[misc]
        for name in ("rasa", "actions", "web", "serve")
    }
    if restart_database:
        made["PostgreSQL restarted"] = lambda _: restart_database()
        return made

    def lock(file: str) -> Disturbance:
        def hold(draw: random.Random) -> None:
            with locked(str(product.folder / file), draw.uniform(6, 14)):
                pass

        return hold

    made |= {"trackers locked": lock("trackers.db"), "archive locked": lock("a.db")}
    if product.folder.is_mount():
        made["disk full"] = lambda draw: _fill_up(product.folder, draw.uniform(4, 8))
    return made


def _fill_up(folder: Path, seconds: float) -> None:
    """No byte is free in a file system, for a while."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    time.sleep(seconds)
    filler.unlink()


def torture(
    product: Product,
    calls: int,
    seed: int,
    restart_database: Callable[[], None] | None = None,
    only: Sequence[str] = (),
    pause: tuple[float, float] = (1, 6),
) -> Outcome:
    """Play calls on a running product while it is mistreated at seeded moments.

    Args:
        product: It runs.
        calls: How many.
        seed: Of all draws.
        restart_database: Restarts PostgreSQL where it is on that.
        only: The disturbances, each once in this order; none for all of them, drawn as long as calls last.
        pause: Seconds before a disturbance, from and to.
    """
    draw = random.Random(seed)
    players = max(min(PLAYERS, calls), -(-calls // _CALLS_EACH))
    browsers = [product.enrol(f"学员{seed}-{n}") for n in range(players)]
    undisturbed = play_undisturbed(product, browsers[0], f"学员{seed}-0")
    played = [PlayedCall(SCRIPTS[n % len(SCRIPTS)], f"rough-{seed}-{n}") for n in range(calls)]
    for n, call in enumerate(played):
        product.begin(call.session, call.script.scenario, call.script.seed, f"学员{seed}-{n % len(browsers)}")
    done: Counter[str] = Counter()
    with ThreadPoolExecutor(len(browsers)) as pool:
        # Whoever speaks has a browser of its own: the calls of one are played one after the other.
        playing = [
            pool.submit(_play_all, played[n :: len(browsers)], browser, f"{seed}-{n}")
            for n, browser in enumerate(browsers)
        ]
        ways = disturbances(product, restart_database)
        for way in only or _drawn(draw, ways, playing):
            time.sleep(draw.uniform(*pause))
            ways[way](draw)
            done[way] += 1
            product.recover()
        for future in playing:
            future.result()
    product.recover()
    for browser in browsers:
        browser.close()
    return _judge(product, played, undisturbed, done)


def _play_all(calls: Sequence[PlayedCall], browser: Browser, seed: str) -> None:
    for n, call in enumerate(calls):
        _play(call, browser, f"{seed}-{n}")


def _drawn(
    draw: random.Random, ways: dict[str, Disturbance], playing: Sequence[Future[None]]
) -> Iterator[str]:
    """All ways in a drawn order, over and over, while anybody speaks."""
    while True:
        order = sorted(ways)
        draw.shuffle(order)
        for way in order:
            if all(future.done() for future in playing):
                return
            yield way


def _judge(
    product: Product, played: Sequence[PlayedCall], undisturbed: dict[Script, float], done: Counter[str]
) -> Outcome:
    deadline = time.monotonic() + _MADE_UP_IN
    kept = {call.session: product.kept(call.session) for call in played}
    while time.monotonic() < deadline and any(_owed(call, kept[call.session]) for call in played):
        time.sleep(1)
        kept |= {s: product.kept(s) for s, one in kept.items() if one.score is None}
    lost, twice, other = [], [], []
    answered = 0
    for call in played:
        one = kept[call.session]
        counted = Counter(key for key, _ in one.heard)
        twice += [f"{call.session}: {key} {n} times" for key, n in counted.items() if n > 1]
        for key, text, replies in call.speaker.answered if call.speaker else ():
            answered += 1
            scored = one.score is None or text == HANG_UP or text in one.turns
            there = one.answers.get(key)
            if not (counted[key] and scored and there is not None and set(replies) <= set(there)):
                lost.append(f"{call.session}: {text}")
        if one.score is not None and one.score != undisturbed[call.script]:
            other.append(f"{call.session}: {one.score} instead of {undisturbed[call.script]}")
    return Outcome(
        calls=len(played),
        answered=answered,
        disturbed=done,
        lost=tuple(lost),
        twice=tuple(twice),
        missing=tuple(c.session for c in played if _owed(c, kept[c.session])),
        other_scores=tuple(other),
        faults=tuple(c.fault for c in played if c.fault),
    )


def _owed(call: PlayedCall, kept: KeptCall) -> bool:
    """Is a scorecard missing? None is owed for a goodbye said in passing that never arrived."""
    return kept.score is None and (kept.hung_up or not call.abandoned)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A small file system, to be filled up; None where this user may not make one."""
    with tempfile.TemporaryDirectory(prefix="duilian-torture-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", folder]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)
