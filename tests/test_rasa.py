"""Rasa's own commands at the root: data validate without a warning, the test stories played without a wrong prediction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from duilian.cli import main
from duilian.config import RASA_ENVIRONMENT

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def rasa(*args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **RASA_ENVIRONMENT}
    command = [sys.executable, "-m", "rasa", *args]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280)


def test_the_data_is_valid_for_rasa() -> None:
    done = rasa("data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]


def test_the_stories_are_played_as_written(tmp_path: Path) -> None:
    assert main(["train"]) == 0
    done = rasa(
        "test", "core", "--stories", "tests/stories", "--model", "models/duilian.tar.gz", "--out", str(tmp_path),
        "--fail-on-prediction-errors",
    )  # fmt: skip
    failed = tmp_path / "failed_test_stories.yml"
    assert done.returncode == 0, failed.read_text(encoding="utf-8") if failed.exists() else done.stderr[-3000:]
