"""Where things are: in the repository, in a home of one's own, in an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian import config
from duilian.config import load_config
from duilian.errors import DataError

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUILIAN_HOME", "DATABASE_URL", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package: what comes with the program stands in it."""
    folder = tmp_path / "site-packages/duilian"
    (folder / "_default/data").mkdir(parents=True)
    monkeypatch.setattr(config, "_PACKAGE", folder)
    monkeypatch.setenv("HOME", str(tmp_path / "li"))
    return folder


def test_in_the_repository_all_is_there() -> None:
    made = load_config()
    assert made.home == made.defaults == ROOT
    assert made.data == ROOT / "data" and made.provided("domain.yml") == ROOT / "domain.yml"
    assert made.tagger == ROOT / "models/tagger" and made.assistant == ROOT / "models/duilian.tar.gz"
    assert made.database_url == f"sqlite:///{ROOT}/var/duilian.db"


def test_a_home_has_models_and_archive_and_what_it_has_of_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    made = load_config()
    assert made.tagger == tmp_path / "models/tagger" and made.var == tmp_path / "var"
    assert made.database_url == f"sqlite:///{tmp_path}/var/duilian.db"
    assert made.data == ROOT / "data" and made.browser_files == ROOT / "node_modules"
    (tmp_path / "data").mkdir()
    (tmp_path / "domain.yml").touch()
    assert made.data == tmp_path / "data" and made.provided("domain.yml") == tmp_path / "domain.yml"
    assert made.provided("config.yml") == ROOT / "config.yml"


def test_a_relative_home_stays_the_same_in_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUILIAN_HOME", "mine")
    made = load_config()
    assert made.home == tmp_path / "mine"
    assert made.environment["DUILIAN_HOME"] == str(tmp_path / "mine")
    assert made.environment["DATABASE_URL"] == made.database_url


def test_the_archive_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://archive")
    assert load_config().database_url == "postgresql://archive"


@pytest.mark.parametrize(
    ("named", "home"),
    [("", "li/.local/share/duilian"), ("relative", "li/.local/share/duilian"), ("/x", "/x/duilian")],
)
def test_an_installed_package_writes_to_the_users_folder(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, home: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", named)
    made = load_config()
    assert made.home == tmp_path / home and made.defaults == package / "_default"
    assert made.data == package / "_default/data"


def test_without_any_folder_of_the_users_it_asks_for_one(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    with pytest.raises(DataError, match="请用环境变量 DUILIAN_HOME 指定"):
        load_config()
