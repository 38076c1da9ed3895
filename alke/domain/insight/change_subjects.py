"""What the events of a round are about: titles and addresses, of what the reader may see."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, cast

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from alke.base import clock
from alke.base.languages import CODES, active, pick
from alke.base.links import link
from alke.base.prepared import prepared
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.insight.desk_queries import Desk, sees_all_regions
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion, Round
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic

NEWS = 40  # answers read
TITLES = ("title", "title_sv", "language", "number")
BODY = ("slug", "kind", *(f"short_{code}" for code in CODES))  # of who has changed something
BODY_COLUMNS = ("organisation_id", *(f"organisation__{name}" for name in BODY))


@dataclass(frozen=True)
class Subject:
    """One thing that changes: its title, its page, and how a move names it."""

    title: str
    url: str
    key: str = ""  # "discussion:ita"
    language: str = ""  # of the title, where it is not a name in the reader's


# By how events name them. Few of those that are known are told: only those are made.
Known = dict[str, Callable[[], Subject]]


def subjects_of_round(actor: Actor, desk: Desk, round_: Round) -> Known:
    """The round, its deadlines, discussions, documents and follow-ups.

    A ministry hears of regional meetings too, which are not on its desk. One query.
    """
    found = _others(actor, desk)
    found[f"round:{round_.pk}"] = lambda: Subject(round_.name, round_.get_absolute_url())
    mine = {line.discussion.pk: line.discussion for line in desk.lines if line.mine}
    for line in (*desk.lines, *desk.cancelled):
        if line.mine:
            found[f"discussion:{line.discussion.pk}"] = partial(_of_discussion, line.discussion)
            if line.outcome is not None:
                found[line.outcome.audit_key] = partial(_of_outcome, line.discussion, line.outcome)
    for row in desk.deadlines:
        if row.discussion_id is None or row.discussion_id in mine:
            discussion = mine.get(row.discussion_id or 0)
            found[f"deadline:{row.pk}"] = partial(_of_deadline, desk, row, discussion)
    return found


def _page(desk: Desk, page: str, *args: str) -> str:
    return link(page, desk.year, *args)


def _of_discussion(row: Discussion) -> Subject:
    return Subject(row.name, row.get_absolute_url(), f"discussion:{row.slug}")


def _of_outcome(row: Discussion, outcome: Outcome) -> Subject:
    """It has a page of its own."""
    page = "memo_detail" if outcome.is_memo else "conclusions_detail"
    return Subject(row.name, link(page, row.round.year, row.slug))


def _of_deadline(desk: Desk, row: Deadline, discussion: Discussion | None) -> Subject:
    key = f"deadline:{row.key}"
    if discussion is None:
        return Subject(row.name, _page(desk, "round_schedule"), key)
    return Subject(f"{row.name}: {discussion.name}", discussion.get_absolute_url(), key)


def _others(actor: Actor, desk: Desk) -> Known:
    """What is not at hand: base documents, follow-ups, the regions' meetings."""
    if desk.round is None:
        return {}
    rows = _named(desk.round.pk, meetings=sees_all_regions(actor))
    return {f"{kind}:{pk}": partial(_other, desk, kind, *names) for kind, pk, *names in rows}


def _other(desk: Desk, kind: str, key: str, *names: str) -> Subject:
    pages = {"followup": "followup_detail", "discussion": "discussion_detail"}
    place = [pages[kind], key] if kind in pages else ["round_schedule"]
    name = names[CODES.index(active())] or names[0]
    return Subject(name, _page(desk, *place), f"{kind}:{key}")


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


def subjects_on_agendas(actor: Actor, events: Iterable[Any]) -> Known:
    """Topics and actions of the events. One query."""
    ids: dict[str, set[int]] = {"topic": set(), "action": set()}
    for row in events:
        kind, _sep, number = row.subject.partition(":")
        if kind in ids and number.isdigit():
            ids[kind].add(int(number))
    rows = _titles(actor, ids["topic"], ids["action"])
    return {f"{kind}:{pk}": partial(_on_agenda, kind, *row) for kind, pk, *row in rows}


