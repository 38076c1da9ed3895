"""A follow-up as a plain table: a row for each answer, for spreadsheets and other programs."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from alke.base.dates import iso
from alke.base.papers import richtext
from alke.base.papers.model import Item, Items, Paragraph
from alke.base.papers.richtext import plain
from alke.base.papers.tables import Column, Grid, Value
from alke.domain.followup.cell_queries import Cell
from alke.domain.followup.page_queries import Row
from alke.domain.papers.followup_source import FollowUpSource
from alke.domain.papers.followup_words import answer_words, state_words
from alke.domain.papers.headings import whole_side


def followup_grid(source: FollowUpSource, language: str) -> Grid:
    """The table in a language; texts stand in their own, without mark-up."""
    with override(language):
        return Grid(
            title=source.followup.name,
            columns=tuple(_columns()),
            rows=tuple(
                tuple(_row(name, row, cell, public=source.public))
                for name, rows in source.groups
                for row in rows
                for cell in row.cells
            ),
            moment=source.state.at,
            author=source.ground.sender_name,
        )


def _columns() -> Iterable[Column]:
    yield Column(_("Number"), 8)
    yield Column(_("Action"), 45)
    yield Column(_("State of the action"), 16)
    yield Column(_("Discussion"), 20)
    yield Column(_("Side"), 14)
    yield Column(_("Body"), 24)
    yield Column(_("Leads"), 8)
    yield Column(_("Answer"), 20)
    yield Column(_("State"), 16)
    yield Column(_("Date"), 12)
    yield Column(_("Late"), 10)
    yield Column(_("Progress"), 60)
    yield Column(_("Given by"), 20)
    yield Column(_("Earlier follow-up"), 20)
    yield Column(_("Date of the earlier text"), 12)
    yield Column(_("Earlier text"), 60)


def _row(name: str, row: Row, cell: Cell, *, public: bool) -> Iterable[Value]:
    yield row.number
    yield row.title
    yield state_words(row.reported)
    yield name
    yield whole_side(cell.side)
    yield cell.name
    yield _("yes") if cell.lead else ""
    yield answer_words(cell, public=public)
    yield state_words(cell.status)
    yield iso(cell.at)[:10] if cell.at else ""
    yield _("yes") if cell.late and not cell.is_waiting else ""
    yield _plain(cell.text)
    yield cell.given_by
    old = cell.earlier
    yield old.name if old else ""
    yield iso(old.at)[:10] if old else ""
    yield _plain(old.text) if old else ""


def _plain(markdown: str) -> str:
    """The words without mark-up; items of lists begin with a dash that is no formula."""
    lines: list[str] = []
    for block in richtext.blocks(markdown):
        match block:
            case Paragraph(runs):
                lines.append(plain(runs))
            case Items(items):
                lines += [f"{_mark(item)} {plain(item.runs)}" for item in items]
            case _:
                lines.append(getattr(block, "text", ""))
    return "\n".join(lines)


def _mark(item: Item) -> str:
    return "–" if item.number is None else f"{item.number}."
