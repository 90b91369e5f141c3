"""Tables of odd input that the tests of several doors share."""

from __future__ import annotations

import json

import pytest

_CLIENT = {"speaker": "client", "text": "喂"}
_TRAINEE = {"speaker": "trainee", "text": "您好"}


def call_line(**changed: object) -> bytes:
    """A call as a line of JSON Lines, in order but for what is changed."""
    return json.dumps({"id": "a", "kind": "phone_care", "turns": [_CLIENT, _TRAINEE]} | changed).encode()


def _said(**changed: object) -> bytes:
    """The same, its last turn changed."""
    return call_line(turns=[_CLIENT, _TRAINEE | changed])


def _acted(**changed: object) -> bytes:
    """The same, its last turn with an act that is changed."""
    return _said(acts=[{"act": "thank", "start": 0, "end": 1} | changed])


_LINES: dict[str, tuple[bytes, str]] = {
    "half an object": (b"{", "不是 JSON"),
    "nested without end": (b"[" * 100_000, "不是 JSON"),
    "a number of 10,000 digits": (b"9" * 10_000, "不是 JSON"),
    "a list": (b"[]", "应当是一个对话对象"),
    "nothing": (b"null", "应当是一个对话对象"),
    "words after the object": (call_line() + b"x", "不是 JSON"),
    "broken bytes": (call_line()[:-1] + b', "x": "\xe5\x93"}', "编码坏了"),
    "a lone surrogate in the id": (call_line(id="\ud800"), "不能保存的字符"),
    "a lone surrogate in the kind": (call_line(kind="\udfff"), "不能保存的字符"),
    "a lone surrogate in a name": (call_line(context={"\ud800": "x"}), "不能保存的字符"),
    "half an emoji in a turn": (_said(text="\ud83d"), "不能保存的字符"),
    "NUL in a turn": (_said(text="a\0b"), "不能保存的字符"),
    "NUL in the context": (call_line(context={"client_title": "\0"}), "不能保存的字符"),
    "an unknown kind": (call_line(kind="tea"), "没有叫 tea 的 kind"),
    "a kind without end": (call_line(kind="k" * 100_000), "没有叫 kkk"),
    "a kind that is a list": (call_line(kind=[]), "没有叫 [] 的 kind"),
    "a variant too long": (call_line(kind="phone_care/" + "x" * 40), "没有叫 phone_care/x"),
    "turns that are an object": (call_line(turns={}), "turns 应当是列表"),
    "a turn that is a text": (call_line(turns=["喂"]), "第 0 句"),
    "a speaker that is a list": (_said(speaker=[]), "speaker 应当是"),
    "a text that is a number": (_said(text=5), "text 应当是"),
    "a cue that is an object": (_said(speaker="client", cues=[{}]), "没有叫 {} 的 cue"),
    "an act in a list": (_said(acts=[["greeting"]]), "一个 act"),
    "an act that is an object": (_acted(act={}), "没有叫 {} 的 act"),
    "an act beyond the turn": (_acted(end=9), "不在这句话里"),
    "an act from true": (_acted(start=True), "不在这句话里"),
    "an endless score": (_acted(score=1e999), "score 应当是 0 到 1 的数"),
    "a score of 400 digits": (_acted(score=10**400), "score 应当是 0 到 1 的数"),
    "yes for true": (call_line(context={"acquainted": "yes"}), "acquainted 应当是"),
    "a fact nobody asks for": (call_line(context={"moon": "full"}), "context 里没有 moon"),
    "a verdict that is a list": (call_line(verdicts={"greeting": []}), "结论应当是"),
}

ODD_LINES = [pytest.param(line, what, id=name) for name, (line, what) in _LINES.items()]
"""Lines of JSON Lines that are no call, each with words of the sentence about it."""
