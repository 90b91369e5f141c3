"""The arithmetic of scripts/evaluate."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def evaluate() -> Any:
    path = str(Path(__file__).parent.parent / "scripts/evaluate")
    loader = importlib.machinery.SourceFileLoader("evaluate", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("evaluate", loader))  # type: ignore[arg-type]
    sys.modules["evaluate"] = module  # dataclasses look their module up
    loader.exec_module(module)
    return module


def test_f1_counts_labels_over_turns(evaluate: Any) -> None:
    counts = evaluate.Counts()
    counts.compare({"act thank", "act farewell"}, {"act thank", "act greeting"})
    counts.compare({"cue farewell"}, {"cue farewell"})
    assert counts.f1(("act thank", "act farewell", "act greeting")) == pytest.approx(0.5)
    assert counts.macro(("act thank", "act farewell", "act pressure")) == pytest.approx(0.5)
    assert counts.f1(("cue farewell",)) == 1.0


def test_kappa_is_agreement_beyond_chance(evaluate: Any) -> None:
    counts = evaluate.Counts()
    counts.verdicts.update({("purpose", "met", "met"): 20, ("purpose", "met", "missed"): 5,
                            ("purpose", "missed", "met"): 10, ("purpose", "missed", "missed"): 15})  # fmt: skip
    assert counts.kappa() == pytest.approx(0.4)
    assert counts.kappa(("benefit",)) == pytest.approx(0.0)
