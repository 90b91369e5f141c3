"""A call or request: begun, spoken, ended. What is sent twice is heard once (``duilian.call.session``)."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from starlette.responses import JSONResponse, RedirectResponse, Response

from duilian import archive
from duilian.archive.exam_results import exam_of_session
from duilian.call import session as call_session
from duilian.call.deletion import discard_open_session
from duilian.call.rasa_client import ChannelUnavailable, DebriefOwed
from duilian.call.remembering import memory_for
from duilian.call.session import KeptExchange, NotTaken, Refusal
from duilian.coaching.remembered import remembered_notes
from duilian.dialogue.model import MODES
from duilian.errors import DataError
from duilian.roleplay.memory import Memory
from duilian.roleplay.scenario import Scenario
from duilian.web.pages import china_time, redirect_saying, render_page
from duilian.web.request import CheckedRequest

_STATUS = {
    Refusal.STALE: 409,
    Refusal.OVER: 409,
    Refusal.TIME_UP: 409,
    Refusal.TOO_LONG: 413,
    Refusal.TOO_FAST: 429,
}


def session_id(request: CheckedRequest, key: str) -> str:
    """The id of a session begun by a form of this browser.

    Nobody can guess it, and the same form sent twice makes the same.

    Args:
        request: The request with the form.
        key: What the page named the form.
    """
    return hashlib.sha256(f"{request.token} {key}".encode()).hexdigest()[:32]


def scenario_of(request: CheckedRequest, name: str) -> Scenario:
    """The scenario of this name.

    Raises:
        DataError: There is none (any more).
    """
    if name not in request.site.scenarios:
        raise DataError(request.site.say("no_scenario", name=name))
    return request.site.scenarios[name]


def post_call(request: CheckedRequest) -> Response:
    """``POST /sessions``: begin a call or visit; with ``anew`` as if it were the first to this client."""
    name = request.text("anew") or request.text("scenario")
    scenario, mode, key = scenario_of(request, name), request.text("mode"), request.text("key")
    if mode not in MODES or not key:
        raise DataError(request.site.say("no_mode"))
    ring_client(request, scenario.id, mode, session := session_id(request, f"{key} {scenario.id} {mode}"))
    return RedirectResponse(f"/sessions/{session}", 303)


def ring_client(request: CheckedRequest, scenario: str, mode: str, session: str) -> None:
    """Begin a call to a client, who remembers earlier ones unless the form says ``anew``.

    Args:
        request: The request with the form.
        scenario: The scenario's id.
        mode: One of :data:`duilian.dialogue.model.MODES`.
        session: The id that the session gets.
    """
    site, memory = request.site, ""
    if not request.text("anew"):
        with request.db() as db:
            memory = memory_for(db, request.me, site.cast, scenario, mode).as_text()
    client, seed = site.cast.find(scenario, memory), secrets.token_hex(8)
    assert client is not None
    call_session.begin_session(site.engine, session, client, mode, seed, request.me, site.now(), memory)


def post_giving_up(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/discard``: delete a call that is not over, with all that was said in it."""
    session = request.path["session"]
    if not discard_open_session(request.site.engine, request.site.rasa, session):
        raise DataError(request.site.say("over_already"))
    return redirect_saying(request, "/", "discarded")


def _shown(said: KeptExchange) -> dict[str, Any]:
    """An exchange as the browser gets it: no scorecard, no commands."""
    return {
        "number": said.number,
        "text": "" if said.text.startswith("/") else said.text,
        "over": said.over,
        "replies": [
            {"text": r.text, "client": r.client}
            for r in said.replies or ()
            if r.text and not (said.over and not r.client)
        ],
    }


def page(request: CheckedRequest) -> Response:
    """``GET /sessions/{session}``: the call screen, or the debrief where the call is over."""
    session = request.path["session"]
    with request.db() as db:
        row = archive.find_call(db, session)
        assert row is not None
        name, mode, started = str(row.scenario), str(row.mode), row.started_at
        ended, memory = row.ended_at is not None, call_session.kept_memory(db, session)
        if ended and not call_session.is_interrupted(db, session):
            return RedirectResponse(f"/sessions/{session}/debrief", 303)
        exam = exam_of_session(db, session)
        sitting = None if exam is None else {"room": f"/exams/{exam.id}/room", "ends": exam.ends.timestamp()}
    now = request.site.now()
    scenario = scenario_of(request, name)
    try:
        if sitting and sitting["ends"] <= now.timestamp():
            call_session.end_for_time(request.site.engine, request.site.rasa, session, now)
        said = call_session.transcript(request.site.engine, request.site.rasa, session)
    except ChannelUnavailable as error:
        if ended:  # scored, but Rasa was cut off before its last words: they are fetched another time
            return RedirectResponse(f"/sessions/{session}/debrief", 303)
        say, owed = request.site.say, isinstance(error, DebriefOwed)
        why = say("debrief_owed") if owed else say("line_dead")
        return render_page(request, "sorry.html", {"sentence": why, "typed": []}, 503)
    if said[-1].over:
        return RedirectResponse(f"/sessions/{session}/debrief", 303)
    at = china_time(started)
    data = {
        "session": session,
        "exchanges": [_shown(one) for one in said],
        "began": at.timestamp() if at else 0,
        "who": scenario.title,
        "visit": scenario.visit,
        "longest": call_session.MAX_MESSAGE,
        "now": now.timestamp(),
        **(sitting or {}),
    }
    # Where someone else may answer, the name before a line would give away who speaks.
    who = "" if scenario.gatekeeper else scenario.title
    return render_page(
        request,
        "call.html",
        {
            "scenario": scenario,
            "mode": mode,
            "data": data,
            "who": who,
            "notes": remembered_notes(Memory.from_text(memory)),
            "wide": True,
            "sitting": sitting,
        },
    )


def post_message(request: CheckedRequest) -> Response:
    """``POST /sessions/{session}/turns``: one message, or with ``hang_up`` the end.

    Returns:
        The exchange as JSON; where the message was not taken, the reason and a sentence.
    """
    seen = request.number("seen")
    text = call_session.HANG_UP if request.text("hang_up") else request.text("text")
    if not 1 <= len(request.text("key")) <= 64:
        raise DataError(request.site.say("forged"))
    try:
        said = call_session.send_message(
            request.site.engine,
            request.site.rasa,
            request.path["session"],
            request.text("key"),
            seen,
            text,
            request.site.now(),
        )
    except NotTaken as refused:
        sentence = request.site.say(f"not_taken_{refused.why.value}", longest=call_session.MAX_MESSAGE)
        return JSONResponse({"error": sentence, "why": refused.why.value}, _STATUS[refused.why])
    except DebriefOwed:
        return JSONResponse({"error": request.site.say("debrief_owed"), "why": "debrief_owed"}, 503)
    except ChannelUnavailable:
        return JSONResponse({"error": request.site.say("line_dead"), "why": "line_dead"}, 503)
    return JSONResponse(_shown(said))
