"""``duilian sessions``: the calls that were kept, the latest first."""

from __future__ import annotations

import argparse

from duilian import archive
from duilian.cli.parser import positive
from duilian.config import Config


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=positive, metavar="条数", default=20, help="最多列多少条（默认 20）")


def run(args: argparse.Namespace, config: Config) -> int:
    """One line a session: when, id, scenario, mode, score, who."""
    with archive.transaction(archive.open_archive(config.database_url)) as db:
        rows = archive.list_calls(db, args.limit)
        if not rows:
            print("还没有练过的电话。用 duilian practise 打一通吧。")
        for row, score in rows:
            result = "未打完" if score is None else f"{score:5.1f} 分"
            who = row.person.name if row.person else "—"
            print(
                f"{row.started_at:%Y-%m-%d %H:%M}  {row.id:16} {row.scenario:26} {row.mode:9} {result}  {who}"
            )
    return 0
