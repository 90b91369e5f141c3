"""Where things are: read once from the environment, passed on as a value."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

# What every Rasa process is started with: no calls home, no chatter of libraries.
RASA_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}  # fmt: skip


@dataclass(frozen=True)
class Config:
    """``home`` is the project's folder (DUILIAN_HOME), ``database_url`` the archive's (DATABASE_URL, SQLite by default)."""

    home: Path
    database_url: str

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def tagger(self) -> Path:
        return self.home / "models" / "tagger"


def load_config() -> Config:
    """The configuration of this process."""
    home = Path(os.environ.get("DUILIAN_HOME") or Path(__file__).parent.parent)
    return Config(home, os.environ.get("DATABASE_URL") or f"sqlite:///{home / 'var' / 'duilian.db'}")
