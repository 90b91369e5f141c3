"""The clock of the people who practise: China's. What is kept is UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day_of(at: datetime) -> date:
    """The day in China at a moment that knows its zone."""
    return at.astimezone(CHINA).date()
