"""``duilian train``: the tagger and the assistant (``models/`` of the home), where they are out of date."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from duilian.cli.datafaults import DataFiles
from duilian.config import RASA_ENVIRONMENT, Config
from duilian.digest import digest
from duilian.errors import DataError
from duilian.operation.ties import tied_to_me
from duilian.roleplay.facts.kept_model import kept_question_model, question_mark_of
from duilian.tagging import fingerprint, train_tagger
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--tagger-only", action="store_true", help=sentence("cli.train.tagger_only"))


def assistant_mark(config: Config) -> str:
    """What the Rasa model depends on – the tagger, the assistant's data and code – as one line of hashes."""
    package = Path(__file__).parent.parent
    rasa_files = (config.provided(name) for name in ("config.yml", "domain.yml"))
    parts = (
        fingerprint(config.data),
        *(digest(path.parent, [path.name]) for path in rasa_files),
        digest(config.data, ["stories/*.yml"]),
        question_mark_of(config.data),
        digest(package, ["assistant/**/*.py", "roleplay/**/*.py"]),
    )
    return "-".join(parts)


def run(args: argparse.Namespace, config: Config) -> int:
    """Train what is out of date, with a line for each part.

    Rasa reads its data for most of a minute before it wants the tagger: both run at once, and Rasa waits for
    the tagger.

    Returns:
        0.

    Raises:
        DataError: A data file is not as it must be (each fault is named on standard error first), or ``rasa
            train`` failed.
    """
    start = time.monotonic()
    faults = DataFiles(config).faults
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise DataError(sentence("cli.train.faults", count=len(faults)))
    config.home.mkdir(parents=True, exist_ok=True)
    assistant = None if args.tagger_only else _start_assistant(config)
    print(sentence("cli.train.begin"), flush=True)
    train_tagger(config.data, config.tagger)
    kept_question_model(config.data, config.questions)
    seconds = time.monotonic() - start
    print(sentence("cli.train.tagger", path=config.tagger, seconds=seconds), flush=True)
    if assistant:
        output, _ = assistant.communicate()
        if assistant.returncode or not _unfinished(config).exists():
            raise DataError(sentence("cli.train.failed", output=output[-2000:]))
        _unfinished(config).replace(config.assistant)
        _unfinished(config).parent.rmdir()
        _mark(config).write_text(kept_mark(config))
    if not args.tagger_only:
        seconds = time.monotonic() - start
        print(sentence("cli.train.assistant", path=config.assistant, seconds=seconds))
    return 0


def _mark(config: Config) -> Path:
    return config.assistant.with_name("duilian.mark")


def _unfinished(config: Config) -> Path:
    """Where Rasa writes: what is cut short never takes the place of a model that works."""
    return config.assistant.with_name("unfinished") / config.assistant.name


def kept_mark(config: Config) -> str:
    """What the model that is there must have been marked with: a damaged one is trained anew."""
    return f"{assistant_mark(config)}-{digest(config.assistant.parent, [config.assistant.name])}"


def _start_assistant(config: Config) -> subprocess.Popen[str] | None:
    """Start rasa train, unless the model there is of just this data and code."""
    mark = _mark(config)
    trained = config.assistant.exists() and mark.exists()
    if trained and mark.read_text() == kept_mark(config):
        return None
    shutil.rmtree(_unfinished(config).parent, ignore_errors=True)  # of one that was killed
    # The tagger learns from data/ itself. What Rasa would only pass by it need not read: half of its time.
    data = [str(config.data / part) for part in ("nlu/commands.yml", "stories")]
    command = [
        *(sys.executable, "-m", "rasa", "train"),
        *("--config", str(config.provided("config.yml"))),
        *("--domain", str(config.provided("domain.yml"))),
        *("--out", str(_unfinished(config).parent), "--fixed-model-name", "duilian"),
        *("--augmentation", "0", "--data", *data),
    ]
    return subprocess.Popen(
        command,
        cwd=config.home,
        env={**config.environment, **RASA_ENVIRONMENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=tied_to_me(),  # who is killed leaves nobody behind who goes on writing
    )
