"""Campaigns: one client from the first call to the renewal, contact by contact, with what it remembers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from duilian import archive
from duilian.archive.models import Person, Session
from duilian.call.remembering import MODES_REMEMBERED, contacts_of, memories_after
from duilian.coaching.campaigning import CampaignProgress, PlayedContact, StageState, campaign_progress
from duilian.coaching.remembered import remembered_notes
from duilian.errors import DataError
from duilian.roleplay.campaign import Campaign
from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.web.call import ring_client, session_id
from duilian.web.pages import render_page
from duilian.web.request import CheckedRequest, or_404
from duilian.web.site import Site

_GOOD, _FAIR = 85, 70  # scores of the whole from which it is called so


@dataclass(frozen=True)
class CampaignStanding:
    """How somebody stands with the client of a campaign.

    Attributes:
        campaign: The campaign.
        progress: How far it has come.
        memory: What the client remembers by now.
        kept: Session → what the client remembered after it.
    """

    campaign: Campaign
    progress: CampaignProgress
    memory: Memory
    kept: dict[str, Memory]

    @property
    def result(self) -> str:
        """What became of the whole: ``good``, ``fair`` or ``poor``; "" before it is finished."""
        score = self.progress.score
        if not self.progress.finished or score is None:
            return ""
        if self.memory.rude or score < _FAIR:
            return "poor"
        return "good" if score >= _GOOD else "fair"


def standing_of(
    site: Site, db: archive.Database, campaign: Campaign, person: int, own: bool = True
) -> CampaignStanding:
    """How a person stands with the client of a campaign, by what it played since its latest beginning.

    Args:
        site: Where the clients are.
        db: The database session.
        campaign: The campaign.
        person: The person's number.
        own: Does it look itself? Its own rating of a call comes before the score.
    """
    rows: Sequence[Session] = contacts_of(db, person, tuple(campaign.clients))
    kept = memories_after(site.cast, rows)
    played = [
        PlayedContact(
            str(row.id),
            str(row.scenario),
            row.ended_at is not None,
            None if row.ended_at is None or (own and row.rating is None) else row.score,
            str(row.id) in kept and kept[str(row.id)].ending == "agreed",
        )
        for row in rows
    ]
    memory = list(kept.values())[-1] if kept else NO_MEMORY
    return CampaignStanding(campaign, campaign_progress(campaign, played), memory, kept)


def standings(request: CheckedRequest, db: archive.Database, person: int) -> list[CampaignStanding]:
    """All campaigns, as a person stands with them: those begun and not finished first."""
    site = request.site
    own = person == request.me.id
    made = [standing_of(site, db, one, person, own) for one in site.cast.campaigns.values()]
    return sorted(made, key=lambda one: (not one.progress.begun or one.progress.finished, one.campaign.id))


def page(request: CheckedRequest) -> Response:
    """``GET /campaigns``: all campaigns, and how far one has come with each."""
    with request.db() as db:
        followed = standings(request, db, request.me.id)
    return render_page(request, "campaigns.html", {"standings": followed})


def campaign_page(request: CheckedRequest) -> Response:
    """``GET /campaigns/{campaign}``: one's own way with this client."""
    return _shown(request, request.me.id)


def person_campaign_page(request: CheckedRequest) -> Response:
    """``GET /people/{person}/campaigns/{campaign}``: anybody's, for trainers."""
    return _shown(request, int(request.path["person"]))


def _shown(request: CheckedRequest, person: int) -> Response:
    campaign = or_404(request.site.cast.campaigns.get(request.path["campaign"]))
    with request.db() as db:
        name = or_404(db.get(Person, person)).name
        standing = standing_of(request.site, db, campaign, person, person == request.me.id)
    values = {
        "standing": standing,
        "campaign": campaign,
        "progress": standing.progress,
        "notes": remembered_notes(standing.memory),
        "notes_after": {session: remembered_notes(memory) for session, memory in standing.kept.items()},
        "own": person == request.me.id,
        "person": name,
        "person_id": person,
        "modes": MODES_REMEMBERED,
        "key": secrets.token_hex(8),  # of this page: a button pressed twice begins one call
    }
    return render_page(request, "campaign.html", values)


def post_contact(request: CheckedRequest) -> Response:
    """``POST /campaigns/{campaign}``: begin the contact that is due; with ``anew`` the first, as a stranger.

    Raises:
        DataError: Another one is due by now, or one is not over yet.
    """
    site = request.site
    campaign = or_404(site.cast.campaigns.get(request.path["campaign"]))
    mode, key, anew = request.text("mode"), request.text("key"), bool(request.text("anew"))
    if mode not in MODES_REMEMBERED or not key:
        raise DataError(site.say("no_mode"))
    scenario = campaign.contacts[0].scenario if anew else request.text("scenario")
    if request.me.demo:
        raise DataError(site.say("campaign_demo"))
    session = session_id(request, f"{key} {scenario} {mode}")
    with request.db() as db:
        begun = archive.exists(db, session)
        due = standing_of(site, db, campaign, request.me.id).progress.due
    if not begun:
        if due is not None and due.state is StageState.OPEN:
            raise DataError(site.say("contact_open"))
        if not anew and (due is None or due.contact.scenario != scenario):
            raise DataError(site.say("contact_not_due"))
        ring_client(request, scenario, mode, session)
    return RedirectResponse(f"/sessions/{session}", 303)
