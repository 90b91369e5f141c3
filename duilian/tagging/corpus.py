"""What the project learns from: ``data/dialogues``, ``data/nlu`` and ``data/cues`` as one list of examples.

``data/nlu`` is Rasa NLU YAML, trainee turns with ``[text](act)``; its folder ``dialogues/`` repeats the
trainee turns of ``data/dialogues`` for Rasa's own tools and is not read here. ``data/cues`` holds single
client turns, one a line: ``cue+cue: text``, ``none: text`` for no cue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duilian import yamlfile
from duilian.dialogue.context import NO_CONTEXT, TurnContext, turn_contexts
from duilian.dialogue.model import CUES, Dialogue, Turn, require
from duilian.dialogue.plain_text import mark, parse_marked, read_dialogues
from duilian.errors import DataError

NLU_HEAD = 'version: "3.1"\nnlu:\n- intent: speak\n  examples: |\n'
FROM_DIALOGUES = "dialogues"


@dataclass(frozen=True)
class Example:
    """A labelled turn.

    Attributes:
        turn: With its labels.
        context: What surrounds it.
        voice: The file it is from, which cross-validation holds out whole.
    """

    turn: Turn
    context: TurnContext = NO_CONTEXT
    voice: str = ""


@dataclass(frozen=True)
class Corpus:
    """All training data: whole dialogues by voice, and single turns."""

    dialogues: dict[str, list[Dialogue]]
    singles: list[Example]


def dialogue_examples(dialogues: list[Dialogue], voice: str = "") -> Iterator[Example]:
    """Every turn of the dialogues in its context."""
    for dialogue in dialogues:
        for turn, context in zip(dialogue.turns, turn_contexts(dialogue), strict=True):
            yield Example(turn, context, voice)


def _block_lines(path: Path, mapping: object, key: str) -> Iterator[tuple[str, str]]:
    """The lines of a literal block → (place, line)."""
    block = mapping.get(key) if hasattr(mapping, "get") else None
    if not isinstance(block, str):
        raise DataError(f"缺少“{key}: |”一段", str(path))
    first = yamlfile.line_of(mapping, key) + 1
    for n, line in enumerate(block.splitlines(), first):
        if line.strip():
            yield f"{path}:{n}", line.strip()


def read_nlu(path: Path) -> Iterator[Turn]:
    """The trainee turns of a Rasa NLU file.

    Raises:
        DataError: With file and line.
    """
    data = yamlfile.load(path)
    for section in data.get("nlu") or [] if hasattr(data, "get") else []:
        if section.get("intent") != "speak":
            continue
        for place, line in _block_lines(path, section, "examples"):
            try:
                require(line.startswith("- "), "每个例句以“- ”开头")
                text, spans = parse_marked(line[2:].strip())
                yield Turn("trainee", text, acts=spans)
            except DataError as error:
                raise DataError(error.what, place) from None


def read_cues(path: Path) -> Iterator[Turn]:
    """The client turns of a cue file.

    Raises:
        DataError: With file and line.
    """
    for place, line in _block_lines(path, yamlfile.load(path), "cues"):
        names, colon, text = line.partition(": ")
        cues = tuple(() if names == "none" else names.split("+"))
        for cue in cues:
            if cue not in CUES:
                raise DataError(f"没有叫 {cue} 的 cue", place)
        if not colon or not text.strip():
            raise DataError("一行写成“cue+cue: 话”或“none: 话”", place)
        yield Turn("client", text.strip(), cues=cues)


def format_nlu(turns: list[Turn]) -> str:
    """Trainee turns → a Rasa NLU file."""
    return NLU_HEAD + "".join(f"    - {mark(t.text.strip(), t.acts)}\n" for t in turns if t.text.strip())


def format_cues(turns: list[Turn]) -> str:
    """Client turns → a cue file."""
    return "cues: |\n" + "".join(f"  {'+'.join(t.cues) or 'none'}: {t.text.strip()}\n" for t in turns)


def load_corpus(data: Path) -> Corpus:
    """Everything to learn from under the data folder.

    Raises:
        DataError: With file and line.
    """
    dialogues = {p.stem: read_dialogues(p) for p in sorted((data / "dialogues").glob("*.txt"))}
    singles = []
    for path in sorted((data / "nlu").rglob("*.yml")):
        if path.parent.name != FROM_DIALOGUES:
            voice = path.relative_to(data / "nlu").with_suffix("").as_posix()
            singles += [Example(turn, voice=voice) for turn in read_nlu(path)]
    for path in sorted((data / "cues").glob("*.yml")):
        singles += [Example(turn, voice=path.stem) for turn in read_cues(path)]
    return Corpus(dialogues, singles)
