"""Processes that do not outlive the one that started them, however that one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def tied_to_me() -> Callable[[], None] | None:
    """What a child has to run before its program, for ``preexec_fn``.

    Linux then kills it when the thread that started it ends: so start it from the main thread. It is SIGKILL,
    because a stopped process hears nothing else.

    Returns:
        None where the system cannot do it.
    """
    prctl, parent = _PRCTL, os.getpid()
    if prctl is None:
        return None

    def before_exec() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended between the fork and here
            os._exit(1)

    return before_exec
