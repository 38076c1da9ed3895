"""Responsible bodies as documents write them: leads first and bold, short names, commas."""

from collections.abc import Iterable

from alke.base.papers.model import Cell, Paragraph, Run
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Responsibility

SEPARATOR = ", "


def bodies_cell(rows: Iterable[Responsibility], side: Side, key: str = "") -> Cell:
    """The cell of one side."""
    named = sorted((row for row in rows if row.side == side), key=lambda row: not row.lead)
    runs: list[Run] = []
    for row in named:
        if runs:
            runs.append(Run(SEPARATOR))
        runs.append(Run(row.organisation.short, bold=row.lead))
    return Cell((Paragraph(tuple(runs)),) if runs else (), key=key)
