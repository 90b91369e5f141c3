"""``duilian scenarios``: whom one can ring."""

from __future__ import annotations

import argparse

from duilian.config import Config
from duilian.roleplay.scenario import load_scenarios


def configure(parser: argparse.ArgumentParser) -> None:
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """One line a scenario: id, what it is."""
    del args
    for scenario in load_scenarios(config.data / "scenarios").values():
        print(f"{scenario.id:26} {scenario.label}（{scenario.org}）")
    return 0
