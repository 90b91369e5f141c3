"""The question model as a file: trained where it is not of the present data and code, else read.

It learns from the questions of ``data/facts`` and, for what asks nothing of a client's affairs, from
sentences of ``data/dialogues`` whose acts are others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from duilian import yamlfile
from duilian.dialogue.model import Dialogue
from duilian.dialogue.plain_text import read_dialogues
from duilian.digest import digest
from duilian.errors import DataError
from duilian.modelfile import dump_json, load_json
from duilian.roleplay.facts.question_data import AskedSentence, load_questions
from duilian.roleplay.facts.question_model import QuestionModel
from duilian.roleplay.facts.question_training import train_question_model
from duilian.roleplay.facts.sheet import load_fact_book

_CODE = ("roleplay/facts/question*.py", "roleplay/facts/kept_model.py", "language/text.py")
# Acts whose words ask nothing of a client's affairs.
_OTHER_ACTS = frozenset(
    {
        "greeting",
        "introduce_self",
        "verify_identity",
        "request_transfer",
        "check_convenience",
        "state_purpose",
    }
    | {
        "state_duration",
        "state_necessity",
        "state_benefit",
        "offer_two_times",
        "offer_one_time",
        "ask_open_time",
    }
    | {"propose_meeting", "confirm_appointment", "check_understanding", "ask_repeat", "thank", "farewell"}
    | {
        "feature",
        "advantage",
        "evidence",
        "promise_feedback",
        "offer_material",
        "arrears_tactful",
        "vip_notice",
    }
    | {"defer_call", "apologize_time", "offer_contact", "invite_feedback", "leave_message", "acknowledge"}
)
_SHORTEST = 4  # characters of such a sentence
_OF_EACH_ACT = 30  # sentences


def question_mark_of(data: Path) -> str:
    """What a question model trained now would depend on, as hexadecimal digits: data, then code."""
    known = digest(data, ("facts/topics.yml", "facts/words.yml", "facts/questions/*.txt", "dialogues/*.txt"))
    return known + digest(Path(__file__).parent.parent.parent, _CODE)


def other_sentences(dialogues: Iterable[Dialogue]) -> list[AskedSentence]:
    """What trainees say that asks nothing of the client's affairs: words of one act each, as many of each.

    Args:
        dialogues: Annotated dialogues.
    """
    count: dict[str, int] = {}
    found: dict[str, None] = {}
    for act, text in _spans(dialogues):
        if act in _OTHER_ACTS and len(text) >= _SHORTEST and count.get(act, 0) < _OF_EACH_ACT:
            count[act] = count.get(act, 0) + (text not in found)
            found[text] = None
    return [AskedSentence(text, frozenset()) for text in found]


def _spans(dialogues: Iterable[Dialogue]) -> Iterator[tuple[str, str]]:
    for dialogue in dialogues:
        for turn in dialogue.turns:
            if any(span.act in ("ask_needs", "small_talk") for span in turn.acts):
                continue
            for span in turn.acts:
                yield span.act, turn.text[span.start : span.end]


def question_examples(data: Path) -> dict[str, list[AskedSentence]]:
    """What a question model learns from: voice → its sentences; those of the dialogues are the voice "".

    Raises:
        DataError: A file is not as it should be.
    """
    voices = load_questions(data / "facts/questions", load_fact_book(data / "facts").topics)
    if not voices:
        return {}
    files = sorted((data / "dialogues").glob("*.txt"))
    # One of each voice after the other, so that no voice takes all places of an act.
    numbered = [(n, d) for path in files for n, d in enumerate(read_dialogues(path))]
    dialogues = [d for _, d in sorted(numbered, key=lambda item: item[0])]
    return {**voices, "": other_sentences(dialogues)}


def load_word_groups(path: Path) -> dict[str, list[str]]:
    """The groups of words that mean the same in questions about a client's affairs (``facts/words.yml``).

    Raises:
        DataError: The file is not as it should be.
    """
    if not path.exists():
        return {}
    groups = yamlfile.load(path)
    if not isinstance(groups, dict):
        raise DataError("词表应当是“名目: [词, 词]”的形式", f"{path}:1")
    for name, words in groups.items():
        if not isinstance(words, list) or not words or not all(isinstance(w, (str, int)) for w in words):
            raise DataError(f"“{name}”后面应当是一列词", f"{path}:{yamlfile.line_of(groups, name)}")
    return {str(name): list(map(str, words)) for name, words in groups.items()}


def kept_question_model(data: Path, path: Path) -> QuestionModel:
    """The question model of a data folder, trained where the file kept is not of the present data and code.

    Args:
        data: The data folder.
        path: The file to keep it in; it is written beside and takes its place when it is whole.

    Raises:
        DataError: A file of the data is not as it should be.
    """
    mark = question_mark_of(data)
    try:
        kept = load_json(path.read_bytes(), path.name, {"mark": str, "model": str})
        if kept["mark"] == mark:
            return QuestionModel.from_bytes(kept["model"].encode(), path.name)
    except (OSError, DataError):
        pass  # none there, or none that can be used
    examples = [example for voice in question_examples(data).values() for example in voice]
    chat = [topic.id for topic in load_fact_book(data / "facts").topics.values() if topic.small_talk]
    model = train_question_model(examples, load_word_groups(data / "facts/words.yml"), chat)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(dump_json({"mark": mark, "model": model.to_bytes().decode()}))
    beside.replace(path)
    return model
