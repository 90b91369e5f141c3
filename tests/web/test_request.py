"""Requests with values that make no sense: refused in a sentence or passed over, never a fault of ours."""

from __future__ import annotations

import io

import pytest
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from duilian.web import Site
from duilian.web.request import CheckedRequest, or_404
from tests.web.conftest import Browser
from tests.web.test_debrief import keep

NO_NUMBERS = [
    pytest.param("²", id="superscript"),
    pytest.param("--1", id="two signs"),
    pytest.param("９" * 30, id="30 digits"),
    pytest.param("9" * 5000, id="5000 digits"),
]
SESSION = "s" * 32


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize(("path", "status"), [("/sessions", 400), ("/adherence", 200), ("/people", 200)])
def test_a_page_that_is_no_number(browser: Browser, path: str, status: int, number: str) -> None:
    assert browser.sign_in("administrator").get(path, params={"page": number}).status_code == status


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("/settings/keep", ("days",), "保留天数写 0"),
        ("/assignments", ("pass_mark", "title", "scenario", "mode"), "及格分写 0 到 100"),
        ("/assignments", ("attempts", "title", "scenario", "mode"), "最多几次写 0 到 100"),
        ("/assignments", ("per_week", "title", "scenario", "mode"), "每周几次写 0 到 50"),
        ("/calibration", ("count", "title"), "抽 1 到 100 通"),
        (f"/sessions/{SESSION}/comments", ("turn", "text"), "页面已失效，请返回、刷新后再试"),
    ],
)
def test_a_field_that_is_no_number(
    site: Site, browser: Browser, path: str, form: tuple[str, ...], sentence: str, number: str
) -> None:
    keep(site, SESSION)
    others = {"title": "任务", "scenario": "first-call-logistics", "text": "好", "mode": "practice"}
    fields = {form[0]: number} | {name: others[name] for name in form[1:]}
    answer = browser.sign_in("administrator").submit(path, **fields)
    assert answer.status_code == 400 and sentence in answer.text


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_message_or_a_retry_that_counts_in_no_numbers(browser: Browser, number: str) -> None:
    browser.sign_in("trainee")
    path = browser.submit("/sessions", scenario="first-call-logistics", mode="practice", key="k").url.path
    for address, form in (("turns", {"seen": number, "text": "您好"}), ("retry", {"turn": number})):
        assert browser.submit(f"{path}/{address}", key="k1", **form).status_code == 400


def test_full_width_digits_are_digits(browser: Browser) -> None:
    admin = browser.sign_in("administrator")
    assert 'value="30"' in admin.submit("/settings/keep", days="３０").text


def test_of_a_field_given_more_than_once_files_and_empty_ones_are_passed_over(site: Site) -> None:
    given = [("group", "一组"), ("group", ""), ("group", "二\0组"), ("group", UploadFile(io.BytesIO(b"x")))]
    request = CheckedRequest(Request({"type": "http"}), site, FormData([*given, ("other", "三组")]))
    assert request.texts("group") == ["一组", "二组"] and request.texts("nothing") == []
    upload = CheckedRequest(Request({"type": "http"}), site, FormData(given[-1:]))
    assert upload.text("group") == upload.text("nothing") == ""


def test_a_row_that_is_not_there_is_not_found() -> None:
    assert or_404("row") == "row"
    with pytest.raises(HTTPException) as caught:
        or_404(None)
    assert caught.value.status_code == 404
