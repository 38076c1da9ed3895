"""Report cells as pages show them: the answer, its earlier text, its change mark, its draft."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from alke.base.languages import active
from alke.base.prepared import prepared
from alke.domain.followup.count_queries import reports
from alke.domain.followup.models import (
    FollowUpRound,
    ProgressReport,
    ProgressReportQuerySet,
    ReportDraft,
)
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power, roles_with
from alke.domain.topics.action_models import Responsibility

Answer, State = ProgressReport.Answer, ProgressReport.State


class Earlier(NamedTuple):
    """The body's earlier statement, with its own date."""

    text: str
    language: str
    at: dt.datetime
    name: str  # of the follow-up in which it was given
    body: str  # who gave it, when that was another body


class Draft(NamedTuple):
    """What the own side is writing."""

    answer: str
    text: str
    status: str
    language: str
    at: dt.datetime
    version: int


class Cell(NamedTuple):
    """One body's answer on one action in one follow-up; hundreds on a page."""

    id: int
    followup_id: int
    action_id: int
    organisation_id: int
    slug: str
    short: str
    name: str
    side: str
    lead: bool
    state: str
    answer: str
    text: str
    language: str
    status: str
    comment: str
    at: dt.datetime | None
    late: bool
    version: int
    earlier: Earlier | None
    draft: Draft | None = None
    closed: bool = False  # the follow-up takes no more answers
    given_by: str = ""  # who answered in the body's place

    @property
    def asked(self) -> tuple[int, str]:
        """The body that answers here, and on which side."""
        return self.organisation_id, self.side

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in ProgressReport.UNANSWERED

    @property
    def mark(self) -> str:
        """What has changed since the follow-up before (B3): "" while nothing is answered."""
        if self.is_waiting:
            return ""
        if self.answer == Answer.NOTHING_NEW and self.earlier is not None:
            return "nothing-new"
        if self.earlier is None:
            return "first"
        return "unchanged" if self.text == self.earlier.text else "new"

    @property
    def edit_version(self) -> int:
        """The version on which a write must rest."""
        return self.draft.version if self.draft is not None else self.version


def cells_of_actions(followup: FollowUpRound, actions: Collection[int], actor: Actor) -> list[Cell]:
    """The cells of actions that `actor` may see; leading bodies first on each side.

    Drafts come along for the actor's own side only (R13). Two queries, one for the public.
    """
    if not actions:
        return []
    return _cells(_in_followup(followup.pk, actions, actor, language=active()), actor)


def cells_of_followup(followup: FollowUpRound, actor: Actor, body_id: int | None) -> list[Cell]:
    """All cells that `actor` may see, or those of a body's actions, for what is handed out.

    No draft comes along. One query.
    """
    public = not actor.reads
    found = _whole(followup.pk, actor, body_id, language=active())
    return [_cell(row, None, public=public) for row in found]


@prepared
def _whole(
    followup_id: int, actor: Actor, body_id: int | None, *, language: str
) -> QuerySet[Any, Any]:
    return _values(reports(followup_id, actor, body_id), language)


@prepared
def _in_followup(
    followup_id: int, actions: Collection[int], actor: Actor, *, language: str
) -> QuerySet[Any, Any]:
    rows = ProgressReport.objects.filter(followup=followup_id, action__in=actions)
    return _values(rows.visible_to(actor), language)


@prepared
def _one(pk: int, actor: Actor, *, language: str) -> QuerySet[Any, Any]:
    return _values(ProgressReport.objects.filter(pk=pk).visible_to(actor), language)


@prepared
def _of_action(pk: int, actor: Actor, *, language: str) -> QuerySet[Any, Any]:
    return _values(ProgressReport.objects.filter(action=pk).visible_to(actor), language)


def _cells(found: list[Any], actor: Actor) -> list[Cell]:
    drafts = _drafts([row.pk for row in found], actor)
    public = not actor.reads
    return [_cell(row, drafts.get(row.pk), public=public) for row in found]


