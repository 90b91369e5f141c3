"""``duilian train``: the tagger (models/tagger) and the assistant (models/duilian.tar.gz), where they are out of date."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from duilian.config import RASA_ENVIRONMENT, Config
from duilian.errors import DataError
from duilian.tagging import fingerprint, train_tagger
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--tagger-only", action="store_true", help=sentence("cli.train.tagger_only"))


def assistant_mark(config: Config) -> str:
    """What the Rasa model depends on, as one hash."""
    files = [config.home / "config.yml", config.home / "domain.yml"]
    files += sorted((config.data / "stories").glob("*.yml"))
    for folder in ("assistant", "roleplay"):
        files += sorted((config.home / "duilian" / folder).rglob("*.py"))
    digest = hashlib.sha256(fingerprint(config.data).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def run(args: argparse.Namespace, config: Config) -> int:
    """Train what is out of date, with a line for each part.

    Rasa reads its data for most of a minute before it wants the tagger: both run at once, and it waits for the tagger.
    """
    start = time.monotonic()
    assistant = None if args.tagger_only else _start_assistant(config)
    print(sentence("cli.train.begin"), flush=True)
    train_tagger(config.data, config.tagger)
    seconds = time.monotonic() - start
    print(sentence("cli.train.tagger", path=config.tagger, seconds=seconds), flush=True)
    if assistant:
        output, _ = assistant.communicate()
        if assistant.returncode or not _model(config).exists():
            raise DataError(sentence("cli.train.failed", output=output[-2000:]))
        _mark(config).write_text(assistant_mark(config))
    if not args.tagger_only:
        seconds = time.monotonic() - start
        print(sentence("cli.train.assistant", path=_model(config), seconds=seconds))
    return 0


def _model(config: Config) -> Path:
    return config.home / "models/duilian.tar.gz"


def _mark(config: Config) -> Path:
    return config.home / "models/duilian.mark"


def _start_assistant(config: Config) -> subprocess.Popen[str] | None:
    """Start rasa train, unless the model there is of just this data and code."""
    mark = _mark(config)
    if _model(config).exists() and mark.exists() and mark.read_text() == assistant_mark(config):
        return None
    # The tagger learns from data/ itself: Rasa need not read and check what it would pass by (half of its time).
    data = [str(config.data / part) for part in ("nlu/commands.yml", "stories")]
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--augmentation",
        "0",
        "--fixed-model-name",
        "duilian",
        "--data",
        *data,
    ]
    return subprocess.Popen(
        command,
        cwd=config.home,
        env={**os.environ, **RASA_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
