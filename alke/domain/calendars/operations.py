"""Writes of calendar feeds. The address is told once, to whom it belongs; a hash of it is kept."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from alke.base import clock
from alke.domain.audit import operations as audit
from alke.domain.calendars import rules
from alke.domain.calendars.models import CalendarFeed
from alke.domain.calendars.queries import hash_of
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, User
from alke.domain.rounds.models import Round

TOKEN_BYTES: Final = 24
Scope, Deadlines = CalendarFeed.Scope, CalendarFeed.Deadlines


@dataclass(frozen=True)
class Opened:
    """A feed with its address's secret, which is nowhere else."""

    feed: CalendarFeed
    token: str


@transaction.atomic
def open_feed(
    *,
    by: Actor,
    scope: CalendarFeed.Scope,
    organisation: Organisation | None = None,
    round: Round | None = None,
    deadlines: CalendarFeed.Deadlines = Deadlines.DAYS,
) -> Opened:
    """Makes an address for the calendar; one made earlier for the same stops working."""
    rules.can_open_feed(by, scope, organisation, round).require()
    user = User.objects.select_for_update().get(pk=by.user.pk if by.user else 0)
    rows = CalendarFeed.objects.open().filter(user=user, scope=scope)
    feed = rows.filter(organisation=organisation, round=round).first()
    event = "feed.renewed"
    if feed is None:
        event = "feed.opened"
        feed = CalendarFeed(user=user, scope=scope, organisation=organisation, round=round)
    return _with_address(feed, event, deadlines, by)


@transaction.atomic
def renew_feed(feed: CalendarFeed, *, by: Actor) -> Opened:
    """Gives it another address; whoever knew the old one does not find it any more."""
    feed = _locked(feed)
    rules.can_change_feed(by, feed).require()
    return _with_address(feed, "feed.renewed", Deadlines(feed.deadlines), by)


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: Actor) -> None:
    """Ends it: its address says so to the programs that still ask."""
    feed = _locked(feed)
    rules.can_change_feed(by, feed).require()
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    _record("feed.revoked", feed, {"revoked_at": [None, feed.revoked_at]}, by)


def _with_address(
    feed: CalendarFeed, event: str, deadlines: CalendarFeed.Deadlines, by: Actor
) -> Opened:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    before = feed.deadlines if feed.pk else None
    feed.token_hash, feed.made_at, feed.deadlines = hash_of(token), clock.now(), deadlines
    feed.save()
    made: dict[str, list[Any]] = {"deadlines": [before, deadlines.value]}
    _record(event, feed, made if feed.scope == Scope.OWN else made | _what(feed), by)
    return Opened(feed, token)


def _what(feed: CalendarFeed) -> dict[str, list[Any]]:
    if feed.round is not None:
        return {"round": [None, feed.round.year]}
    return {"organisation": [None, feed.organisation.slug]} if feed.organisation else {}


def _locked(feed: CalendarFeed) -> CalendarFeed:
    rows = CalendarFeed.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "round").get(pk=feed.pk)


def _record(event: str, feed: CalendarFeed, changes: dict[str, list[Any]], by: Actor) -> None:
    audit.record(event, feed.audit_key, by=by, changes=changes, round_id=feed.round_id)
