"""Writes of who answers for an action: named on two sides, leading, accepting, handed on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import answering_for
from alke.domain.topics import action_rules as rules
from alke.domain.topics.action_audit import responsible_key, responsible_values
from alke.domain.topics.action_fields import Named
from alke.domain.topics.action_models import Action, Responsibility
from alke.domain.topics.action_notice_operations import tell_named
from alke.domain.topics.action_record import (
    REASON_LIMIT,
    Changes,
    lock_action,
    record_action,
    reopen_sheets,
)

Answer = Responsibility.Answer


@transaction.atomic
def add_responsible(
    action: Action,
    organisation: Organisation,
    side: str = "",
    *,
    by: Actor,
    lead: bool = False,
    late_reason: str = "",
) -> Responsibility:
    """Names one more body; on a side that has no lead yet it does not become one by itself."""
    kept = [Named(row.organisation, row.side, row.lead) for row in _rows(action)]
    named = Named(organisation, side or organisation.side, lead)
    if lead:
        kept = [row._replace(lead=row.lead and row.side != named.side) for row in kept]
    kept = [row for row in kept if row.organisation.pk != organisation.pk]
    set_responsible(action, [*kept, named], by=by, late_reason=late_reason)
    return _row(action, organisation)


@transaction.atomic
def remove_responsible(
    action: Action, organisation: Organisation, *, by: Actor, late_reason: str = ""
) -> None:
    """Takes a body off; one that has accepted only by its own side (B1)."""
    kept = [
        Named(row.organisation, row.side, row.lead)
        for row in _rows(action)
        if row.organisation_id != organisation.pk
    ]
    set_responsible(action, kept, by=by, late_reason=late_reason)


@transaction.atomic
def set_lead(
    action: Action, organisation: Organisation, *, by: Actor, late_reason: str = ""
) -> Responsibility:
    """Makes a named body the one that leads on its side."""
    row = _row(action, organisation)
    return add_responsible(
        action, organisation, row.side, by=by, lead=True, late_reason=late_reason
    )


@transaction.atomic
def set_responsible(
    action: Action,
    bodies: Sequence[Named | tuple[Any, ...]],
    *,
    by: Actor,
    late_reason: str = "",
) -> list[Responsibility]:
    """Makes `bodies` the whole list; those that stay keep their answers (R10, B1)."""
    locked = lock_action(action)
    rules.can_edit_action(by, locked, late_reason).require()
    known = {row.organisation_id for row in _rows(locked)}
    changes = write_bodies(locked, bodies, by=by)
    if changes:
        _next_version(locked)
        event = "action.responsible-changed"
        reopen_sheets(locked, by=by, because=event)
        record_action(event, locked, by=by, changes=changes, late_reason=late_reason)
    rows = _rows(locked)
    tell_named(locked, [row for row in rows if row.organisation_id not in known], by)
    return rows


def are_named(action: Action, bodies: Sequence[Named | tuple[Any, ...]]) -> bool:
    """Whether exactly these bodies are named already, each on its side, leading or not."""
    now = {row.organisation_id: (row.side, row.lead) for row in _rows(action)}
    return now == {pk: (row.side, row.lead) for pk, row in _checked(bodies).items()}


def write_bodies(
    action: Action, bodies: Sequence[Named | tuple[Any, ...]], *, by: Actor
) -> Changes:
    """Makes `bodies` the whole list; what changed, for the caller's event."""
    named = _checked(bodies)
    before = {row.organisation_id: row for row in _rows(action)}
    removed = [row for pk, row in before.items() if pk not in named]
    changes: Changes = {}
    for row in removed:
        row.action = action
        rules.can_remove_responsible(by, row).require()
        changes[responsible_key(row.organisation)] = [responsible_values(row), None]
    _check_new(body.organisation for pk, body in named.items() if pk not in before)
    Responsibility.objects.filter(pk__in=[row.pk for row in removed]).delete()
    return changes | _write(action, before, named)


@transaction.atomic
def answer_responsibility(
    action: Action, organisation: Organisation, answer: str, reason: str = "", *, by: Actor
) -> Responsibility:
    """The named body accepts or declines; declining needs a reason, an answer can change (B1).

    Who answers in its place, such as a council for its stakeholder, is kept as who gave it.
    A body that declines no longer stands on a published agenda. That is told there without the
    body's reason, which is for those who named it.
    """
    locked = lock_action(action)
    row = _row(locked, organisation)
    row.action = locked
    rules.can_answer(by, row).require()
    if answer not in Answer.values:
        raise BadInput(_("Accept or decline."))
    reason = clean_line(reason, limit=REASON_LIMIT) if answer == Answer.DECLINED else ""
    if answer == Answer.DECLINED and not reason:
        raise BadInput(_("Give the reason for declining: it is shown to those who named you."))
    if (row.answer, row.reason) == (answer, reason):
        return row
    before = responsible_values(row)
    turned = Answer.DECLINED in {row.answer, answer}
    row.answer, row.reason = answer, reason
    row.answered_at, row.answered_by = clock.now(), by.user
    row.given_by = answering_for(by, Power.ANSWER_ACTION, organisation, row.side)
    row.save(update_fields=["answer", "reason", "answered_at", "answered_by", "given_by"])
    changes: Changes = {responsible_key(organisation): [before, responsible_values(row)]}
    if turned:
        reopen_sheets(locked, by=by, because="action.answered")
    told = _("The bodies responsible for action %(number)s changed.") % {"number": locked.number}
    event = "action.answered"
    record_action(event, locked, by=by, changes=changes, late_reason=told, published=turned)
    return row


