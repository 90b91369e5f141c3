"""The wheel: what stands in it, and (slow) that it works in a fresh environment, from an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
DEFAULT = "duilian/_default"
SAMPLE = ROOT / "tests/data/handbook_sample.jsonl"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network by the setuptools that is here."""
    folder = tmp_path_factory.mktemp("dist")
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", *offline, "-w", folder, ROOT], check=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def files(*patterns: str) -> Iterator[str]:
    """Files of the repository, as they are named there."""
    for pattern in patterns:
        yield from (str(p.relative_to(ROOT)) for p in ROOT.glob(pattern) if p.is_file())


def test_it_holds_the_package_with_pages_and_migrations(names: frozenset[str]) -> None:
    wanted = set(files("duilian/**/*.py", "duilian/web/templates/*", "duilian/web/static/*"))
    assert len(wanted) > 150 and wanted <= names


def test_it_holds_what_comes_with_the_program(names: frozenset[str]) -> None:
    wanted = set(files("data/**/*", "deploy/*", "actions/*.py", "*.yml"))
    assert {f"{DEFAULT}/{name}" for name in wanted} <= names
    assert {"data/rubric.yml", "data/texts.yml", "domain.yml", "actions/action_debrief.py"} <= wanted


def test_nothing_else_is_installed_beside_the_package(names: frozenset[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    (info,) = tops - {"duilian"}
    assert re.fullmatch(r"duilian-[\d.]+\.dist-info", info)
    assert not [name for name in names if re.search(r"__pycache__|(^|/)tests/|\.db$|/models/|/var/", name)]


def test_the_browser_gets_what_the_pages_ask_for(names: frozenset[str]) -> None:
    from duilian.web.routes import ASSETS

    pages = [ROOT / name for name in files("duilian/web/templates/*.html", "duilian/web/static/*.js")]
    asked = {m for page in pages for m in re.findall(r"/assets/([\w./-]+)", page.read_text(encoding="utf-8"))}
    assert len(asked) == 3
    for address in asked:
        library, _, file = address.partition("/")
        assert f"{DEFAULT}/node_modules/{ASSETS[library]}/{file}" in names
        assert f"{DEFAULT}/node_modules/{ASSETS[library].partition('/')[0]}/LICENSE" in names
    assert f"{DEFAULT}/node_modules/.locked" in names


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own."""

    python: Path
    folder: Path
    environment: dict[str, str]

    def run(self, *args: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """A command, in an empty folder."""
        return subprocess.run(
            [self.python.with_name("duilian"), *args],
            input=typed,
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.environment | more,
            timeout=300,
        )


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed. Its dependencies are those of this environment, without its duilian."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    quiet = ["-q", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, wheel], check=True)
    # A line of a .pth file adds a folder, but does not read the .pth files there: ours stays out.
    site_packages = Path(sysconfig.get_paths(vars={"base": str(folder / "venv")})["purelib"])
    (site_packages / "dependencies.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    (folder / "empty").mkdir()
    mine = {
        "HOME": str(folder / "li"),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONWARNINGS": "ignore",
    }
    return Installed(python, folder / "empty", mine)


@pytest.fixture(scope="module")
def trained(installed: Installed) -> Installed:
    """With the models of this repository, trained first where they are out of date."""
    subprocess.run([Path(sys.executable).with_name("duilian"), "train"], check=True)
    home = Path(installed.environment["HOME"]) / ".local/share/duilian"
    home.mkdir(parents=True)
    subprocess.run(["cp", "-a", ROOT / "models", home], check=True)
    return installed


@pytest.mark.slow
def test_it_does_not_use_the_repository(installed: Installed) -> None:
    code = "import duilian, importlib.util as u; print(duilian.__file__, u.find_spec('actions'))"
    done = subprocess.run(
        [installed.python, "-c", code], capture_output=True, text=True, cwd=installed.folder, check=True
    )
    place, actions = done.stdout.split()
    assert place.startswith(str(installed.python.parent.parent)) and actions == "None"


@pytest.mark.slow
def test_without_models_it_says_how_to_get_them(installed: Installed) -> None:
    scenarios = installed.run("scenarios")
    assert scenarios.returncode == 0 and "first-call-logistics" in scenarios.stdout
    assert installed.run("validate").returncode == 0
    assert installed.run("assess", "--labels", str(SAMPLE)).returncode == 0
    for words in (["tag", "--speaker", "client"], ["assess", str(SAMPLE)], ["serve"]):
        done = installed.run(*words, DUILIAN_HOME=str(installed.folder.parent / "nothing"))
        assert done.returncode == 1 and done.stdout == ""
        assert done.stderr.endswith("请先运行 duilian train\n") and done.stderr.count("\n") == 1


@pytest.mark.slow
def test_it_labels_and_assesses_from_any_folder(trained: Installed) -> None:
    tagged = trained.run("tag", "--speaker", "trainee", typed='{"id": "a", "text": "谢谢,再见"}\n')
    assert [act["act"] for act in json.loads(tagged.stdout)["acts"]] == ["thank", "farewell"]
    assessed = trained.run("assess", str(SAMPLE))
    assert assessed.returncode == 0
    assert "two_choice" in json.loads(assessed.stdout.splitlines()[0])["verdicts"]
    trained_again = trained.run("train")
    assert trained_again.returncode == 0 and "助手就绪" in trained_again.stdout, trained_again.stderr
    assert list(trained.folder.iterdir()) == []


@pytest.mark.slow
def test_the_whole_system_runs_from_any_folder(trained: Installed) -> None:
    ports = {name: str(free_port()) for name in ("RASA_PORT", "ACTIONS_PORT", "WEB_PORT")}
    running = subprocess.Popen(
        [trained.python.with_name("duilian"), "serve"],
        cwd=trained.folder,
        env=trained.environment | ports,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout and "已就绪" in running.stdout.readline()
        site = f"http://127.0.0.1:{ports['WEB_PORT']}"
        for address in ("/sign-in", "/static/style.css", "/assets/htmx/htmx.min.js"):
            with urllib.request.urlopen(site + address, timeout=20) as answer:
                assert answer.status == 200 and answer.read()
        played = trained.run("practise", "first-call-logistics", typed="您好\n挂断\n", **ports)
        assert played.returncode == 0 and "【得分】" in played.stdout, played.stderr
        assert "first-call-logistics" in trained.run("sessions").stdout
    finally:
        running.terminate()
        running.wait(timeout=30)
    home = Path(trained.environment["HOME"]) / ".local/share/duilian"
    assert (home / "var").stat().st_mode & 0o777 == 0o700
    written = [path for path in (home / "var").iterdir() if path.is_file()]
    assert {"duilian.db", "trackers.db", "rasa.log"} <= {path.name for path in written}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in written)
    assert list(trained.folder.iterdir()) == []
