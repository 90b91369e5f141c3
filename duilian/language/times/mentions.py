"""The times of a text: folding, atoms, joining and inheritance in a row."""

from __future__ import annotations

from functools import lru_cache

from duilian.language.times.draft import Draft
from duilian.language.times.folding import fold, squeeze
from duilian.language.times.inheritance import inherit
from duilian.language.times.joining import joined
from duilian.language.times.master_pattern import TRIGGER
from duilian.language.times.recurrence import mark_recurring
from duilian.language.times.values import Kind, TimeMention

# A recurring time is no time to meet, as little as a duration.
_CLASSES: dict[Kind, int] = {"point": 1, "duration": 2, "recurring": 2, "vague": 3}
# Texts whose times are kept: a turn is looked at by several classifiers, a dialogue in three passes.
KEPT_TEXTS = 1024


@lru_cache(maxsize=KEPT_TEXTS)
def find_times(text: str) -> tuple[TimeMention, ...]:
    """Find every time expression of a text.

    Args:
        text: Any text. Blanks inside an expression (speech recognition writes 礼拜 四) belong to it.

    Returns:
        The mentions in order, none overlapping another; offsets into `text` from 0, the end exclusive.
    """
    folded = fold(text)
    if TRIGGER.search(folded) is None:
        return ()
    squeezed, cuts = squeeze(folded)
    drafts = joined(squeezed)
    mark_recurring(squeezed, drafts)
    if len(drafts) > 1 or (drafts and drafts[0].hour is not None):
        inherit(squeezed, drafts)
    if cuts is not None:
        for draft in drafts:
            draft.start, draft.end = cuts.restored(draft.start, draft.end)
    return tuple([_mention(draft) for draft in drafts])


def _mention(draft: Draft) -> TimeMention:
    """Make a mention of a finished draft."""
    kind = draft.kind
    if kind in ("duration", "vague"):
        return TimeMention(draft.start, draft.end, kind, vague=kind == "vague", minutes=draft.minutes)
    return TimeMention(
        draft.start,
        draft.end,
        kind,
        day=draft.day,
        part=draft.part,
        hour=draft.hour,
        minute=draft.minute,
        day_end=draft.day_end,
        end_hour=draft.end_hour,
        end_minute=draft.end_minute,
        bound=draft.bound,
        approx=draft.approx,
        own_day=draft.own,
        part_end=draft.end_part,
    )


def char_classes(text: str) -> list[int]:
    """Say for every character of a text whether it belongs to a time.

    Args:
        text: Any text.

    Returns:
        As many numbers as characters: 0 outside times, 1 in a point, 2 in a duration or a recurring
        time, 3 in a vague time.
    """
    classes = [0] * len(text)
    for mention in find_times(text):
        classes[mention.start : mention.end] = [_CLASSES[mention.kind]] * (mention.end - mention.start)
    return classes