def _on_agenda(
    kind: str, title: str, title_sv: str, language: str, number: int, slug: str, year: int
) -> Subject:
    if active() == "sv" and title_sv:
        title, language = title_sv, "sv"
    if kind == "action":
        return Subject(f"{number} {title}", link("action_detail", number), language=language)
    return Subject(title, link("topic_detail", year, slug, number), language=language)


@prepared
def _titles(actor: Actor, topics: Collection[int], actions: Collection[int]) -> QuerySet[Any, Any]:
    on_agenda = Topic.objects.visible_to(actor).on_agenda().filter(pk__in=topics)
    acted = Action.objects.visible_to(actor).filter(pk__in=actions)
    place = (F("discussion__slug"), F("discussion__round__year"))
    none = (Value("", output_field=CharField()), Value(0, output_field=IntegerField()))
    return _titled(on_agenda, "topic", place).union(_titled(acted, "action", none), all=True)


def _titled(rows: QuerySet[Any], kind: str, place: Iterable[Any]) -> QuerySet[Any, Any]:
    sort = Value(kind, output_field=CharField())
    return rows.order_by().values_list(sort, "pk", *(F(name) for name in TITLES), *place)


@dataclass(frozen=True)
class Answers:
    """A day's answers in a follow-up, on actions that are also the reader's."""

    desk: Desk
    rows: list[Any]  # of `_answered`, the latest first

    @property
    def at(self) -> dt.datetime:
        """When the last of them was given."""
        return cast("dt.datetime", self.rows[0].at)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Who answered, the latest first."""
        first: dict[int, Any] = {}
        for row in self.rows:
            first.setdefault(row.organisation_id, row)
        return [body_of(row) for row in first.values()]

    @property
    def subject(self) -> Subject:
        """The follow-up; with one body the line leads to its answers."""
        latest = self.rows[0]
        url = _page(self.desk, "followup_detail", latest.followup__slug)
        if len({row.organisation_id for row in self.rows}) == 1:
            url += f"?taho={latest.organisation__slug}"
        return Subject(pick(latest, "followup__name"), url)


def answers_beside(actor: Actor, desk: Desk) -> list[Answers]:
    """Who else has reported on the actions of the actor's bodies, the latest first. One query."""
    if desk.round is None:
        return []
    days: dict[tuple[int, dt.date], list[Any]] = {}
    for row in _answered(actor, desk.round.pk):
        if row.at is not None:
            day = row.at.astimezone(clock.HELSINKI).date()
            days.setdefault((row.followup_id, day), []).append(row)
    return [Answers(desk, rows) for rows in days.values()]


@prepared
def _answered(actor: Actor, round_id: int) -> QuerySet[ProgressReport, Any]:
    open_now = FollowUpRound.objects.filter(round=round_id, state=FollowUpRound.State.OPEN)
    own = ProgressReport.objects.filter(
        followup__in=open_now.values("pk"), organisation__in=actor.organisation_ids
    )
    shown = ["at", "followup_id", "followup__slug", *BODY_COLUMNS]
    shown += [f"followup__name_{code}" for code in CODES]
    return (
        ProgressReport.objects.visible_to(actor)
        .filter(action__in=own.values("action"), followup__in=open_now.values("pk"))
        .exclude(state__in=ProgressReport.UNANSWERED)
        .exclude(organisation__in=actor.organisation_ids)
        .order_by("-at")
        .values_list(*shown, named=True)[:NEWS]
    )


def body_of(row: Any) -> Organisation:
    """The organisation of a row that has `BODY_COLUMNS`, as far as changes tell of it."""
    columns = {name: getattr(row, f"organisation__{name}") for name in BODY}
    return Organisation(pk=row.organisation_id, **columns)
