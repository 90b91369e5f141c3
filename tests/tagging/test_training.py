"""Training: what is trained already is kept, what is damaged or of other data is trained anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duilian.dialogue.plain_text import format_dialogue, read_dialogues
from duilian.tagging import Tagger, fingerprint, load_tagger, train_tagger, version

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of a few dialogues."""
    voice = sorted((ROOT / "data/dialogues").glob("*.txt"))[0]
    path = tmp_path / "data/dialogues/few.txt"
    path.parent.mkdir(parents=True)
    path.write_text("".join(map(format_dialogue, read_dialogues(voice)[:12])), encoding="utf-8")
    return tmp_path / "data"


def written(target: Path) -> int:
    return (target / "act_tagger/manifest.json").stat().st_mtime_ns


def test_it_is_trained_when_there_is_need(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "models/tagger"
    first = train_tagger(data, target)
    assert version(target) == fingerprint(data) and isinstance(load_tagger(target), Tagger)
    once = written(target)
    train_tagger(data, target)
    assert written(target) == once  # nothing changed
    (target / "cue_tagger/words/weights.npz").write_bytes(b"")
    again = train_tagger(data, target)
    assert written(target) > once and again.acts("王总您好") == first.acts("王总您好")
    twice = written(target)
    (data / "cues").mkdir()
    (data / "cues/more.yml").write_text("cues: |\n  busy: 我在开会\n", encoding="utf-8")
    train_tagger(data, target)
    assert written(target) > twice and version(target) == fingerprint(data)


def test_a_tagger_of_one_file_a_component_gives_way(data: Path, tmp_path: Path) -> None:
    """As it was kept before a component was a folder."""
    target = tmp_path / "models/tagger"
    target.mkdir(parents=True)
    (target / "act_tagger").write_bytes(b"an old model")
    (target / "fingerprint.json").write_text('"old"')
    train_tagger(data, target)
    assert (target / "act_tagger").is_dir() and version(target) == fingerprint(data)


def test_no_version_of_what_is_no_tagger(tmp_path: Path) -> None:
    assert version(tmp_path) == ""
    for content in ("", "{", "3", "[1]"):
        (tmp_path / "fingerprint.json").write_text(content)
        assert version(tmp_path) == ""
    shutil.rmtree(tmp_path)
    assert version(tmp_path) == ""
