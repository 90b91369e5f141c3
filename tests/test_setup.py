"""scripts/setup where Python 3.10 is missing, and that it does only what is needed."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = ("bash", "dirname", "cmp", "cp", "rm", "mkdir", "timeout", "cat")
NEEDED = "Python 3.10 is needed (Rasa 3.6 runs on nothing newer)"
MEND = "install it, e.g. with 'pyenv install 3.10', and run this again."


class Machine:
    """A clone of the project on a machine whose PATH has only what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.project, self.path = folder / "project", folder / "bin"
        (self.project / "scripts").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(ROOT / "scripts/setup", self.project / "scripts")
        for name in ("requirements.lock", "pyproject.toml", "package-lock.json"):
            (self.project / name).write_text(name)
        for command in COMMANDS:
            self.link(command, shutil.which(command) or "")

    def link(self, name: str, target: str | Path) -> None:
        (self.path / name).symlink_to(target)

    def script(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/usr/bin/env bash\n{text}\n")
        path.chmod(0o755)

    def setup(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.project / "scripts/setup"],
            env={"PATH": str(self.path), "HOME": str(self.project), "PIP_NO_INDEX": "1"} | environment,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_any_python_it_says_what_to_do(machine: Machine) -> None:
    done = machine.setup()
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == f"{NEEDED}: {MEND}\n"


def test_where_uv_fails_it_says_what_to_do(machine: Machine) -> None:
    machine.script(machine.path / "python3", '[ "$1" != -c ]')  # another version
    machine.script(machine.project / ".venv-bootstrap/bin/uv", "echo no network; exit 1")
    done = machine.setup()
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.splitlines() == [
        "· getting Python 3.10 with uv",
        f"{NEEDED} and uv could not get it (see .venv-bootstrap/log): {MEND}",
    ]
    assert (machine.project / ".venv-bootstrap/log").read_text() == "no network\n"
    assert not (machine.project / ".venv").exists()


def test_where_uv_cannot_be_installed_it_says_what_to_do(machine: Machine) -> None:
    machine.script(machine.path / "python3", '[ "$1" != -c ] && { echo "no module venv"; false; }')
    done = machine.setup()
    assert done.returncode == 1 and done.stderr.splitlines()[1].endswith(MEND)
    assert (machine.project / ".venv-bootstrap/log").read_text() == "no module venv\n"


@pytest.mark.skipif(
    platform.system() != "Linux" or platform.libc_ver()[0] != "glibc", reason="names the platform"
)
def test_the_python_that_uv_has_is_used(machine: Machine) -> None:
    """The real uv, with a Python that it takes for its own; pip then finds no packages, which ends it."""
    machine.script(machine.path / "python3", '[ "$1" != -c ]')
    (machine.project / ".venv-bootstrap/bin").mkdir(parents=True)
    (machine.project / ".venv-bootstrap/bin/uv").symlink_to(Path(sys.executable).with_name("uv"))
    version = platform.python_version()
    managed = machine.project / f"python/cpython-{version}-linux-{platform.machine()}-gnu"
    managed.mkdir(parents=True)
    for part in ("bin", "lib", "include"):
        (managed / part).symlink_to(Path(sys.base_prefix) / part)
    done = machine.setup(UV_PYTHON_INSTALL_DIR=str(managed.parent))
    assert "· getting Python 3.10 with uv" in done.stderr
    assert done.stdout.splitlines()[0] == "· making .venv"
    made = machine.project / ".venv/bin/python"
    shown = subprocess.run([made, "--version"], capture_output=True, text=True, check=True).stdout
    assert shown == f"Python {version}\n"
    assert str(managed.parent) in (machine.project / ".venv/pyvenv.cfg").read_text()


def test_a_python3_that_is_3_10_will_do(machine: Machine) -> None:
    machine.link("python3", getattr(sys, "_base_executable", sys.executable))
    done = machine.setup()
    assert done.stdout.splitlines()[0] == "· making .venv" and "with uv" not in done.stderr
    assert (machine.project / ".venv/bin/python").exists()


def locked(machine: Machine) -> None:
    """All is as the lock files say."""
    for lock, kept in (
        ("requirements.lock", ".venv/.locked"),
        ("pyproject.toml", ".venv/.project"),
        ("package-lock.json", "node_modules/.locked"),
    ):
        (machine.project / kept).parent.mkdir(exist_ok=True)
        shutil.copy(machine.project / lock, machine.project / kept)


def test_it_does_nothing_where_nothing_changed(machine: Machine) -> None:
    locked(machine)
    done = machine.setup()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_pyproject_installs_the_entry_points_again(machine: Machine) -> None:
    locked(machine)
    machine.script(machine.project / ".venv/bin/uv", 'echo "$@"')
    (machine.project / "pyproject.toml").write_text("changed")
    assert machine.setup().stdout == "pip install --quiet --no-deps -e .\n"
    assert machine.setup().stdout == ""
