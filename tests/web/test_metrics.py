"""/metrics: what is counted, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from prometheus_client.parser import text_string_to_metric_families as families
from starlette.testclient import TestClient

from duilian.call.rasa_client import ChannelUnavailable, Reply
from duilian.web import Site, create_app, health
from tests.web.conftest import Browser, ScriptedRasa

Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]
HERE = {"host": "127.0.0.1:8000"}


def read(browser: Browser) -> Figures:
    """What is counted, as Prometheus reads it: (name, labels) → value."""
    client = TestClient(browser.app, "http://127.0.0.1:8000", client=("127.0.0.1", 40000))
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain; version=")
    return {(s.name, frozenset(s.labels.items())): s.value for f in families(answer.text) for s in f.samples}


def at(figures: Figures, name: str, **labels: str) -> float:
    return figures.get((name, frozenset(labels.items())), 0.0)


def test_turns_their_times_errors_and_open_calls(
    browser: Browser, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_FRESH", 0)
    before = read(browser)
    assert at(before, "duilian_open_calls") == 0 and at(before, "duilian_debriefs_owed") == 0
    assert (
        at(before, "duilian_works", part="archive") == 1 and at(before, "process_resident_memory_bytes") > 0
    )
    browser.sign_in("trainee")
    call = browser.submit("/sessions", scenario="first-call-logistics", mode="practice", key="a")
    turns = f"{call.url.path}/turns"
    rasa.next = [[Reply("嗯。")], ChannelUnavailable("down")]
    statuses = [browser.submit(turns, key=f"k{n}", seen=f"{n}", text="您好").status_code for n in (1, 2)]
    assert statuses == [200, 503]
    assert browser.submit(turns, key="late", seen="1", text="您好").status_code == 409
    figures = read(browser)
    assert [at(figures, "duilian_turns_total", status=s) for s in ("200", "409", "503")] == [1, 1, 1]
    assert at(figures, "duilian_turn_seconds_count") == 1 and 0 < at(figures, "duilian_turn_seconds_sum") < 60
    page = "/sessions/{session}/turns"
    assert at(figures, "duilian_errors_total", page=page, status="503") == 1
    assert at(figures, "duilian_request_seconds_count", method="POST", page=page) == 3
    assert at(figures, "duilian_request_seconds_count", method="POST", page="/sign-in") == 1
    assert at(figures, "duilian_open_calls") == 1


def test_a_fault_is_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    browser = Browser(site, raise_server_exceptions=False)
    monkeypatch.setattr("duilian.web.sign_in.render_page", broken)
    assert browser.get("/sign-in").status_code == 500
    assert at(read(browser), "duilian_errors_total", page="/sign-in", status="500") == 1


def test_what_anybody_may_ask_for_makes_no_figures_of_its_own(browser: Browser) -> None:
    for n in range(20):
        browser.get(f"/nothing/{n}")
        browser.request(f"WORD{n}", "/sign-in")
        browser.get(f"/sessions/{n}")
    labels = [dict(labels) for name, labels in read(browser) if name == "duilian_request_seconds_count"]
    assert {(label["method"], label["page"]) for label in labels} == {
        ("other", "/sign-in"),
        ("GET", "/sign-in"),
        ("GET", "/sessions/{session}"),
    }


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {"host": "[::1]:8000"}, 200),
        ("127.0.0.1", {"host": "localhost"}, 200),
        ("192.0.2.1", {}, 404),
        ("10.0.0.5", {"host": "localhost"}, 404),
        ("127.0.0.1", {"host": "practice.example.com"}, 404),
        ("127.0.0.1", {"host": "127.0.0.1.example.com"}, 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": ""}, 404),
        ("127.0.0.1", {"x-real-ip": "127.0.0.1"}, 404),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}, 404),
        ("127.0.0.1", {"x-forwarded-proto": "https"}, 404),
        ("127.0.0.1", {"via": "1.1 proxy"}, 404),
    ],
)
def test_only_this_machine_may_look(site: Site, address: str, headers: dict[str, str], status: int) -> None:
    client = TestClient(create_app(site), "http://127.0.0.1:8000", client=(address, 40000))
    answer = client.get("/metrics", headers=HERE | headers)
    assert answer.status_code == status and ("duilian_turns" in answer.text) == (status == 200)


def test_administrators_do_not_see_it_from_elsewhere_either(browser: Browser) -> None:
    assert browser.sign_in("administrator").get("/metrics").status_code == 404
