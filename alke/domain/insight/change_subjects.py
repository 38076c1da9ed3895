"""What the events of a round are about: titles and addresses, of what the reader may see."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from alke.base.languages import CODES, active
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.desk_queries import Desk, DiscussionLine, sees_all_regions
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import BasisDocument, Discussion, Round
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic

NEWS = 40  # answers read


@dataclass(frozen=True)
class Subject:
    """One thing that changes: its title, its page, and how a move names it."""

    title: str
    url: str
    key: str = ""  # "discussion:ita"
    language: str = ""  # of the title, where it is not a name in the reader's


def subjects_of_round(actor: Actor, desk: Desk, round_: Round) -> dict[str, Subject]:
    """The round, its deadlines, discussions, documents and follow-ups, as events name them.

    A ministry hears of regional meetings too, which are not on its desk. One query.
    """
    found = {f"round:{round_.pk}": Subject(round_.name, round_.get_absolute_url())}
    mine = {line.discussion.pk: line for line in desk.lines if line.mine}
    for line in (*mine.values(), *(line for line in desk.cancelled if line.mine)):
        found |= _of_line(line)
    for row in desk.deadlines:
        if row.discussion_id is None:
            found[f"deadline:{row.pk}"] = Subject(
                row.name, _page(desk, "round_schedule"), f"deadline:{row.key}"
            )
        elif row.discussion_id in mine:
            discussion = mine[row.discussion_id].discussion
            found[f"deadline:{row.pk}"] = Subject(
                f"{row.name}: {discussion.name}",
                discussion.get_absolute_url(),
                f"deadline:{row.key}",
            )
    return _others(actor, desk) | found


def _page(desk: Desk, page: str, *args: str) -> str:
    return reverse(page, args=[desk.year, *args])


def _of_line(line: DiscussionLine) -> dict[str, Subject]:
    """The discussion, and its outcome on a page of its own."""
    row, outcome = line.discussion, line.outcome
    found = {
        f"discussion:{row.pk}": Subject(row.name, row.get_absolute_url(), f"discussion:{row.slug}")
    }
    if outcome is not None:
        page = "memo_detail" if outcome.is_memo else "conclusions_detail"
        found[outcome.audit_key] = Subject(row.name, reverse(page, args=[row.round.year, row.slug]))
    return found


def _others(actor: Actor, desk: Desk) -> dict[str, Subject]:
    """What is not at hand: base documents, follow-ups, the regions' meetings."""
    if desk.round is None:
        return {}
    rows = _named(desk.round.pk, meetings=sees_all_regions(actor))
    pages = {"followup": "followup_detail", "discussion": "discussion_detail"}
    found = {}
    for kind, pk, key, *names in rows:
        page = pages.get(kind)
        url = _page(desk, page, key) if page else _page(desk, "round_schedule")
        name = names[CODES.index(active())] or names[0]
        found[f"{kind}:{pk}"] = Subject(name, url, f"{kind}:{key}")
    return found


@prepared
def _named(round_id: int, *, meetings: bool) -> QuerySet[Any, Any]:
    rows = _names(BasisDocument.objects.filter(round=round_id), "basis", "title", "key").union(
        _names(FollowUpRound.objects.filter(round=round_id), "followup", "name", "slug"), all=True
    )
    if meetings:
        held = Discussion.objects.filter(round=round_id).exclude(parent=None)
        rows = rows.union(_names(held, "discussion", "name", "slug"), all=True)
    return rows


def _names(rows: QuerySet[Any], kind: str, name: str, key: str) -> QuerySet[Any]:
    sort = Value(kind, output_field=CharField())
    columns = {f"said_{code}": F(f"{name}_{code}") for code in CODES}
    return rows.order_by().values_list(sort, "pk", F(key), *columns.values())


def subjects_on_agendas(actor: Actor, events: Iterable[AuditEvent]) -> dict[str, Subject]:
    """Topics and actions of the events. Two queries."""
    ids: dict[str, set[int]] = {"topic": set(), "action": set()}
    for row in events:
        kind, _sep, number = row.subject.partition(":")
        if kind in ids and number.isdigit():
            ids[kind].add(int(number))
    found = {
        t.audit_key: Subject(t.heading, t.get_absolute_url(), language=_language(t))
        for t in (_topics(actor, ids["topic"]) if ids["topic"] else [])
    }
    return found | {
        a.audit_key: Subject(f"{a.number} {a.heading}", a.get_absolute_url(), language=_language(a))
        for a in (_actions(actor, ids["action"]) if ids["action"] else [])
    }


@prepared
def _topics(actor: Actor, ids: Collection[int]) -> QuerySet[Topic]:
    rows = Topic.objects.visible_to(actor).on_agenda().filter(pk__in=ids)
    return rows.select_related("discussion__round").defer("discussion__round__format_text")


@prepared
def _actions(actor: Actor, ids: Collection[int]) -> QuerySet[Action]:
    return Action.objects.visible_to(actor).filter(pk__in=ids)


def _language(thing: Topic | Action) -> str:
    """In which language the heading stands."""
    return "sv" if active() == "sv" and thing.title_sv else thing.language


@dataclass(frozen=True)
class Answers:
    """A body's answers of a day in a follow-up, on actions that are also the reader's."""

    at: dt.datetime
    organisation: Organisation
    subject: Subject


def answers_beside(actor: Actor, desk: Desk) -> list[Answers]:
    """Who else has reported on the actions of the actor's bodies, the latest first. One query."""
    if desk.round is None:
        return []
    found: dict[tuple[int, int, dt.date], Answers] = {}
    for row in _answered(actor, desk.round.pk):
        if row.at is not None:
            key = (row.followup_id, row.organisation_id, row.at.date())
            found.setdefault(key, _answers(desk, row, row.at))
    return list(found.values())


@prepared
def _answered(actor: Actor, round_id: int) -> QuerySet[ProgressReport]:
    open_now = FollowUpRound.objects.filter(round=round_id, state=FollowUpRound.State.OPEN)
    own = ProgressReport.objects.filter(
        followup__in=open_now.values("pk"), organisation__in=actor.organisation_ids
    )
    return (
        ProgressReport.objects.visible_to(actor)
        .filter(action__in=own.values("action"), followup__in=open_now.values("pk"))
        .exclude(state__in=ProgressReport.UNANSWERED)
        .exclude(organisation__in=actor.organisation_ids)
        .select_related("organisation", "followup")
        .order_by("-at")[:NEWS]
    )


def _answers(desk: Desk, row: ProgressReport, at: dt.datetime) -> Answers:
    url = _page(desk, "followup_detail", row.followup.slug) + f"?taho={row.organisation.slug}"
    return Answers(at, row.organisation, Subject(row.followup.name, url))
