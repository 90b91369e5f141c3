"""The facts of one client: what its scenario says, the rest drawn once from what clients of its trade have.

Everything is drawn by the scenario's id alone: whoever plays it, however often, hears the same.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duilian import yamlfile
from duilian.errors import DataError
from duilian.roleplay.facts.topics import Topic, check_topics_known, load_topics

_LONGEST_CORE = 24  # characters
_PARTS = frozenset({"trades", "facts", "profiles"})
_WHEN = ("ours", "others")

Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Profile:
    """Facts that belong together: a small shop has two people and one line.

    Attributes:
        when: ``ours`` (for customers of the operator), ``others``, or "" (for both).
        facts: Topic → alternatives.
    """

    when: str
    facts: Answers


@dataclass(frozen=True)
class Defaults:
    """What a client of some trades could say.

    Attributes:
        trades: Values of a scenario's industry; none in a file for every trade.
        facts: Topic → alternatives, drawn each for itself.
        profiles: Of which one is drawn whole.
    """

    trades: tuple[str, ...]
    facts: Answers
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True)
class FactSheet:
    """What is true of one client.

    Attributes:
        answers: Topic → what it says, ``core|more`` each: one after the other when asked again; of small
            talk any of them.
        topics: All topics that there are.
    """

    answers: Answers = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)

    def without(self, topics: Set[str]) -> FactSheet:
        """The same sheet without the answers to some topics."""
        kept = {topic: answers for topic, answers in self.answers.items() if topic not in topics}
        return FactSheet(kept, self.topics)


@dataclass(frozen=True)
class FactBook:
    """All that ``data/facts`` says of clients: topics, and defaults with those for every trade last."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    defaults: tuple[Defaults, ...] = ()

    def draw_sheet(self, seed: str, industry: str, ours: bool, own: Answers) -> FactSheet:
        """Draw the facts of a client.

        Args:
            seed: The scenario's id.
            industry: Its trade.
            ours: It is the operator's customer already.
            own: What its scenario says itself; this comes first.
        """
        answers = dict(own)
        for number, defaults in enumerate(self.defaults):
            if defaults.trades and industry not in defaults.trades:
                continue
            rng = random.Random(f"facts/{seed}/{number if not defaults.trades else defaults.trades[0]}")
            fitting = [p for p in defaults.profiles if p.when in ("", "ours" if ours else "others")]
            profile: Answers = rng.choice(fitting).facts if fitting else {}
            for facts in (profile, defaults.facts):
                for topic in sorted(facts):
                    chatty = topic in self.topics and self.topics[topic].small_talk
                    drawn = facts[topic] if chatty else (rng.choice(facts[topic]),)
                    answers.setdefault(topic, drawn)
        return FactSheet(answers, self.topics)


def load_fact_book(folder: Path) -> FactBook:
    """Read ``data/facts``; where there is no such folder, nobody knows anything.

    Raises:
        DataError: A file is not as it should be; the message names file and line.
    """
    if not (folder / "topics.yml").exists():
        return FactBook()
    topics = load_topics(folder / "topics.yml")
    read = [load_defaults(path, topics) for path in sorted((folder / "defaults").glob("*.yml"))]
    return FactBook(topics, tuple(sorted(read, key=lambda defaults: not defaults.trades)))


def load_defaults(path: Path, topics: Mapping[str, Topic]) -> Defaults:
    """Read what clients of some trades could say.

    Raises:
        DataError: The file is not as it should be; the message names file and line.
    """
    data = yamlfile.load(path)
    if not isinstance(data, dict) or not set(data) <= _PARTS:
        raise DataError(f"这里只能有 {'、'.join(sorted(_PARTS))} 几部分", f"{path}:1")
    trades = data.get("trades") or []
    if not isinstance(trades, list) or ("trades" in data and not trades):
        raise DataError("trades 应当是一列行业；不分行业的文件不写 trades", f"{path}:1")
    profiles = []
    for node in data.get("profiles") or ():
        when = str(node.get("when", "")) if isinstance(node, dict) else "?"
        if when not in ("", *_WHEN) or set(node) - {"when", "facts"}:
            raise DataError("profiles 里每一项写成 {when: ours 或 others, facts: {…}}", f"{path}:1")
        profiles.append(Profile(when, read_answers(node.get("facts"), path, topics)))
    return Defaults(
        tuple(map(str, trades)), read_answers(data.get("facts") or {}, path, topics), tuple(profiles)
    )


def read_answers(node: Any, path: Path, topics: Mapping[str, Topic] | None) -> dict[str, tuple[str, ...]]:
    """Topic → answers, from YAML: one answer or a list of them.

    Args:
        node: The mapping.
        path: The file, for errors.
        topics: Those that there are; None where that is checked elsewhere.

    Raises:
        DataError: An answer is empty or too long, a topic unknown; the message names file and line.
    """
    if not isinstance(node, dict):
        raise DataError("facts 应当是“话题: 回答”的形式", f"{path}:1")
    if topics is not None:
        check_topics_known({str(key): _place(path, str(key)) for key in node if key not in topics}, topics)
    return {str(key): tuple(_checked(str(key), value, path)) for key, value in node.items()}


def _checked(topic: str, value: Any, path: Path) -> Iterable[str]:
    texts = value if isinstance(value, list) else [value]
    if not texts:
        raise DataError(f"facts.{topic} 没有写回答", _place(path, topic))
    for text in texts:
        if not isinstance(text, (str, int)) or isinstance(text, bool) or not str(text).strip():
            raise DataError(f"facts.{topic} 的回答应当是文字", _place(path, topic))
        core = core_of(str(text))
        if not core or len(core) > _LONGEST_CORE:
            said = f"facts.{topic}：“{core}”应当有 1 到 {_LONGEST_CORE} 个字；多出来的写在 | 后面"
            raise DataError(said, _place(path, topic))
        yield str(text)


def core_of(answer: str) -> str:
    """The bare fact of an answer ``core|more``, without an end mark."""
    return answer.partition("|")[0].strip().rstrip("。")


def more_of(answer: str) -> str:
    """What a talkative client adds to it; "" where there is nothing."""
    return answer.partition("|")[2].strip().rstrip("。")


def _place(path: Path, key: str) -> str:
    """The first line of a file in which a key stands: only an error looks for it."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if f"{key}:" in line:
            return f"{path}:{number}"
    return f"{path}:1"
