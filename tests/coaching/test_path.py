"""The beginner's path through the scenarios there are."""

from __future__ import annotations

from duilian.coaching.path import STEPS, beginners_path
from duilian.config import load_config
from duilian.roleplay.scenario import load_scenarios


def test_every_step_has_a_scenario_and_the_easiest_of_its_situation() -> None:
    known = load_scenarios(load_config().data / "scenarios").values()
    path = beginners_path(known)
    assert [(s.base, s.situation) for s in path] == list(STEPS) and len(path) == 10
    for step in path:
        assert not step.later, "a beginner begins where nothing has gone before"
        first = [s for s in known if not s.later]
        like = [s.difficulty for s in first if (s.base, s.situation) == (step.base, step.situation)]
        assert step.difficulty == min(like)
    assert beginners_path([]) == []
