"""Writes of succession: an action goes to the bodies that go on with an ended one's work (S9)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.followup.report_operations import discard
from alke.domain.followup.report_record import (
    Changes,
    Entry,
    edit_version,
    lock_followup,
    lock_reports,
)
from alke.domain.followup.scope_queries import cells_of_heirs
from alke.domain.followup.succession_queries import left_behind
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import replace_responsible
from alke.domain.topics.action_rules import can_replace_responsible

State, UNANSWERED = ProgressReport.State, ProgressReport.UNANSWERED


@transaction.atomic
def hand_over(
    action: Action, old: Organisation, successors: Sequence[Organisation], *, by: Actor
) -> None:
    """Hands the responsibility over, and what open follow-ups still ask of the ended body.

    One that opened when it had ended already asks the successors now. What the body has
    answered stays under its name. One event, of the action.
    """
    can_replace_responsible(by, action, old, successors).require()
    changes: Changes = {}
    for followup in _asking(action):
        changes |= _pass_on(followup, action, old, successors)
    replace_responsible(action, old, successors, by=by, further=changes)


def pass_on_left(followup: FollowUpRound, *, by: Actor) -> Changes:
    """In a locked round: what waits for bodies that have handed over goes to their heirs.

    Where nobody goes on, nothing waits any more: a draft ends, with its text in the record, and
    an answer that was to be completed stands as it was given.
    """
    changes: Changes = {}
    for cell, heirs in left_behind(followup):
        try:
            changes |= _pass_on(followup, cell.action, cell.organisation, heirs)
        except Refused:
            changes |= _let_go(cell, by=by)
    return changes


def _asking(action: Action) -> list[FollowUpRound]:
    """Open follow-ups that ask about the action, locked in the order of their ids."""
    years = action.origins.values("discussion__round__year")
    about = Q(pk__in=action.reports.values("followup")) | Q(scope_year__in=years)
    rows = FollowUpRound.objects.filter(about, state=FollowUpRound.State.OPEN).order_by("pk")
    locked = map(lock_followup, rows)
    return [row for row in locked if row.state == FollowUpRound.State.OPEN]


def _pass_on(
    followup: FollowUpRound, action: Action, old: Organisation, successors: Sequence[Organisation]
) -> Changes:
    """The unanswered cell goes to the first successor without one; the others get their own."""
    cells = {cell.organisation_id: cell for cell in lock_reports(followup, action=action)}
    if old.pk not in cells:
        return _ask(followup, action, old, successors)
    if cells[old.pk].state not in UNANSWERED:
        return {}
    cell = cells.pop(old.pk)
    new = [body for body in successors if body.pk not in cells]
    if not new:
        return _merge(cell, [cells[body.pk] for body in successors])
    cell.organisation = new[0]
    cell.save(update_fields=["organisation"])
    changes: Changes = {cell.audit_key: [old.slug, new[0].slug]}
    for body in new[1:]:
        further = ProgressReport.objects.create(
            followup=followup,
            action=action,
            organisation=body,
            side=cell.side,
            since_id=cell.since_id,
        )
        changes[further.audit_key] = [None, body.slug]
    return changes


def _ask(
    followup: FollowUpRound, action: Action, old: Organisation, successors: Sequence[Organisation]
) -> Changes:
    """The ended body was asked nothing: its successors get the cells that they lack."""
    named = dict(action.responsibilities.values_list("organisation", "side"))
    own = named.get(old.pk, old.side)
    sides = {body.pk: named.get(body.pk, own) for body in successors}
    made = ProgressReport.objects.bulk_create(cells_of_heirs(followup, action, sides))
    slugs = {body.pk: body.slug for body in successors}
    return {cell.audit_key: [None, slugs[cell.organisation_id]] for cell in made}


def _let_go(cell: ProgressReport, *, by: Actor) -> Changes:
    draft = ReportDraft.objects.filter(report=cell).first()
    if draft is not None:
        discard(cell, draft, by=by)
    key = cell.audit_key
    if cell.state == State.MISSING:
        cell.delete()
        return {key: [cell.organisation.slug, None]}
    cell.state = State.SUBMITTED
    cell.save(update_fields=["state"])
    return {f"{key}.state": [State.RETURNED, State.SUBMITTED]}


def _merge(cell: ProgressReport, cells: Sequence[ProgressReport]) -> Changes:
    """Where all successors have cells of their own, an unfinished text becomes a draft in one."""
    old = cell.organisation
    draft = ReportDraft.objects.filter(report=cell).first()
    unfinished = draft or (cell if cell.text else None)
    if unfinished is not None:
        heir = _heir(cell, cells)
        ReportDraft.objects.create(
            report=heir,
            version=edit_version(heir, None) + 1,
            by=unfinished.by,
            at=unfinished.at or clock.now(),
            **Entry.of(unfinished).values,
        )
    key = cell.audit_key
    cell.delete()
    return {key: [old.slug, None]}


def _heir(cell: ProgressReport, cells: Sequence[ProgressReport]) -> ProgressReport:
    """A successor's cell that is still empty, on the side that may read the draft (R13)."""
    written = set(ReportDraft.objects.filter(report__in=cells).values_list("report", flat=True))
    for other in cells:
        empty = other.state == State.MISSING and other.pk not in written
        if empty and other.side == cell.side:
            return other
    raise Refused(
        _(
            "%(body)s has an unfinished text in “%(followup)s”, where its successor has written "
            "already. Have the text submitted or discarded first, or choose another successor too."
        )
        % {"body": cell.organisation.name, "followup": cell.followup.name}
    )
