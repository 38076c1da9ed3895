"""Writes of a follow-up round: opening with its cells, closing, publishing (R11, B3)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.domain.audit.operations import record
from alke.domain.followup import rules
from alke.domain.followup.frozen_queries import answers_hash
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.followup.report_record import REASON_LIMIT, Changes, lock_followup
from alke.domain.followup.scope_queries import new_cells, reported_states
from alke.domain.followup.succession_operations import pass_on_left
from alke.domain.people.actors import Actor
from alke.domain.topics.action_operations import set_action_state
from alke.domain.topics.action_record import lock_actions
from alke.domain.topics.action_rules import can_set_action_state

Stage = FollowUpRound.State


@transaction.atomic
def open_followup(followup: FollowUpRound, *, by: Actor) -> int:
    """Opens the round and makes a cell for each action in scope and each responsible body.

    Each cell knows the body's earlier statement. Called again on an open round, it adds the
    cells that have come to be missing, passes on what ended bodies left behind, and touches no
    other. Returns how many were made.
    """
    locked = lock_followup(followup)
    rules.can_open_followup(by, locked).require()
    passed_on = pass_on_left(locked, by=by)
    before = locked.reports.count()
    made = ProgressReport.objects.bulk_create(new_cells(locked), batch_size=500)
    changes: Changes = passed_on | {"reports": [before, before + len(made)]}
    if locked.state != Stage.OPEN:
        changes |= _move(locked, Stage.OPEN, {"opened_at": clock.now()})
    if made or passed_on or "state" in changes:
        _record("followup.opened", locked, by, changes)
    _copy(locked, followup)
    return len(made)


@transaction.atomic
def close_followup(followup: FollowUpRound, *, by: Actor) -> FollowUpRound:
    """Freezes the round: missing stays missing, drafts stay with their side."""
    locked = lock_followup(followup)
    rules.can_close_followup(by, locked).require()
    changes = _move(locked, Stage.CLOSED, {"closed_at": clock.now()})
    _record("followup.closed", locked, by, changes)
    return _copy(locked, followup)


@transaction.atomic
def reopen_followup(followup: FollowUpRound, *, by: Actor, reason: str) -> FollowUpRound:
    """Opens a round that was closed by mistake; the reason is kept.

    What bodies left behind that have ended meanwhile is asked of those who go on.
    """
    locked = lock_followup(followup)
    rules.can_reopen_followup(by, locked).require()
    reason = clean_line(reason, limit=REASON_LIMIT)
    if not reason:
        raise BadInput(_("Give the reason for opening the follow-up again."))
    changes = _move(locked, Stage.OPEN, {"closed_at": None}) | {"reason": [None, reason]}
    _record("followup.reopened", locked, by, changes | pass_on_left(locked, by=by))
    return _copy(locked, followup)


@transaction.atomic
def publish_followup(followup: FollowUpRound, *, by: Actor) -> FollowUpRound:
    """Shows the submitted answers of the frozen round to everybody; the chain keeps their hash.

    What leading bodies reported becomes the actions' own state, where their state table allows
    it: a state stands on public pages, so not before (docs/decisions/0006).
    """
    locked = lock_followup(followup)
    rules.can_publish_followup(by, locked).require()
    reported = list(reported_states(locked))
    lock_actions([action for action, _status, _reason in reported])
    for action, status, reason in reported:
        if can_set_action_state(Actor.system(), action, status):
            set_action_state(action, status, by=Actor.system(), reason=reason)
    changes = _set(locked, {"published_at": clock.now()})
    changes["hash"] = [None, answers_hash(locked)]
    _record("followup.published", locked, by, changes)
    return _copy(locked, followup)


def _move(followup: FollowUpRound, stage: Stage, values: dict[str, Any]) -> Changes:
    rules.require_step(rules.STAGES, followup.state, stage)
    return _set(followup, {"state": stage} | values)


def _set(followup: FollowUpRound, values: dict[str, Any]) -> Changes:
    changes = {name: [getattr(followup, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(followup, name, value)
    followup.save(update_fields=list(values))
    return changes


def _copy(locked: FollowUpRound, followup: FollowUpRound) -> FollowUpRound:
    """The caller's row shows what was done."""
    for name in ("state", "opened_at", "closed_at", "published_at"):
        setattr(followup, name, getattr(locked, name))
    return followup


def _record(event: str, followup: FollowUpRound, by: Actor, changes: Changes) -> None:
    record(event, followup.audit_key, by=by, changes=changes, round_id=followup.round_id)
