"""What every page needs: phases and sentences."""

from __future__ import annotations

from dataclasses import replace

from duilian.web import Site
from tests.web.conftest import Browser


def test_every_criterion_stands_in_a_phase_ones_own_in_the_last(site: Site, browser: Browser) -> None:
    texts = {
        **site.texts,
        "phases": {name: {**p, "criteria": p["criteria"][1:]} for name, p in site.texts["phases"].items()},
    }
    phases = replace(site, texts=texts).phases
    assert sorted(name for names in phases.values() for name in names) == sorted(site.rubric.criteria)
    assert "greeting" in list(phases.values())[-1] and "greeting" in next(iter(site.phases.values()))
    assert "自我介绍" in browser.sign_in("trainee").get("/rubric").text
