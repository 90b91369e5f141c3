"""All that is wrong with the data files, a sentence each, with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from duilian import yamlfile
from duilian.assessment import load_rubric
from duilian.config import Config
from duilian.dialogue.plain_text import read_dialogues
from duilian.errors import DataError, system_reason
from duilian.handbook.manual import load_manual, load_section
from duilian.handbook.products import Product, find_card, names_client
from duilian.roleplay.facts.kept_model import load_word_groups
from duilian.roleplay.facts.question_data import read_questions
from duilian.roleplay.facts.sheet import load_defaults
from duilian.roleplay.facts.topics import Topic, load_topics
from duilian.roleplay.recollection import load_memory_words
from duilian.roleplay.scenario import TEMPERS, load_scenario
from duilian.roleplay.wordings import load_temper
from duilian.tagging.corpus import read_cues, read_nlu
from duilian.texts import leaves, load_texts, sentence

_LONGEST_NAME = 64  # characters of a scenario's, which is its file's: the archive keeps no more
_FOR_RASA = ("domain.yml", "config.yml", "endpoints.yml", "credentials.yml")
Read = TypeVar("Read")


class DataFiles:
    """The data files of a configuration, checked.

    Attributes:
        faults: What is wrong, in the order of the files.
        count: How many files were looked at.
    """

    def __init__(self, config: Config) -> None:
        self.faults: list[DataError] = []
        self.count = 0
        self._config, self._data = config, config.data
        self._topics: Mapping[str, Topic] | None = None
        kinds = self._check_texts()
        rubric = self._read(load_rubric, self._data / "rubric.yml")
        products = None if rubric is None else rubric.products
        ids = self._check_dialogues()
        self._check_gaming(ids)
        self._check_training_data()
        self._check_facts()
        self._check_scenarios(kinds, products)
        self._check_manual(None if rubric is None else set(rubric.criteria))
        for temper in TEMPERS:
            self._read(load_temper, self._data / f"wordings/{temper}.yml")
        if (self._data / "memory.yml").exists():  # data of an earlier version has none: nobody is recognised
            self._read(load_memory_words, self._data / "memory.yml")
        stories = sorted(self._data.glob("stories/*.yml"))
        for path in [self._data / "nlu/commands.yml", *stories, *map(config.provided, _FOR_RASA)]:
            self._read(_read_for_rasa, path)

    def _read(self, read: Callable[[Path], Read], path: Path) -> Read | None:
        """What a file holds; None where it is wrong, which is noted."""
        self.count += 1
        try:
            return read(path)
        except OSError as error:
            self._note(sentence("cli.unreadable", why=system_reason(error)), path)
        except DataError as error:
            self.faults.append(error)
        return None

    def _note(self, what: str, place: object) -> None:
        self.faults.append(DataError(what, str(place)))

    def _of(self, pattern: str) -> list[Path]:
        """The files of a pattern, of which there must be one at least."""
        paths = sorted(self._data.glob(pattern))
        if not paths:
            self._note(sentence("cli.validate.none", pattern=pattern), self._data)
        return paths

    def _check_texts(self) -> set[str]:
        """Texts of one's own may lack what a newer version of the program says; returns the kinds named."""
        path = self._data / "texts.yml"
        texts = self._read(load_texts, path)
        if texts is None:
            return set()
        keys = {key for key, _ in leaves(texts.tree)}
        shipped = load_texts(self._config.defaults / "data/texts.yml")
        missing = [key for key, _ in leaves(shipped.tree) if key not in keys]
        if missing:
            self._note(sentence("cli.validate.missing", keys="、".join(missing[:5])), path)
        return set(map(str, texts.table("kinds"))) if isinstance(texts.tree.get("kinds"), dict) else set()

    def _check_dialogues(self) -> set[str] | None:
        """Each id may be used once. Returns the ids of all dialogues, None where not all could be read."""
        ids, before = Counter[str](), len(self.faults)
        for path in self._of("dialogues/*.txt"):
            ids.update(dialogue.id for dialogue in self._read(read_dialogues, path) or ())
        whole = len(self.faults) == before
        for name, count in ids.items():
            if count > 1:
                self._note(sentence("cli.validate.twice", id=name, count=count), self._data / "dialogues")
        return set(ids) if whole else None

    def _check_training_data(self) -> None:
        for path in self._of("nlu/*/*.yml"):
            self._read(lambda path: list(read_nlu(path)), path)
        for path in self._of("cues/*.yml"):
            self._read(lambda path: list(read_cues(path)), path)

    def _check_facts(self) -> None:
        """Topics, what clients of each trade could say, the questions about it, and the words in groups."""
        folder = self._data / "facts"
        if not folder.exists():
            return  # data of an earlier version: nobody is asked anything
        topics = self._read(load_topics, folder / "topics.yml")
        if topics is None:
            return
        for path in sorted(folder.glob("defaults/*.yml")):
            self._read(lambda path: load_defaults(path, topics), path)
        for path in sorted(folder.glob("questions/*.txt")):
            self._read(lambda path: read_questions(path, topics), path)
        self._read(load_word_groups, folder / "words.yml")
        self._topics = topics

    def _check_gaming(self, ids: set[str] | None) -> None:
        """The list of dialogues that play with the rules names dialogues that are there."""
        path = self._data / "gaming.yml"
        data = self._read(yamlfile.load, path)
        named = data.get("gaming") if isinstance(data, dict) else None
        if data is not None and not isinstance(named, list):
            self._note(sentence("cli.validate.no_gaming"), path)
            return
        for number, name in enumerate(named or ()):
            if ids is not None and name not in ids:
                line = yamlfile.line_of(named, number)
                self._note(sentence("cli.validate.no_dialogue", id=name), f"{path}:{line}")

    def _check_manual(self, criteria: set[str] | None) -> None:
        """The handbook's passages name criteria that there are, its sections are counted from one."""
        folder, before = self._config.manual, len(self.faults)
        for path in sorted(folder.glob("*.yml")):
            section = self._read(load_section, path)
            if section is None or criteria is None:
                continue
            for passage in section.passages:
                for name in sorted(set(passage.criteria) - criteria):
                    said = sentence("handbook.no_criterion", place=passage.place, criterion=name)
                    self._note(said, path)
        if len(self.faults) == before:
            self._read_together(folder)

    def _read_together(self, folder: Path) -> None:
        """What is wrong with the sections as a whole."""
        try:
            load_manual(folder)
        except DataError as error:
            self.faults.append(error)

    def _check_scenarios(self, kinds: set[str], products: Mapping[str, Product] | None) -> None:
        """What a scenario sells has a card, whose cases are those of other customers."""
        for path in self._of("scenarios/*.yml"):
            scenario = self._read(load_scenario, path)
            if scenario is None:
                continue
            if kinds and scenario.kind not in kinds:
                self._note(sentence("cli.validate.no_kind", kind=scenario.kind), _line_of(path, "kind"))
            for topic in scenario.facts:
                if self._topics is not None and topic not in self._topics:
                    said = sentence("cli.validate.no_topic", topic=topic)
                    self._note(said, _line_of(path, "facts"))
            card = find_card(products or {}, scenario.product)
            if products is not None and scenario.product and card is None:
                said = sentence("cli.validate.no_product", product=scenario.product)
                self._note(said, _line_of(path, "product"))
            named = card and next((case for case in card.cases if names_client(case, scenario.org)), None)
            if card and named:
                said = sentence("cli.validate.own_case", product=card.name, org=scenario.org, case=named)
                self._note(said, _line_of(path, "org"))
            if len(path.stem) > _LONGEST_NAME:
                self._note(sentence("cli.validate.long_name", most=_LONGEST_NAME), path)


def _line_of(path: Path, field: str) -> str:
    return f"{path}:{yamlfile.line_of(yamlfile.load(path), field)}"


def _read_for_rasa(path: Path) -> Any:
    """YAML that Rasa reads itself, so it must be UTF-8."""
    data: Any = yamlfile.load(path)
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise DataError(sentence("cli.validate.no_utf_8"), str(path)) from None
    return data
