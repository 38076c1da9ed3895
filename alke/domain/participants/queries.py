"""Reads of participants: the page by sides and bodies, one body's people, openings, attendance."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.base.prepared import prepared
from alke.domain.participants.models import Attendance, Enrolment, Participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation, Side
from alke.domain.people.rules import CONVENER
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.party_queries import asked_of, bodies_of
from alke.domain.topics.models import Opening, Topic

Reply = Participant.Reply
Row = tuple[Any, ...]  # of `_people`
_NAMES = [f"{kind}_{code}" for kind in ("name", "short") for code in CODES]
_BODY = ["organisation_id", *(f"organisation__{name}" for name in ("slug", "kind", *_NAMES))]
_FIRST = (Organisation.Kind.MINISTRY, Organisation.Kind.COUNCIL)
_SHORT = frozenset(
    {Organisation.Kind.MINISTRY, Organisation.Kind.ELY, Organisation.Kind.CENTRE}
)  # known by their short names


@dataclass
class BodyLine:
    """A body that takes part, with its people as far as the reader sees them."""

    organisation: Organisation
    represents: str
    side: str
    count: int = 0
    accepted: int = 0
    declined: int = 0
    titles: list[str] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)  # numbers of topics; 0: not known which

    @cached_property
    def name(self) -> str:
        """As the side calls its bodies: ministries by abbreviation."""
        return self.represents or called(self.organisation)


def called(body: Organisation) -> str:
    """How people call the body: ministries and centres by their short names."""
    return body.short if body.kind in _SHORT else body.name


@dataclass(frozen=True)
class SilentLine:
    """A body that was asked and has named nobody, or takes no part."""

    organisation: Organisation
    side: str
    enrolment: Enrolment | None

    @property
    def declined(self) -> bool:
        """Whether it takes no part."""
        return self.enrolment is not None and self.enrolment.declined_at is not None

    @property
    def name(self) -> str:
        """As the side calls its bodies."""
        return called(self.organisation)


@dataclass(frozen=True)
class OpeningGap:
    """A topic that nobody registered opens on a side; `opening`: what the agenda says of it."""

    topic: Topic
    side: str
    opening: Opening | None


@dataclass(frozen=True)
class ParticipantPage:
    """What the page shows, by side."""

    lines: dict[str, list[BodyLine]]
    silent: dict[str, list[SilentLine]]
    gaps: dict[str, list[OpeningGap]]
    topics: list[Topic]

    def people(self, side: str) -> int:
        """How many are coming on a side."""
        return sum(line.count for line in self.lines[side])


def participant_page(discussion: Discussion, actor: Actor) -> ParticipantPage:
    """For whoever sees persons: titles, openings, answers and what is missing. Six queries at most.

    One's own bodies stand first.
    """
    rows = _people(discussion.pk)
    asked = bodies_of(discussion)
    lines = _lines(rows, _with_others({body.pk: body for body in asked}, rows))
    for found in lines.values():
        found.sort(key=lambda line: line.organisation.pk not in actor.organisation_ids)
    topics = shared_topics(discussion, actor)
    return ParticipantPage(
        lines=lines,
        silent=_silent(discussion, asked, rows),
        gaps=_gaps(topics, lines),
        topics=topics,
    )


def counted_page(discussion: Discussion) -> ParticipantPage:
    """For everybody else: the bodies and how many come of each. One query."""
    found: dict[str, list[BodyLine]] = {side: [] for side in Side}
    for row in _counted(discussion.pk):
        line = BodyLine(body_of(row), row["represents"], row["side"], count=row["n"])
        found[row["side"]].append(line)
    return ParticipantPage(_sorted(found), {side: [] for side in Side}, {}, [])


@prepared
def _people(discussion_id: int) -> QuerySet[Participant, Any]:
    """Of each registered person body, represents, side, title, opening, topic and answer."""
    rows = Participant.objects.registered().filter(discussion=discussion_id)
    found: QuerySet[Participant, Any] = rows.order_by("-gives_opening", "pk")
    shown = ("organisation_id", "represents", "side", "title")
    return found.values_list(*shown, "gives_opening", "topic__number", "reply")


def _with_others(bodies: dict[int, Organisation], rows: Iterable[Row]) -> dict[int, Organisation]:
    """With the bodies that come without having been asked. One query, none without such."""
    others = {row[0] for row in rows} - bodies.keys()
    return bodies | {body.pk: body for body in _organisations(others)} if others else bodies


@prepared
def _organisations(ids: Collection[int]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=ids)


@prepared
def _counted(discussion_id: int) -> QuerySet[Participant, Any]:
    rows = Participant.objects.coming().filter(discussion=discussion_id).order_by()
    by_body: QuerySet[Participant, Any] = rows.values("represents", "side", *_BODY)
    counted: QuerySet[Participant, Any] = by_body.annotate(n=Count("pk"))
    return counted


def body_of(row: dict[str, Any]) -> Organisation:
    """The organisation of a row that was read with its names."""
    values = {name: row[f"organisation__{name}"] for name in ("slug", "kind", *_NAMES)}
    return Organisation(pk=row["organisation_id"], **values)


def _lines(rows: Iterable[Row], bodies: dict[int, Organisation]) -> dict[str, list[BodyLine]]:
    found: dict[tuple[str, int, str], BodyLine] = {}
    for body, represents, side, *person in rows:
        key = (side, body, represents)
        line = found.get(key)
        if line is None:
            line = found[key] = BodyLine(bodies[body], represents, side)
        _add(line, *person)
    sides: dict[str, list[BodyLine]] = {side: [] for side in Side}
    for line in found.values():
        sides[line.side].append(line)
    return _sorted(sides)


def _add(line: BodyLine, title: str, opens: bool, number: int | None, reply: str) -> None:  # noqa: FBT001 - as the row has it
    if reply == Reply.DECLINED:
        line.declined += 1
        return
    line.count += 1
    line.accepted += reply == Reply.ACCEPTED
    line.titles.append(_within(title) if line.titles else title)
    if opens:
        line.opens.append(number or 0)


def _within(title: str) -> str:
    """A title in the middle of a line, small unless its first word is an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _sorted(sides: dict[str, list[BodyLine]]) -> dict[str, list[BodyLine]]:
    """The ministry in charge first, then ministries and councils, each by name."""
    return {side: sorted(lines, key=_place) for side, lines in sides.items()}


