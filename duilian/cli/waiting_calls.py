"""The calls that were handed in on the web, assessed and kept in the background.

The model is loaded once and stays for some minutes, so that the next import does not wait for it. Whatever
ends it, the calls that are left wait for the next time.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import Engine

from duilian import archive
from duilian.archive import imports
from duilian.assessment import Assessment, Rubric, assess, load_rubric
from duilian.cli.sharing import answers
from duilian.config import Config
from duilian.dialogue.model import Dialogue, parse_dialogue
from duilian.evaluation.signature import score_signature
from duilian.texts import sentence

if TYPE_CHECKING:
    from duilian.tagging import Tagger

_LOCK = (
    "keeping-{archive}.lock"  # in var/: held by the one process that keeps the waiting calls of an archive
)
_AT_A_TIME = 128  # calls taken from the archive
_STAYS, _PAUSE = 300.0, 0.5  # seconds without a call until it ends, and between two looks
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Waiting:
    """A call that is to be kept, by its number."""

    number: int
    dialogue: Dialogue


_Assessed = tuple[Dialogue, Assessment]


def keep_waiting(config: Config, stays: float = _STAYS) -> int:
    """Keep every call that waits, and those that come while the model is still loaded.

    Args:
        config: Where things are.
        stays: Seconds without a call until it ends.

    Returns:
        How many calls were kept, or given up; 0 where another process is at it.
    """
    archive_name = hashlib.sha256(config.database_url.encode()).hexdigest()[:8]
    with _alone(config.var / _LOCK.format(archive=archive_name)) as alone:
        return _keep(config, stays) if alone else 0


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether this process is the only one here, for as long as this lasts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _keep(config: Config, stays: float) -> int:
    from duilian.tagging import load_tagger, version  # late: spaCy takes seconds to import

    rubric, tagger = load_rubric(config.data / "rubric.yml"), load_tagger(config.tagger)
    tagger.acts("您好")  # what is loaded at first use is there before the processes are forked
    engine, model_version = archive.open_archive(config.database_url), version(config.tagger)
    signature = score_signature(config.data, rubric.version, model_version)

    def answer(call: _Waiting) -> _Assessed | None:
        return _assessed(tagger, rubric, call)

    count, last = 0, time.monotonic()
    while time.monotonic() - last < stays:
        waiting = _waiting(engine)
        engine.dispose()  # no process that is forked has a connection of this one's
        for call, assessed in answers(waiting, answer, os.cpu_count() or 1):
            _settle(engine, call, assessed, model_version, signature)
        if waiting:
            count, last = count + len(waiting), time.monotonic()
        else:
            time.sleep(_PAUSE)
    return count


def _waiting(engine: Engine) -> list[_Waiting]:
    with archive.transaction(engine) as db:
        calls = imports.waiting_calls(db, _AT_A_TIME)
        return [_Waiting(int(call.id), parse_dialogue(call.dialogue)) for call in calls]


def _assessed(tagger: Tagger, rubric: Rubric, call: _Waiting) -> _Assessed | None:
    """The call with its labels, and its assessment; None where that fails, so that the others go on."""
    try:
        prediction = tagger.predict(call.dialogue)
        return prediction.dialogue, assess(
            prediction.dialogue, rubric, probabilities=prediction.probabilities
        )
    except Exception as error:
        _log.error("call %d could not be assessed: %s", call.number, type(error).__name__)
        return None


def _settle(
    engine: Engine, call: _Waiting, assessed: _Assessed | None, model_version: str, signature: str
) -> None:
    with archive.transaction(engine) as db:
        if assessed is None:
            imports.give_up(db, call.number, sentence("cli.keep.broken"))
        else:
            now = datetime.now(timezone.utc)
            imports.keep(db, call.number, *assessed, model_version, now, signature)
