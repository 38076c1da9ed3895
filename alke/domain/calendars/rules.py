"""Who may subscribe to which calendar, and whether an address still shows anything."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.calendars.models import CalendarFeed
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Round

Scope = CalendarFeed.Scope


def can_open_feed(
    actor: Actor, scope: str, organisation: Organisation | None, round_: Round | None
) -> Verdict:
    """Whether the actor may have such a calendar: own ones, of own bodies, of rounds one sees."""
    if actor.user is None:
        return refused(_("Sign in first."))
    if scope == Scope.ORGANISATION and (
        organisation is None or organisation.pk not in actor.organisation_ids
    ):
        return refused(_("You have no role in this organisation."))
    if scope == Scope.ROUND and (
        round_ is None or not (actor.reads or round_.published_at is not None)
    ):
        return refused(_("You do not see this round."))
    return allowed()


def can_change_feed(actor: Actor, feed: CalendarFeed) -> Verdict:
    """Whether the actor may give it a new address or end it: whose it is."""
    if actor.user is None or feed.user_id != actor.user.pk:
        return refused(_("The calendar is somebody else’s."))
    if feed.revoked_at is not None:
        return refused(_("The calendar has been ended already."))
    return allowed()


def shows(feed: CalendarFeed, actor: Actor) -> bool:
    """Whether its address shows anything now: a role that has ended takes its calendars along."""
    return feed.user.is_active and bool(
        can_open_feed(actor, feed.scope, feed.organisation, feed.round)
    )
