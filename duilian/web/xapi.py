"""xAPI statements of what was played, in cmi5's vocabulary.

Pure: what is known of a session and an event in, statements out. xAPI 1.0.3; cmi5 (Quartz), section 9;
``scored`` is ADL's. An identifier is made of what the statement says: sent twice, it is the same one.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

VERSION = "1.0.3"
_SPACE = uuid.UUID("6f2f6c1e-7d0b-5d4a-9f57-8a5b0c6d9e11")
_VERBS = {
    "launched": ("http://adlnet.gov/expapi/verbs/launched", "打开"),
    "initialized": ("http://adlnet.gov/expapi/verbs/initialized", "开始"),
    "completed": ("http://adlnet.gov/expapi/verbs/completed", "完成"),
    "passed": ("http://adlnet.gov/expapi/verbs/passed", "通过"),
    "failed": ("http://adlnet.gov/expapi/verbs/failed", "没通过"),
    "scored": ("http://adlnet.gov/expapi/verbs/scored", "得分"),
    "terminated": ("http://adlnet.gov/expapi/verbs/terminated", "结束"),
}
_CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
_MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
_SESSION_ID = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
_MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
_LAUNCH_MODE = "https://w3id.org/xapi/cmi5/context/extensions/launchmode"
_LAUNCH_URL = "https://w3id.org/xapi/cmi5/context/extensions/launchurl"
_MOVE_ON_RULE = "https://w3id.org/xapi/cmi5/context/extensions/moveon"
_SIMULATION = "http://adlnet.gov/expapi/activities/simulation"


@dataclass(frozen=True)
class Learning:
    """What statements are made of.

    Attributes:
        home: The address of this installation, to which accounts and activities belong.
        session: The session's id.
        login: What its person signs in with.
        name: What it is called.
        activity: The scenario's id.
        title: What the scenario is called.
        began: When the session began.
        ended: When it ended; None while it is open.
        pass_mark: The score from which it is passed, 0 to 100.
    """

    home: str
    session: str
    login: str
    name: str
    activity: str
    title: str
    began: datetime
    ended: datetime | None
    pass_mark: float


def begun_statements(learning: Learning) -> list[dict[str, Any]]:
    """That a session was opened and has begun."""
    launched = _statement(learning, "launched", learning.began, "")
    launched["context"]["extensions"] |= {
        _LAUNCH_MODE: "Normal",
        _LAUNCH_URL: f"{learning.home}/sessions/{learning.session}",
        _MOVE_ON_RULE: "CompletedOrPassed",
        _MASTERY: _scaled(learning.pass_mark),
    }
    return [launched, _statement(learning, "initialized", learning.began, "")]


def assessed_statements(learning: Learning, score: float) -> list[dict[str, Any]]:
    """That it came to its end, was passed or failed, and with what score."""
    at = learning.ended or learning.began
    duration = _duration((at - learning.began).total_seconds())
    success = score >= learning.pass_mark
    completed = _statement(learning, "completed", at, "", move_on=True)
    completed["result"] = {"completion": True, "duration": duration}
    judged = _statement(learning, "passed" if success else "failed", at, "", move_on=True)
    judged["result"] = {"score": _score(score), "success": success, "duration": duration}
    judged["context"]["extensions"][_MASTERY] = _scaled(learning.pass_mark)
    terminated = _statement(learning, "terminated", at, "")
    terminated["result"] = {"duration": duration}
    return [completed, judged, scored_statement(learning, score, at, "machine"), terminated]


def scored_statement(learning: Learning, score: float, at: datetime, occasion: str) -> dict[str, Any]:
    """With what score it holds now.

    Args:
        learning: The session.
        score: 0 to 100, reviews counted.
        at: Since when.
        occasion: What tells this score from those before and after it.
    """
    made = _statement(learning, "scored", at, occasion, cmi5=False)
    made["result"] = {"score": _score(score), "success": score >= learning.pass_mark}
    return made


def _statement(
    learning: Learning, verb: str, at: datetime, occasion: str, cmi5: bool = True, move_on: bool = False
) -> dict[str, Any]:
    address, shown = _VERBS[verb]
    categories = [_CMI5] * cmi5 + [_MOVE_ON] * move_on
    context: dict[str, Any] = {
        "registration": str(uuid.uuid5(_SPACE, f"{learning.home} {learning.session}")),
        "platform": "Duilian",
        "language": "zh-CN",
        "contextActivities": {"grouping": [{"id": f"{learning.home}/course"}]},
        "extensions": {_SESSION_ID: learning.session},
    }
    if categories:
        context["contextActivities"]["category"] = [{"id": one} for one in categories]
    return {
        "id": str(uuid.uuid5(_SPACE, f"{learning.home} {learning.session} {verb} {occasion}")),
        "actor": {
            "objectType": "Agent",
            "name": learning.name,
            "account": {"homePage": learning.home, "name": learning.login},
        },
        "verb": {"id": address, "display": {"zh-CN": shown, "en-US": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{learning.home}/scenarios/{learning.activity}",
            "definition": {"type": _SIMULATION, "name": {"zh-CN": learning.title}},
        },
        "context": context,
        "timestamp": at.astimezone(timezone.utc).isoformat(timespec="milliseconds"),
    }


def _score(score: float) -> dict[str, float]:
    return {"scaled": _scaled(score), "raw": score, "min": 0, "max": 100}


def _scaled(score: float) -> float:
    return round(score / 100, 4)


def _duration(seconds: float) -> str:
    """An ISO 8601 duration to the hundredth of a second."""
    return f"PT{max(0.0, seconds):.2f}S"
