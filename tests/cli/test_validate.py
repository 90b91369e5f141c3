"""duilian validate and train: what is wrong with the data is named, one line a fault, and nothing is made."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from duilian.assessment.indexed_dialogue import IndexedDialogue
from duilian.assessment.phrases import phrase_values
from duilian.assessment.rubric import PHRASE_FIELDS
from duilian.cli import main
from duilian.cli.train import assistant_mark, kept_mark
from duilian.config import load_config
from duilian.dialogue.model import Dialogue
from tests.conftest import ROOT

SCENARIO = "scenarios/pitch-tea-website.yml"
WORDS = "wordings/gruff.yml"
DIALOGUES = "dialogues/wry.txt"
FILES = (
    *("texts.yml", "rubric.yml", "products.yml", SCENARIO, DIALOGUES),
    *(f"handbook/{name}.yml" for name in ("1-appearance", "2-phone", "3-visit", "4-campaign")),
    *(WORDS, "wordings/plain.yml", "wordings/warm.yml"),
    *("cues/clients.yml", "nlu/commands.yml", "nlu/single/plain.yml", "stories/fixed.yml"),
)


@pytest.fixture()
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own with a little of the shipped data, to be spoilt."""
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = tmp_path / "data"
    for name in FILES:
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "data" / name, made / name)
    first = (made / DIALOGUES).read_text(encoding="utf-8").split("\n\n")[0]
    (made / DIALOGUES).write_text(first + "\n", encoding="utf-8")
    (made / "gaming.yml").write_text("gaming:\n- wry-01\n", encoding="utf-8")
    return made


def added(more: str) -> Callable[[str], str]:
    """The file's text with more at its end."""
    return lambda text: text + more


def instead(old: str, new: str) -> Callable[[str], str]:
    """The file's text with the first match of a pattern replaced."""
    return lambda text: re.sub(old, new, text, count=1)


