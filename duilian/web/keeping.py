"""The process that assesses imported calls: started where calls wait, and ended with the web application.

The tagger would not pay for its memory here, and the pages stay quick.
"""

from __future__ import annotations

import subprocess
import sys

from duilian import archive
from duilian.archive import imports
from duilian.operation.ties import tied_to_me
from duilian.web.site import Site


class Keeper:
    """Starts ``duilian keep --waiting`` where it is needed and not there.

    Args:
        site: Where the archive is.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._process: subprocess.Popen[bytes] | None = None

    def is_needed(self) -> bool:
        """Do calls wait while nobody keeps them?"""
        if self._process is not None and self._process.poll() is None:
            return False
        with archive.transaction(self._site.engine) as db:
            return imports.is_waiting(db)

    def start(self) -> None:
        """Start it; to be called from the main thread, see :func:`duilian.operation.ties.tied_to_me`."""
        command = [sys.executable, "-m", "duilian.cli", "keep", "--waiting"]
        environment = {**self._site.config.environment, "PYTHONWARNINGS": "ignore"}
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, preexec_fn=tied_to_me()
        )

    def stop(self) -> None:
        """End it; what is not kept yet waits for the next time."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
