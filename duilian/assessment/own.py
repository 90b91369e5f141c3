"""Criteria of one's own, beside the handbook's: a small function each, and an entry of the same name in ``data/rubric.yml``.

docs/extending.md adds one as an example.
"""

from __future__ import annotations

from collections.abc import Callable

from duilian.assessment.talk import Finding, Talk

CHECKS: dict[str, Callable[[Talk], Finding]] = {}
