"""A learning record store of the test's own: takes statements by the rules of xAPI 1.0.3 and cmi5 or refuses.

The rules are written down from the specifications (xAPI 1.0.3 part 2, sections 2.2 to 2.4 and 4;
part 3, section 2.1; cmi5 section 9), not from our code.
"""

from __future__ import annotations

import base64
import json
import re
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

_STATEMENT = {
    *("id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version"),
    "attachments",
}
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_SCORE = {"scaled", "raw", "min", "max"}
_CONTEXT = {
    *("registration", "instructor", "team", "contextActivities", "revision", "platform", "language"),
    *("statement", "extensions"),
}
_ACTIVITIES = {"parent", "grouping", "category", "other"}
_DURATION = re.compile(r"P(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
_MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
_EXTENSION = "https://w3id.org/xapi/cmi5/context/extensions/"
_DEFINED = {
    *("launched", "initialized", "completed", "passed", "failed", "abandoned", "waived"),
    *("terminated", "satisfied"),
}


class BrokenRule(Exception):
    """A statement breaks a rule."""


def rule(holds: object, text: str) -> None:
    if not holds:
        raise BrokenRule(text)


class RecordStore:
    """Keeps what it took, by id."""

    def __init__(self, user: str, password: str) -> None:
        self._pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.kept: dict[str, dict[str, Any]] = {}
        self.broken: list[str] = []

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> int:
        if headers.get("authorization") != f"Basic {self._pair}":
            return 401
        if not path.endswith("/statements"):
            return 404
        try:
            rule(headers.get("x-experience-api-version", "").startswith("1.0"), "version header")
            rule(headers.get("content-type", "").startswith("application/json"), "content type")
            statements = json.loads(body)
            statements = statements if isinstance(statements, list) else [statements]
            rule(len({one.get("id") for one in statements}) == len(statements), "ids of a batch differ")
            for one in statements:
                check(one)
            if any(one["id"] in self.kept and self.kept[one["id"]] != one for one in statements):
                return 409
            for one in statements:
                self._in_order(one)
                self.kept[one["id"]] = one
        except BrokenRule as error:
            self.broken.append(str(error))
            return 400
        return 200

    def _in_order(self, one: dict[str, Any]) -> None:
        """cmi5, section 9.3: once each; initialized first, terminated last, no failed after passed."""
        if one["id"] in self.kept or not is_defined(one):
            return
        before = [
            verb_of(other)
            for other in self.kept.values()
            if is_defined(other) and other["context"]["registration"] == one["context"]["registration"]
        ]
        verb = verb_of(one)
        rule(verb not in before, f"{verb} once")
        rule("terminated" not in before, "nothing after terminated")
        rule(verb in ("launched", "initialized") or "initialized" in before, f"{verb} after initialized")
        rule(verb != "failed" or "passed" not in before, "no failed after passed")


def verb_of(one: dict[str, Any]) -> str:
    return str(one["verb"]["id"].rpartition("/")[2])


def is_defined(one: dict[str, Any]) -> bool:
    """Is it a statement that cmi5 defines?"""
    categories = one.get("context", {}).get("contextActivities", {}).get("category", [])
    return any(item["id"] == _CMI5 for item in categories)


def check(one: dict[str, Any]) -> None:
    """Raises BrokenRule."""
    rule(set(one) <= _STATEMENT, "properties of a statement")
    _no_nulls(one)
    rule(str(uuid.UUID(one["id"])) == one["id"].lower(), "id is a UUID")
    _check_actor(one["actor"])
    _check_verb(one["verb"])
    _check_activity(one["object"])
    _check_result(one.get("result", {}))
    _check_context(one.get("context", {}))
    moment = datetime.fromisoformat(one["timestamp"])
    rule(moment.tzinfo is not None and "T" in one["timestamp"], "timestamp with its zone")
    rule(not one["timestamp"].endswith(("-00:00", "-0000", "-00")), "zone")
    if is_defined(one):
        _check_cmi5(one)


def _no_nulls(value: Any, place: str = "") -> None:
    if place.endswith("extensions"):
        return
    rule(value is not None, f"no null in {place}")
    for name, item in value.items() if isinstance(value, dict) else ():
        _no_nulls(item, f"{place}.{name}")


def _is_address(text: object) -> bool:
    """An IRI with its scheme."""
    return isinstance(text, str) and bool(urlsplit(text).scheme) and " " not in text


def _check_actor(actor: dict[str, Any]) -> None:
    rule(set(actor) <= {"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"}, "actor")
    rule(actor.get("objectType", "Agent") == "Agent" and isinstance(actor.get("name", ""), str), "agent")
    rule(sum(name in actor for name in ("mbox", "mbox_sha1sum", "openid", "account")) == 1, "one identifier")
    account = actor["account"]
    rule(set(account) == {"homePage", "name"} and _is_address(account["homePage"]), "account")
    rule(isinstance(account["name"], str) and account["name"], "account's name")


def _check_map(texts: dict[str, Any]) -> None:
    rule(all(_LANGUAGE.fullmatch(k) and isinstance(v, str) for k, v in texts.items()), "language map")


def _check_verb(verb: dict[str, Any]) -> None:
    rule(set(verb) <= {"id", "display"} and _is_address(verb["id"]), "verb")
    _check_map(verb.get("display", {}))


def _check_activity(activity: dict[str, Any]) -> None:
    rule(set(activity) <= {"objectType", "id", "definition"}, "activity")
    rule(activity.get("objectType", "Activity") == "Activity" and _is_address(activity["id"]), "activity id")
    definition = activity.get("definition", {})
    rule(set(definition) <= {"name", "description", "type", "moreInfo", "extensions"}, "definition")
    _check_map(definition.get("name", {}))
    rule(_is_address(definition.get("type", "x:y")), "type")


def _check_result(result: dict[str, Any]) -> None:
    rule(set(result) <= _RESULT, "result")
    score = result.get("score", {})
    rule(set(score) <= _SCORE and all(type(v) in (int, float) for v in score.values()), "score")
    rule(-1 <= score.get("scaled", 0) <= 1, "scaled from -1 to 1")
    if {"raw", "min", "max"} <= set(score):
        rule(score["min"] <= score["raw"] <= score["max"] and score["min"] < score["max"], "raw within")
    rule(all(isinstance(result.get(n, True), bool) for n in ("success", "completion")), "booleans")
    duration = result.get("duration", "PT0S")
    rule(_DURATION.fullmatch(duration) and duration not in ("P", "PT"), "ISO 8601 duration")


def _check_context(context: dict[str, Any]) -> None:
    rule(set(context) <= _CONTEXT, "context")
    if "registration" in context:
        rule(str(uuid.UUID(context["registration"])) == context["registration"].lower(), "registration")
    rule(_LANGUAGE.fullmatch(context.get("language", "en")), "language")
    activities = context.get("contextActivities", {})
    rule(set(activities) <= _ACTIVITIES, "contextActivities")
    for items in activities.values():
        for item in items:
            _check_activity(item)
    rule(all(map(_is_address, context.get("extensions", {}))), "extensions are named by addresses")


def _check_cmi5(one: dict[str, Any]) -> None:
    verb, context, result = verb_of(one), one["context"], one.get("result", {})
    extensions = context["extensions"]
    categories = {item["id"] for item in context["contextActivities"]["category"]}
    rule(verb in _DEFINED and one["verb"]["id"] == f"http://adlnet.gov/expapi/verbs/{verb}", "9.3 verbs")
    rule("registration" in context, "9.6.1 registration")
    rule(isinstance(extensions.get(f"{_EXTENSION}sessionid"), str), "9.6.3.1 session id")
    rule((_MOVE_ON in categories) == ("success" in result or "completion" in result), "9.6.2.2 moveOn")
    rule(("score" not in result) or verb in ("passed", "failed"), "9.5.1 score")
    rule((verb in ("passed", "failed")) == ("success" in result), "9.5.2 success")
    rule(result.get("success", True) is (verb != "failed"), "9.5.2 success and verb")
    rule((verb == "completed") == (result.get("completion") is True), "9.5.3 completion")
    rule(
        ("duration" in result) == (verb in ("completed", "passed", "failed", "terminated")), "9.5.4 duration"
    )
    mastery = extensions.get(f"{_EXTENSION}masteryscore")
    if verb in ("passed", "failed") and mastery is not None:
        rule((result["score"]["scaled"] >= mastery) == (verb == "passed"), "9.3.4 mastery")
    if verb == "launched":
        for name in ("launchmode", "launchurl", "moveon"):
            rule(extensions.get(_EXTENSION + name), f"9.6.3 {name}")
