"""``duilian scenarios``: whom one can ring."""

from __future__ import annotations

import argparse

from duilian.coaching.scorecard import kind_label
from duilian.config import Config
from duilian.dialogue.model import KINDS
from duilian.roleplay.scenario import load_scenarios
from duilian.texts import sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    del parser


def run(args: argparse.Namespace, config: Config) -> int:
    """One line a scenario, by kind: id, what it is."""
    del args
    scenarios = load_scenarios(config.data / "scenarios").values()
    kinds = [*KINDS, *sorted({s.kind for s in scenarios} - set(KINDS))]
    for kind in kinds:
        of_this_kind = [s for s in scenarios if s.kind == kind]
        if of_this_kind:
            print(sentence("cli.scenarios.kind", kind=kind_label(kind)))
        for scenario in of_this_kind:
            print(sentence("cli.scenarios.one", id=scenario.id, label=scenario.label, org=scenario.org))
    return 0
