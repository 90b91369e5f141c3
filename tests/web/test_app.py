"""What the application says where there is no page to give: one sentence, with the menu."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from duilian.web import Site
from tests.web.conftest import NAMES, Browser

MENU = 'href="/progress"'


def test_a_fault_of_ours_is_one_sentence_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    browser = Browser(site, raise_server_exceptions=False).sign_in("trainee")
    monkeypatch.setattr("duilian.archive.statistics.history", broken)
    answer = browser.get("/progress")
    assert answer.status_code == 500 and "出了点问题" in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/sessions?page=x", 400), ("/people", 403), ("/people/99/progress", 404), ("/nowhere", 404)],
)
def test_an_error_page_has_the_menu_of_who_is_signed_in(browser: Browser, path: str, status: int) -> None:
    answer = browser.sign_in("trainer").get(path)
    assert answer.status_code == status and "抱歉" in answer.text
    assert MENU in answer.text and NAMES["trainer"] in answer.text and 'href="/sessions"' in answer.text
    assert browser.submit("/sign-out").url.path == "/sign-in", "the page's form is in order"


def test_a_refused_form_and_a_fault_of_ours_keep_the_menu(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(site, raise_server_exceptions=False).sign_in("trainee")
    refused = browser.post("/sessions", data={"csrf": "x"})
    assert refused.status_code == 403 and MENU in refused.text
    assert browser.get("/sign-out").status_code == 405 and MENU in browser.get("/sign-out").text
    monkeypatch.setattr("duilian.archive.statistics.history", lambda *_: 1 // 0)
    broken = browser.get("/progress")
    assert broken.status_code == 500 and MENU in broken.text


def test_nobody_gets_no_menu(browser: Browser) -> None:
    answer = browser.get("/nowhere")
    assert answer.status_code == 404 and "页面不存在" in answer.text and MENU not in answer.text


def test_an_archive_that_does_not_answer_is_one_sentence_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("select", {}, Exception("database is locked"))

    browser = Browser(site, raise_server_exceptions=False).sign_in("trainee")
    monkeypatch.setattr("duilian.archive.accounts.signed_in_member", locked)
    answer = browser.get("/")
    assert answer.status_code == 503 and "正被别的程序占用" in answer.text and MENU not in answer.text
