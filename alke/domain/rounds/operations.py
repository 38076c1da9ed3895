"""Every write of rounds."""

from alke.domain.rounds.cancel_operations import cancel_discussion, restore_discussion
from alke.domain.rounds.contact_operations import name_contact, remove_contact
from alke.domain.rounds.finding_operations import accept_finding, correct_wording, reopen_finding
from alke.domain.rounds.load_operations import load_round, new_round
from alke.domain.rounds.move_operations import (
    move_basis,
    move_deadline,
    move_discussion,
    preview_basis_move,
    preview_deadline_move,
    preview_discussion_move,
)
from alke.domain.rounds.state_operations import publish_round, set_round_state

__all__ = [
    "accept_finding",
    "cancel_discussion",
    "correct_wording",
    "load_round",
    "move_basis",
    "move_deadline",
    "move_discussion",
    "name_contact",
    "new_round",
    "preview_basis_move",
    "preview_deadline_move",
    "preview_discussion_move",
    "publish_round",
    "remove_contact",
    "reopen_finding",
    "restore_discussion",
    "set_round_state",
]
