"""Rasa's logs without what people said.

Rasa logs through structlog too, which writes a message's text as a field and, with an error, the local
variables of every function on the way. And it warns of a command that it does not understand by quoting it.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any, MutableMapping

import structlog

from duilian.discretion import keep_speech_out, quiet_traceback

_HARMLESS = ("event", "event_info", "level")  # which Rasa writes as constant sentences


def keep_rasas_logs_quiet() -> None:
    """From now on no log of this Rasa shows what anybody said. Twice is once."""
    keep_speech_out()
    warnings.simplefilter("ignore")
    processors = structlog.get_config()["processors"]
    if _only_harmless not in processors:
        processors.insert(0, _only_harmless)  # in place: loggers in use hold this very list


def _only_harmless(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog's: which event it is, and with an error where that came up."""
    kept = {name: event[name] for name in _HARMLESS if name in event}
    error = sys.exc_info()[1]
    # "exception" asks for the traceback; given the text of one, structlog makes none of its own.
    if error is not None and (method == "exception" or event.get("exc_info")):
        kept["exception"] = quiet_traceback(error)
        kept["exc_info"] = False
    return kept
