"""System packages that tests need, installed where they are missing, as root on Debian only."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def install(*packages: str) -> None:
    """Try to install; whoever asked looks whether it is there."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, timeout=120, **quiet)  # type: ignore[call-overload]
        command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, timeout=400, env=env, **quiet)  # type: ignore[call-overload]


def program(name: str, package: str) -> str:
    """A program's path, its package installed where it is missing.

    The test is skipped where it cannot be had; in CI, which must have it, it fails.
    """
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    found = shutil.which(name, path=path)
    if found is None:
        install(package)
        found = shutil.which(name, path=path)
    if found is None:
        why = f"{package} is not installed, and can't be installed here"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    return found
