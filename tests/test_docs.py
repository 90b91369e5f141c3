"""The docs keep up with the code: commands, modes and files they name exist, and none is left out."""

from __future__ import annotations

import re
from pathlib import Path

from duilian.cli import COMMANDS
from duilian.dialogue.model import MODES
from duilian.roleplay.scenario import load_scenarios

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
TEXTS = {
    p: p.read_text(encoding="utf-8") for p in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
}


def test_every_command_named_exists() -> None:
    for path, text in TEXTS.items():
        named = set(re.findall(r"bin/duilian (\w+)", text))
        assert named <= set(COMMANDS), path


def test_the_guide_names_every_mode_and_a_scenario_that_exists() -> None:
    assert all(f"--mode {mode}" in GUIDE for mode in MODES)
    (name,) = re.findall(r"duilian practise ([a-z-]+)", GUIDE)
    assert name in load_scenarios(ROOT / "data/scenarios")


def test_links_lead_somewhere() -> None:
    for path, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (path.parent / target).exists() or target in ("act",) or target.isidentifier(), (
                f"{path}: {target}"
            )


def test_every_direct_dependency_has_its_line() -> None:
    listed = TEXTS[ROOT / "docs/dependencies.md"]
    block = re.findall(
        r"^(?:dependencies|dev) = \[(.*?)\]$",
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        re.S | re.M,
    )
    names = re.findall(r'"([A-Za-z.-]+)', "".join(block))
    assert len(names) > 8 and all(name in listed for name in names)
