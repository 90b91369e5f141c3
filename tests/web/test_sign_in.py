"""Signing in and out, passwords, forged forms, headers."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

import pytest

from duilian import archive
from duilian.archive import accounts
from duilian.web import Site
from duilian.web.known_browser import KNOWN_COOKIE
from duilian.web.request import COOKIE
from tests.web.conftest import NAMES, PASSWORD, Browser, Clock


def test_without_signing_in_every_way_leads_to_the_door_and_back(browser: Browser) -> None:
    answer = browser.get("/?kind=visit_fabe")
    assert answer.url.path == "/sign-in" and "kind%3Dvisit_fabe" in str(answer.url)
    answer = browser.post(
        "/sign-in", data={"name": NAMES["trainee"], "password": PASSWORD, "back": "/?kind=visit_fabe"}
    )
    assert str(answer.url).endswith("/?kind=visit_fabe") and "选一个客户" in answer.text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_back_never_leads_elsewhere(browser: Browser, back: str) -> None:
    answer = browser.post(
        "/sign-in",
        data={"name": NAMES["trainee"], "password": PASSWORD, "back": back},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/"


def test_a_wrong_password_is_one_clear_sentence_and_the_name_is_kept(browser: Browser) -> None:
    answer = browser.post("/sign-in", data={"name": "小李", "password": "nonsense1234"})
    assert answer.status_code == 401 and "用户名或密码不对" in answer.text and 'value="小李"' in answer.text
    for _ in range(5):
        answer = browser.post("/sign-in", data={"name": "小李", "password": "nonsense1234"})
    assert answer.status_code == 429 and "一刻钟" in answer.text


def test_the_cookie_is_for_us_alone(browser: Browser) -> None:
    answer = browser.post("/sign-in", data={"name": "小李", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    answer = browser.post(
        "https://testserver/sign-in",
        data={"name": "小李", "password": PASSWORD},
        headers={"origin": "https://testserver"},
        follow_redirects=False,
    )
    assert "secure" in answer.headers["set-cookie"].lower()


def test_signing_out_ends_it_for_whoever_has_the_cookie(browser: Browser) -> None:
    browser.sign_in("trainee")
    token = browser.cookies[COOKIE]
    assert browser.post("/sign-out", data={"csrf": browser.csrf}).url.path == "/sign-in"
    browser.cookies.set(COOKIE, token)
    assert browser.get("/").url.path == "/sign-in"


def test_forged_forms_are_refused(browser: Browser) -> None:
    browser.sign_in("trainee")
    for headers, form in (
        ({}, {}),
        ({}, {"csrf": "x"}),
        ({"origin": "http://evil.example"}, {"csrf": browser.csrf}),
    ):
        answer = browser.post("/sign-out", data=form, headers=headers)
        assert answer.status_code == 403 and "刷新" in answer.text
    assert browser.get("/").url.path == "/", "still signed in"


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
@pytest.mark.parametrize("path", ["/sign-in", "/demo"])
def test_a_strangers_form_must_come_from_our_own_page(
    browser: Browser, path: str, origin: str | None
) -> None:
    form = {"name": NAMES["trainee"], "password": PASSWORD}
    del browser.headers["origin"]
    answer = browser.post(path, data=form, headers={"origin": origin} if origin else {})
    assert answer.status_code == 403 and "刷新" in answer.text and COOKIE not in browser.cookies


def test_every_browser_has_a_token_of_its_own(site: Site) -> None:
    one, other = Browser(site).sign_in("trainee"), Browser(site).sign_in("trainee")
    assert one.csrf and other.csrf and one.csrf != other.csrf
    assert one.post("/sign-out", data={"csrf": other.csrf}).status_code == 403
    assert one.post("/sign-out", data={"csrf": one.csrf}).url.path == "/sign-in"


def test_a_one_time_password_has_to_be_changed_first(site: Site, browser: Browser) -> None:
    with archive.transaction(site.engine) as db:
        once = accounts.first_administrator(db, site.now())
        assert once is None, "there is one"
        accounts.add_person(db, "新来的", "trainee", "one time only", site.now())
    answer = browser.post("/sign-in", data={"name": "新来的", "password": "one time only"})
    assert answer.url.path == "/password" and "一次性" in answer.text
    for form, sentence in (
        (("wrong wrong", "better password", "better password"), "原来的密码不对"),
        (("one time only", "better password", "other password"), "不一样"),
        (("one time only", "one time only", "one time only"), "不能跟原来的一样"),
        (("one time only", "short", "short"), "至少要 10 个字符"),
    ):
        answer = browser.post(
            "/password", data=dict(zip(("old", "new", "again"), form, strict=True), csrf=browser.csrf)
        )
        assert answer.status_code == 400 and sentence in answer.text
    form_ = {
        "old": "one time only",
        "new": "better password",
        "again": "better password",
        "csrf": browser.csrf,
    }
    assert browser.post("/password", data=form_).url.path == "/"


def test_an_idle_browser_is_signed_out(browser: Browser, clock: Clock) -> None:
    browser.sign_in("trainee")
    clock.move(hours=13)
    assert browser.get("/").url.path == "/sign-in"


def test_a_newcomer_gets_a_trainee_of_its_own(site: Site, browser: Browser) -> None:
    assert "先体验" in browser.get("/sign-in").text
    first = browser.post("/demo", data={})
    assert "体验学员" in first.text and "选一个客户" in first.text
    other = Browser(replace(site, demo=False))
    assert "先体验" not in other.get("/sign-in").text and other.post("/demo", data={}).status_code == 400


def test_every_answer_forbids_foreign_scripts_and_caching(browser: Browser) -> None:
    for path in ("/sign-in", "/nowhere", "/static/style.css", "/assets/htmx/htmx.min.js"):
        answer = browser.get(path)
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert ("no-store" in answer.headers["cache-control"]) == (path in ("/sign-in", "/nowhere"))
    assert browser.get("/nowhere").status_code == 404 and "页面不存在" in browser.get("/nowhere").text
    assert browser.get("/assets/htmx/../../package.json").status_code == 404


def test_who_has_been_let_in_here_before_is_not_kept_out_by_a_stranger(site: Site) -> None:
    mine = Browser(site).sign_in("trainee")
    mine.post("/sign-out", data={"csrf": mine.csrf})
    form = {"name": NAMES["trainee"], "password": "nonsense1234"}
    statuses = [Browser(site).post("/sign-in", data=form).status_code for _ in range(7)]
    assert statuses == [401] * 5 + [429] * 2
    form["password"] = PASSWORD
    strange = Browser(site)
    assert strange.post("/sign-in", data=form).status_code == 429
    genuine = {c.name: c.value for c in mine.cookies.jar}[KNOWN_COOKIE]
    person, mark, signature = genuine.split(".")
    for forged in (f"{int(person) + 1}.{mark}.{signature}", f"{person}.{mark}.{'0' * 32}", "x", "._."):
        strange.cookies.set(KNOWN_COOKIE, forged, path="/sign-in")
        assert strange.post("/sign-in", data=form).status_code == 429, forged
    odd = {"cookie": KNOWN_COOKIE.encode() + b"=\xe9.\xe9.\xe9_1"}
    assert Browser(site).post("/sign-in", data=form, headers=odd).status_code == 429
    assert mine.post("/sign-in", data=form).url.path == "/"


def test_a_browser_of_two_is_known_as_both(site: Site) -> None:
    browser = Browser(site)
    for role in ("trainee", "trainer"):
        browser.sign_in(role)
        browser.post("/sign-out", data={"csrf": browser.csrf})
    (cookie,) = [c for c in browser.cookies.jar if c.name == KNOWN_COOKIE]
    assert str(cookie.value).count("_") == 1 and cookie.path == "/sign-in"
    assert cookie.has_nonstandard_attr("HttpOnly")
    for role in ("trainee", "trainer"):
        form = {"name": NAMES[role], "password": "nonsense1234"}
        assert [Browser(site).post("/sign-in", data=form).status_code for _ in range(6)][-1] == 429
        browser.sign_in(role)
        browser.post("/sign-out", data={"csrf": browser.csrf})


def test_a_browser_is_known_for_half_a_year(site: Site) -> None:
    answer = Browser(site).post(
        "/sign-in", data={"name": NAMES["trainee"], "password": PASSWORD}, follow_redirects=False
    )
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{KNOWN_COOKIE}=")]
    assert f"max-age={180 * 24 * 60 * 60};" in f"{cookie};".lower() and "samesite=lax" in cookie.lower()


def test_a_site_without_a_secret_knows_no_browser(site: Site) -> None:
    """Anybody could sign with an empty key."""
    form = {"name": NAMES["trainee"], "password": "nonsense1234"}
    bare = replace(site, key="")
    with archive.transaction(site.engine) as db:
        person = str(archive.person_named(db, NAMES["trainee"], site.now()).id)
    said = f"known browser {person} mark".encode()
    signature = hmac.new(b"", said, hashlib.sha256).hexdigest()[:32]
    assert [Browser(bare).post("/sign-in", data=form).status_code for _ in range(6)][-1] == 429
    forger = Browser(bare)
    forger.cookies.set(KNOWN_COOKIE, f"{person}.mark.{signature}", path="/sign-in")
    assert forger.post("/sign-in", data=form | {"password": PASSWORD}).status_code == 429


def test_a_forged_form_is_refused_from_whatever_page_and_by_header_too(browser: Browser) -> None:
    """As browsers send it: what the page carries, as a field or as a header of a script of ours."""
    browser.sign_in("trainee")
    carried = browser.csrf
    assert len(carried) >= 32
    for given in ("", carried[:-1], carried.upper(), f"{carried} "):
        assert browser.post("/sign-out", headers={"x-csrf-token": given}).status_code == 403, given
    del browser.headers["origin"]
    assert browser.post("/sign-out", data={"csrf": ""}).status_code == 403
    assert browser.post("/sign-out", headers={"x-csrf-token": carried}).url.path == "/sign-in", (
        "some browsers leave the origin out"
    )


def test_a_new_password_is_no_common_one(browser: Browser) -> None:
    browser.sign_in("trainee")
    for new, sentence in (
        ("woaini1314520", "太常见"),
        ("1234567890", "太常见"),
        ("小李的桂花豆腐干白菜汤", "自己的用户名"),
    ):
        form = {"csrf": browser.csrf, "old": PASSWORD, "new": new, "again": new}
        answer = browser.post("/password", data=form)
        assert answer.status_code == 400 and sentence in answer.text


def test_wrong_old_passwords_are_counted(site: Site, browser: Browser) -> None:
    browser.sign_in("trainee")
    form = {"csrf": browser.csrf, "new": "better password", "again": "better password"}
    statuses = [browser.post("/password", data=form | {"old": f"wrong {n}"}).status_code for n in range(7)]
    assert statuses == [400] * 5 + [429] * 2
    assert browser.post("/password", data=form | {"old": PASSWORD}).status_code == 429
    Browser(site).sign_in("trainee")  # the door is another place


def test_over_https_browsers_are_told_to_stay_there(browser: Browser) -> None:
    name = "strict-transport-security"
    for path in ("/sign-in", "/static/style.css", "/nowhere"):
        assert "max-age=31536000" in browser.get(f"https://testserver{path}").headers[name]
        assert name not in browser.get(path).headers
