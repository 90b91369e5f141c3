"""How far somebody has come with a campaign: its contacts one by one, and what became of the whole.

Pure: the campaign and the contacts played in, stages out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import mean

from duilian.roleplay.campaign import Campaign, Contact


class StageState(Enum):
    """Where a contact of a campaign stands."""

    DONE = "done"
    OPEN = "open"  # begun and not over
    NEXT = "next"
    AGAIN = "again"  # over, but without what the next one needs
    LOCKED = "locked"


@dataclass(frozen=True)
class PlayedContact:
    """A contact that was played.

    Attributes:
        session: The session's id.
        scenario: The contact's scenario.
        over: Has it ended?
        score: What holds now; None while it is open.
        agreed: Was a time agreed on in it?
    """

    session: str
    scenario: str
    over: bool
    score: float | None = None
    agreed: bool = False


@dataclass(frozen=True)
class Stage:
    """One contact of a campaign, as far as it was played.

    Attributes:
        contact: Which.
        state: Where it stands.
        played: The latest time it was played; None before.
        times: How often it was played.
    """

    contact: Contact
    state: StageState
    played: PlayedContact | None = None
    times: int = 0


@dataclass(frozen=True)
class CampaignProgress:
    """How far somebody has come with a campaign.

    Attributes:
        stages: Its contacts in order.
    """

    stages: tuple[Stage, ...]

    @property
    def done(self) -> int:
        """How many contacts are done."""
        return sum(stage.state is StageState.DONE for stage in self.stages)

    @property
    def finished(self) -> bool:
        """Are all done?"""
        return self.done == len(self.stages)

    @property
    def begun(self) -> bool:
        """Was any of it played?"""
        return any(stage.times for stage in self.stages)

    @property
    def score(self) -> float | None:
        """The mean of the scores of what is done; None before anything is."""
        scores = [s.played.score for s in self.stages if s.state is StageState.DONE and s.played]
        known = [score for score in scores if score is not None]
        return round(mean(known), 1) if known else None

    @property
    def due(self) -> Stage | None:
        """The contact that is to be played now, or gone on with; None where all is done."""
        wanted = (StageState.OPEN, StageState.NEXT, StageState.AGAIN)
        return next((stage for stage in self.stages if stage.state in wanted), None)


def campaign_progress(campaign: Campaign, played: Sequence[PlayedContact]) -> CampaignProgress:
    """How far somebody has come.

    Args:
        campaign: The campaign.
        played: What was played of it since its latest beginning, in order of time.
    """
    stages: list[Stage] = []
    reached = True  # is everything before it done?
    for place, contact in enumerate(campaign.contacts):
        mine = [one for one in played if one.scenario == contact.scenario]
        latest = mine[-1] if mine else None
        state = StageState.LOCKED
        if reached:
            needed = campaign.contacts[place + 1].after if place + 1 < len(campaign.contacts) else ""
            state = _state(latest, needed)
        stages.append(Stage(contact, state, latest, len(mine)))
        reached = state is StageState.DONE
    return CampaignProgress(tuple(stages))


def _state(latest: PlayedContact | None, needed: str) -> StageState:
    if latest is None:
        return StageState.NEXT
    if not latest.over:
        return StageState.OPEN
    return StageState.AGAIN if needed == "agreed" and not latest.agreed else StageState.DONE
