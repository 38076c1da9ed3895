"""What the page of a discussion shows: agenda, readiness, parties, meetings, outcome."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.insight.cancelling import cancelling
from alke.domain.insight.desk_queries import of_round
from alke.domain.outcomes.models import Outcome, OutcomePublication
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Region, Side
from alke.domain.rounds.contact_queries import contacts_of
from alke.domain.rounds.models import Contact, Deadline, Discussion, GroupMember
from alke.domain.rounds.party_queries import bodies_of
from alke.domain.rounds.regional import always_there
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.domain.topics.action_queries import without_responsible
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.agenda_queries import (
    QUESTIONS,
    CheckItem,
    Readiness,
    checklist,
)
from alke.domain.topics.agenda_times import Slot, timetable
from alke.domain.topics.models import (
    Comment,
    Opening,
    Topic,
    TopicConfirmation,
    TopicText,
)
from alke.domain.topics.queries import openings_among

Kind = Discussion.Kind
_NAMES = [f"name_{code}" for code in CODES]


@dataclass(frozen=True)
class TopicLine:
    """A topic as the agenda shows it."""

    topic: Topic
    question: str
    question_sv: str
    openings: dict[str, Opening]
    confirmed: frozenset[str]
    ongoing: int
    proposed: int
    comments: int


@dataclass(frozen=True)
class RegionLine:
    """A region that takes part, and in which other discussions it does."""

    region: Region
    mine: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class DiscussionPage:
    """All that those at work see."""

    lines: dict[int, TopicLine]
    slots: list[Slot]
    items: list[CheckItem]
    contacts: dict[str, list[Contact]]
    parties: dict[str, list[Organisation]]
    regions: list[RegionLine]
    meetings: list[Discussion]
    attending: list[Organisation] = field(default_factory=list)  # in every one of its kind (R8)
    actions: dict[str, int] = field(default_factory=dict)  # by kind

    @property
    def done(self) -> int:
        """How many things of the checklist are done."""
        return sum(item.done for item in self.items)


def discussion_rows(actor: Actor) -> QuerySet[Discussion]:
    """Discussions that `actor` may see, with deadline, publication and outcome at hand."""
    due = Deadline.objects.filter(discussion=OuterRef("pk"), purpose="agenda").order_by("due_at")
    latest = AgendaPublication.objects.filter(discussion=OuterRef("pk")).order_by("-number")
    outcome = Outcome.objects.visible_to(actor).filter(discussion=OuterRef("pk"))
    rows = Discussion.objects.visible_to(actor).select_related("round", "group", "region", "parent")
    return rows.defer("round__format_text").annotate(
        cancelling=cancelling(),
        due_at=Subquery(due.values("due_at")[:1]),
        publication_number=Subquery(latest.values("number")[:1]),
        publication_late=Subquery(latest.filter(number=1).values("late")[:1]),
        publication_at=Subquery(latest.values("at")[:1]),
        outcome_state=Subquery(outcome.values("state")[:1]),
        outcome_published_at=Subquery(outcome.values("published_at")[:1]),
    )


@prepared
def discussion_of(actor: Actor, year: int, slug: str) -> QuerySet[Any]:
    """The year's discussion of that name, if `actor` may see it."""
    return discussion_rows(actor).filter(round__year=year, slug=slug)


@prepared
def published_discussion_of(actor: Actor, year: int, slug: str) -> QuerySet[Any]:
    """The same with the frozen contents of agenda and outcome, and the group's regions."""
    return _with_contents(discussion_rows(actor)).filter(round__year=year, slug=slug)


def _with_contents(rows: QuerySet[Discussion]) -> QuerySet[Discussion]:
    agenda = AgendaPublication.objects.filter(discussion=OuterRef("pk")).order_by("-number")
    outcome = OutcomePublication.objects.filter(outcome__discussion=OuterRef("pk"))
    regions = GroupMember.objects.filter(group=OuterRef("group"))
    regions = regions.order_by("-primary", "region__name_fi")
    kept = JSONField()
    return rows.annotate(
        region_rows=JsonRows(regions, **{name: f"region__{name}" for name in (*_NAMES, "code")}),
        mainland_rows=JsonRows(Region.objects.filter(mainland=True), "code", *_NAMES),
        agenda_contents=Subquery(agenda.values("contents")[:1], output_field=kept),
        outcome_contents=Subquery(
            outcome.order_by("-number").values("contents")[:1], output_field=kept
        ),
    )


def discussion_page(discussion: Discussion, actor: Actor) -> DiscussionPage:
    """The page's data for those who are signed in. Seven queries, whatever the number of rows."""
    lines = {line.topic.pk: line for line in _lines(discussion, actor)}
    topics = [line.topic for line in lines.values()]
    contacts = contacts_of(discussion)
    bodies = bodies_of(discussion)
    return DiscussionPage(
        lines=lines,
        slots=timetable(discussion, topics),
        items=checklist(discussion, _readiness(discussion, lines, contacts)),
        contacts={side: [row for row in contacts if row.side == side] for side in Side},
        parties=_parties(bodies),
        regions=_region_lines(discussion, actor, bodies),
        meetings=regional_meetings(discussion, actor),
        attending=_attending(discussion, bodies),
        actions={
            kind: sum(getattr(line, kind) for line in lines.values())
            for kind in (Action.Kind.ONGOING, Action.Kind.PROPOSED)
        },
    )


def _lines(discussion: Discussion, actor: Actor) -> list[TopicLine]:
    """The agenda's topics with counts, openings, confirmations and questions. Two queries."""
    found = _topics(discussion.pk, actor)
    openings = openings_among([topic.pk for topic in found]) if found else []
    for topic in found:
        topic.discussion = discussion
    return [_line(topic, [row for row in openings if row.topic_id == topic.pk]) for topic in found]


