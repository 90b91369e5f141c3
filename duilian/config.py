"""Where things are: read once from the environment, passed on as a value.

What comes with the program (``data/``, ``domain.yml`` …) is never written to; what is made (models, archive,
logs) stands in one folder, the home. In the repository both are the repository. An installed package has what
comes with it in ``duilian/_default`` (see ``setup.py``), and its home is a folder of the user's.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from duilian.errors import DataError

# What every Rasa process is started with: no calls home, no chatter of libraries, no level of logs that shows
# what people said.
RASA_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "INFO",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # Longer than Rasa waits for an action: who holds a call's lock has it until it is done with the call.
    "TICKET_LOCK_LIFETIME": "600",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}
_PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Config:
    """Where things are.

    Attributes:
        home: The folder of what is made, and of what is to be used instead of what comes with the program:
            DUILIAN_HOME; without it the repository, or for an installed package ``~/.local/share/duilian``.
        defaults: The folder of what comes with the program.
        database_url: The archive's address: DATABASE_URL; without it a SQLite file in the home.
        trackers: Where Rasa's events are kept: TRACKERS, a file or an address; without it a file in the home.
        public_url: The address by which people reach the web application, for links in messages: PUBLIC_URL.
        smtp: What SMTP_HOST, SMTP_PORT, SMTP_SECURITY, SMTP_USER, SMTP_PASSWORD and SMTP_SENDER say, by the
            part after the line, in small letters; nothing where no host is named.
        local_calls: May webhooks and the learning record store be on this machine? Where LOCAL_CALLS is 1.
    """

    home: Path
    defaults: Path
    database_url: str
    trackers: str = ""
    local_calls: bool = False
    public_url: str = ""
    smtp: Mapping[str, str] = field(default_factory=dict, repr=False)

    def provided(self, name: str) -> Path:
        """The file or folder of this name in the home, else the one that comes with the program."""
        own = self.home / name
        return own if own.exists() else self.defaults / name

    @property
    def data(self) -> Path:
        """The data files. A home's ``data/`` takes the place of the whole folder, not of single files."""
        return self.provided("data")

    @property
    def manual(self) -> Path:
        """The handbook's files; those that come with the program for a home whose data are of before them."""
        own = self.data / "handbook"
        return own if own.exists() else self.defaults / "data/handbook"

    @property
    def browser_files(self) -> Path:
        """What the browser gets that is not ours, as npm puts it."""
        return self.provided("node_modules")

    @property
    def tagger(self) -> Path:
        """The trained tagger, a folder of spaCy's."""
        return self.home / "models" / "tagger"

    @property
    def questions(self) -> Path:
        """The trained question model, a JSON file."""
        return self.home / "models" / "questions.json"

    @property
    def assistant(self) -> Path:
        """The trained assistant, a file of Rasa's."""
        return self.home / "models" / "duilian.tar.gz"

    @property
    def var(self) -> Path:
        """What a running system writes: archive, Rasa's trackers, logs."""
        return self.home / "var"

    @property
    def trackers_url(self) -> str:
        """The address of the database of Rasa's events."""
        if "://" in self.trackers:
            return self.trackers
        return f"sqlite:///{self.home / (self.trackers or self.var / 'trackers.db')}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that is to find the same things wherever it is started."""
        return {**os.environ, "DUILIAN_HOME": str(self.home), "DATABASE_URL": self.database_url}


def load_config() -> Config:
    """The configuration of this process. Raises DataError where there is no folder for what is made."""
    packaged = _PACKAGE / "_default"
    defaults = packaged if packaged.is_dir() else _PACKAGE.parent
    named = os.environ.get("DUILIAN_HOME")
    home = Path(named).absolute() if named else _users_folder() if defaults == packaged else defaults
    return Config(
        home,
        defaults,
        os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'var' / 'duilian.db'}",
        os.environ.get("TRACKERS") or "",
        os.environ.get("LOCAL_CALLS") == "1",
        os.environ.get("PUBLIC_URL", "").rstrip("/"),
        _smtp_settings(os.environ),
    )


def _smtp_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What the environment says of a mail server; nothing where it names none."""
    names = ("host", "port", "security", "user", "password", "sender")
    given = {name: environment.get(f"SMTP_{name.upper()}", "") for name in names}
    return given if given["host"] else {}


def _users_folder() -> Path:
    """Where the XDG Base Directory Specification wants a user's data; it lets relative paths be ignored."""
    given = Path(os.environ.get("XDG_DATA_HOME") or "")
    if given.is_absolute():
        return given / "duilian"
    try:
        return Path.home() / ".local/share/duilian"
    except RuntimeError:
        raise DataError("不知道把模型和档案放在哪里；请用环境变量 DUILIAN_HOME 指定一个文件夹") from None
