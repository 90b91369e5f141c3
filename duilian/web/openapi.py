"""The description of the HTTP API as OpenAPI 3.1, for people and for programs that make clients of it."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_NUMBER = {"type": ["number", "null"]}
_MAYBE = {"type": ["string", "null"]}
_MOMENT = {"type": ["string", "null"], "format": "date-time"}
_FILTERS = {
    "person": "姓名、工号里的几个字",
    "group": "小组",
    "kind": "谈话的种类",
    "scenario": "场景",
    "mode": "guided、practice、exam 或 real",
    "origin": "played 或 imported",
    "since": "从哪天，2026-11-01",
    "until": "到哪天，包括这一天",
    "low": "最低分",
    "high": "最高分",
    "missed": "没做到的评分项",
    "reviewed": "yes 或 no",
    "words": "原话里的几个字",
}
_PAGING = {"limit": "一页几个，1 到 200，不写是 50", "after": "上一页给的 next 里的 after"}
_WHOLE = {"full": "写 1：不打星号；要管理员给权限，每次都会记下来"}
_PERSON = {
    "type": ["object", "null"],
    "properties": {
        "id": {"type": "integer"},
        "login": _TEXT,
        "name": _TEXT,
        "role": {"enum": ["trainee", "trainer", "administrator"]},
        "department": _MAYBE,
        "group": _MAYBE,
        "active": {"type": "boolean"},
    },
}
_SESSION = {
    "type": "object",
    "properties": {
        "id": _TEXT,
        "person": {"$ref": "#/components/schemas/Person"},
        "scenario": _MAYBE,
        "title": _MAYBE,
        "kind": _TEXT,
        "mode": _TEXT,
        "origin": {"enum": ["played", "imported"]},
        "started": _MOMENT,
        "ended": _MOMENT,
        "score": _NUMBER,
        "machine_score": _NUMBER,
        "reviewed": _MOMENT,
        "broke_off": _MAYBE,
        "verdicts": {"type": "object", "additionalProperties": {"enum": ["met", "missed"]}},
    },
}
_VERDICT = {
    "type": "object",
    "properties": {
        "session": _TEXT,
        "criterion": _TEXT,
        "verdict": {"enum": ["met", "missed", "na"]},
        "machine": {"enum": ["met", "missed", "na"]},
        "confidence": _NUMBER,
        "reviewed": {"type": "boolean"},
        "turn": {"type": ["integer", "null"]},
        "quote": _MAYBE,
    },
}
_TURN = {
    "type": "object",
    "properties": {
        "number": {"type": "integer"},
        "speaker": {"enum": ["trainee", "client"]},
        "text": _TEXT,
        "begins": _NUMBER,
        "ends": _NUMBER,
    },
}
_COUNTS = {"type": "object", "properties": {"asked": {"type": "integer"}, "met": {"type": "integer"}}}
_STATISTICS = {
    "type": "object",
    "properties": {
        "by": {"enum": ["group", "person"]},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": ["integer", "null"]},
                    "name": _MAYBE,
                    "criteria": {"type": "object", "additionalProperties": _COUNTS},
                },
            },
        },
        "weeks": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"monday": {"type": "string", "format": "date"}, "mean": {"type": "number"}},
            },
        },
        "spread": {"type": "array", "items": {"type": "integer"}},
    },
}


def description() -> dict[str, Any]:
    """The description of ``/api/v1``, as JSON."""
    whole_session = {
        "allOf": [
            {"$ref": "#/components/schemas/Session"},
            {"properties": {"details": _list("Verdict"), "turns": _list("Turn")}},
        ]
    }
    views = {name: _FILTERS[name] for name in ("group", "kind", "scenario")}
    views |= {"since": "从哪月，2026-11", "until": "到哪月，包括这个月", "by": "group 或 person"}
    names = {name: _FILTERS[name] for name in ("person", "group")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "对练",
            "version": "1",
            "description": "只读。密钥在“接口”里做，看得到的跟做密钥的人一样；电话、卡号、住址是星号。",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/v1/sessions": _get("谈过的谈话，最早的在前", _FILTERS | _PAGING, _pages("Session")),
            "/api/v1/sessions/{session}": _get("一通谈话：结论和原话", _WHOLE, whole_session, "session"),
            "/api/v1/verdicts": _get(
                "每个评分项的结论；一页是 limit 通谈话的",
                _FILTERS | _PAGING | _WHOLE,
                _pages("Verdict"),
            ),
            "/api/v1/people": _get("看得到的人", names | _PAGING, _pages("Person")),
            "/api/v1/statistics": _get("哪条做到几次；每周平均分；得分分布", views, _STATISTICS),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Person": _PERSON,
                "Session": _SESSION,
                "Verdict": _VERDICT,
                "Turn": _TURN,
                "Error": {"type": "object", "properties": {"error": _TEXT}},
            },
        },
    }


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _pages(name: str) -> dict[str, Any]:
    following = {"type": ["string", "null"], "description": "下一页的地址；没有了是 null"}
    return {"type": "object", "properties": {"items": _list(name), "next": following}}


def _get(summary: str, query: dict[str, str], schema: dict[str, Any], named: str = "") -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "query", "schema": _TEXT, "description": text} for name, text in query.items()
    ]
    if named:
        parameters.append({"name": named, "in": "path", "required": True, "schema": _TEXT})
    refusals = {
        "400": "哪里写得不对",
        "401": "密钥不对",
        "403": "没有看号码的权限",
        "404": "没有，或者看不到",
    }
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    answers: dict[str, Any] = {
        status: {"description": text, "content": error} for status, text in refusals.items()
    }
    answers["200"] = {"description": summary, "content": {"application/json": {"schema": schema}}}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}
