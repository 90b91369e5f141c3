"""Dialogues as values: turns, act spans, cues, verdicts – and the rubric's JSON Lines form of them.

The names are those of the handbook's rubric, sections 1 to 4; they are a contract with data, reports and
evaluation sets. Offsets count characters of a turn's text from 0, ``end`` exclusive. Turns count from 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from duilian.errors import DataError, shortened
from duilian.textfile import NOT_DECODED

Speaker = Literal["trainee", "client"]
VerdictName = Literal["met", "missed", "na"]

ACTS: tuple[str, ...] = (
    "greeting", "holiday_wish", "small_talk", "introduce_self", "verify_identity", "request_transfer",
    "leave_message", "check_convenience", "state_duration", "state_purpose", "state_necessity",
    "state_benefit", "propose_meeting", "offer_two_times", "offer_one_time", "ask_open_time", "defer_call",
    "confirm_appointment", "acknowledge", "check_understanding", "ask_repeat", "apologize_dropped_call",
    "apologize_time", "thank", "farewell", "offer_contact", "offer_material", "arrears_tactful",
    "arrears_blunt", "vip_notice", "invite_feedback", "promise_feedback", "ask_needs", "feature", "advantage",
    "evidence", "offer_business_card", "ask_leave", "pressure", "discourteous",
)  # fmt: skip

CUES: tuple[str, ...] = (
    "answer_call", "confirm_identity", "gatekeeper", "absent", "busy", "ask_identity", "ask_purpose",
    "ask_necessity", "ask_benefit", "ask_feature", "ask_fit", "ask_evidence", "ask_detail", "refuse",
    "refuse_no_time", "noncommittal", "accept", "pick_time", "reject_times", "cannot_fix_time",
    "not_understand", "unclear", "dropped", "complaint", "feedback", "urgent", "farewell",
)  # fmt: skip

KINDS: tuple[str, ...] = (
    "phone_appointment", "phone_care", "phone_arrears", "phone_vip_notice", "phone_promotion",
    "visit_fabe", "visit_complaint", "visit_gift",
)  # fmt: skip

# With hints as it goes, without, and without any help.
MODES: tuple[str, ...] = ("guided", "practice", "exam")

_MAX_KIND = 32
_VARIANT = re.compile("[a-z][a-z_]*")
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def base_kind(kind: str) -> str:
    """A kind, or a variant of one (phone_care/survey) → the kind: how it is tagged, played and assessed."""
    return kind.partition("/")[0]


def is_kind(kind: object) -> bool:
    """One of KINDS, or a variant of one: its name, a slash, a name of one's own in small letters.

    Together they have at most 32 characters, as the archive keeps.
    """
    if not isinstance(kind, str) or len(kind) > _MAX_KIND:
        return False
    base, slash, variant = kind.partition("/")
    return base in KINDS and (not slash or bool(_VARIANT.fullmatch(variant)))


CRITERIA: tuple[str, ...] = (
    "greeting", "self_introduction", "identity_check", "warm_opening", "gatekeeper_courtesy",
    "absence_handling", "convenience_check", "purpose", "necessity", "benefit", "patient_explanation",
    "two_choice", "no_time_two_choice", "straight_to_time", "thanks_for_acceptance", "graceful_deferral",
    "confirmation", "closing_courtesy", "farewell", "hang_up_last", "respectful_address", "plain_language",
    "tactful_wording", "answers_questions", "check_understanding", "ask_repeat", "reconnect_apology",
    "holiday_wish", "contact_offer", "material_offer", "arrears_message", "vip_message", "feature",
    "advantage", "evidence", "fabe_order", "tailored", "concise", "business_card", "thank_reception",
    "invite_feedback", "complaint_cause", "complaint_answer", "feedback_response", "reschedule", "needs",
)  # fmt: skip


@dataclass(frozen=True)
class ActSpan:
    """One act of a trainee turn.

    Attributes:
        act: One of ACTS.
        start: Where the words that do it begin, in characters of the turn's text from 0.
        end: Where they end, exclusive.
        score: The tagger's probability of the act; 1 where people labelled it.
    """

    act: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True)
class Turn:
    """What one side said.

    Attributes:
        speaker: Who said it.
        text: The words.
        acts: Of a trainee turn, in order of occurrence.
        cues: Of a client turn.
        asks: In role-play: topics of the client's affairs that a trainee turn asks for, or a client turn
            tells of (``duilian.roleplay.facts``). No label of the rubric.
    """

    speaker: Speaker
    text: str
    acts: tuple[ActSpan, ...] = ()
    cues: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What is known of the situation (rubric, section 3).

    ``hung_up_by`` is None on visits or when unknown.
    """

    client_title: str | None = None
    client_org: str | None = None
    industry: str | None = None
    acquainted: bool = False
    holiday: str | None = None
    product: str | None = None
    hung_up_by: Speaker | None = None


