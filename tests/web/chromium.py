"""Debian's Chromium under Playwright, installed where it is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.debian import install
from tests.real.product import Product

# As root there is no sandbox; the rest keeps it from calling home.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
_FLAGS += ["--disable-component-update", "--disable-sync"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; skipped where there is none and none can be had."""
    if not shutil.which("chromium"):
        install("chromium", "fonts-wqy-microhei")  # with a Chinese font, for the screenshots
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
def page(browser: Browser, served: Product) -> Iterator[Page]:
    """A newcomer's browser; whatever goes wrong in a page's scripts fails the test."""
    context = browser.new_context(
        viewport={"width": 1100, "height": 800}, base_url=f"http://127.0.0.1:{served.web}", locale="zh-CN"
    )
    context.set_default_timeout(15_000)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console",
        lambda m: (
            faults.append(m.text) if m.type == "error" and "Failed to load resource" not in m.text else None
        ),
    )
    yield made
    context.close()
    assert faults == []
