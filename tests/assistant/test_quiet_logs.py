"""Rasa's own ways of logging, in a process that logs as `rasa run` does."""

from __future__ import annotations

import subprocess
import sys

SAID = "葡萄架下的第七只蜗牛"
PROGRAM = f"""
import copy, logging, warnings
import structlog
from rasa.shared.utils.io import raise_warning
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.endpoints import ClientResponseError
from rasa.utils.log_utils import configure_structlog

configure_structlog(logging.INFO)
configure_logging_and_warnings(logging.INFO)
rest = structlog.get_logger("rest")
rest.info("before.anything", text="nothing said yet")  # the logger is made, and keeps its processors
from duilian.assistant.quiet_logs import keep_rasas_logs_quiet

if QUIET:
    keep_rasas_logs_quiet()
    keep_rasas_logs_quiet()
said = "{SAID}"
rest.error("rest.message.received.timeout", text=copy.deepcopy(said), event_info="told")
try:
    raise ClientResponseError(500, "Internal Server Error", '{{"request_body": "%s"}}' % said)
except ClientResponseError:
    rest.exception("rest.message.received.failure", text=copy.deepcopy(said))
    logging.getLogger("rasa.core.processor").exception("Encountered an exception while running action 'x'.")
raise_warning(f"Failed to parse arguments in line '/speak{{said}}'.")
"""


def log(quiet: bool) -> str:
    program = PROGRAM.replace("QUIET", str(quiet))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return (
        (done.stdout + done.stderr).encode().decode("unicode_escape", "replace") + done.stdout + done.stderr
    )


def test_no_way_of_logging_shows_what_was_said() -> None:
    assert SAID in log(quiet=False), "Rasa does; if not any more, this room is not needed"
    shown = log(quiet=True)
    assert SAID not in shown
    for kept in (
        "rest.message.received.timeout",
        "told",
        "rest.message.received.failure",
        "ClientResponseError",
    ):
        assert kept in shown
    assert shown.count("Encountered an exception while running action 'x'.") >= 1
