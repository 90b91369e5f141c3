"""All clients there are, each as it is for whoever rings: with what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from duilian.roleplay.memory import NO_MEMORY, Memory
from duilian.roleplay.recollection import MemoryWords, load_memory_words, with_memory
from duilian.roleplay.scenario import Scenario, load_scenarios

_KEPT = 512  # clients with their memories


class Cast:
    """Clients by scenario.

    Attributes:
        scenarios: Id → the client as its scenario has it, for who has not spoken to it here before.
    """

    def __init__(self, scenarios: Mapping[str, Scenario], words: MemoryWords) -> None:
        """Make one of the scenarios there are, and the words of who remembers."""
        self.scenarios = {name: with_memory(one, NO_MEMORY, words) for name, one in scenarios.items()}
        self._words = words
        self._with_memory = lru_cache(_KEPT)(self._remembering)

    def _remembering(self, scenario: str, memory: str) -> Scenario:
        return with_memory(self.scenarios[scenario], Memory.from_text(memory), self._words)

    def same_client(self, scenario: str) -> tuple[str, ...]:
        """The ids of all scenarios in which it is the client of this one."""
        one = self.scenarios.get(scenario)
        if one is None or not one.campaign:
            return (scenario,)
        return tuple(name for name, other in self.scenarios.items() if other.campaign == one.campaign)

    def find(self, scenario: str, memory: str = "") -> Scenario | None:
        """The client of a call; None where there is no such scenario.

        Args:
            scenario: The scenario's id.
            memory: What it remembers, as :meth:`.Memory.as_text` gives it.
        """
        return self._with_memory(scenario, memory) if scenario in self.scenarios else None


def load_cast(data: Path) -> Cast:
    """Read all clients of a data folder.

    Raises:
        DataError: A file is not as it should be; the message names file and line.
    """
    return Cast(load_scenarios(data / "scenarios"), load_memory_words(data / "memory.yml"))
