"""What a client remembers of earlier contacts with the same trainee, as one small value.

It holds no sentence of anybody's: what was agreed as a time, what was promised by its sort, how it ended.
It comes from the archive at the beginning of a call, or stands in a scenario (``earlier:``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from duilian.language import times

PROMISES = ("material", "answer", "call")
"""What a trainee may have promised: to send something, to see to it and report, to ring again."""
ENDINGS = ("agreed", "put_off", "refused", "parted")
"""How a contact ended: with a time agreed, put off, with a no, or with a goodbye."""
_LONGEST = {"caller": 8, "agreed": 24}  # characters


@dataclass(frozen=True)
class Memory:
    """What the client remembers.

    Attributes:
        contacts: How often they have spoken before.
        known: It knows who speaks: the trainee had said so.
        caller: What the trainee calls itself (小李); "" where it gave no name.
        agreed: The time agreed on that still stands, in words (周四上午); "" where none does.
        promised: What the trainee promised last time, some of :data:`PROMISES`.
        told: Topics of its own affairs of which it has told.
        complained: It had something to complain of last time.
        rude: It was pushed or offended last time, and not soothed.
        ending: How the last contact ended, one of :data:`ENDINGS`; "" where there was none.
    """

    contacts: int = 0
    known: bool = False
    caller: str = ""
    agreed: str = ""
    promised: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    complained: bool = False
    rude: bool = False
    ending: str = ""

    def as_text(self) -> str:
        """In one line, for the tracker; "" where nothing is remembered."""
        return "" if self == NO_MEMORY else json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Memory:
        """What :meth:`as_text` gave; nothing is remembered of what is not its form."""
        try:
            data = json.loads(text) if text else {}
        except ValueError:
            return NO_MEMORY
        if not isinstance(data, dict) or not data or fault_of(data):
            return NO_MEMORY
        return memory_of(data)


NO_MEMORY = Memory()
_FLAGS = ("known", "complained", "rude")


def fault_of(data: Mapping[str, Any]) -> str:
    """What is wrong with the fields of a memory, in a sentence; "" where nothing is.

    Args:
        data: Field of :class:`Memory` → its value, as YAML or JSON gives them.
    """
    for name, value in data.items():
        if name not in Memory.__dataclass_fields__:
            return f"没有“{name}”这一项；可用的有：{'、'.join(Memory.__dataclass_fields__)}"
        if name in _FLAGS and not isinstance(value, bool):
            return f"{name} 应当是 true 或 false"
        if name in _LONGEST and not (isinstance(value, str) and len(value) <= _LONGEST[name]):
            return f"{name} 应当是不超过 {_LONGEST[name]} 个字的文字"
        if name in ("promised", "told") and not (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
        ):
            return f"{name} 应当是一列名称"
    contacts = data.get("contacts", 1)
    if isinstance(contacts, bool) or not isinstance(contacts, int) or not 0 <= contacts <= 10_000:
        return "contacts 应当是次数"
    strange = [name for name in data.get("promised", ()) if name not in PROMISES]
    if strange:
        return f"promised 里没有“{strange[0]}”；可用的有：{'、'.join(PROMISES)}"
    if data.get("ending", "") not in ("", *ENDINGS):
        return f"ending 不能是“{data['ending']}”；可用的有：{'、'.join(ENDINGS)}"
    if data.get("agreed") and not times.find_times(data["agreed"]):
        return f"agreed：看不懂“{data['agreed']}”这个时间，例如写“周四上午”"
    return ""


def memory_of(data: Mapping[str, Any]) -> Memory:
    """The memory with these fields, of which :func:`fault_of` found nothing wrong."""
    lists = {name: tuple(data[name]) for name in ("promised", "told") if name in data}
    return Memory(**{"contacts": 1, **data, **lists})
