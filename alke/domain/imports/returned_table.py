"""What a table of follow-up says that came in as a Word file: kept while people review it.

Plain data that goes to JSON and back. Every row of the file is in it, and so is what stands around
its tables.
"""

from dataclasses import asdict, dataclass
from typing import Any

from alke.domain.imports.returned import How, Name, Unplaced


@dataclass(frozen=True)
class Statement:
    """What the file says of the progress on one side; `names`: who says it, where it tells."""

    side: str
    answer: str  # of ProgressReport.Answer
    text: str
    names: tuple[Name, ...] = ()


@dataclass(frozen=True)
class ReturnedRow:
    """An action's row; `number` is None where no action is like it, `near` those that might be."""

    number: int | None
    how: How
    text: str
    statements: tuple[Statement, ...]
    bodies: dict[str, tuple[Name, ...]]  # who is responsible, by side
    near: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReturnedTable:
    """All of a file; `settled` are the statements that somebody has decided on."""

    rows: tuple[ReturnedRow, ...]
    in_file: int  # rows of the file's tables with any text, headings left out
    continued: int  # of these, rows that go on with the action above them
    unplaced: tuple[Unplaced, ...]
    tracked: tuple[int, int] = (0, 0)  # insertions, deletions
    notes: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """Rows whose action was found."""
        return sum(row.number is not None for row in self.rows)

    @property
    def doubtful(self) -> int:
        """Rows that are like an action, but not enough."""
        return sum(row.number is None and bool(row.near) for row in self.rows)

    @property
    def new(self) -> int:
        """Rows that are like no action."""
        return sum(row.number is None and not row.near for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "ReturnedTable":
        """As it was."""
        return cls(
            **kept
            | {
                "rows": tuple(_row(row) for row in kept["rows"]),
                "unplaced": tuple(Unplaced(**row) for row in kept["unplaced"]),
                "tracked": tuple(kept["tracked"]),
                "notes": tuple(kept["notes"]),
                "settled": tuple(kept["settled"]),
            }
        )


def _row(kept: dict[str, Any]) -> ReturnedRow:
    return ReturnedRow(
        **kept
        | {
            "statements": tuple(
                Statement(**row | {"names": _names(row["names"])}) for row in kept["statements"]
            ),
            "bodies": {side: _names(names) for side, names in kept["bodies"].items()},
            "near": tuple(kept["near"]),
        }
    )


def _names(kept: list[dict[str, Any]]) -> tuple[Name, ...]:
    return tuple(Name(**row | {"slugs": tuple(row["slugs"])}) for row in kept)
