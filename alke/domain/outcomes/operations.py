"""Writes of outcomes: draw up, record, decide, confirm, publish, correct."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean, clean_line
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.operations import CREATED
from alke.domain.outcomes import queries, rules
from alke.domain.outcomes.models import (
    ActionDecision,
    Outcome,
    OutcomeConfirmation,
    OutcomeItem,
    OutcomePublication,
)
from alke.domain.outcomes.notice_operations import ask_confirmations, tell_published
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic, TopicText

ITEM_LIMIT = 2000
REASON_LIMIT = 500
WITHDRAWAL_LIMIT = 300  # characters of why a side took its confirmation back
Changes = dict[str, list[Any]]


def lock_outcome(outcome: Outcome) -> Outcome:
    """The outcome as it is now, locked until the transaction ends.

    The discussion's row is locked first, as everywhere: then actions, topics, the chain's end.
    """
    discussion = _lock_discussion(outcome.discussion_id)
    locked = Outcome.objects.select_for_update().get(pk=outcome.pk)
    locked.discussion = discussion
    return locked


def _lock_discussion(pk: int) -> Discussion:
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    return rows.get(pk=pk)


def _item_to_write(item: OutcomeItem, by: Actor) -> tuple[Outcome, OutcomeItem]:
    """The outcome, locked, and the item as it is now, if the actor may change it."""
    outcome = lock_outcome(item.outcome)
    current = OutcomeItem.objects.filter(pk=item.pk, outcome=outcome).first()
    if current is None:
        raise Refused(_("Someone else has removed this item."))
    rules.can_edit_outcome(by, outcome).require()
    return outcome, current


def _require_fresh(
    item: OutcomeItem, base_version: int, told: str, offered: str | None = None
) -> None:
    """Raises `Stale` with the item and the offered text when somebody wrote after the version."""
    if item.version != base_version:
        raise Stale(told, current=item, offered=offered)


def _record(event: str, outcome: Outcome, by: Actor, changes: Changes) -> None:
    subject = outcome.audit_key
    record_discussion(event, outcome.discussion, by=by, changes=changes, subject=subject)


@transaction.atomic
def draw_up_outcome(discussion: Discussion, *, by: Actor) -> Outcome:
    """Makes the discussion's outcome, of the kind that the format allows (B11).

    Conclusions start from the sheet's goals, one item a paragraph or bullet, so that nothing
    is typed twice (R6); a memo starts empty. Called again, returns the one that there is.
    """
    discussion = _lock_discussion(discussion.pk)
    rules.can_draw_up_outcome(by, discussion).require()
    outcome, made = Outcome.objects.get_or_create(
        discussion=discussion,
        defaults={"kind": discussion.outcome, "created_at": clock.now()},
    )
    outcome.discussion = discussion
    if made:
        if not outcome.is_memo:
            OutcomeItem.objects.bulk_create(_items_from_sheet(outcome))
        _record("outcome.drawn-up", outcome, by, CREATED | {"kind": [None, outcome.kind]})
    return outcome


def _items_from_sheet(outcome: Outcome) -> list[OutcomeItem]:
    goals = TopicText.objects.filter(
        topic__discussion=outcome.discussion_id,
        topic__number__isnull=False,
        topic__draft_side="",
        field="goals",
        current=True,
        language=F("topic__language"),
    ).order_by("topic__number")
    return [
        OutcomeItem(
            outcome=outcome,
            topic_id=row.topic_id,
            kind=OutcomeItem.Kind.CONCLUSION,
            position=place,
            text=line,
        )
        for row in goals
        for place, line in enumerate(_lines(row.text), start=1)
    ]


def _lines(text: str) -> list[str]:
    lines = (line.strip().lstrip("-*–").strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@transaction.atomic
def record_item(
    outcome: Outcome,
    *,
    by: Actor,
    kind: str,
    text: str,
    text_sv: str = "",
    topic: Topic | None = None,
) -> OutcomeItem:
    """Adds a conclusion or a note at the end of its topic's part."""
    outcome = lock_outcome(outcome)
    rules.can_edit_outcome(by, outcome).require()
    rules.can_record_kind(outcome, kind).require()
    if topic is not None and topic.discussion_id != outcome.discussion_id:
        raise Refused(_("The topic is not on this discussion’s agenda."))
    last = outcome.items.filter(topic=topic).aggregate(last=Max("position"))["last"] or 0
    item = OutcomeItem.objects.create(
        outcome=outcome,
        topic=topic,
        kind=kind,
        position=last + 1,
        text=_text(text),
        text_sv=clean(text_sv, limit=ITEM_LIMIT),
    )
    changes: Changes = {f"item.{item.pk}": [None, item.text]}
    changes |= _withdraw_confirmations(outcome)
    _record("outcome.item-recorded", outcome, by, changes)
    return item