def _values(rows: ProgressReportQuerySet, language: str) -> QuerySet[Any, Any]:
    lead = Responsibility.objects.filter(
        action=OuterRef("action"), organisation=OuterRef("organisation")
    )
    values: QuerySet[Any, Any] = (
        rows.annotate(
            lead=Subquery(lead.values("lead")[:1]),
            late=Q(at__gt=Coalesce("followup__deadline__due_at", "followup__due_at")),
            old_public=Q(since__followup__published_at__isnull=False),
            short=_in(language, "organisation__short"),
            name=_in(language, "organisation__name"),
            old_name=_in(language, "since__followup__name"),
            council=_in(language, "given_by__name"),
        )
        .order_by("action_id", "-side", F("lead").desc(nulls_last=True), "pk")
        .values_list(
            *("pk", "followup_id", "followup__state", "action_id", "organisation_id"),
            *("organisation__slug", "short", "name", "side", "lead"),
            *("state", "answer", "text", "language", "status", "return_comment"),
            *("at", "late", "version", "council"),
            *("since_id", "since__text", "since__language", "since__at", "old_name", "old_public"),
            *("since__organisation_id", "since__organisation__short_fi"),
            named=True,
        )
    )
    return values


def _in(language: str, path: str) -> Any:
    """The name in the reader's language, else the Finnish one."""
    finnish = F(f"{path}_fi")
    if language == "fi":
        return finnish
    return Coalesce(NullIf(f"{path}_{language}", Value("")), finnish)


def _cell(row: Any, draft: Draft | None, *, public: bool) -> Cell:
    hidden = public and row.state == State.RETURNED
    return Cell(
        id=row.pk,
        followup_id=row.followup_id,
        action_id=row.action_id,
        organisation_id=row.organisation_id,
        slug=row.organisation__slug,
        short=row.short,
        name=row.name,
        side=row.side,
        lead=bool(row.lead),
        state=State.MISSING.value if hidden else row.state,
        answer="" if hidden else row.answer,
        text="" if hidden else row.text,
        language=row.language,
        status="" if hidden else row.status,
        comment="" if public else row.return_comment,
        at=row.at,
        late=bool(row.late),
        version=row.version,
        earlier=None if row.since_id is None else _earlier(row, public=public),
        draft=draft,
        closed=row.followup__state == FollowUpRound.State.CLOSED,
        given_by=row.council or "",
    )


def _earlier(row: Any, *, public: bool) -> Earlier | None:
    """The public sees an earlier text when it was published, or when the answer stands on it."""
    if public and not row.old_public and row.answer != Answer.NOTHING_NEW:
        return None
    other = row.since__organisation_id != row.organisation_id
    return Earlier(
        row.since__text,
        row.since__language,
        row.since__at,
        row.old_name,
        row.since__organisation__short_fi if other else "",
    )


def _drafts(ids: list[int], actor: Actor) -> dict[int, Draft]:
    writes = actor.has_role(*roles_with(Power.REPORT), *roles_with(Power.STAND_IN))
    if not ids or not (actor.is_system or writes):
        return {}
    fields = ("answer", "text", "status", "language", "at", "version")
    rows = _draft_rows(ids, actor, fields=fields)
    return {pk: Draft(*values) for pk, *values in rows}


@prepared
def _draft_rows(
    ids: Collection[int], actor: Actor, *, fields: tuple[str, ...]
) -> QuerySet[ReportDraft, tuple[Any, ...]]:
    rows = ReportDraft.objects.visible_to(actor).filter(report__in=ids)
    return rows.values_list("report_id", *fields)


def cell_of(report: ProgressReport, actor: Actor) -> Cell:
    """One cell; two queries."""
    [cell] = _cells(_one(report.pk, actor, language=active()), actor)
    return cell


@dataclass(frozen=True)
class HistoryRow:
    """What both sides said of an action in one follow-up."""

    followup: FollowUpRound
    vn: list[Cell]
    mk: list[Cell]


def history_of(action: Any, actor: Actor) -> list[HistoryRow]:
    """What has been said of the action in all follow-ups, the newest first. Three queries."""
    cells = _cells(_of_action(action.pk, actor, language=active()), actor)
    rounds = FollowUpRound.objects.select_related("round", "deadline").defer("round__format_text")
    followups = rounds.in_bulk({cell.followup_id for cell in cells})
    newest_first = sorted(
        followups.values(), key=lambda row: (row.opens_date, row.pk), reverse=True
    )
    found = {row.pk: HistoryRow(row, [], []) for row in newest_first}
    for cell in cells:
        row = found[cell.followup_id]
        (row.vn if cell.side == "vn" else row.mk).append(cell)
    return list(found.values())
