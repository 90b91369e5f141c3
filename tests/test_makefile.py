"""make help: one line for every target."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_help_has_a_line_for_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert phony
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = [line.split(maxsplit=1) for line in shown.stdout.splitlines()]
    assert [name for name, _ in lines] == phony[1].split()
    assert all(len(what) > 5 for _, what in lines)