# File, how it is spoilt (None: taken away), what stands in the one line about it.
Fault = tuple[str, Callable[[str], str] | None, str]
SCENARIOS: dict[str, Fault] = {
    "an unknown product": (SCENARIO, instead("product: .*", "product: 茶"), r":\d+: 没有“茶”这个产品"),
    "an unknown situation": (SCENARIO, instead("situation: .*", "situation: tea"), r":\d+: situation 不能"),
    "an unnamed kind": (SCENARIO, instead("visit_fabe", "visit_fabe/tea"), r":\d+: .*visit_fabe/tea 的名称"),
    "a case of the client's own": (SCENARIO, instead("org: .*", "org: 清泉茶社"), r":\d+: .*说到了客户自己"),
    "a field twice": (SCENARIO, instead("(label: .*)", r"\1\n\1"), r":\d+: “label”写了两遍"),
    "an empty scenario": (SCENARIO, lambda _: "", ":1: 场景文件应当是"),
    "a scenario that is no YAML": (SCENARIO, added("\n["), r":\d+: 不是 YAML"),
}
RUBRIC: dict[str, Fault] = {
    "a negative weight": (
        "rubric.yml",
        instead("weight: 1", "weight: -1"),
        r":\d+: greeting.weight 应当在",
    ),
    "a weight of yes": (
        "rubric.yml",
        instead("weight: 1", "weight: true"),
        r":\d+: greeting.weight 应当是",
    ),
    "a field nobody fills": ("rubric.yml", instead('"{title}', '"{name}'), r":\d+: greeting.phrase 里没有"),
    "half a field": ("rubric.yml", instead('"{title}', '"{title'), r":\d+: greeting.phrase 里的花括号"),
    "an unknown criterion": ("rubric.yml", instead("  greeting:", "  tea:"), r":\d+: 没有叫 tea 的评分项"),
    "terms that are a text": ("rubric.yml", instead("terms:[^]]*]", "terms: 光纤"), r":\d+: terms 里应当是"),
    "a card without a contract": (
        "products.yml",
        instead("    contract: .*\n", ""),
        r":\d+: 企信通 缺少 contract",
    ),
    "no rubric": ("rubric.yml", None, ": 无法读取（没有这个文件"),
    "no products": ("products.yml", None, ": 无法读取（没有这个文件"),
    "prices that are a number": (
        "products.yml",
        instead(r"prices: \[[^]]*]", "prices: 5"),
        "prices 应当是列表",
    ),
}
OTHERS: dict[str, Fault] = {
    "no wordings of a temper": (WORDS, None, ": 无法读取（没有这个文件"),
    "a part of the wordings away": (WORDS, instead("\nagain:", "\nothers:"), ":1: 说法文件应当有"),
    "a sentence with an unknown field": (WORDS, instead("{title}", "{tea}"), r":\d+: .*没有 tea 这一项"),
    "no list of gaming": ("gaming.yml", None, ": 无法读取（没有这个文件"),
    "a gaming list that is a number": ("gaming.yml", lambda _: "gaming: 5\n", ": 应当是“gaming:”下面的一列"),
    "an unknown gaming dialogue": ("gaming.yml", added("- tea-01\n"), r":\d+: 没有编号为 tea-01 的对话"),
    "a line of no form": (DIALOGUES, added("\n嗯\n"), r":\d+: 这句话前面没有"),
    "a dialogue twice": (DIALOGUES, lambda text: text + "\n" + text, ": 对话编号 wry-01 用了 2 次"),
    "a picture": (DIALOGUES, added("\0"), ": 不是文本文件"),
    "an unknown cue": ("cues/clients.yml", added("  tea: 喂\n"), r":\d+: 没有叫 tea 的 cue"),
    "an unknown act": ("nlu/single/plain.yml", added("    - [喂](tea)\n"), r":\d+: 没有叫 tea 的 act"),
    "a passage of an unknown criterion": (
        "handbook/2-phone.yml",
        instead(r"criteria: \[purpose\]", "criteria: [tea]"),
        ": “2 原则 1”里的 tea 不是评分项",
    ),
    "a passage without words": (
        "handbook/3-visit.yml",
        instead("- text: .*", "- say: []"),
        r":\d+: 缺少 text",
    ),
    "stories that are no YAML": ("stories/fixed.yml", added("\n["), r":\d+: 不是 YAML"),
}
FAULTS = SCENARIOS | RUBRIC | OTHERS


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_line_and_nothing_is_trained(
    name: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, spoil, said = FAULTS[name]
    path = data / file
    if spoil is None:
        path.unlink()
    else:
        before = path.read_text(encoding="utf-8")
        path.write_text(spoil(before), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != before
    assert main(["validate"]) == 1
    shown = capsys.readouterr()
    (line,) = shown.err.splitlines()
    assert re.match(f"{re.escape(str(data))}.*{said}", line), line
    assert "1 处问题" in shown.out
    assert main(["train"]) == 1
    assert capsys.readouterr().err.splitlines() == [line, "数据有 1 处问题，没有训练；请照上面的改好再来"]
    assert not (data.parent / "models").exists()


@pytest.mark.parametrize("folder", ["scenarios", "dialogues", "nlu", "cues"])
def test_a_folder_with_nothing_in_it_is_a_fault(
    folder: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(data / folder)
    assert main(["validate"]) == 1
    first = capsys.readouterr().err.splitlines()[0]
    assert re.match(f"{re.escape(str(data))}: 没有 {folder}/", first)


@pytest.mark.parametrize("command", ["practise", "practise x", "scenarios"])
def test_without_scenarios_nothing_can_be_practised(
    command: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(data / "scenarios")
    assert main(command.split()) == 1
    assert capsys.readouterr().err == f"{data / 'scenarios'}: 没有一个场景；请放进 .yml 的场景文件\n"


@pytest.mark.parametrize("command", ["", "validate", "train", "sessions", "show x"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "无法读取（没有这个文件或文件夹）"),
        (b"PNG\0", "不是文本文件"),
        (b"a: [1\n", "不是 YAML"),
        (b"- a\n", "应当是“名称: 句子”的形式"),
        (b"a: 5\n", "a 应当是一句话"),
        (b"a: '{'\n", "a 里的花括号"),
    ],
)
def test_texts_that_are_none_stop_every_command_in_a_sentence(
    command: str, text: bytes | None, said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / "texts.yml"
    path.unlink()
    if text is not None:
        path.write_bytes(text)
    assert main(command.split()) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(str(path)) and said in line


def test_dialogues_in_gbk_are_read(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / DIALOGUES
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert main(["validate"]) == 0, capsys.readouterr().err


def test_what_rasa_reads_itself_must_be_utf_8(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "nlu/commands.yml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert main(["validate"]) == 1
    assert "由 Rasa 来读，只能是 UTF-8" in capsys.readouterr().err


def test_phrases_may_mention_what_they_are_filled_with() -> None:
    from duilian.assessment.wording import Lexicon

    assert set(phrase_values(IndexedDialogue(Dialogue("a", "phone_care"), Lexicon((), {})))) == PHRASE_FIELDS


def test_a_damaged_assistant_is_not_taken_for_the_one_that_was_trained(data: Path) -> None:
    config = load_config()
    config.assistant.parent.mkdir()
    config.assistant.write_bytes(b"model")
    mark = kept_mark(config)
    assert kept_mark(config) == mark and mark.startswith(assistant_mark(config))
    config.assistant.write_bytes(b"mode")
    assert kept_mark(config) != mark
