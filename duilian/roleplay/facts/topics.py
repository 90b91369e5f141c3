"""The topics that a client can be asked about, and to whom it speaks of each (``data/facts/topics.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError

PRIVACY = ("open", "trusted", "never")
# Labels of questions that are no topic: nothing to answer, and a question that no topic covers.
NO_TOPIC, OTHER = "-", "other"
# Not a label of people's: two topics are as likely as each other, so the client did not catch what is asked.
DOUBT = "doubt"
_FIELDS = frozenset({"name", "private", "ask_back", "small_talk", "anyone"})


@dataclass(frozen=True)
class Topic:
    """One thing that a client can be asked about.

    Attributes:
        id: Its key.
        name: It in a few Chinese words.
        private: To whom the client speaks of it, one of ``PRIVACY``: to anybody, to who is known, to nobody.
        ask_back: What it says instead; empty where the wordings of its temper will do.
        small_talk: It is chat: answered where nothing was asked, too, and each time in other words.
        anyone: Who picks up in the client's place knows it, too (when the boss is back, the way there).
    """

    id: str
    name: str
    private: str = "open"
    ask_back: tuple[str, ...] = ()
    small_talk: bool = False
    anyone: bool = False


def load_topics(path: Path) -> dict[str, Topic]:
    """Read the file of topics: key → topic.

    Raises:
        DataError: It is not as it should be; the message names file and line.
    """
    data = yamlfile.load(path)
    if not isinstance(data, dict):
        raise DataError("话题文件应当是“话题: {name: …, private: …}”的形式", f"{path}:1")
    return {str(key): _topic(str(key), data[key], f"{path}:{yamlfile.line_of(data, key)}") for key in data}


def _topic(key: str, node: Any, place: str) -> Topic:
    if not isinstance(node, dict) or not isinstance(node.get("name"), str):
        raise DataError(f"话题“{key}”要写成 {{name: 中文名, private: open}} 的样子", place)
    if key in (NO_TOPIC, OTHER, DOUBT):
        raise DataError(f"“{key}”有别的意思，不能用作话题", place)
    unknown = sorted(set(map(str, node)) - _FIELDS)
    if unknown:
        raise DataError(
            f"话题“{key}”里没有 {unknown[0]} 这一项；可用的有：{'、'.join(sorted(_FIELDS))}", place
        )
    private = str(node.get("private", "open"))
    if private not in PRIVACY:
        raise DataError(f"话题“{key}”的 private 不能是“{private}”；可用的有：{'、'.join(PRIVACY)}", place)
    back = node.get("ask_back") or []
    if not isinstance(back, list) or not all(isinstance(text, str) and text.strip() for text in back):
        raise DataError(f"话题“{key}”的 ask_back 应当是一列句子", place)
    flags = {name: node.get(name, False) for name in ("small_talk", "anyone")}
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise DataError(f"话题“{key}”的 {name} 应当是 true 或 false", place)
    return Topic(key, str(node["name"]), private, tuple(map(str, back)), **flags)


def check_topics_known(named: Mapping[str, str], topics: Mapping[str, Topic]) -> None:
    """Refuse topics that are not in the file of topics.

    Args:
        named: Topic → where it is named.
        topics: Those that there are.

    Raises:
        DataError: At the first that is not there.
    """
    for topic, place in named.items():
        if topic not in topics:
            raise DataError(f"没有“{topic}”这个话题；请先写进 facts/topics.yml", place)
