"""``duilian validate``: lints every data file; each problem is one line with file and place."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from duilian.assessment import load_rubric
from duilian.config import Config, load_config
from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from duilian.roleplay.scenario import load_scenario
from duilian.tagging.corpus import read_cues, read_nlu
from duilian.texts import leaves, load_texts, sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments: none."""
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """Check every file, and that no dialogue's id is used twice.

    Returns:
        1 if any file has a problem (all of them are named), else 0.
    """
    del args
    problems, ids = 0, Counter[str]()
    files = list(_files(config))
    for path, read in files:
        try:
            content = read(path)
            if read is read_dialogues:
                ids.update(dialogue.id for dialogue in content)
        except (DataError, OSError) as error:
            print(error, file=sys.stderr)
            problems += 1
    for name, count in ids.items():
        if count > 1:
            print(sentence("cli.validate.twice", id=name, count=count), file=sys.stderr)
            problems += 1
    print(sentence("cli.validate.done", files=len(files), problems=problems))
    return 1 if problems else 0


def _files(config: Config) -> Iterator[tuple[Path, Callable[[Path], Any]]]:
    """Every data file with what reads it."""
    data = config.data
    yield data / "texts.yml", partial(_read_texts, shipped=config.defaults / "data/texts.yml")
    yield data / "rubric.yml", load_rubric
    readers: dict[str, Callable[[Path], Any]] = {
        "dialogues/*.txt": read_dialogues,
        "nlu/**/*.yml": lambda path: list(read_nlu(path)),
        "cues/*.yml": lambda path: list(read_cues(path)),
        "scenarios/*.yml": _read_scenario,
    }
    for pattern, read in readers.items():
        for path in sorted(data.glob(pattern)):
            yield path, read


def _read_texts(path: Path, shipped: Path) -> None:
    """Texts of a home's own may lack what a newer version of the program says."""
    keys = {key for key, _ in leaves(load_texts(path).tree)}
    missing = [key for key, _ in leaves(load_texts(shipped).tree) if key not in keys]
    if missing:
        raise DataError(sentence("cli.validate.missing", keys="、".join(missing[:5])), str(path))


def _read_scenario(path: Path) -> None:
    kind, texts = load_scenario(path).kind, load_texts(load_config().data / "texts.yml")
    if kind not in texts.table("kinds"):
        raise DataError(sentence("cli.validate.no_kind", kind=kind), str(path))
