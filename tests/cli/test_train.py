"""duilian train, killed while Rasa writes: the assistant that was there stays as it is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from duilian.tagging import Tagger
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
# In Rasa's place, for that one trains for minutes: it writes half of the model, waits as it is told, goes on.
RASA = """
import os, sys, time
from pathlib import Path
folder = Path(sys.argv[sys.argv.index("--out") + 1])
folder.mkdir(parents=True, exist_ok=True)
with open(folder / (sys.argv[sys.argv.index("--fixed-model-name") + 1] + ".tar.gz"), "w") as model:
    model.write("ha")
    model.flush()
    Path("writing").write_text(str(os.getpid()))
    time.sleep(float(os.environ["WRITES_FOR"]))
    model.write("lf")
"""


@pytest.fixture()
def home(tmp_path: Path, tagger: Tagger) -> Path:
    """A home with a tagger that is current, and an assistant that is not."""
    (tmp_path / "rasa").mkdir()
    (tmp_path / "rasa/__init__.py").touch()
    (tmp_path / "rasa/__main__.py").write_text(RASA)
    shutil.copytree(ROOT / "models/tagger", tmp_path / "models/tagger")
    (tmp_path / "models/duilian.tar.gz").write_text("of yesterday")
    return tmp_path


def train(home: Path, seconds: float) -> subprocess.Popen[bytes]:
    env = os.environ | {"DUILIAN_HOME": str(home), "PYTHONPATH": str(home), "WRITES_FOR": str(seconds)}
    return subprocess.Popen([ROOT / ".venv/bin/duilian", "train"], env=env, stdout=subprocess.DEVNULL)


def wait_for(path: Path) -> None:
    end = time.monotonic() + 120
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)


def is_running(number: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


def test_what_is_cut_short_takes_nothings_place(home: Path) -> None:
    model = home / "models/duilian.tar.gz"
    killed = train(home, 600)
    try:
        wait_for(home / "writing")
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    writer = int((home / "writing").read_text())
    end = time.monotonic() + 10
    while is_running(writer):
        assert time.monotonic() < end, "Rasa goes on without who started it"
        time.sleep(0.05)
    assert model.read_text() == "of yesterday"
    assert train(home, 0).wait(timeout=120) == 0
    assert model.read_text() == "half" and (home / "models/duilian.mark").exists()
    assert {path.name for path in (home / "models").iterdir()} == {
        *("duilian.tar.gz", "duilian.mark", "questions.json", "tagger", "tagger.lock")
    }
