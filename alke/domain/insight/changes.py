"""What has changed: recent events in words, for the discussions that one follows."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.base.languages import active
from alke.domain.audit.models import AuditEvent
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic

LOOK_BACK = 120  # events read; the same person's run of saves is one line

WORDS: dict[str, Promise] = {
    "topic": _("edited the topic"),
    "action": _("edited the action"),
    "outcome": _("worked on the outcome"),
    "discussion": _("changed the discussion"),
    "agenda.published": _("published the agenda"),
    "agenda.changed": _("changed the published agenda"),
    "topic.confirmed": _("confirmed the topic"),
    "topic.proposed": _("proposed a topic"),
    "topic.comment-added": _("commented on the topic"),
    "action.created": _("added an action"),
    "action.answered": _("answered to a responsibility"),
    "outcome.published": _("published the outcome"),
    "outcome.confirmed": _("confirmed the outcome"),
    "report": _("updated the follow-up"),
    "discussion.moved": _("moved the discussion"),
    "deadline.moved": _("moved a deadline"),
}


@dataclass(frozen=True)
class Change:
    """One line of the feed."""

    at: dt.datetime
    what: str | Promise
    organisation: Organisation | None
    title: str
    language: str  # of the title
    url: str
    is_new: bool


def recent_changes(
    actor: Actor,
    discussion_ids: Iterable[int],
    *,
    since: dt.datetime | None,
    limit: int = 8,
) -> list[Change]:
    """The latest changes by others in the discussions, newest first. Three queries."""
    rows = (
        AuditEvent.objects.visible_to(actor)
        .filter(discussion_id__in=list(discussion_ids))
        .exclude(user=actor.user)
        .select_related("organisation")
        .order_by("-seq")[:LOOK_BACK]
    )
    runs: dict[tuple[str, int | None, dt.date], AuditEvent] = {}
    for row in rows:
        runs.setdefault((row.subject, row.organisation_id, row.at.date()), row)
    titles = _titles(actor, runs.values())
    lines = [_change(row, titles, since) for row in runs.values() if row.subject in titles]
    return lines[:limit]


def _titles(actor: Actor, rows: Iterable[AuditEvent]) -> dict[str, tuple[str, str, str]]:
    """Title, its language and address of each subject that the actor may see."""
    ids: dict[str, set[int]] = {"topic": set(), "action": set()}
    for row in rows:
        kind, _sep, number = row.subject.partition(":")
        if kind in ids and number.isdigit():
            ids[kind].add(int(number))
    topics = Topic.objects.visible_to(actor).on_agenda().filter(pk__in=ids["topic"])
    actions = Action.objects.visible_to(actor).filter(pk__in=ids["action"])
    found = {
        t.audit_key: (t.heading, _language(t), t.get_absolute_url())
        for t in topics.select_related("discussion__round")
    }
    return found | {
        a.audit_key: (f"{a.number} {a.heading}", _language(a), a.get_absolute_url())
        for a in actions
    }


def _language(thing: Topic | Action) -> str:
    """In which language the heading stands."""
    return "sv" if active() == "sv" and thing.title_sv else thing.language


def _change(
    row: AuditEvent, titles: dict[str, tuple[str, str, str]], since: dt.datetime | None
) -> Change:
    title, language, url = titles[row.subject]
    what = WORDS.get(row.event) or WORDS.get(row.event.partition(".")[0], _("changed"))
    is_new = since is not None and row.at > since
    return Change(row.at, what, row.organisation, title, language, url, is_new)
