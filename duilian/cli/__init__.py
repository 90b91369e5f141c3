"""The command ``duilian``: one module a command, with ``configure(parser)`` and ``run(args, config)``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from duilian.cli.parser import Parser, in_chinese
from duilian.config import load_config
from duilian.errors import DataError, system_reason
from duilian.texts import sentence

# In the order of the help.
COMMANDS = (
    *("practise", "scenarios", "sessions", "show", "assess", "tag", "convert"),
    *("keep", "gold", "account", "web", "serve", "backup", "restore", "validate", "train"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; without one, print the help.

    Args:
        argv: The words after ``duilian``; those of the process where None.

    Returns:
        The exit status: 0 where all went well, 1 after an error that a person can mend, which is one
        sentence on standard error, 130 after Ctrl+C. argparse exits with 2 where a word is wrong.
    """
    # Processes share the work; threads inside numpy would only get in each other's way. Numpy reads this when
    # it is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    if isinstance(sys.stdin, TextIOWrapper):
        # Half a character, left by a terminal's backspace, is no reason to stop.
        sys.stdin.reconfigure(errors="replace")
    # What is made – models, archive, logs – is for the user alone: folders 0700, files 0600.
    umask = os.umask(0o077)
    try:
        status = _run(words)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader has seen enough; what is still to be written must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130  # as a shell says of a command that Ctrl+C ended
    except Exception as error:
        fault = _fault_of_the_system(error)
        if fault is None:
            raise
        print(fault, file=sys.stderr)
        return 1
    finally:
        os.umask(umask)


def _fault_of_the_system(error: Exception) -> DataError | None:
    """What a person can do about a disk, a right or a database that fails; None for a fault of ours."""
    if isinstance(error, OSError):
        place = str(error.filename) if error.filename else ""
        return DataError(sentence("cli.system", why=system_reason(error)), place)
    # Late: most commands end well, and some need no archive.
    from sqlalchemy.exc import DBAPIError

    from duilian.archive.reasons import database_reason

    if isinstance(error, DBAPIError):
        return DataError(sentence("archive.failed", why=database_reason(error)))
    return None


def _run(words: Sequence[str]) -> int:
    with in_chinese():
        parser = _parser(words)
        args = parser.parse_args(words)
        if args.command is None:
            parser.print_help()
            return 0
    return int(import_module(f"duilian.cli.{args.command}").run(args, load_config()))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all commands. Only the one that is meant is imported: start-up stays quick."""
    parser = Parser(prog="duilian", description=sentence("cli.about"))
    commands = parser.add_subparsers(dest="command", metavar=sentence("cli.command"))
    for name in COMMANDS:
        summary = sentence(f"cli.{name}.summary")
        command = commands.add_parser(name, help=summary, description=summary)
        if name in words[:1]:
            import_module(f"duilian.cli.{name}").configure(command)
    return parser
