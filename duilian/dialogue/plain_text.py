"""The plain-text form of annotated dialogues, as in ``data/dialogues``: easy to write, to read and to diff.

    # id | kind | client_title=王总; client_org=…; industry=…; acquainted=no; holiday=-; product=-;
    hung_up_by=client C (answer_call ask_identity) 喂,哪位?
    T [王总您好](greeting),[我是移动公司的客户经理小陈](introduce_self)。

A dialogue goes from its header to the next blank line or header. ``C (cues…) text`` is a client turn, ``T
text`` a trainee turn with its spans marked. Lines that begin with // are comments. Utterance files have turns
only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from duilian.dialogue.model import (
    ACTS,
    CRITERIA,
    CUES,
    ActSpan,
    Context,
    Dialogue,
    Turn,
    is_kind,
    parse_context,
    require,
)
from duilian.errors import DataError
from duilian.textfile import read_text

_SPAN = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")
_CLIENT = re.compile(r"C \(([a-z_ ]*)\) ?(.*)")


def parse_marked(marked: str) -> tuple[str, tuple[ActSpan, ...]]:
    """``[text](act)`` markup → plain text and its spans.

    Raises:
        DataError: Where there is no such act, a span is empty, or brackets do not pair.
    """
    plain, spans, at = "", [], 0
    for match in _SPAN.finditer(marked):
        plain += marked[at : match.start()]
        words, act = match.groups()
        require(act in ACTS, f"没有叫 {act} 的 act")
        require(bool(words.strip()), f"{act} 标的是空的")
        spans.append(ActSpan(act, len(plain), len(plain) + len(words)))
        plain += words
        at = match.end()
    plain += marked[at:]
    require(not re.search(r"[\[\]]", plain), "方括号不成对")
    return plain, tuple(spans)


def mark(text: str, spans: tuple[ActSpan, ...]) -> str:
    """The inverse of parse_marked; spans must be in order and not overlap."""
    out, at = "", 0
    for span in spans:
        out += f"{text[at : span.start]}[{text[span.start : span.end]}]({span.act})"
        at = span.end
    return out + text[at:]


def parse_turn_line(line: str) -> Turn:
    """A ``C (…) text`` or ``T text`` line as a turn.

    Raises:
        DataError: Where it is neither, or has a cue or an act that does not exist.
    """
    client = _CLIENT.fullmatch(line)
    if client:
        cues = tuple(client[1].split())
        for cue in cues:
            require(cue in CUES, f"没有叫 {cue} 的 cue")
        return Turn("client", client[2], cues=cues)
    require(line.startswith("T "), f"这一行既不是 # 开头的标题，也不是“C (cues) 话”或“T 话”：{line[:30]}")
    text, spans = parse_marked(line[2:])
    require(bool(text.strip()), "这句话是空的")
    return Turn("trainee", text, acts=spans)


def _header(line: str) -> Dialogue:
    parts = [part.strip() for part in line.lstrip("# ").split("|")]
    require(len(parts) == 3, "标题应当写成 # id | kind | 项=值; …")
    require(is_kind(parts[1]), f"没有叫 {parts[1]} 的 kind")
    values: dict[str, object] = {}
    for pair in filter(str.strip, parts[2].split(";")):
        name, _, value = (s.strip() for s in pair.partition("="))
        values[name] = value == "yes" if name == "acquainted" else None if value in ("", "-") else value
    return Dialogue(parts[0], parts[1], parse_context(values))


def parse_dialogues(text: str, name: str) -> Iterator[Dialogue]:
    """A file's text → its dialogues.

    Args:
        text: The file's text.
        name: The file's name, for errors.

    Raises:
        DataError: Where a line is not written as the form asks; with ``name:line``.
    """
    head: Dialogue | None = None
    turns: list[Turn] = []
    for n, raw in enumerate([*text.splitlines(), ""], 1):
        line = raw.strip()
        if line.startswith("//"):
            continue
        try:
            if (not line or line.startswith("#")) and head is not None:
                yield Dialogue(head.id, head.kind, head.context, tuple(turns))
                head, turns = None, []
            if line.startswith("#"):
                head = _header(line)
            elif line:
                require(head is not None, "这句话前面没有 # 开头的标题")
                turns.append(parse_turn_line(line))
        except DataError as error:
            raise DataError(error.what, f"{name}:{n}") from None


def read_dialogues(path: Path) -> list[Dialogue]:
    """The dialogues of one file.

    Raises:
        DataError: With file and line.
    """
    return list(parse_dialogues(read_text(path), str(path)))


def read_turns(path: Path) -> Iterator[tuple[int, Turn]]:
    """The turns of an utterance file, each with its line number from 1.

    Raises:
        DataError: With file and line.
    """
    for n, raw in enumerate(read_text(path).splitlines(), 1):
        line = raw.strip()
        if line and not line.startswith("//"):
            try:
                yield n, parse_turn_line(line)
            except DataError as error:
                raise DataError(error.what, f"{path}:{n}") from None


def format_turn(turn: Turn) -> str:
    """A turn → its line."""
    if turn.speaker == "client":
        return f"C ({' '.join(turn.cues)}) {turn.text}".rstrip()
    return f"T {mark(turn.text, turn.acts)}"


def format_dialogue(dialogue: Dialogue) -> str:
    """A dialogue → its lines, a blank one at the end."""

    def value(name: str) -> str:
        got = getattr(dialogue.context, name)
        return {True: "yes", False: "no", None: "-"}.get(got, got) if not isinstance(got, str) else got

    context = "; ".join(f"{name}={value(name)}" for name in Context.__dataclass_fields__)
    lines = [f"# {dialogue.id} | {dialogue.kind} | {context}", *map(format_turn, dialogue.turns)]
    return "\n".join(lines) + "\n\n"


def read_verdicts(path: Path) -> dict[str, dict[str, str]]:
    """Verdicts by hand.

    A dialogue's id stands on a line, then lines of + and the criteria met, of - and those missed; // is a
    comment.

    → by dialogue, criterion → met or missed. Raises DataError with file and line.
    """
    by_dialogue: dict[str, dict[str, str]] = {}
    now: dict[str, str] | None = None
    for n, line in enumerate(read_text(path).splitlines(), 1):
        sign, _, names = line.partition(" ")
        if sign in ("+", "-") and names:
            for name in names.split():
                if now is None or name not in CRITERIA or name in now:
                    raise DataError(f"{name}：前面没有对话编号、没有这个评分项，或者写了两遍", f"{path}:{n}")
                now[name] = "met" if sign == "+" else "missed"
        elif line and not line.startswith("//"):
            now = by_dialogue[line] = {}
    return by_dialogue
