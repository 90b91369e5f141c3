"""What the families of formats share: a result for each call, who speaks, lines joined to turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from duilian.dialogue.model import Dialogue, Speaker, Turn
from duilian.errors import DataError

_CLIENT = ("客户", "对方", "顾客", "甲方", "client", "c")
_TRAINEE = ("客户经理", "经理", "我", "我方", "坐席", "座席", "业务员", "员工", "乙方", "trainee", "t")


@dataclass(frozen=True)
class ImportResult:
    """One call that was read, or what is wrong with a line of it.

    Attributes:
        line: The line of the text where the call begins, or that is wrong, from 1.
        call: The call, or the error.
    """

    line: int
    call: Dialogue | DataError


def speaker_of(name: str) -> Speaker | None:
    """客户, 客户经理 and the like → who speaks; None for anybody else."""
    plain = name.strip().lower()
    return "client" if plain in _CLIENT else "trainee" if plain in _TRAINEE else None


def join_lines(lines: Iterable[Turn]) -> tuple[Turn, ...]:
    """Lines as turns → the turns: lines of one side after each other are one turn."""
    turns: list[Turn] = []
    for line in lines:
        if turns and turns[-1].speaker == line.speaker:
            turns[-1] = replace(turns[-1], text=turns[-1].text + line.text)
        else:
            turns.append(line)
    return tuple(turns)
