"""A call or visit: begun, spoken, ended. What is sent twice is heard once (``duilian.call.session``)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from duilian import archive
from duilian.call import session as practice
from duilian.call.rasa_client import ChannelUnavailable
from duilian.call.session import KeptExchange, NotTaken, Refusal
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.roleplay.scenario import Scenario
from duilian.web.access import Visit
from duilian.web.pages import local, render

_STATUS = {Refusal.STALE: 409, Refusal.OVER: 409, Refusal.TOO_LONG: 413, Refusal.TOO_FAST: 429}


def session_id(visit: Visit, key: str) -> str:
    """Nobody can guess it, and the same form sent twice by one browser makes the same."""
    return hashlib.sha256(f"{visit.token} {key}".encode()).hexdigest()[:32]


def scenario_of(visit: Visit, name: str) -> Scenario:
    """Raises DataError for a scenario that does not exist (any more)."""
    if name not in visit.site.scenarios:
        raise DataError(visit.site.say("no_scenario", name=name))
    return visit.site.scenarios[name]


def start(visit: Visit) -> Response:
    scenario, mode, key = scenario_of(visit, visit.text("scenario")), visit.text("mode"), visit.text("key")
    if mode not in MODES or not key:
        raise DataError(visit.site.say("no_mode"))
    session = session_id(visit, key)
    practice.begin(
        visit.site.engine, session, scenario, mode, secrets.token_hex(8), visit.me, visit.site.now()
    )
    return RedirectResponse(f"/sessions/{session}", 303)


def _shown(said: KeptExchange) -> dict[str, Any]:
    """An exchange as the browser gets it: no scorecard, no commands."""
    return {
        "number": said.number, "text": "" if said.text.startswith("/") else said.text, "over": said.over,
        "replies": [{"text": r.text, "client": r.client} for r in said.replies or () if r.text and not (said.over and not r.client)],
    }  # fmt: skip


def page(visit: Visit) -> Response:
    """The call screen, or the debrief where the call is over."""
    session = visit.path["session"]
    with visit.db() as db:
        row = archive.find_call(db, session)
        assert row is not None
        name, mode, started = str(row.scenario), str(row.mode), row.started_at
        if row.ended_at is not None:
            return RedirectResponse(f"/sessions/{session}/debrief", 303)
    scenario = scenario_of(visit, name)
    try:
        said = practice.transcript(visit.site.engine, visit.site.rasa, session)
    except ChannelUnavailable:
        return render(visit, "sorry.html", {"sentence": visit.site.say("line_dead")}, 503)
    if said[-1].over:
        return RedirectResponse(f"/sessions/{session}/debrief", 303)
    at = local(started)
    data = {
        "session": session, "exchanges": [_shown(one) for one in said], "began": at.timestamp() if at else 0, "who": scenario.title,
        "visit": scenario.visit, "longest": practice.LONGEST,
    }  # fmt: skip
    # Where someone else may answer, the name before a line would give away who speaks.
    who = "" if scenario.gatekeeper else scenario.title
    return render(
        visit, "call.html", {"scenario": scenario, "mode": mode, "data": data, "who": who, "wide": True}
    )


def turn(visit: Visit) -> Response:
    """One message, or with ``hang_up`` the end → the exchange as JSON; refused, the reason and a sentence."""
    seen = visit.text("seen")
    text = practice.HANG_UP if visit.text("hang_up") else visit.text("text")
    if not seen.isdigit() or not 1 <= len(visit.text("key")) <= 64:
        raise DataError(visit.site.say("forged"))
    try:
        said = practice.send_message(
            visit.site.engine,
            visit.site.rasa,
            visit.path["session"],
            visit.text("key"),
            int(seen),
            text,
            visit.site.now(),
        )
    except NotTaken as refused:
        sentence = visit.site.say(f"not_taken_{refused.why.value}", longest=practice.LONGEST)
        return JSONResponse({"error": sentence, "why": refused.why.value}, _STATUS[refused.why])
    except ChannelUnavailable:
        return JSONResponse({"error": visit.site.say("line_dead"), "why": "line_dead"}, 503)
    return JSONResponse(_shown(said))
