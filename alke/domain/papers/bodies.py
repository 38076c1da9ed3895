"""Responsible bodies as documents write them: leads first and bold, short names, commas."""

from collections.abc import Iterable

from alke.base.papers.model import Cell, Paragraph, Run
from alke.domain.people.models import Side
from alke.domain.topics.action_models import Responsibility

SEPARATOR = ", "
Named = tuple[str, bool]  # a short name, and whether the body leads


def bodies_cell(rows: Iterable[Responsibility], side: Side, key: str = "") -> Cell:
    """The cell of one side."""
    return named_cell(((row.organisation.short, row.lead) for row in rows if row.side == side), key)


def named_cell(bodies: Iterable[Named], key: str = "") -> Cell:
    """The same of names alone."""
    runs: list[Run] = []
    for short, lead in sorted(bodies, key=lambda row: not row[1]):
        if runs:
            runs.append(Run(SEPARATOR))
        runs.append(Run(short, bold=lead))
    return Cell((Paragraph(tuple(runs)),) if runs else (), key=key)
