"""``duilian convert FILE…``: calls from files of other systems, as the rubric's JSON Lines."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from duilian.config import Config
from duilian.dialogue.model import KINDS, Context, Dialogue, dump_dialogue, is_kind
from duilian.errors import DataError, shortened, system_reason
from duilian.importing.formats import read_file
from duilian.importing.results import Expected, ImportResult
from duilian.texts import sentence

MAX_FILE = 200_000_000
"""Bytes of a file that is read at once."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files", nargs="+", metavar=sentence("cli.value.file"), help=sentence("cli.convert.files")
    )
    parser.add_argument("--trainee", metavar=sentence("cli.value.name"), help=sentence("cli.convert.trainee"))
    parser.add_argument(
        "--kind", metavar=sentence("cli.value.kind"), default=KINDS[0], help=sentence("cli.convert.kind")
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Print every call of every file; what each was taken for goes to standard error.

    Returns:
        1 where a file or a line could not be read (each is a sentence on standard error), else 0.

    Raises:
        DataError: There is no such kind.
    """
    del config
    if not is_kind(args.kind):
        raise DataError(sentence("importing.no_kind", kind=shortened(args.kind)))
    expected, status = Expected(args.kind, Context(), args.trainee), 0
    for name in args.files:
        try:
            results = read_file("" if name == "-" else name, _content(name), expected)
        except DataError as error:
            print(DataError(error.what, name), file=sys.stderr)
            status = 1
            continue
        for result in results:
            status = max(status, _show(name, result))
    return status


def _content(name: str) -> bytes:
    try:
        with open(sys.stdin.fileno() if name == "-" else Path(name), "rb", closefd=name != "-") as file:
            content = file.read(MAX_FILE + 1)
    except OSError as error:
        raise DataError(sentence("cli.unreadable", why=system_reason(error))) from None
    if len(content) > MAX_FILE:
        raise DataError(sentence("cli.convert.large", megabytes=MAX_FILE // 1_000_000))
    return content


def _show(name: str, result: ImportResult) -> int:
    """Print a result; returns the exit status that it asks for."""
    place = f"{name}:{result.where}" if result.where else name
    if isinstance(result.call, DataError):
        print(
            f"{place}:{result.line}: {result.call}" if result.line else f"{place}: {result.call}",
            file=sys.stderr,
        )
        return 1
    print(json.dumps(_dumped(result, result.call), ensure_ascii=False))
    said = [sentence("cli.convert.taken", form=result.form, turns=len(result.call.turns)), *result.notes]
    print(f"{place}:{result.line}: {'；'.join(said)}", file=sys.stderr)
    return 0


def _dumped(result: ImportResult, call: Dialogue) -> dict[str, Any]:
    """The rubric's form; with the times and the title where the file has them."""
    data = dump_dialogue(call)
    for turn, (start, end) in zip(data["turns"], result.spans, strict=False):
        turn.update({name: value for name, value in (("start", start), ("end", end)) if value is not None})
    data.update(
        {name: value for name, value in (("begun_at", result.begun_at), ("title", result.title)) if value}
    )
    return data
