"""Training that may be killed at any moment: what was there works until a whole tagger stands beside it.

It is no part of :mod:`duilian.tagging`, whose every line counts for the fingerprint of what is trained.
"""

import fcntl
import shutil
from pathlib import Path

from duilian.errors import DataError
from duilian.tagging import Tagger, fingerprint, load_tagger, train_tagger, version


def train_whole_tagger(data: Path, target: Path) -> Tagger:
    """Train on everything in a data folder, unless the tagger kept is whole and of the same data and code.

    One process trains, others that want the same wait for it.

    Args:
        data: The data folder.
        target: The folder to keep the tagger in. It is written elsewhere and takes this place when it is
            whole; what was killed before is begun anew, or taken over where only the moving was missing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name("unfinished-tagger") / "new"
    with open(target.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tagger = _kept(target) if version(target) == fingerprint(data) else None
        if tagger is None:
            tagger = train_tagger(data, beside)
            _put_in_place(beside, target)
        shutil.rmtree(beside.parent, ignore_errors=True)
        return tagger


def _put_in_place(new: Path, target: Path) -> None:
    old = new.with_name("old")
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.replace(old)
    new.replace(target)


def _kept(target: Path) -> Tagger | None:
    """The tagger of a folder, None where its files are damaged."""
    try:
        return load_tagger(target)
    except DataError:
        return None
