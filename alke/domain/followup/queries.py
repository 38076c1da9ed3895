"""Reads of follow-up: a round's page, one cell, an action's history, progress."""

from alke.domain.followup.cell_queries import Cell, Draft, Earlier, HistoryRow, cell_of, history_of
from alke.domain.followup.count_queries import Progress, progress
from alke.domain.followup.models import ProgressReport

__all__ = [
    "Cell",
    "Draft",
    "Earlier",
    "HistoryRow",
    "Progress",
    "cell_of",
    "edit_version",
    "history_of",
    "progress",
]


def edit_version(report: ProgressReport) -> int:
    """The version on which a write must rest: the draft's while there is one, else the cell's."""
    draft = getattr(report, "draft", None)
    return draft.version if draft is not None else report.version