@dataclass(frozen=True)
class Dialogue:
    """A conversation.

    Attributes:
        id: Its name, in a file of dialogues or as a session.
        kind: One of KINDS, or a variant of one (see :func:`is_kind`).
        context: What is known of the situation.
        turns: In order.
        verdicts: Those of a gold file, criterion → met, missed or na; else empty.
    """

    id: str
    kind: str
    context: Context = field(default_factory=Context)
    turns: tuple[Turn, ...] = ()
    verdicts: Mapping[str, VerdictName] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The kind, without the variant."""
        return base_kind(self.kind)

    def bare(self) -> Dialogue:
        """The same words without any label."""
        turns = tuple(Turn(t.speaker, t.text) for t in self.turns)
        return replace(self, turns=turns, verdicts={})


def _quoted(value: object) -> str:
    """What was sent, as short as a sentence about it can bear."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shortened(text)


def require(good: bool, what: str) -> None:
    """Raise an error unless something is as it must be.

    Args:
        good: Whether it is.
        what: What is wrong, in plain Chinese.

    Raises:
        DataError: Unless ``good``.
    """
    if not good:
        raise DataError(what)


def parse_acts(items: Any, text: str) -> tuple[ActSpan, ...]:
    """The acts of a JSON turn.

    Args:
        items: Spans ``{"act", "start", "end"}``, or bare names, each of which is then the whole turn.
        text: The turn's text.

    Raises:
        DataError: Where an act is not written so, has no such name, or stands outside the text.
    """
    require(isinstance(items, list), "acts 应当是列表")
    spans = []
    for item in items:
        if isinstance(item, str):
            span = ActSpan(item, 0, len(text))
        else:
            whole = isinstance(item, dict) and {"act", "start", "end"} <= set(item)
            require(whole, "一个 act 写成名字，或者带 act、start、end 的对象")
            start, end = item["start"], item["end"]
            inside = type(start) is int and type(end) is int and 0 <= start < end <= len(text)
            place = f"act {_quoted(item['act'])}：{_quoted(start)}–{_quoted(end)}"
            require(inside, f"{place} 不在这句话里（共 {len(text)} 个字符）")
            score = item.get("score", 1.0)
            is_number = isinstance(score, (int, float)) and 0 <= score <= 1
            require(is_number, f"act {_quoted(item['act'])}：score 应当是 0 到 1 的数")
            span = ActSpan(item["act"], start, end, float(score))
        require(span.act in ACTS, f"没有叫 {_quoted(span.act)} 的 act")
        spans.append(span)
    return tuple(spans)


def parse_turn(data: Any) -> Turn:
    """A JSON turn as a value.

    Raises:
        DataError: Where it is not written as the rubric's section 6 says.
    """
    require(isinstance(data, dict), "一句话应当是带 speaker 和 text 的对象")
    speaker, text = data.get("speaker"), data.get("text")
    require(speaker in ("trainee", "client"), f"speaker 应当是 trainee 或 client，不是 {_quoted(speaker)}")
    require(isinstance(text, str), "text 应当是一段文字")
    if speaker == "trainee":
        return Turn("trainee", text, acts=parse_acts(data.get("spans") or data.get("acts") or [], text))
    cues = data.get("cues") or []
    require(isinstance(cues, list), "cues 应当是列表")
    for cue in cues:
        require(cue in CUES, f"没有叫 {_quoted(cue)} 的 cue")
    return Turn("client", text, cues=tuple(cues))


