"""A beginner's path: one scenario after the other, from a greeting to a whole pitch.

Pure: scenarios in, their order out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duilian.roleplay.scenario import Scenario

# What a beginner learns in order, as (kind, situation): first calls in which little is asked for (handbook,
# section 2: care, arrears, important customers), then the appointment call piece by piece, then visits
# (section 3).
STEPS: Sequence[tuple[str, str]] = (
    ("phone_care", "holiday_call"),
    ("phone_arrears", "embarrassed"),
    ("phone_vip_notice", "questions"),
    ("phone_appointment", "acquainted"),
    ("phone_appointment", "first_call"),
    ("phone_appointment", "gatekeeper"),
    ("phone_appointment", "noncommittal"),
    ("phone_promotion", "wants_material"),
    ("visit_gift", "needs"),
    ("visit_fabe", "pitch"),
)


def beginners_path(scenarios: Iterable[Scenario]) -> list[Scenario]:
    """For each step the easiest first contact of its kind and situation; steps without one are left out.

    Args:
        scenarios: All there are.
    """
    known = list(scenarios)
    path = []
    for kind, situation in STEPS:
        fitting = [s for s in known if (s.base, s.situation) == (kind, situation) and not s.later]
        if fitting:
            path.append(min(fitting, key=lambda s: (s.difficulty, s.id)))
    return path
