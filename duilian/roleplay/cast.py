"""All clients there are, each as it is for whoever rings: with what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from duilian.roleplay.campaign import Campaign, load_campaigns
from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.roleplay.recollection import MemoryWords, load_memory_words, with_memory
from duilian.roleplay.scenario import Scenario, load_scenarios

_KEPT = 512  # clients with their memories


class Cast:
    """Clients by scenario.

    Attributes:
        scenarios: Id → the client as its scenario has it, for who has not spoken to it here before; without
            the contacts of campaigns.
        campaigns: Id → the campaign.
        clients: The scenarios, and the contacts of all campaigns.
    """

    def __init__(
        self,
        scenarios: Mapping[str, Scenario],
        words: MemoryWords,
        campaigns: Mapping[str, Campaign] | None = None,
    ) -> None:
        """Make one of the scenarios and campaigns there are, and the words of who remembers."""
        self.scenarios = {name: with_memory(one, NO_MEMORY, words) for name, one in scenarios.items()}
        self.campaigns = dict(campaigns or {})
        contacts = {name: one for made in self.campaigns.values() for name, one in made.clients.items()}
        self.clients: Mapping[str, Scenario] = {**self.scenarios, **contacts}
        self._words = words
        self._with_memory = lru_cache(_KEPT)(self._remembering)

    def _remembering(self, scenario: str, memory: str) -> Scenario:
        return with_memory(self.clients[scenario], Memory.from_text(memory), self._words)

    def same_client(self, scenario: str) -> tuple[str, ...]:
        """The ids of all scenarios in which it is the client of this one."""
        one = self.clients.get(scenario)
        return tuple(self.campaigns[one.campaign].clients) if one and one.campaign else (scenario,)

    def find(self, scenario: str, memory: str = "") -> Scenario | None:
        """The client of a call; None where there is no such scenario.

        Args:
            scenario: The scenario's id.
            memory: What it remembers, as :meth:`.Memory.as_text` gives it.
        """
        return self._with_memory(scenario, memory) if scenario in self.clients else None


def load_cast(data: Path) -> Cast:
    """Read all clients of a data folder.

    Raises:
        DataError: A file is not as it should be; the message names file and line.
    """
    words = load_memory_words(data / "memory.yml")
    return Cast(load_scenarios(data / "scenarios"), words, load_campaigns(data))
