"""``duilian tag --speaker trainee|client``: labels for single turns, JSON Lines in and out."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from duilian.cli.textinput import open_text
from duilian.config import Config
from duilian.dialogue.model import parse_json, require
from duilian.errors import DataError
from duilian.tagging import Tagger, load_tagger
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--speaker", choices=("trainee", "client"), required=True, help=sentence("cli.tag.speaker")
    )


def run(args: argparse.Namespace, config: Config) -> int:
    """Tag each line of standard input, an object with ``id`` and ``text``.

    Returns:
        1 if any line was bad (each is named on standard error), else 0.
    """
    tagger, status = load_tagger(config.tagger), 0
    with open_text("-") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                name, text = _parse(line)
            except DataError as error:
                print(f"-:{number}: {error}", file=sys.stderr)
                status = 1
            else:
                labels = _acts(tagger, text) if args.speaker == "trainee" else _cues(tagger, text)
                print(json.dumps({"id": name, **labels}, ensure_ascii=False))
    return status


def _parse(line: str) -> tuple[object, str]:
    data = parse_json(line)
    require(isinstance(data, dict) and isinstance(data.get("text"), str), sentence("cli.tag.no_line"))
    return data.get("id"), data["text"]


def _acts(tagger: Tagger, text: str) -> dict[str, Any]:
    return {
        "acts": [
            {"act": span.act, "start": span.start, "end": span.end, "score": round(span.score, 3)}
            for span in tagger.acts(text)
        ]
    }


def _cues(tagger: Tagger, text: str) -> dict[str, Any]:
    return {"cues": list(tagger.cues(text))}
