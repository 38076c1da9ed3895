"""Actions of a publication in the annex's tables: ongoing ones and proposals, bodies by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any

from alke.base.papers.model import Block, Cell, Paragraph, Row, Run, Table, header, small, text
from alke.base.papers.words import printed as _
from alke.domain.papers import sheet_printed
from alke.domain.papers.bodies import Named, named_cell
from alke.domain.papers.sheet_columns import FOLLOWUP, SIDES, Column, Section, SheetTable
from alke.domain.papers.sheet_paper import NUMBER_SPACE, side_label
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Action

SHOWN = ("text", "bodies", "money")  # columns that stand in documents of publications
# A side of a table with decisions still has room for the name Kymmenedalen and its comma.
WIDTHS = {"text": 11, "bodies": 7, "money": 5}
DECISION_WIDTH = 8


@dataclass(frozen=True)
class Line:
    """An action as a document shows it."""

    number: int
    kind: str
    title: str
    language: str  # the title's mark, empty where it is the paper's
    more: tuple[str, ...] = ()  # lines below the title
    money: str = ""
    decision: str = ""
    reason: str = ""
    reason_language: str = ""
    bodies: Mapping[str, Sequence[Named]] = field(default_factory=dict)  # by side

    @property
    def named(self) -> tuple[Paragraph, ...]:
        """Number and title, and what follows them."""
        number = Run(f"{self.number}{NUMBER_SPACE}", number=True)
        title = Paragraph((number, Run(self.title)), language=self.language)
        return (title, *map(small, self.more))

    @property
    def decided(self) -> tuple[Paragraph, ...]:
        """What was decided, and why."""
        if not self.decision:
            return ()
        reason = Paragraph((Run(self.reason),), "small", self.reason_language)
        return (text(self.decision, bold=True), *((reason,) if self.reason else ()))


def tables_of(sections: Sequence[Section]) -> list[SheetTable]:
    """The annex's tables of actions; plain ones where the round has no sheet."""
    found = [row for part in sections for row in part.tables if row.key != FOLLOWUP]
    return found or [_plain(Action.Kind.ONGOING), _plain(Action.Kind.PROPOSED)]


def _plain(kind: Action.Kind) -> SheetTable:
    labels = {
        Action.Kind.ONGOING: _("Ongoing actions"),
        Action.Kind.PROPOSED: _("Proposals for new actions"),
    }
    bodies = Column(
        f"{kind}-responsible", "bodies", {"fi": _("Responsible bodies")}, two_sided=True
    )
    return SheetTable(
        kind, "", (Column(kind, "text", {"fi": labels[kind]}, two_sided=False), bodies)
    )


def stacked(sections: Sequence[Section], lines: Iterable[Line]) -> Iterable[Block]:
    """One table below the other; kinds without actions are left out."""
    found = list(lines)
    for table in tables_of(sections):
        own = [line for line in found if line.kind == table.key]
        if own:
            yield _Annex([table]).table([own])


def side_by_side(sections: Sequence[Section], lines: Iterable[Line]) -> Block:
    """As in the letter's annex; what was decided stands beside the proposals.

    A kind without actions leaves its room to the other.
    """
    found, tables = list(lines), tables_of(sections)
    own = {table.key: [line for line in found if line.kind == table.key] for table in tables}
    used = [table for table in tables if own[table.key]] or tables
    return _Annex(used, decisions=True).table([own[table.key] for table in used])


@dataclass(frozen=True)
class _Annex:
    """Tables that stand side by side in one."""

    tables: Sequence[SheetTable]
    decisions: bool = False

    def table(self, kinds: Sequence[Sequence[Line]]) -> Table:
        """With the lines of each kind; the shorter list ends in empty cells."""
        title = "; ".join(self._columns(table)[0].label for table in self.tables)
        body = [self._row(lines) for lines in zip_longest(*kinds)]
        return Table(title, self._widths(), self._head(), tuple(body or [self._row(self.tables)]))

    @staticmethod
    def _columns(table: SheetTable) -> list[Column]:
        return [column for column in table.columns if column.role in SHOWN]

    def _decided(self, table: SheetTable) -> bool:
        return self.decisions and table.key == Action.Kind.PROPOSED

    def _widths(self) -> tuple[int, ...]:
        found: list[int] = []
        for table in self.tables:
            for column in self._columns(table):
                found += [WIDTHS[column.role]] * column.width
                if column.role == "text" and self._decided(table):
                    found.append(DECISION_WIDTH)
        return tuple(found)

    def _head(self) -> tuple[Row, ...]:
        """A row of headings, and one of the two sides."""
        two_sided = [column.two_sided for table in self.tables for column in self._columns(table)]
        depth = 2 if any(two_sided) else 1
        top: list[Cell] = []
        below: list[Cell] = []
        for table in self.tables:
            for column in self._columns(table):
                rows = 1 if column.two_sided else depth
                top.append(header(column.label, columns=column.width, rows=rows))
                if column.two_sided:
                    below += [header(side_label(side), side=_mark(side)) for side in SIDES]
                if column.role == "text" and self._decided(table):
                    top.append(header(_("Decision"), rows=depth))
        return (Row(tuple(top)), Row(tuple(below))) if below else (Row(tuple(top)),)

    def _row(self, lines: Iterable[Any]) -> Row:
        cells: list[Cell] = []
        for table, line in zip(self.tables, lines, strict=True):
            for column in self._columns(table):
                cells += self._cells(column, table, line if isinstance(line, Line) else None)
        return Row(tuple(cells))

    def _cells(self, column: Column, table: SheetTable, line: Line | None) -> list[Cell]:
        beside = column.role == "text" and self._decided(table)
        if line is None:
            return [Cell() for _n in range(column.width + beside)]
        if column.role == "bodies":
            sides = [line.bodies.get(side, ()) for side in SIDES]
            return [named_cell(named) for named in (sides if column.two_sided else [chain(*sides)])]
        if column.role == "money":
            return [Cell((text(line.money),) if line.money else ())]
        if beside:
            return [Cell(line.named), Cell(line.decided or (text(_("Not decided")),))]
        return [Cell(line.named + line.decided)]


def _mark(side: Side) -> Any:
    return "vn" if side == Side.VN else "mk"


def legend(lines: Iterable[Line]) -> list[Block]:
    """What bold names mean, where there are any."""
    leads = (lead for line in lines for named in line.bodies.values() for _short, lead in named)
    return [small(sheet_printed.legend())] if any(leads) else []