@transaction.atomic
def edit_item(
    item: OutcomeItem, *, by: Actor, text: str, text_sv: str = "", base_version: int
) -> OutcomeItem:
    """Changes an item's text; raises `Stale` with both texts when someone was faster."""
    outcome, current = _item_to_write(item, by)
    text, text_sv = _text(text), clean(text_sv, limit=ITEM_LIMIT)
    if (current.text, current.text_sv) == (text, text_sv):
        return current
    told = _("Someone else changed this item while you wrote.")
    _require_fresh(current, base_version, told, text)
    changes: Changes = {f"item.{item.pk}": [current.text, text]}
    if current.text_sv != text_sv:
        changes[f"item.{item.pk}.sv"] = [current.text_sv, text_sv]
    current.text, current.text_sv, current.version = text, text_sv, current.version + 1
    current.save(update_fields=["text", "text_sv", "version"])
    changes |= _withdraw_confirmations(outcome)
    _record("outcome.item-edited", outcome, by, changes)
    return current


@transaction.atomic
def remove_item(item: OutcomeItem, *, by: Actor, base_version: int) -> None:
    """Takes an item away; its text stays in the record of changes.

    Raises `Stale` when somebody changed the text after `base_version`.
    """
    outcome, current = _item_to_write(item, by)
    told = _("Someone else changed this item. Read it again, then remove it.")
    _require_fresh(current, base_version, told)
    changes: Changes = {f"item.{current.pk}": [current.text, None]}
    current.delete()
    changes |= _withdraw_confirmations(outcome)
    _record("outcome.item-removed", outcome, by, changes)


@transaction.atomic
def decide_action(
    outcome: Outcome,
    action: Action,
    *,
    by: Actor,
    decision: str,
    reason: str = "",
    seen: str | None = None,
) -> ActionDecision:
    """What the discussion says to an action; all but "taken up" need a reason (needs, row 10).

    The same decision again changes nothing. `seen` is the mark of the decision that the person
    saw (`queries.decision_mark`): when another has been made since, raises `Stale`. None: the
    caller answers for it.
    """
    outcome = lock_outcome(outcome)
    rules.can_decide_action(by, outcome).require()
    if not action.origins.filter(discussion=outcome.discussion_id).exists():
        raise Refused(_("The action does not belong to this discussion."))
    reason = _reason_of(decision, reason)
    row = outcome.decisions.filter(action=action).first()
    old = [row.decision, row.reason] if row else None
    if row is not None and old == [decision, reason]:
        return row
    if seen is not None and seen != queries.decision_mark(row):
        raise Stale(
            _("Someone else decided on this action meanwhile. Read the decision, then save yours."),
            current=row,
            offered=reason,
        )
    row = row or ActionDecision(outcome=outcome, action=action)
    row.decision, row.reason = decision, reason
    row.save()
    changes: Changes = {f"action.{action.number}": [old, [decision, reason]]}
    changes |= _withdraw_confirmations(outcome)
    _record("outcome.action-decided", outcome, by, changes)
    return row


def _reason_of(decision: str, reason: str) -> str:
    if decision not in ActionDecision.Decision.values:
        raise BadInput(_("Choose one of the decisions."))
    reason = clean(reason, limit=REASON_LIMIT)
    if decision != ActionDecision.Decision.TAKEN and not reason:
        raise BadInput(_("Give the reason: it is told to those who proposed the action."))
    return reason


@transaction.atomic
def set_outcome_state(outcome: Outcome, state: str, *, by: Actor) -> Outcome:
    """Moves it from draft to comment and to ready, or back."""
    outcome = lock_outcome(outcome)
    rules.can_change_outcome_state(by, outcome, state).require()
    _record("outcome.state-changed", outcome, by, {"state": [outcome.state, state]})
    outcome.state = state
    outcome.save(update_fields=["state"])
    if state == Outcome.State.COMMENTING:
        ask_confirmations(outcome, by)
    return outcome


@transaction.atomic
def confirm_outcome(
    outcome: Outcome, side: Side, *, by: Actor, seen: str | None = None
) -> OutcomeConfirmation:
    """One side's word that the outcome is right; repeated, it changes nothing.

    `seen` is the outcome's mark when the person opened it (`queries.outcome_mark`): an outcome
    changed since is refused. None: the caller answers for it that it was read as it stands.
    """
    outcome = lock_outcome(outcome)
    rules.can_confirm_outcome(by, outcome, side).require()
    if (held := outcome.confirmations.filter(side=side, withdrawn_at=None).first()) is not None:
        return held
    if seen is not None and seen != queries.outcome_mark(queries.sections(outcome)):
        raise Refused(_("The outcome changed after you opened it. Read it again, then confirm."))
    row = OutcomeConfirmation.objects.create(
        outcome=outcome, side=side, by=by.user, organisation=by.organisation, at=clock.now()
    )
    _record("outcome.confirmed", outcome, by, {f"confirmed.{side}": [False, True]})
    return row


