"""Who may move an agenda on, publish it and its changes, and when (R5)."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.participation import may
from alke.domain.topics.rules import is_under_way

Agenda = Discussion.Agenda

TRANSITIONS: dict[str, frozenset[str]] = {
    Agenda.DRAFT: frozenset({Agenda.COMMENTING}),
    Agenda.COMMENTING: frozenset({Agenda.DRAFT, Agenda.READY}),
    Agenda.READY: frozenset({Agenda.COMMENTING, Agenda.PUBLISHED}),
    Agenda.PUBLISHED: frozenset({Agenda.ARCHIVED}),
    Agenda.ARCHIVED: frozenset(),
}


class Item(Protocol):
    """A line of the checklist, as the rules read it."""

    @property
    def done(self) -> bool: ...
    @property
    def required(self) -> bool: ...
    @property
    def reason(self) -> str | Promise: ...


def has_ended(discussion: Discussion) -> bool:
    """Whether the discussion has been held."""
    end = discussion.ends_at or discussion.starts_at
    return end is not None and clock.now() > end


def wants_reason(discussion: Discussion) -> bool:
    """Whether a change of what is on the agenda is a late one: published, not yet held (R5)."""
    return discussion.agenda == Agenda.PUBLISHED and not has_ended(discussion)


def is_late(due_at: dt.datetime | None) -> bool:
    """Whether the agenda's deadline has passed: one second late is late."""
    return due_at is not None and clock.now() > due_at


def first_missing(items: Iterable[Item]) -> Verdict:
    """The first required thing that is not done, as a refusal."""
    return first_refusal(
        *(refused(item.reason) for item in items if item.required and not item.done)
    )


def can_set_agenda_state(
    actor: Actor, discussion: Discussion, state: str, items: Iterable[Item] = ()
) -> Verdict:
    """The owner moves it on one step at a time; publishing is an operation of its own."""
    if state not in TRANSITIONS[discussion.agenda] or state == Agenda.PUBLISHED:
        return refused(_("The agenda cannot move to this state from the one it is in."))
    runs = may(actor, Power.RUN_DISCUSSION, discussion)
    if state == Agenda.READY:
        return first_refusal(runs, is_under_way(discussion), first_missing(items))
    if state == Agenda.ARCHIVED and not has_ended(discussion):
        return first_refusal(runs, refused(_("The agenda is archived after the discussion.")))
    return first_refusal(runs, is_under_way(discussion))


def can_publish_agenda(
    actor: Actor,
    discussion: Discussion,
    items: Iterable[Item],
    *,
    due_at: dt.datetime | None = None,
    reason: str | None = None,
) -> Verdict:
    """Complete, confirmed by both sides; after the deadline only with a reason (R5).

    `reason` None leaves the reason out of account: whether the form can be opened.
    """
    if discussion.agenda in {Agenda.PUBLISHED, Agenda.ARCHIVED}:
        return refused(_("The agenda is already published."))
    return first_refusal(
        may(actor, Power.PUBLISH, discussion),
        is_under_way(discussion),
        _has_time(discussion),
        first_missing(items),
        _reason_if(reason, needed=is_late(due_at)),
    )


def can_publish_change(
    actor: Actor, discussion: Discussion, *, changed: bool, reason: str | None = None
) -> Verdict:
    """The owner publishes what changed elsewhere, with a reason (R5)."""
    if discussion.agenda != Agenda.PUBLISHED:
        return refused(_("The agenda is not published."))
    if not changed:
        return refused(_("Nothing has changed after the latest publication."))
    return first_refusal(
        may(actor, Power.PUBLISH, discussion),
        is_under_way(discussion),
        _reason_if(reason, needed=True),
    )


def can_see_notice(actor: Actor, discussion: Discussion) -> Verdict:
    """Those who read what the sides share; it is not for the public."""
    return may(actor, Power.READ, discussion)


def _has_time(discussion: Discussion) -> Verdict:
    if discussion.starts_at is None:
        return refused(_("The discussion has no time yet. The agenda is published when it has."))
    if has_ended(discussion):
        return refused(_("The discussion has been held. Its agenda is no longer published."))
    return allowed()


def _reason_if(reason: str | None, *, needed: bool) -> Verdict:
    if not needed or reason is None or reason.strip():
        return allowed()
    return refused(_("Give the reason: it is shown with the publication and told to participants."))
