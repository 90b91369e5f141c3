"""Rasa's own commands at the root: data without a warning, test stories without a wrong prediction."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duilian.config import RASA_ENVIRONMENT
from tests.conftest import train_once

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, str]]]:
    """Command → its exit status and what it printed; both run side by side, for each takes its time."""
    train_once()
    failed = tmp_path_factory.mktemp("stories")
    stories = (
        "--stories",
        "tests/stories",
        "--model",
        "models/duilian.tar.gz",
        "--out",
        str(failed),
        "--fail-on-prediction-errors",
    )
    commands = {"validate": ("data", "validate", "--fail-on-warnings"), "stories": ("test", "core", *stories)}
    env = {**os.environ, **RASA_ENVIRONMENT}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", "rasa", *command],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in commands.items()
    }
    try:
        printed = {name: process.communicate(timeout=280)[0] for name, process in running.items()}
        wrong = failed / "failed_test_stories.yml"
        printed["stories"] += wrong.read_text(encoding="utf-8") if wrong.exists() else ""
        yield {name: (process.returncode, printed[name][-3000:]) for name, process in running.items()}
    finally:
        for process in running.values():
            process.kill()


@pytest.mark.parametrize("command", ["validate", "stories"])
def test_rasas_own_checks_find_nothing(done: dict[str, tuple[int, str]], command: str) -> None:
    status, printed = done[command]
    assert status == 0, printed
