"""Writes of retention: what is known of persons goes in time, whole or not at all."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any, Final

from django.db import transaction

from alke.domain.audit import operations as audit
from alke.domain.audit.models import AuditEvent
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.unnamed import forget_unnamed
from alke.domain.documents.work_models import Work
from alke.domain.invitations.models import InvitationReply
from alke.domain.people.actors import Actor
from alke.domain.retention import rules
from alke.domain.retention.erasing_operations import erase_trace
from alke.domain.retention.queries import left_in_all
from alke.domain.retention.terms import term_of
from alke.domain.retention.traces import (
    EMPTY_MAIL,
    EMPTY_REPLY,
    TRACES,
    files_over,
    round_mails,
    settled_mails,
)
from alke.domain.rounds.erased import ERASED, ERASED_FILES
from alke.domain.rounds.models import Round

# What belongs to no round, such as a digest: so long somebody may ask what became of it.
UNBOUND_DAYS: Final = 90
DIGESTS: Final = "hash"  # in the changes of the event: the files that are no longer kept


@transaction.atomic
def erase_personal(round: Round, *, at: dt.datetime) -> dict[str, int]:
    """Erases what is known of persons in the round; says how many rows of each table.

    Role, body, answers and counts stay. Refused before its time. One event with the numbers, and
    with the papers whose files are gone; none, when nothing was left.
    """
    round = Round.objects.select_for_update().get(pk=round.pk)
    term = term_of(round)
    rules.can_erase_personal(term, at).require()
    papers, works = files_over(term, at), Work.objects.filter(round=round).exclude(digest="")
    versions = DocumentVersion.objects.filter(pk__in=papers.values("version")).order_by("pk")
    subjects = [version.audit_key for version in versions]
    digests = sorted({row.digest for row in chain(papers, works)})
    erased = {trace.key: erase_trace(trace, term, at) for trace in TRACES}
    counts = {key: count for key, count in erased.items() if count}
    if not counts:
        return {}
    changes: dict[str, list[Any]] = {
        "rows": [None, counts],
        ERASED_FILES: [None, subjects],
        DIGESTS: [None, digests],
    }
    audit.record(ERASED, f"round:{round.pk}", by=Actor.system(), changes=changes, round_id=round.pk)
    transaction.on_commit(partial(forget_unnamed, digests))
    return counts


@transaction.atomic
def erase_unbound(*, at: dt.datetime) -> int:
    """Empties mails and replies that belong to no round, 90 days after; says how many rows.

    Their sending is not in the record of changes, and neither is this.
    """
    before = at - dt.timedelta(days=UNBOUND_DAYS)
    mails = settled_mails().filter(at__lt=before).exclude(round_mails(Round.objects.values("pk")))
    replies = InvitationReply.objects.filter(participant=None, at__lt=before).exclude(sender="")
    return mails.update(**EMPTY_MAIL) + replies.update(**EMPTY_REPLY)


def erase_due(*, at: dt.datetime, going_on: Callable[[], bool] = lambda: True) -> dict[int, int]:
    """Erases all whose time has come; says how many rows of which year's round.

    Each round is a transaction of its own. What a killed worker has left is done the next time,
    the files of lists that it had no time to remove included.
    """
    done: dict[int, int] = {}
    for left in left_in_all(at):
        if not going_on():
            return done
        if left.counts and rules.can_erase_personal(left.term, at):
            done[left.term.round.year] = sum(erase_personal(left.term.round, at=at).values())
    erase_unbound(at=at)
    forget_unnamed(_erased_files())
    return done


def _erased_files() -> set[str]:
    """The files that were to be removed, as the record of changes has them."""
    events = AuditEvent.objects.filter(event=ERASED).values_list("changes", flat=True)
    return set(chain.from_iterable(changes[DIGESTS][1] for changes in events))
