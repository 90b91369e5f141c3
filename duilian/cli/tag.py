"""``duilian tag --speaker trainee|client``: labels for single turns, JSON Lines in and out."""

from __future__ import annotations

import argparse
import json
import sys

from duilian.config import Config
from duilian.dialogue.model import require
from duilian.errors import DataError
from duilian.tagging import load_tagger


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--speaker", choices=("trainee", "client"), required=True, help="谁说的话")


def _parse(line: str) -> tuple[object, str]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise DataError(f"不是 JSON（{error}）") from None
    require(isinstance(data, dict) and isinstance(data.get("text"), str), "一行应当是带 id 和 text 的对象")
    return data.get("id"), data["text"]


def run(args: argparse.Namespace, config: Config) -> int:
    """Tag each line of standard input → 1 if any line was bad, else 0."""
    tagger, status = load_tagger(config.tagger), 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            name, text = _parse(line)
        except DataError as error:
            print(f"-:{number}: {error}", file=sys.stderr)
            status = 1
            continue
        if args.speaker == "trainee":
            acts = [
                {"act": s.act, "start": s.start, "end": s.end, "score": round(s.score, 3)}
                for s in tagger.acts(text)
            ]
            print(json.dumps({"id": name, "acts": acts}, ensure_ascii=False))
        else:
            print(json.dumps({"id": name, "cues": list(tagger.cues(text))}, ensure_ascii=False))
    return status
