"""A test's own site at an address on loopback, for a real browser; Rasa is a stand-in as in other tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Page, expect

from duilian.web import Site, create_app
from tests.ports import free_port
from tests.web.conftest import PASSWORD

STARTS_WITHIN = 60  # seconds


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The site's address while it is served."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(create_app(site), "127.0.0.1", port, lifespan="off", log_level="warning", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.05)
    assert server.started, "the site does not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def signed_in(browser: Browser, address: str, name: str, width: int = 1366) -> Page:
    """A page of somebody who has just signed in."""
    context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": width, "height": 860})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    return page
