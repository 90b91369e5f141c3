"""What deploy/install puts on a server, checked by the programs that will read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.debian import program
from tests.ports import free_port

DEPLOY = ROOT / "deploy"
UNITS = ("duilian.service", "duilian-backup.service", "duilian-backup.timer")
NAME = "lianxi.example.cn"


def installed(root: Path) -> Path:
    subprocess.run([DEPLOY / "install", NAME, root], check=True)
    return root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's files: ours, systemd's own targets, and something in the place of the program."""
    made = installed(tmp_path_factory.mktemp("root"))
    program("systemd-analyze", "systemd")
    there = made / "usr/lib/systemd/system"
    there.mkdir(parents=True)
    for unit in (*Path("/lib/systemd/system").glob("*.target"), *Path("/lib/systemd/system").glob("*.slice")):
        shutil.copy(unit, there, follow_symlinks=False)
    (made / "opt/duilian/bin").mkdir(parents=True)
    shutil.copy("/bin/true", made / "opt/duilian/bin/duilian")
    return made


def verify(root: Path, unit: str) -> str:
    """What systemd complains of in a unit; nothing where all is well."""
    command = ["systemd-analyze", f"--root={root}", "verify", unit]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 or done.stderr
    return done.stderr


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_every_unit_without_a_word(root: Path, unit: str) -> None:
    assert verify(root, unit) == ""


def test_systemd_would_complain(root: Path) -> None:
    text = (root / "etc/systemd/system/duilian.service").read_text(encoding="utf-8")
    wrong = root / "etc/systemd/system/wrong.service"
    wrong.write_text(text.replace("ProtectClock", "ProtectClok").replace("duilian serve", "serve"))
    try:
        assert "Unknown key" in verify(root, "wrong.service")
    finally:
        wrong.unlink()


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.endswith(".service")])
def test_services_are_hardened(root: Path, unit: str) -> None:
    command = ["systemd-analyze", f"--root={root}", "security", "--offline=true", "--no-pager"]
    done = subprocess.run([*command, "--threshold=16", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-200:]  # 1.6 of 10, where 10 is wide open
    lines = (root / "etc/systemd/system" / unit).read_text(encoding="utf-8").splitlines()
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077", "User=duilian"} <= set(lines)


def test_the_timer_runs_at_night_in_china(root: Path) -> None:
    timer = (root / "etc/systemd/system/duilian-backup.timer").read_text(encoding="utf-8")
    when = re.search(r"^OnCalendar=(.*)$", timer, re.M)
    assert when
    done = subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, text=True)
    assert done.returncode == 0 and "Next elapse" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="makes a user, below a folder")
def test_the_user_and_its_folders(root: Path) -> None:
    for command in ("systemd-sysusers", "systemd-tmpfiles"):
        create = ["--create"] if command.endswith("tmpfiles") else []
        subprocess.run([command, f"--root={root}", *create], check=True, stderr=subprocess.DEVNULL)
    (user,) = re.findall(r"^duilian:x:(\d+):.*:/usr/sbin/nologin$", (root / "etc/passwd").read_text(), re.M)
    backups, logs = (root / "var/backups/duilian").stat(), (root / "var/log/nginx/duilian").stat()
    for folder in (backups, (root / "var/lib/duilian").stat()):
        assert (folder.st_mode & 0o777, folder.st_uid) == (0o700, int(user))
    assert (logs.st_mode & 0o777, logs.st_uid) == (0o700, 0)


def test_settings_and_site_are_kept_when_it_is_run_again(tmp_path: Path) -> None:
    installed(tmp_path)
    settings, site = tmp_path / "etc/duilian/duilian.env", tmp_path / "etc/nginx/sites-available/duilian"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert NAME in site.read_text() and "practice.example.com" not in site.read_text()
    assert (tmp_path / "etc/nginx/sites-enabled/duilian").resolve() == site.resolve()
    settings.write_text("mine\n")
    site.write_text("mine\n")
    unit = tmp_path / "etc/systemd/system/duilian.service"
    unit.write_text("an older version's\n")
    installed(tmp_path)
    assert settings.read_text() == site.read_text() == "mine\n"
    assert unit.read_bytes() == (DEPLOY / "duilian.service").read_bytes()


