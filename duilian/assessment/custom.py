"""Criteria of one's own beside the handbook's.

Each is a function here and an entry of the same name in ``data/rubric.yml``; docs/extending.md adds one as an
example.
"""

from __future__ import annotations

from duilian.assessment.patterns import Check

CHECKS: dict[str, Check] = {}
