"""``duilian train``: the tagger, kept in models/tagger; nothing is done where nothing changed."""

from __future__ import annotations

import argparse
import time

from duilian.config import Config
from duilian.tagging import train_tagger


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """Train what is out of date, with a line before and after."""
    del args
    print("正在训练标注器（约两分钟）……", flush=True)
    start = time.monotonic()
    train_tagger(config.data, config.tagger)
    print(f"标注器就绪：{config.tagger}（{time.monotonic() - start:.0f} 秒）")
    return 0
