"""Debian's Chromium under Playwright, installed where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import Served

# As root there is no sandbox; the rest keeps it from calling home.
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_FLAGS += ["--disable-component-update", "--disable-sync"]


def _install() -> None:
    """As root on Debian only; elsewhere Chromium is the machine's business. A Chinese font comes with it, for the screenshots."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, timeout=120, **quiet)  # type: ignore[call-overload]
        command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-wqy-microhei"]
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(command, check=False, timeout=400, env=env, **quiet)  # type: ignore[call-overload]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; skipped where there is none and none can be had."""
    if not shutil.which("chromium"):
        _install()
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed, and can't be installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture()
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A newcomer's browser; whatever goes wrong in a page's scripts fails the test."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, base_url=f"http://127.0.0.1:{served.web}", locale="zh-CN")
    context.set_default_timeout(15_000)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda m: faults.append(m.text) if m.type == "error" and "Failed to load resource" not in m.text else None)
    yield made
    context.close()
    assert faults == []
