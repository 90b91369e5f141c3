"""How far somebody has come with a campaign."""

from __future__ import annotations

from pathlib import Path

import pytest

from duilian.coaching.campaigning import PlayedContact, campaign_progress
from duilian.roleplay.campaign import load_campaign

CAMPAIGN = load_campaign(Path(__file__).parents[2] / "data/campaigns/lakeside-inn.yml")
CALL, VISIT, COMPLAINT, GIFT, RENEWAL = (contact.scenario for contact in CAMPAIGN.contacts)


def played(*contacts: str) -> list[PlayedContact]:
    """Contacts in short: the scenario, ``+`` where a time was agreed on, ``…`` while it is open."""
    made = []
    for n, text in enumerate(contacts):
        name = text.rstrip("+…")
        over = not text.endswith("…")
        made.append(PlayedContact(f"s{n}", name, over, 80.0 + n if over else None, text.endswith("+")))
    return made


@pytest.mark.parametrize(
    ("contacts", "states"),
    [
        ((), "next locked locked locked locked"),
        ((f"{CALL}…",), "open locked locked locked locked"),
        ((CALL,), "again locked locked locked locked"),
        ((f"{CALL}+",), "done next locked locked locked"),
        ((CALL, f"{CALL}+", f"{VISIT}…"), "done open locked locked locked"),
        ((f"{CALL}+", VISIT, COMPLAINT), "done done done next locked"),
        ((f"{CALL}+", VISIT, COMPLAINT, GIFT, RENEWAL), "done done done done done"),
    ],
    ids=["new", "open", "not agreed", "agreed", "second try", "in the middle", "finished"],
)
def test_contacts_come_one_after_the_other(contacts: tuple[str, ...], states: str) -> None:
    progress = campaign_progress(CAMPAIGN, played(*contacts))
    assert [stage.state.value for stage in progress.stages] == states.split()
    assert progress.finished == (states == "done done done done done")
    assert progress.begun == bool(contacts)
    assert (progress.due is None) == progress.finished


def test_the_whole_is_the_mean_of_what_is_done() -> None:
    progress = campaign_progress(CAMPAIGN, played(CALL, f"{CALL}+", VISIT))
    assert progress.score == 81.5 and progress.done == 2 and progress.stages[0].times == 2
    assert campaign_progress(CAMPAIGN, []).score is None
