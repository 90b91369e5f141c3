"""Training that is killed: the tagger that was there still works, and the next training makes up for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from duilian.dialogue.plain_text import format_dialogue, read_dialogues
from duilian.tagging import fingerprint, load_tagger, train_tagger, version
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
# Trains, and stands still in the middle of writing: before the mark, or between the two moves.
TRAIN = """
import sys, time
from pathlib import Path
from duilian.tagging import train_tagger
from duilian.tagging import tagger

def stand_still(*_):
    print("here", flush=True)
    time.sleep(600)

move = Path.replace
if sys.argv[3] == "write":
    tagger.write_version = stand_still
else:
    Path.replace = lambda path, to: move(path, to) if to.name == "old" else stand_still()
train_tagger(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a tagger of a few dialogues, which learnt from one phrase less than there is now."""
    home = tmp_path_factory.mktemp("home")
    voice = sorted((ROOT / "data/dialogues").glob("*.txt"))[0]
    (home / "data/dialogues").mkdir(parents=True)
    few = "".join(map(format_dialogue, read_dialogues(voice)[:12]))
    (home / "data/dialogues/few.txt").write_text(few, encoding="utf-8")
    train_tagger(home / "data", home / "models/tagger")
    (home / "data/cues").mkdir()
    (home / "data/cues/more.yml").write_text("cues: |\n  busy: 我在开会\n", encoding="utf-8")
    return home


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def killed_at(data: Path, target: Path, place: str) -> None:
    command = [sys.executable, "-c", TRAIN, str(data), str(target), place]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout and process.stdout.readline() == "here\n"
        finally:
            process.kill()


def test_what_is_cut_short_takes_nothings_place(trained: Path, tmp_path: Path) -> None:
    data, target = trained / "data", tmp_path / "models/tagger"
    shutil.copytree(trained / "models", target.parent)
    before = files_of(target)
    killed_at(data, target, "write")
    assert files_of(target) == before and load_tagger(target)
    killed_at(data, target, "move")
    assert not target.exists(), "the old one is out of the way, the new one not yet there"
    taken = train_tagger(data, target)
    assert version(target) == fingerprint(data) and files_of(target) != before
    assert load_tagger(target).acts("王总您好") == taken.acts("王总您好")
    assert {path.name for path in target.parent.iterdir()} == {"tagger", "tagger.lock"}
