"""``duilian assess FILE…``: one assessment a line, in order, for dialogues of the rubric's JSON Lines form."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from duilian.assessment import Assessment, assess, dump_assessment, load_rubric
from duilian.config import Config
from duilian.dialogue import DataError, Dialogue, read_lines


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON Lines 文件；- 表示标准输入")
    parser.add_argument("--labels", action="store_true", help="用文件里自带的标注，不用标注器")


@contextmanager
def open_text(name: str) -> Iterator[TextIO]:
    """A file, or standard input for “-”. Raises DataError where it can't be read."""
    if name == "-":
        yield sys.stdin
        return
    try:
        with open(name, encoding="utf-8", errors="replace") as file:
            yield file
    except OSError as error:
        raise DataError(f"无法读取（{error.strerror}）", name) from None


def _assessor(args: argparse.Namespace, config: Config) -> Callable[[Dialogue], Assessment]:
    rubric = load_rubric(config.data / "rubric.yml")
    if args.labels:
        return lambda dialogue: assess(dialogue, rubric)
    from duilian.tagging import load_tagger  # late: spaCy takes seconds to import

    tagger = load_tagger(config.tagger)

    def read_and_assess(dialogue: Dialogue) -> Assessment:
        reading = tagger.read(dialogue)
        return assess(reading.dialogue, rubric, chances=reading.chances)

    return read_and_assess


def run(args: argparse.Namespace, config: Config) -> int:
    """Assess every dialogue of every file → 1 if any line or file was bad, else 0."""
    assessment_of, status = _assessor(args, config), 0
    for name in args.files:
        try:
            with open_text(name) as file:
                for number, item in read_lines(file):
                    if isinstance(item, DataError):
                        print(f"{name}:{number}: {item}", file=sys.stderr)
                        status = 1
                    else:
                        print(json.dumps(dump_assessment(assessment_of(item)), ensure_ascii=False))
        except DataError as error:
            print(error, file=sys.stderr)
            status = 1
    return status
