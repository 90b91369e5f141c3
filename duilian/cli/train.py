"""``duilian train``: the tagger (models/tagger) and the assistant (models/duilian.tar.gz), where they are out of date."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time

from duilian.config import Config
from duilian.dialogue import DataError
from duilian.tagging import fingerprint, train_tagger

_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tagger-only", action="store_true", help="只训练标注器")


def assistant_mark(config: Config) -> str:
    """What the Rasa model depends on, as one hash."""
    files = [config.home / "config.yml", config.home / "domain.yml"]
    for folder in ("rules", "stories"):
        files += sorted((config.data / folder).glob("*.yml"))
    for folder in ("assistant", "roleplay"):
        files += sorted((config.home / "duilian" / folder).glob("*.py"))
    digest = hashlib.sha256(fingerprint(config.data).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def run(args: argparse.Namespace, config: Config) -> int:
    """Train what is out of date, with a line before and after each part."""
    start = time.monotonic()
    print("· 标注器（从头训练约三分钟）……", flush=True)
    train_tagger(config.data, config.tagger)
    print(f"· 标注器就绪：{config.tagger}（{time.monotonic() - start:.0f} 秒）", flush=True)
    if args.tagger_only:
        return 0
    model, mark = config.home / "models/duilian.tar.gz", config.home / "models/duilian.mark"
    wanted = assistant_mark(config)
    if not (model.exists() and mark.exists() and mark.read_text() == wanted):
        print("· 助手（约一分钟）……", flush=True)
        command = [sys.executable, "-m", "rasa", "train", "--augmentation", "0", "--fixed-model-name", "duilian"]
        done = subprocess.run(command, cwd=config.home, env={**os.environ, **_QUIET}, capture_output=True, text=True)
        if done.returncode or not model.exists():
            raise DataError(f"rasa train 失败：\n{(done.stdout + done.stderr)[-2000:]}")
        mark.write_text(wanted)
    print(f"· 助手就绪：{model}（共 {time.monotonic() - start:.0f} 秒）")
    return 0
