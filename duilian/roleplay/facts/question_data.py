"""The questions from which the question model learns: ``data/facts/questions``, a file for each voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
        readings: Of each topic asked for, what may be heard as well as it: the topic itself, and others
            where more than one reading is right.
    """

    text: str
    topics: frozenset[str]
    readings: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def as_read(self, found: frozenset[str]) -> frozenset[str]:
        """What was found, with another right reading of a topic as that topic."""
        rights = {name: topic for topic, names in self.readings.items() for name in names & found}
        return frozenset(rights.get(name, name) for name in found)


def read_questions(path: Path, topics: Mapping[str, Topic]) -> list[AskedSentence]:
    """Read the sentences of a voice: ``topic[,topic]<TAB>sentence`` each, ``-`` for no topic.

    ``one|other`` stands for one topic that may be read either way.

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
        asked = [[name.strip() for name in label.split("|")] for label in labels.split(",")]
        for name in sorted({name for names in asked for name in names} - {OTHER, NO_TOPIC}):
            if name not in topics:
                raise DataError(f"没有“{name}”这个话题；请先写进 facts/topics.yml", f"{path}:{number}")
        readings = {names[0]: frozenset(names) for names in asked if len(names) > 1}
        firsts = frozenset(names[0] for names in asked) - {NO_TOPIC}
        found.append(AskedSentence(text.strip(), firsts, readings))
    return found


def load_questions(folder: Path, topics: Mapping[str, Topic]) -> dict[str, list[AskedSentence]]:
    """Read all voices of a folder: voice → its sentences.

    Raises:
        DataError: As :func:`read_questions`.
    """
    return {path.stem: read_questions(path, topics) for path in sorted(folder.glob("*.txt"))}
