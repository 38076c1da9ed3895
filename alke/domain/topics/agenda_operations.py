"""Writes of an agenda: its state, publication, late changes and who has opened it (R5, B4)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput, clean_line
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditHead
from alke.domain.people.actors import Actor
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion
from alke.domain.topics import agenda_queries, agenda_rules
from alke.domain.topics.action_models import Action
from alke.domain.topics.agenda_contents import Contents, contents_hash, frozen_contents
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_notice_operations import tell_publication
from alke.domain.topics.models import Topic

REASON_LIMIT = 500
Agenda, RecipientState = Discussion.Agenda, NoticeRecipient.State


@transaction.atomic
def set_agenda_state(discussion: Discussion, state: str, *, by: Actor) -> Discussion:
    """Moves the agenda to comment, to ready or back; to the archive once it has been held."""
    locked = _lock(discussion)
    if locked.agenda == state:
        return locked
    items = agenda_queries.checklist(locked) if state == Agenda.READY else []
    agenda_rules.can_set_agenda_state(by, locked, state, items).require()
    record_discussion("agenda.state-set", locked, by=by, changes={"agenda": [locked.agenda, state]})
    locked.agenda = discussion.agenda = state
    locked.save(update_fields=["agenda"])
    return locked


@transaction.atomic
def publish_agenda(discussion: Discussion, *, by: Actor, reason: str = "") -> AgendaPublication:
    """Freezes the agenda and makes it public; its recipients are recorded (R5, B4).

    After the agenda's deadline the publication is marked late and needs a reason.
    """
    locked = _lock(discussion)
    _lock_contents(locked)
    due = agenda_queries.agenda_due(locked)
    due_at = due.due_at if due else None
    reason = clean_line(reason, limit=REASON_LIMIT)
    agenda_rules.can_publish_agenda(
        by, locked, agenda_queries.checklist(locked), due_at=due_at, reason=reason
    ).require()
    publication = _freeze(locked, frozen_contents(locked), by, reason)
    changes = {
        "agenda": [locked.agenda, Agenda.PUBLISHED],
        "agenda_published_at": [locked.agenda_published_at, publication.at],
    }
    record_discussion("agenda.published", locked, by=by, changes=changes | _marks(publication))
    locked.agenda, locked.agenda_published_at = Agenda.PUBLISHED, publication.at
    locked.save(update_fields=["agenda", "agenda_published_at"])
    discussion.agenda, discussion.agenda_published_at = Agenda.PUBLISHED, publication.at
    _make_public(locked, by)
    return publication


@transaction.atomic
def note_late_change(discussion: Discussion, *, by: Actor, reason: str) -> AgendaPublication | None:
    """Publishes anew after a change of what is published, and renews the notice (R5).

    Called by the operation that made the change, which has asked its own rule. None when no
    agenda is published or its contents are the same as before. The caller holds the end of
    the audit chain, or gets it here: so publications are made one by one.
    """
    lock_chain()
    locked = Discussion.objects.select_related("round").get(pk=discussion.pk)
    latest = agenda_queries.latest_publication(locked)
    if latest is None or locked.agenda != Agenda.PUBLISHED:
        return None
    contents = frozen_contents(locked)
    if contents_hash(contents) == latest.hash:
        return None
    reason = clean_line(reason, limit=REASON_LIMIT)
    if not reason:
        raise BadInput(_("Give the reason for the change: it is told to the participants."))
    publication = _freeze(locked, contents, by, reason)
    record_discussion("agenda.changed", locked, by=by, changes=_marks(publication, latest))
    _make_public(locked, by)
    return publication


@transaction.atomic
def publish_change(discussion: Discussion, *, by: Actor, reason: str) -> AgendaPublication:
    """The owner publishes what changed elsewhere (R5)."""
    lock_chain()
    locked = Discussion.objects.select_related("round").get(pk=discussion.pk)
    latest = agenda_queries.latest_publication(locked)
    changed = latest is not None and contents_hash(frozen_contents(locked)) != latest.hash
    reason = clean_line(reason, limit=REASON_LIMIT)
    agenda_rules.can_publish_change(by, locked, changed=changed, reason=reason).require()
    publication = note_late_change(locked, by=by, reason=reason)
    if publication is None:
        raise Refused(_("Nothing has changed after the latest publication."))
    return publication


@transaction.atomic
def mark_opened(publication: AgendaPublication, *, by: Actor) -> int:
    """Records that the person, or a body of theirs, has opened the agenda (B4); once each."""
    if by.user is None:
        return 0
    waiting = agenda_queries.unopened(publication, by.user, by.organisation_ids)
    if not waiting:
        return 0
    rows = NoticeRecipient.objects.filter(pk__in=waiting, first_opened_at=None).order_by("pk")
    mine = list(rows.select_for_update().values_list("pk", flat=True))
    now = clock.now()
    opened = rows.filter(pk__in=mine).update(first_opened_at=now, state=RecipientState.OPENED)
    if opened:
        changes = {"opened": [None, dict.fromkeys(mine, now)]}
        record_discussion("agenda.opened", publication.discussion, by=by, changes=changes)
    return opened


def _lock(discussion: Discussion) -> Discussion:
    rows = Discussion.objects.select_for_update(of=("self",)).select_related("round")
    return rows.get(pk=discussion.pk)


def lock_chain() -> None:
    """Waits for the end of the audit chain, the last lock that an operation takes."""
    AuditHead.objects.select_for_update().get_or_create(pk=1)


def _lock_contents(discussion: Discussion) -> None:
    """Nobody edits what is being frozen: actions first, then topics, as operations do."""
    actions = Action.objects.filter(origins__discussion=discussion).order_by("pk")
    list(actions.select_for_update(of=("self",)).values_list("pk"))
    topics = Topic.objects.filter(discussion=discussion).order_by("pk")
    list(topics.select_for_update().values_list("pk"))


def _freeze(
    discussion: Discussion, contents: Contents, by: Actor, reason: str
) -> AgendaPublication:
    latest = agenda_queries.latest_publication(discussion)
    due = agenda_queries.agenda_due(discussion)
    due_at = due.due_at if due else None
    publication = AgendaPublication.objects.create(
        discussion=discussion,
        number=latest.number + 1 if latest else 1,
        at=clock.now(),
        by=by.user,
        contents=contents,
        hash=contents_hash(contents),
        due_at=due_at,
        late=agenda_rules.is_late(due_at),
        reason=reason,
    )
    publication.told = NoticeRecipient.objects.bulk_create(
        NoticeRecipient(
            publication=publication,
            organisation=row.organisation,
            user=row.user,
            language=row.language,
        )
        for row in agenda_queries.recipients(discussion)
    )
    tell_publication(publication)
    return publication


def _make_public(discussion: Discussion, by: Actor) -> None:
    """From now on anyone reads the agenda's topics and their shared actions (R13)."""
    now = clock.now()
    topics = Topic.objects.filter(discussion=discussion, draft_side="").on_agenda()
    waiting = list(topics.exclude(state=Topic.State.PUBLISHED, published_at__isnull=False))
    for topic in waiting:
        changes = {
            "state": [topic.state, Topic.State.PUBLISHED],
            "published_at": [topic.published_at, topic.published_at or now],
        }
        record_discussion(
            "topic.published", discussion, by=by, changes=changes, subject=topic.audit_key
        )
        topic.state, topic.published_at = Topic.State.PUBLISHED, topic.published_at or now
        topic.save(update_fields=["state", "published_at"])
    actions = Action.objects.filter(
        origins__discussion=discussion, draft_side="", merged_into=None, published_at=None
    )
    for action in list(actions):
        changes = {"published_at": [None, now]}
        record_discussion(
            "action.published", discussion, by=by, changes=changes, subject=action.audit_key
        )
        action.published_at = now
        action.save(update_fields=["published_at"])


def _marks(
    publication: AgendaPublication, before: AgendaPublication | None = None
) -> dict[str, list[Any]]:
    names = AgendaPublication.RECORDED
    marks = {name: [getattr(before, name, None), getattr(publication, name)] for name in names}
    return marks | {"recipients": [None, {row.pk: row.recorded for row in publication.told}]}
