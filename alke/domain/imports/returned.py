"""What came back in a Word file, placed on the sheet: kept while a person reviews it.

Plain data that goes to JSON and back; each paragraph of the file is in one place of it.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

How = Literal["name", "number", "likeness", "new"]


@dataclass(frozen=True)
class Name:
    """A body as the file writes it: who is meant, or might be."""

    text: str
    certainty: str  # of people.recognition.Certainty
    slugs: tuple[str, ...]
    lead: bool = False


@dataclass(frozen=True)
class ReturnedAction:
    """A row of an action; `number` is None for a new one."""

    number: int | None
    how: How
    kind: str
    text: str
    bodies: dict[str, tuple[Name, ...]]  # by side; a side that the file does not have is missing


@dataclass(frozen=True)
class Unplaced:
    """Text for which the sheet has no place, and why."""

    text: str
    place: str  # "text", "table", "header", …
    reason: Literal["unknown", "followup", "money", "twice"] = "unknown"


@dataclass(frozen=True)
class ReturnedComment:
    """A comment of the file, and on what it was written."""

    text: str
    target: str  # a field's key, "action:12", or "" for the whole sheet
    quoted: str = ""


@dataclass(frozen=True)
class Returned:
    """All of a file, and the values that it rests on (empty where it no longer says)."""

    title: str | None
    fields: dict[str, str]
    actions: tuple[ReturnedAction, ...]
    unplaced: tuple[Unplaced, ...]
    comments: tuple[ReturnedComment, ...]
    base: dict[str, Any]
    tracked: tuple[int, int] = (0, 0)  # insertions, deletions
    notes: tuple[str, ...] = ()
    paragraphs: int = 0  # in the file, all accounted for

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Returned":
        """As it was."""
        values = dict(kept)
        values["actions"] = tuple(_action(row) for row in kept["actions"])
        values["unplaced"] = tuple(Unplaced(**row) for row in kept["unplaced"])
        values["comments"] = tuple(ReturnedComment(**row) for row in kept["comments"])
        values["tracked"] = tuple(kept["tracked"])
        values["notes"] = tuple(kept["notes"])
        return cls(**values)


def _action(row: dict[str, Any]) -> ReturnedAction:
    bodies = {
        side: tuple(Name(**{**name, "slugs": tuple(name["slugs"])}) for name in names)
        for side, names in row["bodies"].items()
    }
    return ReturnedAction(**{**row, "bodies": bodies})
