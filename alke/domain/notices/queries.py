"""Reads of the outbox, and of a person's notices."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from alke.base import clock
from alke.domain.notices.gathering import Gathered, gathered
from alke.domain.notices.kinds import DIGEST, kind_of
from alke.domain.notices.models import Mail, MailQuerySet, Notice, Preferences
from alke.domain.people.models import Organisation, User

# what stands in an address and opens something without signing in
_SECRET: Final = re.compile(r"(?<=/)[\w.~=-]{40,}")


@dataclass(frozen=True)
class Choice:
    """What a person wants, also where nothing was chosen."""

    rhythm: str = Preferences.Rhythm.DAILY
    stopped: tuple[str, ...] = ()


def mails_due() -> bool:
    """Whether a mail is to be sent now. One query."""
    return Mail.objects.due(clock.real()).exists()


def choice_of(user: User) -> Choice:
    """The person's preferences. One query."""
    row = Preferences.objects.filter(user=user).first()
    return Choice(row.rhythm, tuple(row.stopped)) if row else Choice()


def next_digest(user: User, choice: Choice) -> Gathered | None:
    """What the person's next digest would say if it went out now; none without anything."""
    rows = Notice.objects.waiting().filter(to=user, urgent=False).order_by("pk")
    wanted = [
        row
        for row in rows
        if kind_of(row.kind).required
        or (choice.rhythm != Preferences.Rhythm.NEVER and row.kind not in choice.stopped)
    ]
    return gathered(wanted, user.language, DIGEST) if wanted else None


def mails_sent(
    *,
    body: Organisation | None = None,
    about: Collection[str] = (),
    state: str = "",
    address: str = "",
) -> MailQuerySet:
    """The outbox, newest first: to the people of a body and to its registry, or to an address.

    `about`: audit keys of whatever else is the body's, such as people registered for it.
    """
    rows = Mail.objects.select_related("user").order_by("-pk")
    if body is not None:
        own = Q(user__memberships__organisation=body) | Q(about__in=about)
        if body.registry_email:
            own |= Q(to__iexact=body.registry_email)
        rows = rows.filter(own).distinct()
    if state:
        rows = rows.filter(state=state)
    return rows.filter(to__icontains=address) if address else rows


def mail_counts() -> dict[str, int]:
    """How many mails are in each state. One query."""
    rows = Mail.objects.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def without_secrets(text: str) -> str:
    """For others than its reader: links that open something by themselves are cut short."""
    return _SECRET.sub(lambda match: f"{match[0][:6]}…", text)
