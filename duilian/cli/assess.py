"""``duilian assess FILE…``: one assessment a line, in order, for dialogues as JSON Lines.

Each line carries the signature of what its score depends on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from duilian.assessment import Assessment, assess, dump_assessment, load_rubric
from duilian.cli.parser import positive
from duilian.cli.sharing import answers
from duilian.cli.textinput import open_text
from duilian.cli.verifying import verify
from duilian.config import Config
from duilian.dialogue.model import Dialogue, read_lines
from duilian.errors import DataError
from duilian.evaluation.signature import score_signature
from duilian.texts import sentence


class _InsteadOf(argparse.Action):
    """An option that stands in the place of an argument, which then need not be given."""

    def __init__(self, *args: Any, other: argparse.Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._other = other

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: Any = None
    ) -> None:
        self._other.required = False
        setattr(namespace, self.dest, values)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    files = parser.add_argument(
        "files", nargs="+", metavar=sentence("cli.value.file"), help=sentence("cli.assess.files")
    )
    parser.add_argument(
        "--verify",
        action=_InsteadOf,
        other=files,
        metavar=sentence("cli.value.id"),
        help=sentence("cli.assess.verify"),
    )
    parser.add_argument(
        "--jobs", type=positive, metavar=sentence("cli.value.count"), help=sentence("cli.assess.jobs")
    )
    parser.add_argument("--labels", action="store_true", help=sentence("cli.assess.labels"))


_GIVEN_LABELS = "labels"  # what stands for the tagger's version where the labels of the file are taken


def _assessor(args: argparse.Namespace, config: Config) -> tuple[Callable[[Dialogue], Assessment], str]:
    """What assesses a dialogue, and the signature of its scores."""
    rubric = load_rubric(config.data / "rubric.yml")
    if args.labels:
        signature = score_signature(config.data, rubric.version, _GIVEN_LABELS)
        return lambda dialogue: assess(dialogue, rubric), signature
    from duilian.tagging import load_tagger, version  # late: spaCy takes seconds to import

    tagger = load_tagger(config.tagger)
    tagger.acts("您好")  # what is loaded at first use is there before the processes are forked

    def read_and_assess(dialogue: Dialogue) -> Assessment:
        prediction = tagger.predict(dialogue)
        return assess(prediction.dialogue, rubric, probabilities=prediction.probabilities)

    return read_and_assess, score_signature(config.data, rubric.version, version(config.tagger))


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


def run(args: argparse.Namespace, config: Config) -> int:
    """Assess every dialogue of every file, and print one assessment a line; or a kept call again.

    Returns:
        1 if any line or file was bad (each is named on standard error), or a kept call comes out otherwise,
        else 0.
    """
    if args.verify:
        return verify(config, args.verify)
    (assessment_of, signature), status = _assessor(args, config), 0

    def answer(item: Item) -> str | None:
        dialogue = item[1]
        if isinstance(dialogue, DataError):
            return None
        made = dump_assessment(assessment_of(dialogue)) | {"signature": signature}
        return json.dumps(made, ensure_ascii=False)

    workers = args.jobs or os.cpu_count() or 1
    for (place, item), line in answers(_items(args.files), answer, workers):
        if line is None:
            print(f"{place}{item}", file=sys.stderr)
            status = 1
        else:
            print(line)
    return status