@transaction.atomic
def replace_responsible(
    action: Action,
    old: Organisation,
    successors: Sequence[Organisation],
    *,
    by: Actor,
    further: Changes | None = None,
) -> list[Responsibility]:
    """Hands an ended body's responsibility to its successors (S9); history keeps the old name.

    They take its side, the first of them its lead, and are asked for their own answers. What
    goes over with it is `further`, and stands in the same event.
    """
    locked = lock_action(action)
    row = _row(locked, old)
    rules.can_replace_responsible(by, locked, old, successors).require()
    changes: Changes = {responsible_key(old): [responsible_values(row), None]}
    row.delete()
    made: list[Responsibility] = []
    for new in successors:
        leads = row.lead and not any(other.lead for other in made)
        made.append(_succeed(locked, new, row.side, changes, leads=leads))
    _next_version(locked)
    changes["replaced"] = [old.slug, [new.slug for new in successors]]
    names = {"new": ", ".join(new.name for new in successors), "old": old.name}
    why = ngettext(
        "%(new)s goes on with the work of %(old)s.",
        "%(new)s go on with the work of %(old)s.",
        len(successors),
    )
    changes |= further or {}
    event = "action.responsible-replaced"
    record_action(event, locked, by=by, changes=changes, late_reason=why % names)
    return made


def _succeed(
    action: Action, new: Organisation, side: str, changes: Changes, *, leads: bool
) -> Responsibility:
    """Names a successor; one that is named stays so, and one that declined is asked again."""
    row = Responsibility.objects.filter(action=action, organisation=new).first()
    was = responsible_values(row)
    row = row or Responsibility(action=action, organisation=new, side=side)
    row.lead = row.lead or (leads and row.side == side)
    if row.answer == Answer.DECLINED:
        row.answer, row.reason = Answer.OPEN, ""
        row.answered_at, row.answered_by, row.given_by = None, None, None
    row.save()
    changes[responsible_key(new)] = [was, responsible_values(row)]
    return row


def make_responsible(
    action: Action, bodies: Iterable[Named | tuple[Any, ...]]
) -> list[Responsibility]:
    """Rows for those bodies that are not named yet; records nothing, for the caller's event."""
    known = set(action.responsibilities.values_list("organisation_id", flat=True))
    named = [row for pk, row in _checked(bodies).items() if pk not in known]
    _check_new(row.organisation for row in named)
    return [
        Responsibility.objects.create(
            action=action, organisation=row.organisation, side=row.side, lead=row.lead
        )
        for row in named
    ]


def _rows(action: Action) -> list[Responsibility]:
    rows = Responsibility.objects.filter(action=action)
    return list(rows.select_related("organisation"))


def _row(action: Action, organisation: Organisation) -> Responsibility:
    rows = Responsibility.objects.filter(action=action, organisation=organisation)
    if (row := rows.select_related("organisation").first()) is None:
        raise Refused(gettext_lazy("The body is not named responsible for this action."))
    return row


def _checked(bodies: Iterable[Named | tuple[Any, ...]]) -> dict[int, Named]:
    """By organisation, each with its side; at most one leads on a side."""
    found: dict[int, Named] = {}
    for body in bodies:
        row = Named(*body)
        side = row.side or row.organisation.side
        if side not in Side.values:
            raise BadInput(_("Choose the side of the responsible body."))
        if not row.organisation.may_stand_on(side):
            raise BadInput(
                _("%(body)s answers on its own side only: name it there.")
                % {"body": row.organisation.name}
            )
        found[row.organisation.pk] = row._replace(side=side)
    leads = [row.side for row in found.values() if row.lead]
    if len(leads) != len(set(leads)):
        raise BadInput(_("Only one body leads on each side."))
    return found


def _check_new(bodies: Iterable[Organisation]) -> None:
    day = clock.today()
    for body in bodies:
        if not body.is_valid_on(day):
            raise BadInput(
                _("%(body)s does not exist any more. Choose its successor.") % {"body": body.name}
            )


def _write(action: Action, before: dict[int, Responsibility], named: dict[int, Named]) -> Changes:
    """Saves new and changed rows, those that lose the lead first; what changed."""
    changes: Changes = {}
    for pk, body in sorted(named.items(), key=lambda item: item[1].lead):
        old = before.get(pk)
        was = responsible_values(old)
        row = old or Responsibility(action=action, organisation=body.organisation)
        row.side, row.lead = body.side, body.lead
        if responsible_values(row) != was:
            changes[responsible_key(body.organisation)] = [was, responsible_values(row)]
            row.save()
    return changes


def _next_version(action: Action) -> None:
    action.version += 1
    action.save(update_fields=["version"])
