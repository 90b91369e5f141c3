"""``duilian assess FILE…``: one assessment a line, in order, for dialogues as JSON Lines."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice

from duilian.assessment import Assessment, assess, dump_assessment, load_rubric
from duilian.cli.parser import positive
from duilian.cli.textinput import open_text
from duilian.config import Config
from duilian.dialogue.model import Dialogue, read_lines
from duilian.errors import DataError
from duilian.texts import sentence

_CHUNK = 32  # dialogues a process gets at a time
_answer: Callable[[Item], str | None] | None = None


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar=sentence("cli.value.file"), help=sentence("cli.assess.files")
    )
    parser.add_argument(
        "--jobs", type=positive, metavar=sentence("cli.value.count"), help=sentence("cli.assess.jobs")
    )
    parser.add_argument("--labels", action="store_true", help=sentence("cli.assess.labels"))


def _assessor(args: argparse.Namespace, config: Config) -> Callable[[Dialogue], Assessment]:
    rubric = load_rubric(config.data / "rubric.yml")
    if args.labels:
        return lambda dialogue: assess(dialogue, rubric)
    from duilian.tagging import load_tagger  # late: spaCy takes seconds to import

    tagger = load_tagger(config.tagger)
    tagger.acts("您好")  # what is loaded at first use is there before the processes are forked

    def read_and_assess(dialogue: Dialogue) -> Assessment:
        prediction = tagger.predict(dialogue)
        return assess(prediction.dialogue, rubric, probabilities=prediction.probabilities)

    return read_and_assess


Item = tuple[str, Dialogue | DataError]  # where it stands, and what stands there


def _items(files: Iterable[str]) -> Iterator[Item]:
    """Every line of every file, and the files that cannot be read."""
    for name in files:
        try:
            with open_text(name) as file:
                for number, item in read_lines(file):
                    yield f"{name}:{number}: ", item
        except DataError as error:
            yield "", error


def _answers(
    items: Iterable[Item], answer: Callable[[Item], str | None], workers: int
) -> Iterator[tuple[Item, str | None]]:
    """Every item with its answer, in order.

    Long inputs are shared among processes that already hold the model. Only a few chunks are on their way
    at a time, so memory does not grow with the input.

    Args:
        items: What is to be answered.
        answer: What answers it.
        workers: How many processes.
    """
    stream = iter(items)
    chunks = iter(lambda: list(islice(stream, _CHUNK)), [])
    first = [] if workers < 2 else next(chunks, [])
    if len(first) < _CHUNK:
        for item in chain(first, stream):
            yield item, answer(item)
        return
    global _answer
    _answer = answer  # the processes are forked: what is here now is there too
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        under_way = deque[tuple[list[Item], Future[list[str | None]]]]()
        for chunk in chain([first], chunks):
            under_way.append((chunk, pool.submit(_answer_all, chunk)))
            if len(under_way) > 2 * workers:
                done, future = under_way.popleft()
                yield from zip(done, future.result(), strict=True)
        for done, future in under_way:
            yield from zip(done, future.result(), strict=True)


def _answer_all(items: list[Item]) -> list[str | None]:
    assert _answer is not None
    return [_answer(item) for item in items]


def run(args: argparse.Namespace, config: Config) -> int:
    """Assess every dialogue of every file, and print one assessment a line.

    Returns:
        1 if any line or file was bad (each is named on standard error), else 0.
    """
    assessment_of, status = _assessor(args, config), 0

    def answer(item: Item) -> str | None:
        dialogue = item[1]
        if isinstance(dialogue, DataError):
            return None
        return json.dumps(dump_assessment(assessment_of(dialogue)), ensure_ascii=False)

    workers = args.jobs or os.cpu_count() or 1
    for (place, item), line in _answers(_items(args.files), answer, workers):
        if line is None:
            print(f"{place}{item}", file=sys.stderr)
            status = 1
        else:
            print(line)
    return status
