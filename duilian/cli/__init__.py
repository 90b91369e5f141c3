"""The command ``duilian``: one module a command, each with ``configure(parser)`` and ``run(args, config)``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from duilian.cli.parser import Parser
from duilian.config import load_config
from duilian.errors import DataError

COMMANDS = {
    "practise": "打一通练习电话",
    "scenarios": "列出可以练的场景",
    "sessions": "列出练过的电话",
    "show": "看一通电话的原文和得分",
    "assess": "按手册给对话打分，每行一份结果",
    "tag": "给单句话打标签（标准输入，每行一个 JSON）",
    "keep": "给真实通话打分并存档",
    "account": "新建账号，或者给账号换一个一次性密码",
    "web": "启动网页（scripts/serve 会一起启动其余部分）",
    "validate": "检查 data/ 里所有的数据文件",
    "train": "训练标注器和助手",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command → exit status.

    Errors a person can mend are one sentence on standard error, status 1. Without a command the help is printed.
    """
    # Processes share the work, not threads inside numpy: those only get in each other's way. Read when numpy is
    # imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(
            errors="replace"
        )  # half a character, left by a terminal's backspace, is no reason to stop
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return status
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except (
        BrokenPipeError
    ):  # the reader has seen enough; what is still to be written must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell says of a command that Ctrl+C ended


def _run(given: Sequence[str]) -> int:
    parser = Parser(prog="duilian", description="对练：跟客户练一练")
    sub = parser.add_subparsers(dest="command", metavar="命令")
    for name, summary in COMMANDS.items():
        command = sub.add_parser(name, help=summary, description=summary)
        if name in given[:1]:  # the others are not imported: start-up stays quick
            import_module(f"duilian.cli.{name}").configure(command)
    args = parser.parse_args(given)
    if args.command is None:
        parser.print_help()
        return 0
    return int(import_module(f"duilian.cli.{args.command}").run(args, load_config()))
