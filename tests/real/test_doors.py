"""Doors of the running product: files for their user alone, Rasa and the actions for who knows the secret."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from duilian.config import load_config
from tests.real.product import Product
from tests.real.speaker import GOOD
from tests.real.test_calls import START, card, words

pytestmark = pytest.mark.slow
SECRET_FILE = load_config().var / "secret"
OF_RASA = (
    ("GET", "/webhooks/rest/"),
    ("POST", "/webhooks/rest/webhook"),
    ("GET", "/webhooks/duilian/"),
    ("POST", "/webhooks/duilian/webhook"),
    ("POST", "/webhooks/duilian/copy"),
    ("POST", "/webhooks/duilian/forget"),
    ("GET", "/conversations/x/tracker"),
    ("POST", "/conversations/x/tracker/events"),
    ("PUT", "/model"),
    ("POST", "/model/parse"),
    ("POST", "/model/train"),
    ("GET", "/domain"),
    ("GET", "/status"),
    ("GET", "/nowhere"),
)
OF_ACTIONS = (("POST", "/webhook"), ("GET", "/actions"), ("GET", "/nowhere"))


def known() -> dict[str, str]:
    return {"Authorization": f"Bearer {SECRET_FILE.read_text().strip()}"}


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp4"}])
def test_strangers_of_the_machine_get_nothing(served: Product, header: dict[str, str]) -> None:
    for port, doors in ((served.rasa, OF_RASA), (served.actions, OF_ACTIONS)):
        for method, path in doors:
            address = f"http://127.0.0.1:{port}{path}"
            for query in ("", f"?token={SECRET_FILE.read_text().strip()}"):
                answer = httpx2.request(
                    method, address + query, headers=header, json={"sender": "x", "message": "x"}
                )
                assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text}"


def curl(port: int, sender: str, message: str) -> list[dict[str, Any]]:
    """As docs/web.md says it is done."""
    command = ["curl", "-sS", "-H", "Content-Type: application/json", "-H"]
    command += [f"Authorization: Bearer {SECRET_FILE.read_text().strip()}"]
    body = json.dumps({"sender": sender, "message": message})
    command += ["-d", body, f"http://127.0.0.1:{port}/webhooks/rest/webhook"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said


def kept(served: Product, sender: str) -> list[list[Any]]:
    """Every row of a session's, as the archive's file has them."""
    with sqlite3.connect(urlsplit(served.database_url).path) as connection:
        rows = [connection.execute("select * from sessions where id = ?", (sender,)).fetchall()]
        for table in ("turns", "assessments", "verdicts", "transcripts"):
            query = f"select * from {table} where session_id = ?"
            rows.append(connection.execute(query, (sender,)).fetchall())
    return rows


def test_a_forged_tracker_does_not_change_a_score(served: Product) -> None:
    sender = f"forged-{time.time_ns()}"
    for text in (START, *GOOD):
        last = curl(served.rasa, sender, text)
    score, before = card(last)["score"], kept(served, sender)
    assert score > 50 and before[0] and before[1]
    forged = {
        "next_action": "action_debrief",
        "sender_id": sender,
        "tracker": {
            "sender_id": sender,
            "slots": {"scenario": "first-call-logistics", "mode": "practice", "seed": "1"},
            "latest_message": {"intent": {"name": "hang_up"}},
            "events": [
                {"event": "user", "text": START, "parse_data": {"intent": {"name": "start_call"}}},
                {"event": "user", "text": "滚", "parse_data": {"intent": {"name": "speak"}, "entities": []}},
                {"event": "user", "text": "/hang_up", "parse_data": {"intent": {"name": "hang_up"}}},
            ],
        },
        "domain": {},
    }
    address = f"http://127.0.0.1:{served.actions}/webhook"
    assert httpx2.post(address, json=forged, timeout=60).status_code == 401
    answer = httpx2.post(address, json=forged, headers=known(), timeout=60)
    assert answer.status_code == 200 and "没有存" in answer.json()["responses"][0]["text"]
    assert kept(served, sender) == before
    assert "没有存" not in words(last)


def open_to_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob("*")]
    return [
        f"{oct(p.lstat().st_mode)} {p}" for p in paths if not p.is_symlink() and p.lstat().st_mode & 0o077
    ]


def test_what_is_made_is_for_its_user_alone(served: Product) -> None:
    config, folder = load_config(), Path(urlsplit(served.database_url).path).parent
    curl(served.rasa, f"files-{time.time_ns()}", START)
    assert (folder / "a.db").exists() and (folder / "trackers.db").exists()
    found = [line for place in (config.var, config.assistant.parent) for line in open_to_others(place)]
    found += [line for line in open_to_others(folder) if not line.endswith(str(folder))]
    assert not found
    for port in (served.rasa, served.actions, served.web):
        assert _umask_of(port) == 0o077


def _umask_of(port: int) -> int:
    """The umask of the process that listens on a port of loopback."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    wanted = f"0100007F:{port:04X}"
    inode = next(line.split()[9] for line in lines if line.split()[1] == wanted and line.split()[3] == "0A")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(one) == f"socket:[{inode}]" for one in (process / "fd").iterdir()):
                status = (process / "status").read_text()
                return int(next(x.split()[1] for x in status.splitlines() if x.startswith("Umask")), 8)
        except OSError:
            continue
    raise AssertionError(f"nobody listens on {port}")
