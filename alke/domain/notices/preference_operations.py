"""Writes of what a person wants by mail, and of what has been seen on the page."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.richtext import BadInput
from alke.domain.audit.operations import record
from alke.domain.notices.kinds import KINDS
from alke.domain.notices.models import Notice, Preferences
from alke.domain.people.actors import Actor
from alke.domain.people.models import User

Rhythm = Preferences.Rhythm


@transaction.atomic
def set_preferences(user: User, *, by: Actor, rhythm: str, stopped: Collection[str] = ()) -> None:
    """What the person wants from now on; kinds that must be told cannot be stopped."""
    if rhythm not in Rhythm.values:
        raise BadInput(_("Choose how often you want mail."), "tahti")
    kinds = sorted(name for name in stopped if name in KINDS and not KINDS[name].required)
    row = Preferences.objects.select_for_update().filter(user=user).first()
    before = (row.rhythm, row.stopped) if row else (Rhythm.DAILY, [])
    if before == (rhythm, kinds):
        return
    row = row or Preferences(user=user)
    row.rhythm, row.stopped, row.changed_at = rhythm, kinds, clock.now()
    row.save()
    changes: dict[str, list[Any]] = {"rhythm": [before[0], rhythm], "stopped": [before[1], kinds]}
    record("preferences.set", f"user:{user.pk}", by=by, changes=changes)


def stop_digests(user: User) -> None:
    """The person has used the link of a digest: what is not urgent is on the page only."""
    row = Preferences.objects.filter(user=user).first()
    stopped = row.stopped if row else []
    set_preferences(user, by=Actor.of(user), rhythm=Rhythm.NEVER, stopped=stopped)


def mark_seen(user: User) -> None:
    """The person has the list of notices before the eyes."""
    Notice.objects.unseen().filter(to=user).update(seen_at=clock.now())