def _place(line: BodyLine | SilentLine) -> tuple[bool, bool, str]:
    return _place_of(line.organisation, line.name)


def _place_of(body: Organisation, name: str) -> tuple[bool, bool, str]:
    return body.slug != CONVENER, body.kind not in _FIRST, name.casefold()


def _silent(
    discussion: Discussion, bodies: Sequence[Organisation], rows: Iterable[Row]
) -> dict[str, list[SilentLine]]:
    """Those that were asked and of which nobody is registered."""
    heard = {row[0] for row in rows if row[-1] != Reply.DECLINED}
    said = {row.organisation_id: row for row in _enrolments(discussion.pk)}
    found: dict[str, list[SilentLine]] = {side: [] for side in Side}
    for body in asked_of(discussion, bodies):
        if body.pk not in heard:
            found[body.side].append(SilentLine(body, body.side, said.get(body.pk)))
    return {side: sorted(lines, key=_last_place) for side, lines in found.items()}


def _last_place(line: SilentLine) -> tuple[bool, bool, bool, str]:
    return (line.declined, *_place(line))


@prepared
def _enrolments(discussion_id: int) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(discussion=discussion_id)


def _gaps(topics: Sequence[Topic], lines: dict[str, list[BodyLine]]) -> dict[str, list[OpeningGap]]:
    """What nobody opens on a side, among topics with their openings at hand."""
    opened = {side: {n for line in found for n in line.opens} for side, found in lines.items()}
    return {
        side: [
            OpeningGap(topic, side, topic.openings_by_side.get(side))  # type: ignore[attr-defined]
            for topic in topics
            if topic.number not in opened[side]
        ]
        for side in Side
    }


