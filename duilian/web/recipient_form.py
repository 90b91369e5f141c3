"""What the forms of tasks and of exams share: fields, scenarios, people and groups found by typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duilian.language.numbers import whole_number
from duilian.web.request import CheckedRequest


@dataclass(frozen=True)
class RecipientForm:
    """What stands in the form.

    Attributes:
        fields: The single fields by name.
        scenarios: Those that are chosen, in order: ids that are ticked, or names as they were typed.
        people: The handles of those that are ticked.
        groups: The names of those that are ticked.
        words: What is looked for among people and groups.
        changes: The number of what is changed; 0 for something new.
    """

    fields: Mapping[str, str]
    scenarios: Sequence[str] = ()
    people: Sequence[str] = ()
    groups: Sequence[str] = ()
    words: str = ""
    changes: int = 0


def recipients_sent(request: CheckedRequest) -> dict[str, Any]:
    """The part of a sent form that says for whom it is, by the names of :class:`RecipientForm`."""
    return {
        "people": list(dict.fromkeys(request.texts("person"))),
        "groups": list(dict.fromkeys(request.texts("group"))),
        "words": request.text("words")[:64],
        "changes": whole_number(request.text("changes"), 0, 2**31 - 1) or 0,
    }
