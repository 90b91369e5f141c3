"""``duilian validate``: lints every data file; each problem is one line with file and place."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duilian.assessment import load_rubric
from duilian.coaching.scorecard import kind_label
from duilian.config import Config
from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError
from duilian.roleplay.scenario import load_scenario
from duilian.tagging.corpus import read_cues, read_nlu


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def _named_scenario(path: Path) -> None:
    kind_label(load_scenario(path).kind)


def _files(data: Path) -> list[tuple[Path, Callable[[Path], Any]]]:
    found: list[tuple[Path, Callable[[Path], Any]]] = [(data / "rubric.yml", load_rubric)]
    for pattern, read in (
        ("dialogues/*.txt", read_dialogues), ("nlu/**/*.yml", lambda p: list(read_nlu(p))),
        ("cues/*.yml", lambda p: list(read_cues(p))), ("scenarios/*.yml", _named_scenario),
    ):  # fmt: skip
        found += [(path, read) for path in sorted(data.glob(pattern))]
    return found


def run(args: argparse.Namespace, config: Config) -> int:
    """Check every file → 1 if any has a problem (all of them are named), else 0."""
    del args
    problems, ids = 0, Counter[str]()
    files = _files(config.data)
    for path, read in files:
        try:
            made = read(path)
            if read is read_dialogues:
                ids.update(d.id for d in made)
        except (DataError, OSError) as error:
            print(error, file=sys.stderr)
            problems += 1
    for name, count in ids.items():
        if count > 1:
            print(f"对话编号 {name} 用了 {count} 次；每个编号只能用一次", file=sys.stderr)
            problems += 1
    print(f"检查了 {len(files)} 个文件，{problems} 处问题。")
    return 1 if problems else 0
