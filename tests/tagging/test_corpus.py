"""Tests of duilian.tagging.corpus, and the lint of data/nlu and data/cues."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from duilian.dialogue.model import ActSpan, Turn
from duilian.errors import DataError
from duilian.tagging.corpus import format_cues, format_nlu, load_corpus, read_cues, read_nlu

ROOT = Path(__file__).parent.parent.parent


def test_nlu_and_cue_files_round_trip(tmp_path: Path) -> None:
    thanks = Turn("trainee", "谢谢,再见", acts=(ActSpan("thank", 0, 2), ActSpan("farewell", 3, 5)))
    said = [thanks, Turn("trainee", "嗯")]
    heard = [Turn("client", "喂: 哪位", cues=("answer_call", "ask_identity")), Turn("client", "哦")]
    (tmp_path / "a.yml").write_text(format_nlu(said), encoding="utf-8")
    (tmp_path / "b.yml").write_text(format_cues(heard), encoding="utf-8")
    assert list(read_nlu(tmp_path / "a.yml")) == said
    assert list(read_cues(tmp_path / "b.yml")) == heard


@pytest.mark.parametrize(
    ("read", "text", "error"),
    [
        (
            read_nlu,
            "nlu:\n- intent: speak\n  examples: |\n    - 好\n    - [好](hm)\n",
            ":5: 没有叫 hm 的 act",
        ),
        (read_nlu, "nlu:\n- intent: speak\n", ": 缺少"),
        (read_nlu, "nlu: [\n", ": 不是 YAML"),
        (read_cues, "cues: |\n  none: 好\n  hm: 喂\n", ":3: 没有叫 hm 的 cue"),
        (read_cues, "cues: |\n  none 好\n", ":2: 没有叫"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, read, text: str, error: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        list(read(path))
    assert error in str(caught.value)


def test_the_shipped_corpus_reads_and_has_both_sides() -> None:
    corpus = load_corpus(ROOT / "data")
    sides = [e.turn.speaker for e in corpus.singles]
    assert sides.count("trainee") > 3500 and sides.count("client") > 500
    for example in corpus.singles:
        ends = [s.end for s in example.turn.acts]
        assert all(s.start >= end for s, end in zip(example.turn.acts[1:], ends, strict=False))


def test_what_rasa_reads_of_the_dialogues_is_up_to_date() -> None:
    """Mended by scripts/convert_dialogues."""
    script = runpy.run_path(str(ROOT / "scripts/convert_dialogues"))
    files = {**script["nlu_files"](), **script["story_files"]()}
    assert all(path.read_text(encoding="utf-8") == text for path, text in files.items())
    there = {*(ROOT / "data/nlu/dialogues").glob("*.yml"), *(ROOT / "data/stories").glob("*.yml")}
    assert there == {script["FIXED"], *files}
