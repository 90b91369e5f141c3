"""What every page needs, read once when the application is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from sqlalchemy.engine import Engine

from duilian.archive import open_archive
from duilian.archive.models import Session
from duilian.assessment import Rubric, load_rubric
from duilian.call.rasa_client import RasaClient
from duilian.config import Config
from duilian.handbook.manual import Manual, load_manual
from duilian.handbook.products import Product, find_card
from duilian.language.masking import mask
from duilian.roleplay.cast import Cast, load_cast
from duilian.roleplay.scenario import Scenario
from duilian.secret import shared_secret
from duilian.texts import load_texts


def _utc() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Site:
    """What every page needs.

    Attributes:
        config: Where the project stands.
        engine: The archive.
        rasa: The client of Rasa on loopback.
        cast: All clients, each as it is for whoever rings.
        rubric: The rubric.
        texts: The sentences of ``data/texts.yml``.
        manual: The handbook.
        demo: May a newcomer try it out without an account?
        now: The clock.
        actions: The port of the action server, to ask how it is.
        key: What is signed with; see :func:`duilian.secret.shared_secret`.
    """

    config: Config
    engine: Engine
    rasa: RasaClient
    cast: Cast
    rubric: Rubric
    texts: Mapping[str, Any]
    manual: Manual
    demo: bool = True
    now: Callable[[], datetime] = field(default=_utc)
    actions: int = 5055
    key: str = ""

    @property
    def scenarios(self) -> Mapping[str, Scenario]:
        """All scenarios, by id."""
        return self.cast.scenarios

    @property
    def phases(self) -> dict[str, list[str]]:
        """What each phase of a conversation is called → its criteria, in order.

        A criterion of one's own that stands in none belongs to the last, 自始至终.
        """
        made = {phase["label"]: list(phase["criteria"]) for phase in self.texts["phases"].values()}
        placed = {name for names in made.values() for name in names}
        made[list(made)[-1]] += [name for name in self.rubric.criteria if name not in placed]
        return made

    @property
    def phase_labels(self) -> dict[str, str]:
        """Phase → what it is called."""
        return {name: phase["label"] for name, phase in self.texts["phases"].items()}

    def label(self, session: Session) -> str:
        """What a session is called: its scenario's name, or a real call's title, masked (138….wav)."""
        scenario = self.scenarios.get(str(session.scenario))
        return scenario.label if scenario else mask(str(session.title or session.scenario))

    def card_of(self, product: str | None) -> Product | None:
        """The card of what a scenario is about; None where it is about nothing, or has none (any more)."""
        return find_card(self.rubric.products, product)

    def say(self, name: str, /, **fields: Any) -> str:
        """A sentence of the web application's, with its {fields} filled in."""
        return str(self.texts["web"][name]).format(**fields)


def open_site(
    config: Config,
    rasa: RasaClient,
    *,
    demo: bool = True,
    now: Callable[[], datetime] = _utc,
    actions: int = 5055,
) -> Site:
    """Read the data files and open the archive.

    Args:
        config: Where the project stands.
        rasa: The client of Rasa.
        demo: May a newcomer try it out without an account?
        now: The clock.
        actions: The port of the action server, to ask how it is.

    Raises:
        DataError: A file is not as it must be.
    """
    return Site(
        config,
        open_archive(config.database_url),
        rasa,
        load_cast(config.data),
        load_rubric(config.data / "rubric.yml"),
        load_texts(config.data / "texts.yml").tree,
        load_manual(config.manual),
        demo,
        now,
        actions,
        shared_secret(config.var),
    )