@prepared
def _topics(discussion_id: int, actor: Actor) -> QuerySet[Any]:
    seen = Action.objects.visible_to(actor).filter(pk=OuterRef("action"), merged_into=None)
    origins = ActionOrigin.objects.filter(Exists(seen), topic=OuterRef("pk"))
    comments = Comment.objects.visible_to(actor).filter(topic=OuterRef("pk"), resolved_at=None)
    asked = TopicText.objects.filter(topic=OuterRef("pk"), field=QUESTIONS, current=True)
    held = TopicConfirmation.objects.filter(topic=OuterRef("pk"), withdrawn_at=None)
    return (
        Topic.objects.visible_to(actor)
        .on_agenda()
        .filter(discussion=discussion_id)
        .annotate(
            n_ongoing=_count(origins.filter(action__kind=Action.Kind.ONGOING)),
            n_proposed=_count(origins.filter(action__kind=Action.Kind.PROPOSED)),
            n_comments=_count(comments),
            question=Coalesce(
                Subquery(asked.filter(language=OuterRef("language")).values("text")[:1]),
                Subquery(asked.values("text")[:1]),
            ),
            question_sv=Subquery(asked.filter(language="sv").values("text")[:1]),
            vn_confirmed=Exists(held.filter(side=Side.VN)),
            mk_confirmed=Exists(held.filter(side=Side.MK)),
        )
        .order_by("number")
    )


def _line(topic: Any, openings: list[Opening]) -> TopicLine:
    sides = {Side.VN: topic.vn_confirmed, Side.MK: topic.mk_confirmed}
    return TopicLine(
        topic=topic,
        question=topic.question or "",
        question_sv=topic.question_sv or "",
        openings={row.side: row for row in openings},
        confirmed=frozenset(side for side, held in sides.items() if held),
        ongoing=topic.n_ongoing,
        proposed=topic.n_proposed,
        comments=topic.n_comments,
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("topic").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted[:1]), 0)


def _readiness(
    discussion: Discussion, lines: dict[int, TopicLine], contacts: Sequence[Contact]
) -> Readiness:
    shared = {pk: line for pk, line in lines.items() if not line.topic.draft_side}
    return Readiness(
        topics=[line.topic for line in shared.values()],
        contacts=contacts,
        questions=frozenset(pk for pk, line in shared.items() if line.question.strip()),
        opened={pk: frozenset(line.openings) for pk, line in shared.items()},
        confirmed={pk: line.confirmed for pk, line in shared.items()},
        orphans=without_responsible(discussion),
    )


def _attending(discussion: Discussion, bodies: Sequence[Organisation]) -> list[Organisation]:
    """Those whom the round sends to every discussion of the kind (letter 2024: TEM)."""
    always = always_there(discussion)
    return list({body.pk: body for body in bodies if body.slug in always}.values())


def _parties(bodies: Sequence[Organisation]) -> dict[str, list[Organisation]]:
    unique = {body.pk: body for body in bodies}
    councils_first = sorted(
        unique.values(), key=lambda body: body.kind != Organisation.Kind.COUNCIL
    )
    return {side: [body for body in councils_first if body.side == side] for side in Side}


def _region_lines(
    discussion: Discussion, actor: Actor, bodies: Sequence[Organisation]
) -> list[RegionLine]:
    """The regions of the discussion's group, with the other groups they belong to. One query."""
    if not discussion.group_id:
        return []
    mine = {
        body.region_pk  # type: ignore[attr-defined]
        for body in bodies
        if body.pk in actor.organisation_ids
    }
    regions: dict[int, Region] = {}
    also: dict[int, list[str]] = {}
    for row in _memberships(discussion.round_id, discussion.group_id):
        if row.group_id == discussion.group_id:
            regions[row.region_id] = row.region
        else:
            also.setdefault(row.region_id, []).append(row.group.name)
    return [
        RegionLine(region, pk in mine, tuple(also.get(pk, ()))) for pk, region in regions.items()
    ]


@prepared
def _memberships(round_id: int, group_id: int) -> QuerySet[GroupMember]:
    rows = GroupMember.objects.filter(round=round_id, region__groups=group_id)
    return rows.select_related("region", "group").order_by("-primary", "region__name_fi")


def regional_meetings(discussion: Discussion, actor: Actor) -> list[Discussion]:
    """The regions' own meetings after a joint discussion, by their time. One query."""
    if discussion.kind != Kind.JOINT:
        return []
    return in_time(of_round(discussion.round, _meetings(discussion.pk, actor)))


@prepared
def _meetings(discussion_id: int, actor: Actor) -> QuerySet[Discussion]:
    rows = Discussion.objects.visible_to(actor).filter(parent=discussion_id)
    return rows.select_related("region")


def in_time(rows: Iterable[Discussion]) -> list[Discussion]:
    """By their time; those without one last, by name."""
    late = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(rows, key=lambda row: (row.starts_at or late, row.name_fi))


def other_discussions(discussion: Discussion, actor: Actor) -> list[Discussion]:
    """The round's other joint discussions and the meetings of this one. One query."""
    return of_round(discussion.round, _others(discussion.pk, discussion.round_id, actor))


@prepared
def _others(discussion_id: int, round_id: int, actor: Actor) -> QuerySet[Discussion]:
    rows = Discussion.objects.visible_to(actor).filter(round=round_id)
    wanted = Q(parent=discussion_id) | ~Q(kind=Kind.REGIONAL)
    return rows.filter(wanted).exclude(pk=discussion_id).order_by("position", "starts_at")
