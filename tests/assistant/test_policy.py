"""Hints in guided mode come at most at every other turn."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from duilian.assistant.policy import _hinted_last_time


@pytest.mark.parametrize(
    ("events", "hinted"),
    [
        ("start speak", False),
        ("start speak listen hint", True),
        ("start speak hint listen speak", True),
        ("start speak hint listen speak listen speak", False),
        ("start speak listen speak hint listen asked hint listen speak", True),
    ],
)
def test_a_turn_right_after_a_hint_gets_none(events: str, hinted: bool) -> None:
    names = {"start": "start_call", "speak": "speak", "asked": "hint"}
    actions = {"hint": "action_hint", "listen": "action_listen"}
    tracker = DialogueStateTracker.from_events(
        "s",
        [
            UserUttered("x", {"name": names[event]}) if event in names else ActionExecuted(actions[event])
            for event in events.split()
        ],
    )
    assert _hinted_last_time(tracker) is hinted
