"""How the cells of the sheet are named in a Word file, and how names lead back to them."""

import re
from dataclasses import dataclass

from alke.base.papers.word.names import bookmark

_ACTION = re.compile(r"alke_([ars])_(\d{1,9})(?:_([a-z]+))?\Z", re.ASCII)


@dataclass(frozen=True)
class ActionKey:
    """What a bookmark names: a row, or a cell of an action, in its table or its follow-up."""

    number: int
    part: str  # "row", "text", "vn", "mk", "money"; progress of a side is "pvn", "pmk"
    followup: bool = False


def field_key(field: str) -> str:
    """The name of a field's cell."""
    return bookmark("f", field)


def row_key(number: int) -> str:
    """The name of an action's row."""
    return bookmark("r", str(number))


def action_key(number: int, part: str) -> str:
    """The name of a cell of an action: "text", "vn", "mk", "money"."""
    return bookmark("a", str(number), part)


def followup_key(number: int, part: str) -> str:
    """The name of a cell in the table of follow-up."""
    return bookmark("s", str(number), part)


def read_key(name: str) -> ActionKey | None:
    """What a bookmark of ours names, if it is one of an action."""
    found = _ACTION.match(name)
    if found is None:
        return None
    kind, number, part = found.groups()
    if (kind == "r") != (part is None):
        return None
    return ActionKey(int(number), part or "row", followup=kind == "s")