@transaction.atomic
def withdraw_outcome_confirmation(
    outcome: Outcome, side: Side, *, by: Actor, reason: str = ""
) -> OutcomeConfirmation:
    """Takes the own side's confirmation back; it stays readable with the reason."""
    outcome = lock_outcome(outcome)
    rules.can_withdraw_outcome_confirmation(by, outcome, side).require()
    reason = clean_line(reason, limit=WITHDRAWAL_LIMIT)
    row = outcome.confirmations.filter(side=side, withdrawn_at=None).first()
    if row is None:
        raise Refused(_("There is no confirmation of your side in force."))
    row.withdrawn_at, row.withdrawn_by_side, row.withdrawn_because = clock.now(), True, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by_side", "withdrawn_because"])
    changes: Changes = {f"confirmed.{side}": [True, False], "reason": [None, reason]}
    _record("outcome.confirmation-withdrawn", outcome, by, changes)
    return row


def _withdraw_confirmations(outcome: Outcome) -> Changes:
    """An edit after agreement withdraws it, visibly: the rows stay with their time.

    Returns what changed, for the caller's event.
    """
    held = outcome.confirmations.filter(withdrawn_at=None)
    sides = sorted(held.values_list("side", flat=True))
    held.update(withdrawn_at=clock.now())
    return {"confirmations": [sides, []]} if sides else {}


@transaction.atomic
def publish_outcome(outcome: Outcome, *, by: Actor) -> OutcomePublication:
    """Freezes and publishes it; proposals that were taken up become actions to carry out."""
    outcome = lock_outcome(outcome)
    rules.can_publish_outcome(by, outcome, queries.missing_for_publication(outcome)).require()
    contents = queries.frozen_contents(outcome)
    publication = OutcomePublication.objects.create(
        outcome=outcome,
        number=outcome.publications.count() + 1,
        at=clock.now(),
        by=by.user,
        contents=contents,
        hash=queries.contents_hash(contents),
        reason=outcome.reopened_because,
    )
    marks = {name: [None, getattr(publication, name)] for name in OutcomePublication.RECORDED}
    _record("outcome.published", outcome, by, {"state": [outcome.state, "published"]} | marks)
    outcome.state, outcome.reopened_because = Outcome.State.PUBLISHED, ""
    outcome.published_at = outcome.published_at or publication.at
    outcome.save(update_fields=["state", "published_at", "reopened_because"])
    _carry_decisions_out(outcome, by)
    tell_published(outcome, by)
    return publication


def _carry_decisions_out(outcome: Outcome, by: Actor) -> None:
    """A proposal that was taken up stands from now on among the actions to carry out.

    All that stand on the outcome are public from now on.
    """
    taken = set(
        outcome.decisions.filter(
            decision__in=[ActionDecision.Decision.TAKEN, ActionDecision.Decision.PARTLY]
        ).values_list("action", flat=True)
    )
    actions = Action.objects.filter(origins__discussion=outcome.discussion_id, draft_side="")
    for action in actions.order_by("pk").select_for_update(of=("self",)):
        if action.pk in taken and action.state == Action.State.PROPOSED:
            values = {"state": Action.State.NOT_STARTED, "kind": Action.Kind.ONGOING}
            _change_action("action.taken-up", action, outcome, by, **values)
        if action.published_at is None:
            _change_action("action.published", action, outcome, by, published_at=clock.now())


def _change_action(event: str, action: Action, outcome: Outcome, by: Actor, **values: Any) -> None:
    changes = {name: [getattr(action, name), value] for name, value in values.items()}
    for name, value in values.items():
        setattr(action, name, value)
    action.version += event == "action.taken-up"
    action.save(update_fields=[*values, "version"])
    subject = action.audit_key
    record_discussion(event, outcome.discussion, by=by, changes=changes, subject=subject)


@transaction.atomic
def reopen_outcome(outcome: Outcome, *, by: Actor, reason: str) -> Outcome:
    """Starts a correction: the published text stays until a new publication supersedes it."""
    outcome = lock_outcome(outcome)
    rules.can_reopen_outcome(by, outcome).require()
    reason = clean(reason, limit=REASON_LIMIT)
    if not reason:
        raise BadInput(_("Give the reason for the correction: it is shown with the publication."))
    changes: Changes = {"state": [outcome.state, "draft"], "reason": [None, reason]}
    changes |= _withdraw_confirmations(outcome)
    _record("outcome.reopened", outcome, by, changes)
    outcome.state, outcome.reopened_because = Outcome.State.DRAFT, reason
    outcome.save(update_fields=["state", "reopened_because"])
    return outcome


def _text(text: str) -> str:
    text = clean(text, limit=ITEM_LIMIT)
    if not text:
        raise BadInput(_("Write the text of the item."))
    return text
