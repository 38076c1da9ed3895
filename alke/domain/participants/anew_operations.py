"""Asks those who take part anew when their discussion gets another time (S10).

An answer is to a time. Lists, counts, papers and calendars all read `Participant.reply`, so it is
opened in the transaction that moves the discussion: none of them tells an answer to another time.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from alke.domain.audit.models import Doer
from alke.domain.participants.link_operations import write_link
from alke.domain.participants.models import Participant, ParticipantQuerySet
from alke.domain.rounds.discussion_record import record_discussion
from alke.domain.rounds.models import Discussion

Reply = Participant.Reply


@transaction.atomic
def ask_anew(
    discussion: Discussion, before: tuple[dt.datetime | None, dt.datetime | None], *, by: Doer
) -> set[str]:
    """Opens the answers to the time `before`; says to which addresses it has written itself.

    The caller has moved the discussion in the same transaction, and so holds its row. Who has
    passed the place on does not get it back. Of the earlier answers the number is recorded; each
    stands in the record of changes since it was given. Who knows the time from the mail with the
    link hears the new one by the link's mail; once invitations are sent, they tell it.
    """
    if before[0] is None:
        before = discussion.freed_starts_at, discussion.freed_ends_at
    now = discussion.starts_at, discussion.ends_at
    if before[0] is None or now[0] is None or now == before:
        return set()
    _open_answers(discussion, by)
    return _tell_by_link(discussion, by)


def _open_answers(discussion: Discussion, by: Doer) -> None:
    rows = _concerned(discussion).exclude(reply=Reply.OPEN).order_by()
    counts = dict(rows.values_list("reply").annotate(n=Count("pk")))
    if not counts:
        return
    held = list(rows.values_list("pk", flat=True))
    Participant.objects.filter(pk__in=held).update(
        reply=Reply.OPEN, replied_at=None, replied_how=""
    )
    changes: dict[str, list[Any]] = {f"reply.{key}": [n, 0] for key, n in sorted(counts.items())}
    record_discussion("participants.asked-anew", discussion, by=by, changes=changes)


def _tell_by_link(discussion: Discussion, by: Doer) -> set[str]:
    if Discussion.objects.filter(pk=discussion.pk, inviting__isnull=False).exists():
        return set()
    rows = _concerned(discussion).registered().exclude(link_sent_at=None).exclude(email="")
    told = set()
    for row in rows.select_related("organisation", "topic"):
        row.discussion = discussion
        write_link(row, by=by, moved=True)
        told.add(row.email.lower())
    return told


def _concerned(discussion: Discussion) -> ParticipantQuerySet:
    """All but those whose place a colleague has."""
    held = Participant.objects.registered().exclude(deputy_for=None).values("deputy_for")
    passed = Q(reply=Reply.DECLINED, pk__in=held)
    return Participant.objects.filter(discussion=discussion.pk).exclude(passed)