def scripts() -> Iterator[Path]:
    yield from (path for path in DEPLOY.iterdir() if path.read_bytes().startswith(b"#!/bin/sh"))


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.name)
def test_scripts_are_whole(script: Path) -> None:
    assert os.access(script, os.X_OK)
    subprocess.run(["sh", "-n", script], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read all and write the folder's owner")
def test_logs_are_rotated_and_stay_the_users_alone(tmp_path: Path) -> None:
    rotate = program("logrotate", "logrotate")
    text = (DEPLOY / "logrotate.conf").read_text(encoding="utf-8")
    log = tmp_path / "logs/access.log"
    log.parent.mkdir(mode=0o700)
    rules = tmp_path / "rules"
    # Nothing is served here: what tells nginx writes a mark instead.
    told = f"touch {tmp_path}/told"
    rules.write_text(
        text.replace("/var/log/nginx/duilian", str(log.parent)).replace("invoke-rc.d nginx rotate", told)
    )
    for number in range(3):
        log.write_text(f"night {number}\n")
        command = [rotate, "--force", "--state", str(tmp_path / "state"), str(rules)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in log.parent.iterdir()} == {
        *("access.log", "access.log.1", "access.log.2.gz", "access.log.3.gz")
    }
    assert (log.stat().st_mode & 0o777, log.read_text()) == (0o600, "") and (tmp_path / "told").exists()


def test_the_command_takes_settings_as_systemd_does(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/duilian").write_text(
        '#!/bin/sh\nprintf "%s\\n" "$PWD" "$DUILIAN_HOME" "$DATABASE_URL" "$A" "$@"\n'
    )
    (tmp_path / "bin/runuser").write_text(
        '#!/bin/sh\n[ "$1 $2 $3" = "-u duilian --" ] && shift 3 && exec "$@"\n'
    )
    for stand_in in (tmp_path / "bin").iterdir():
        stand_in.chmod(0o755)
    url = "postgresql://u:p$HOME&x#y`z@127.0.0.1/d?sslmode=disable&application_name=a b"
    settings = tmp_path / "duilian.env"
    settings.write_text(f"# one\n;two\n\nDATABASE_URL={url}\nA='in quotes'\nnonsense")
    text = (DEPLOY / "duilian").read_text(encoding="utf-8")
    for before, after in (
        ("/etc/duilian/duilian.env", settings),
        ("/var/lib/duilian", tmp_path),
        ("/opt/duilian/bin/duilian", tmp_path / "bin/duilian"),
    ):
        assert before in text
        text = text.replace(before, str(after))
    env = os.environ | {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", text, "duilian", "account", "小 李"], env=env, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [str(tmp_path), str(tmp_path), url, "in quotes", "account", "小 李"]


@pytest.mark.slow
def test_what_is_backed_up_at_night_can_be_restored(tmp_path: Path) -> None:
    duilian, folder = ROOT / ".venv/bin/duilian", tmp_path / "backups"
    folder.mkdir()
    ours = ("DATABASE_URL", "TRACKERS", "RASA_PORT")
    env = {name: value for name, value in os.environ.items() if name not in ours}

    def run(home: str, *command: str | Path) -> str:
        more = {"DUILIAN_HOME": str(tmp_path / home), "BACKUPS": str(folder), "DUILIAN": str(duilian)}
        (tmp_path / home).mkdir(exist_ok=True)
        done = subprocess.run(command, env=env | more | {"KEEP": "1"}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for name in ("小李", "小王"):  # the older one goes once the new one is whole
        run("here", duilian, "account", name)
        told = run("here", DEPLOY / "nightly-backup")
        time.sleep(1)  # they are named by the second
    (kept,) = folder.iterdir()
    assert str(kept) in told and kept.stat().st_mode & 0o777 == 0o600
    there = run("there", duilian, "restore", kept, "--rasa", str(free_port()))
    assert "2 个人" in there


BACKUP = '#!/bin/sh\n[ "$1" = backup ] && printf whole >"$2" && exit {status}\n'


def nightly(folder: Path, status: int, **settings: str) -> subprocess.CompletedProcess[str]:
    stand_in = folder.parent / "duilian"
    stand_in.write_text(BACKUP.format(status=status))
    stand_in.chmod(0o755)
    env = os.environ | {"BACKUPS": str(folder), "DUILIAN": str(stand_in)} | settings
    return subprocess.run([DEPLOY / "nightly-backup"], env=env, capture_output=True, text=True)


def test_the_newest_backups_are_kept_and_only_ours_go(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 29):
        (folder / f"duilian-202601{day:02}-190000.backup").write_text("old")
    (folder / "mine.backup").write_text("kept")
    done = nightly(folder, 0)
    assert (done.returncode, done.stderr) == (0, "")
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 15 and left[-1] == "mine.backup" and left[0] == "duilian-20260116-190000.backup"
    new = folder / left[-2]
    assert new.read_text() == "whole" and new.stat().st_mode & 0o777 == 0o600
    assert nightly(folder, 0, KEEP="1").returncode == 0
    assert len(list(folder.glob("duilian-*"))) == 1


def test_where_a_backup_fails_the_older_ones_stay(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "duilian-20260101-190000.backup").write_text("old")
    assert nightly(folder, 1, KEEP="1").returncode == 1
    assert [path.name for path in folder.glob("duilian-*")] == ["duilian-20260101-190000.backup"]