def shared_topics(discussion: Discussion, actor: Actor) -> list[Topic]:
    """The agenda's topics that both sides see, each with `openings_by_side`. One query.

    Regional meetings have no openings of two sides, and so no gaps.
    """
    if not discussion.max_topics or discussion.kind == Discussion.Kind.REGIONAL:
        return []
    topics = _topics(discussion.pk, actor)
    for topic in topics:
        topic.discussion = discussion
        topic.openings_by_side = {row["side"]: _opening(row) for row in topic.opening_rows}
    return topics


@prepared
def _topics(discussion_id: int, actor: Actor) -> QuerySet[Any]:
    rows = Topic.objects.visible_to(actor).on_agenda().filter(draft_side="")
    shown = ("discussion", "number", "title", "title_sv", "language")
    names = {name: f"organisation__{name}" for name in ("kind", *_NAMES)}
    openings = Opening.objects.filter(topic=OuterRef("pk")).order_by("pk")
    found = rows.filter(discussion=discussion_id).order_by("number").only(*shown)
    return found.annotate(opening_rows=JsonRows(openings, "side", "speaker", **names))


def _opening(row: dict[str, Any]) -> Opening:
    body = Organisation(**{name: row[name] for name in ("kind", *_NAMES)})
    return Opening(side=row["side"], speaker=row["speaker"], organisation=body)


def people_of_body(discussion: Discussion, body_id: int) -> list[Participant]:
    """All of a body's people, those taken back last. One query."""
    rows = _of_body(discussion.pk, body_id)
    for row in rows:
        row.discussion = discussion
    return sorted(rows, key=lambda row: row.cancelled_at is not None)


@prepared
def _of_body(discussion_id: int, body_id: int) -> QuerySet[Participant]:
    rows = Participant.objects.filter(discussion=discussion_id, organisation=body_id)
    return rows.select_related("organisation", "topic", "deputy_for").order_by("represents", "pk")


@prepared
def enrolment_of(discussion_id: int, body_id: int) -> QuerySet[Enrolment]:
    """What the body has said of its participants."""
    return Enrolment.objects.filter(discussion=discussion_id, organisation=body_id)


@prepared
def participant_in(discussion_id: int, pk: int, actor: Actor) -> QuerySet[Participant]:
    """One person of the discussion."""
    rows = Participant.objects.visible_to(actor).filter(discussion=discussion_id, pk=pk)
    return rows.select_related("organisation", "topic", "deputy_for")


def listed(discussion: Discussion) -> list[Participant]:
    """Everybody who is registered, by side and body, with who was there. One query."""
    rows = _listed(discussion.pk)
    for row in rows:
        row.discussion = discussion
    order = [Side.VN, Side.MK]
    return sorted(rows, key=lambda row: (order.index(Side(row.side)), *_order(row)))


def _order(row: Participant) -> tuple[tuple[bool, bool, str], bool, int]:
    body = row.organisation
    place = _place_of(body, row.represents or called(body))
    return place, not row.gives_opening, row.pk


@prepared
def _listed(discussion_id: int) -> QuerySet[Any]:
    rows = Participant.objects.registered().filter(discussion=discussion_id)
    there = Attendance.objects.filter(participant=OuterRef("pk"))
    return rows.select_related("organisation", "topic").annotate(was_there=Exists(there))


def attendances(discussion: Discussion) -> set[tuple[int, int]]:
    """Who was there when: the person's id with the topic's number, 0 without topics."""
    rows = _attendances(discussion.pk)
    return {(person, number or 0) for person, number in rows}


@prepared
def _attendances(discussion_id: int) -> QuerySet[Attendance, Any]:
    rows = Attendance.objects.filter(participant__discussion=discussion_id)
    return rows.values_list("participant_id", "topic__number")


def present_by_role(discussion: Discussion) -> list[dict[str, str]]:
    """Who was there, by body and role and never by name: for the outcome. One query."""
    return [
        {
            "organisation": row.organisation.slug,
            "represents": row.represents,
            "side": row.side,
            "title": row.title,
        }
        for row in listed(discussion)
        if row.was_there  # type: ignore[attr-defined]
    ]
