"""Writes of the clock's jobs: taken by one worker, given back when done."""

import datetime as dt

from django.db.models import Q

from alke.base import clock
from alke.domain.runs.models import JobRun

FAULT_LIMIT = 500


def claim_run(name: str, lease: dt.timedelta) -> dt.datetime | None:
    """Takes the job if it is due and nobody has it; says until when it is one's own.

    One statement decides between workers. A worker that was killed loses it after `lease`.
    """
    now = clock.real()
    if not JobRun.objects.filter(name=name).exists():
        JobRun.objects.get_or_create(name=name, defaults={"due_at": now})
    until = now + lease
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    rows = JobRun.objects.filter(free, name=name, due_at__lte=now)
    return until if rows.update(claimed_until=until, started_at=now) else None


def finish_run(name: str, claim: dt.datetime, every: dt.timedelta, *, fault: str = "") -> None:
    """Gives the job back, due again after `every`; nothing when somebody else has it by now."""
    now = clock.real()
    rows = JobRun.objects.filter(name=name, claimed_until=claim)
    rows.update(claimed_until=None, due_at=now + every, done_at=now, fault=fault[:FAULT_LIMIT])