def parse_context(data: Any) -> Context:
    """A JSON context as a value; fields left out are None (acquainted: false).

    Raises:
        DataError: Where there is no such field, or its value is of another type.
    """
    require(isinstance(data, dict), "context 应当是对象")
    names = Context.__dataclass_fields__
    for name, value in data.items():
        require(name in names, f"context 里没有 {_quoted(name)} 这一项；可以有 {'、'.join(names)}")
        if name == "acquainted":
            require(isinstance(value, bool), "acquainted 应当是 true 或 false")
        elif name == "hung_up_by":
            require(value in (None, "trainee", "client"), "hung_up_by 应当是 client、trainee 或 null")
        else:
            require(value is None or isinstance(value, str), f"{name} 应当是一段文字或 null")
    return Context(**data)


def parse_dialogue(data: Any) -> Dialogue:
    """A JSON object of the rubric's section 6, gold or bare, as a value.

    Raises:
        DataError: Where it is not written so; the error names the turn.
    """
    require(isinstance(data, dict), "一行应当是一个对话对象")
    for name in ("id", "kind", "turns"):
        require(name in data, f"缺少 {name}")
    require(is_kind(data["kind"]), f"没有叫 {_quoted(data['kind'])} 的 kind；可以是 {'、'.join(KINDS)}")
    require(isinstance(data["turns"], list), "turns 应当是列表")
    turns = []
    for n, item in enumerate(data["turns"]):
        try:
            turns.append(parse_turn(item))
        except DataError as error:
            raise DataError(error.what, f"turns 第 {n} 句（从 0 数）") from None
    verdicts = data.get("verdicts") or {}
    require(isinstance(verdicts, dict), "verdicts 应当是对象")
    for criterion, verdict in verdicts.items():
        require(criterion in CRITERIA, f"没有叫 {_quoted(criterion)} 的评分项")
        require(verdict in ("met", "missed", "na"), f"{criterion}：结论应当是 met、missed 或 na")
    return Dialogue(
        str(data["id"]), data["kind"], parse_context(data.get("context") or {}), tuple(turns), verdicts
    )


def parse_json(line: str) -> Any:
    """One line of a JSON Lines file as Python's plain values.

    Raises:
        DataError: Where it is no JSON, or has characters that no archive keeps.
    """
    require(not NOT_DECODED.search(line), "这一行的编码坏了；请重新保存为 UTF-8")
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(f"不是 JSON（从第 {error.pos + 1} 个字符起看不懂）") from None
    except (ValueError, RecursionError):
        raise DataError("不是 JSON（数字太长，或者括号套得太深）") from None
    # Only an escape can bring them in: a bare NUL is no JSON.
    require(
        "\\u" not in line or not _has_unkept(data),
        "有不能保存的字符（\\u0000，或者单独的 \\ud800 到 \\udfff）",
    )
    return data


def _has_unkept(data: Any) -> bool:
    """Does a text in it hold NUL, which PostgreSQL does not keep, or half a character?"""
    if isinstance(data, str):
        return bool(_UNKEPT.search(data))
    if isinstance(data, dict):
        return any(_has_unkept(key) or _has_unkept(value) for key, value in data.items())
    return isinstance(data, list) and any(map(_has_unkept, data))


def parse_line(line: str) -> Dialogue:
    """One line of a JSON Lines file as a value.

    Raises:
        DataError: Where it is no JSON, or not the rubric's.
    """
    return parse_dialogue(parse_json(line))


def read_lines(lines: Iterable[str]) -> Iterator[tuple[int, Dialogue | DataError]]:
    """Each line that is not blank → (its number from 1, the dialogue or what is wrong with it)."""
    for n, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield n, parse_line(line)
            except DataError as error:
                # Without its traceback, which would hold the line: there may be hundreds of thousands.
                yield n, DataError(error.what, error.where)


def dump_dialogue(dialogue: Dialogue) -> dict[str, Any]:
    """Dialogue → the JSON object of the rubric's section 6, acts as spans, without empty labels."""
    turns: list[dict[str, Any]] = []
    for turn in dialogue.turns:
        item: dict[str, Any] = {"speaker": turn.speaker, "text": turn.text}
        if turn.acts:
            item["acts"] = [{"act": s.act, "start": s.start, "end": s.end} for s in turn.acts]
        if turn.cues:
            item["cues"] = list(turn.cues)
        turns.append(item)
    data: dict[str, Any] = {
        "id": dialogue.id,
        "kind": dialogue.kind,
        "context": dict(vars(dialogue.context)),
        "turns": turns,
    }
    if dialogue.verdicts:
        data["verdicts"] = dict(dialogue.verdicts)
    return data
