"""The questions from which the question model learns: ``data/facts/questions``, a file for each voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duilian.errors import DataError
from duilian.roleplay.facts.topics import NO_TOPIC, OTHER, Topic
from duilian.textfile import read_text


@dataclass(frozen=True)
class AskedSentence:
    """Something said to a client, and the topics it asks for.

    Attributes:
        text: The words.
        topics: Keys of topics, or ``OTHER``; none where nothing of the client's affairs is asked.
    """

    text: str
    topics: frozenset[str]


def read_questions(path: Path, topics: Mapping[str, Topic]) -> list[AskedSentence]:
    """Read the sentences of a voice: ``topic[,topic]<TAB>sentence`` each, ``-`` for no topic.

    Raises:
        DataError: A line is not written so, or names a topic that is not there; the message names it.
    """
    found = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        labels, tab, text = line.partition("\t")
        if not tab or not text.strip():
            raise DataError("一行应当是：话题、一个制表符、一句话；没有话题写 -", f"{path}:{number}")
        names = frozenset(name.strip() for name in labels.split(",")) - {NO_TOPIC}
        for name in sorted(names - {OTHER}):
            if name not in topics:
                raise DataError(f"没有“{name}”这个话题；请先写进 facts/topics.yml", f"{path}:{number}")
        found.append(AskedSentence(text.strip(), names))
    return found


def load_questions(folder: Path, topics: Mapping[str, Topic]) -> dict[str, list[AskedSentence]]:
    """Read all voices of a folder: voice → its sentences.

    Raises:
        DataError: As :func:`read_questions`.
    """
    return {path.stem: read_questions(path, topics) for path in sorted(folder.glob("*.txt"))}
