"""Loads the sample, and lets it go on as the demo's day moves."""

import datetime as dt
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.operations import record
from alke.domain.notices.operations import quietly
from alke.domain.people.actors import Actor
from alke.domain.people.operations import create_demo_accounts, load_organisations
from alke.domain.samples import queries
from alke.domain.samples.play import PLAYERS
from alke.domain.samples.script import Step
from alke.domain.samples.stage import Stage
from alke.domain.topics.agenda_operations import lock_chain

# What a step meets when people have worked on the sample meanwhile.
OVERTAKEN = (Refused, BadInput, ObjectDoesNotExist, LookupError)


class SampleFault(Exception):
    """A step of the shipped sample that cannot be played; says which, and why."""


@transaction.atomic
def load_sample(*, by: Actor) -> int:
    """Loads organisations, accounts and the rounds of 2023 and 2024 up to the present moment.

    Everything goes through the real operations at its own date, so that versions,
    confirmations and the record of changes are true. Whole or not at all: a step that fails
    raises `SampleFault`. A second call keeps what there is and goes on from there. Returns how
    many steps were played.
    """
    if queries.played().until is not None:
        return continue_sample(by=by)
    with clock.at(queries.BEGINNING):
        load_organisations(by=by)
        create_demo_accounts(by=by)
    return _play_until(clock.now(), by=by, strict=True)


@transaction.atomic
def continue_sample(*, by: Actor, until: dt.datetime | None = None) -> int:
    """Plays what is due by `until` (now) and was not played yet; returns how many steps.

    A step that people's own work has overtaken is left out. Where the sample was never
    loaded, nothing happens.
    """
    lock_chain()  # two who move the day at once play it once
    if queries.played().until is None:
        return 0
    return _play_until(until or clock.now(), by=by, strict=False)


def _play_until(until: dt.datetime, *, by: Actor, strict: bool) -> int:
    before = queries.played()
    due = [row for row in queries.script() if _is_due(row, before.until, until)]
    if not due:
        return 0
    stage = Stage(before.keys)
    done = sum(_play(stage, row, strict=strict) for row in due)
    mark: dict[str, list[Any]] = {"until": [before.until, until], "keys": [None, stage.keys]}
    record(queries.EVENT, queries.SUBJECT, by=by, changes=mark)
    return done


def _is_due(row: Step, after: dt.datetime | None, until: dt.datetime) -> bool:
    return row.at <= until and (after is None or row.at > after)


def _play(stage: Stage, row: Step, *, strict: bool) -> bool:
    try:
        with transaction.atomic(), clock.at(row.at), quietly():  # its past is told to nobody
            PLAYERS[row.kind](stage, row)
    except OVERTAKEN as fault:
        if strict:
            raise SampleFault(f"{row}: {fault}") from fault
        return False
    return True
