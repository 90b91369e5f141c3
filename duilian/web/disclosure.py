"""Numbers of phones and cards, and where people live, are stars in what others see of a call.

Whom an administrator has allowed it sees them with ``?full=1``; each time is written down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException

from duilian import archive
from duilian.archive.disclosures import note_disclosure
from duilian.archive.models import Session
from duilian.dialogue.model import Dialogue
from duilian.language.masking import mask
from duilian.web.request import CheckedRequest


def is_disclosed(request: CheckedRequest, what: str) -> bool:
    """Is something asked for unmasked? Then it is noted that it was shown.

    Args:
        request: The request.
        what: A session's id, or a file's name.

    Raises:
        HTTPException: 403 where who asks may not see it.
    """
    if request.query.get("full") != "1":
        return False
    if not request.me.unmasked:
        raise HTTPException(403, request.site.say("not_unmasked"))
    with request.db() as db:
        note_disclosure(db, request.me.id, what, request.site.now())
    return True


def masked_dialogue(dialogue: Dialogue) -> Dialogue:
    """A dialogue with what identifies somebody made unreadable; offsets hold."""
    return replace(dialogue, turns=tuple(replace(turn, text=mask(turn.text)) for turn in dialogue.turns))


def shown_dialogue(request: CheckedRequest, row: Session) -> tuple[Dialogue, bool]:
    """A session's dialogue as who asks may see it: whose it is, whole; others, masked.

    Args:
        request: The request.
        row: The session.

    Returns:
        The dialogue, and whether something in it is masked.

    Raises:
        HTTPException: 403 where it is asked for unmasked by who may not.
    """
    whole = archive.dialogue_of(row)
    if row.person_id == request.me.id or is_disclosed(request, str(row.id)):
        return whole, False
    masked = masked_dialogue(whole)
    return masked, masked != whole


@dataclass(frozen=True)
class ShownTurn:
    """A turn as a bare transcript shows it; its number counts from 0."""

    number: int
    speaker: str
    text: str


def shown_turns(dialogue: Dialogue) -> list[ShownTurn]:
    """The turns of a dialogue for a bare transcript."""
    return [ShownTurn(n, turn.speaker, turn.text) for n, turn in enumerate(dialogue.turns)]
