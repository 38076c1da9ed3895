"""The tables of the annex as the round's format gives them: columns, roles, labels (R6).

Tables of one section stand side by side in one table, as in the letter's annex.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from alke.base.languages import active
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action

Role = Literal["text", "bodies", "progress", "money", "other"]
FOLLOWUP = "followup"
TABLES = (*Action.Kind.values, FOLLOWUP)
SIDES: tuple[Side, ...] = (Side.VN, Side.MK)


@dataclass(frozen=True)
class Column:
    """A column of an action table; a two-sided one stands for one on each side."""

    key: str
    role: Role
    labels: dict[str, str]
    two_sided: bool

    @property
    def label(self) -> str:
        """The heading in the active language."""
        return self.labels.get(active()) or self.labels["fi"]

    @property
    def width(self) -> int:
        """How many columns of paper it takes."""
        return len(SIDES) if self.two_sided else 1


@dataclass(frozen=True)
class SheetTable:
    """The columns of one kind of actions, or of their follow-up."""

    key: str  # "ongoing", "proposed", "followup"
    section: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Section:
    """A part of the annex with its heading."""

    key: str
    names: dict[str, str]
    tables: tuple[SheetTable, ...]

    @property
    def name(self) -> str:
        """The heading in the active language."""
        return self.names.get(active()) or self.names["fi"]


def parse_sections(
    columns: Iterable[dict[str, Any]], sections: Iterable[dict[str, Any]]
) -> tuple[Section, ...]:
    """The sections from the rows of `SheetTemplate`; those without such tables are left out."""
    rows = list(columns)
    found = [Section(row["key"], row["name"], tuple(_tables(rows, row["key"]))) for row in sections]
    return tuple(row for row in found if row.tables)


def _tables(rows: list[dict[str, Any]], section: str) -> Iterable[SheetTable]:
    for key in TABLES:
        own = [row for row in rows if row["section"] == section and row["table"] == key]
        if own:
            yield SheetTable(key, section, tuple(_column(row, key) for row in own))


def _column(row: dict[str, Any], table: str) -> Column:
    return Column(row["key"], _role(row["key"], table), row["label"], bool(row.get("two_sided")))


def _role(key: str, table: str) -> Role:
    if key == table:
        return "text"
    if key == f"{table}-responsible":
        return "bodies"
    return cast("Role", key) if key in {"progress", "money"} else "other"
