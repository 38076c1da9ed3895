"""Puts lines into mails: urgent ones at once, the rest into the digest of a working morning."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from alke.base import clock
from alke.base.mailaddress import is_mail_address
from alke.domain.notices.gathering import gathered
from alke.domain.notices.kinds import DIGEST, URGENT, kind_of
from alke.domain.notices.models import Notice, Preferences
from alke.domain.notices.operations import write_mail
from alke.domain.notices.rhythm import latest_morning
from alke.domain.people.models import User

Rhythm = Preferences.Rhythm
AT_ONCE = Q(urgent=True) | Q(to__preferences__rhythm=Rhythm.AT_ONCE)


def gather_urgent() -> int:
    """Writes a mail for each person who has something that does not wait; says how many."""
    return sum(_gather(pk, AT_ONCE, URGENT) for pk in _people(AT_ONCE))


def write_digests() -> int:
    """Writes the digests of the last working morning that are still missing; says how many."""
    due = Q(at__lt=latest_morning(clock.now()))
    return sum(_gather(pk, due, DIGEST) for pk in _people(due))


def has_waiting() -> bool:
    """Whether there is anything to gather now. One query."""
    due = Q(at__lt=latest_morning(clock.now()))
    return Notice.objects.waiting().filter(AT_ONCE | due).exists()


def _people(which: Q) -> list[int]:
    rows = Notice.objects.waiting().filter(which).order_by("to")
    return list(rows.values_list("to", flat=True).distinct())


@transaction.atomic
def _gather(pk: int, which: Q, kind: str) -> int:
    """All of one person's that are due, in one mail; what is not mailed is settled without one."""
    user = User.objects.select_for_update().get(pk=pk)
    rows = list(Notice.objects.waiting().filter(which, to=user).order_by("pk"))
    wanted = _wanted(user, rows)
    _settle([row for row in rows if row not in wanted])
    if not wanted:
        return 0
    made = gathered(wanted, user.language, kind)
    mail = write_mail(
        to=user.email,
        user=user,
        language=user.language,
        kind=kind,
        subject=made.subject,
        text=made.text,
        html=made.html,
    )
    Notice.objects.filter(pk__in=[row.pk for row in wanted]).update(
        settled_at=clock.now(), mail=mail
    )
    return 1


def _wanted(user: User, rows: list[Notice]) -> list[Notice]:
    """Those that the person gets by mail: what must be told, and what was not stopped."""
    if not user.is_active or not is_mail_address(user.email):
        return []
    choice = Preferences.objects.filter(user=user).first()
    if choice is None:
        return rows
    return [
        row
        for row in rows
        if kind_of(row.kind).required
        or (choice.rhythm != Rhythm.NEVER and row.kind not in choice.stopped)
    ]


def _settle(rows: list[Notice]) -> None:
    moment: dt.datetime = clock.now()
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(settled_at=moment)
