"""What tells one trained tagger from another: a hash of the data and the code it was trained by."""

from __future__ import annotations

import json
from pathlib import Path

from duilian.digest import digest

MARK = "fingerprint.json"  # beside the pipeline's files
_DATA = ("dialogues/*.txt", "nlu/**/*.yml", "cues/*.yml")
_CODE = (
    "tagging/**/*.py",
    "language/*.py",
    "language/times/**/*.py",
    "dialogue/context.py",
    "modelfile.py",
)


def fingerprint(data: Path) -> str:
    """What a tagger trained now would depend on.

    Args:
        data: The data folder.

    Returns:
        Eight hexadecimal digits of the data, eight of the code (docstrings and comments apart).
    """
    return digest(data, _DATA)[:8] + digest(Path(__file__).parent.parent, _CODE)[:8]


def version(path: Path) -> str:
    """The fingerprint of a trained tagger's folder, "" where there is none."""
    mark = path / MARK
    try:
        known = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return known if isinstance(known, str) else ""


def write_version(path: Path, mark: str) -> None:
    """Put a fingerprint to a trained tagger's folder."""
    (path / MARK).write_text(json.dumps(mark), encoding="utf-8")
