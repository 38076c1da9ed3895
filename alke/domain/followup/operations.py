"""Every write of follow-up: the round, one cell, many cells at once."""

from alke.domain.followup.bulk_operations import (
    BulkResult,
    Left,
    report_nothing_new,
    submit_drafts,
    undo_nothing_new,
)
from alke.domain.followup.report_operations import (
    accept_report,
    discard_draft,
    return_report,
    save_draft,
    submit_report,
    undo_report,
)
from alke.domain.followup.round_operations import (
    close_followup,
    open_followup,
    publish_followup,
    reopen_followup,
)
from alke.domain.followup.succession_operations import hand_over

__all__ = [
    "BulkResult",
    "Left",
    "accept_report",
    "close_followup",
    "discard_draft",
    "hand_over",
    "open_followup",
    "publish_followup",
    "reopen_followup",
    "report_nothing_new",
    "return_report",
    "save_draft",
    "submit_drafts",
    "submit_report",
    "undo_nothing_new",
    "undo_report",
]
