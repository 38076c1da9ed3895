"""Reads of bookings: the board of all regional meetings of a round, with what collides."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Prefetch, Q

from alke.base import clock
from alke.domain.bookings.models import Booking, BookingRequest, MinistryAnswer, TimetableProposal
from alke.domain.bookings.people_queries import Shared, shared_people
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Deadline, Discussion, Distribution, GroupMember, Round
from alke.domain.rounds.participation import note_councils
from alke.domain.rounds.regional import Slot, joint_days, slots_of, staff_of
from alke.domain.topics.models import Topic

Kind = Discussion.Kind


@dataclass
class Line:
    """One regional meeting: its region's days, what is wished and who answers."""

    meeting: Discussion
    own_days: frozenset[dt.date] = frozenset()
    booking: Booking | None = None
    wanted: list[Organisation] = field(default_factory=list)
    answers: dict[int, MinistryAnswer] = field(default_factory=dict)  # by ministry
    theme: Topic | None = None
    request: BookingRequest | None = None  # its own that waits

    @property
    def is_official(self) -> bool:
        """Whether its time has been made official."""
        return self.booking is not None and self.booking.official_at is not None

    @property
    def state(self) -> str:
        """Free, tentative or confirmed; "wished" without a time but with a wish."""
        if self.meeting.starts_at is not None:
            return "confirmed" if self.is_official else "tentative"
        return "wished" if self.booking is not None and self.booking.wishes else "free"

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is on another day than its region's joint discussions (R8)."""
        day = self.meeting.day
        return day is not None and bool(self.own_days) and day not in self.own_days

    def attends(self, ministry: Organisation) -> bool:
        """Whether the ministry is expected: it comes, or is wished and has not answered."""
        answer = self.answers.get(ministry.pk)
        return answer.comes if answer else ministry in self.wanted


@dataclass(frozen=True)
class Overlap:
    """Something that collides: two meetings in one slot, a ministry or person in two places."""

    kind: str  # "same-slot", "doubled", "away", "person"
    line: Line
    body: Organisation | None = None
    others: tuple[Line, ...] = ()
    title: str = ""  # of the person


@dataclass
class Board:
    """All regional meetings of a round."""

    round: Round
    days: dict[dt.date, list[Discussion]]  # with the joint discussions of each
    slots: list[Slot]
    lines: list[Line]
    ministries: list[Organisation]  # on the distribution list, who attends every one first
    always: frozenset[int]  # ids of those
    booking_due: Deadline | None = None
    answers_due: Deadline | None = None  # by when the ministries have answered (B8)
    swaps: list[BookingRequest] = field(default_factory=list)  # all open requests
    people: list[Shared] = field(default_factory=list)  # who comes to several meetings
    cancelled: list[Discussion] = field(default_factory=list)  # meetings that are not held

    @cached_property
    def by_meeting(self) -> dict[int, Line]:
        """Lines by the meeting's id."""
        return {line.meeting.pk: line for line in self.lines}

    @cached_property
    def at(self) -> dict[dt.datetime, list[Line]]:
        """Lines by the moment at which they begin, by track."""
        found: dict[dt.datetime, list[Line]] = defaultdict(list)
        for line in self.lines:
            if line.meeting.starts_at is not None:
                found[line.meeting.starts_at].append(line)
        for rows in found.values():
            rows.sort(key=lambda line: (line.meeting.track or 99, line.meeting.pk))
        return dict(found)

    @property
    def booked(self) -> list[Line]:
        """Those that have a time."""
        return [line for line in self.lines if line.meeting.starts_at is not None]

    @cached_property
    def slot_at(self) -> dict[dt.datetime, Slot]:
        """The round's times by the moment at which they begin."""
        return {slot.starts_at: slot for slot in self.slots}

    @cached_property
    def lines_on(self) -> dict[dt.date, list[Line]]:
        """Lines by day, by track: no meeting goes on past midnight."""
        found: dict[dt.date, list[Line]] = defaultdict(list)
        for at, lines in self.at.items():
            found[_day(at)] += lines
        return found

    @cached_property
    def slots_on(self) -> dict[dt.date, list[Slot]]:
        """The round's times by day."""
        found: dict[dt.date, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            found[slot.day].append(slot)
        return found

    def overlapping(self, starts_at: dt.datetime, ends_at: dt.datetime) -> list[Line]:
        """Meetings that are held meanwhile."""
        that_day = self.lines_on.get(_day(starts_at), [])
        return [line for line in that_day if _meets(line.meeting, starts_at, ends_at)]

    def free(self, slot: Slot) -> int:
        """How many more meetings fit into the slot."""
        return max(0, slot.tracks - len(self.overlapping(slot.starts_at, slot.ends_at)))

    @cached_property
    def _colliding(self) -> dict[int, list[Overlap]]:
        """What collides by meeting, by time."""
        lines = sorted(self.booked, key=lambda line: (line.meeting.starts_at, line.meeting.pk))
        return {line.meeting.pk: list(self._overlaps_of(line)) for line in lines}

    @property
    def overlaps(self) -> list[Overlap]:
        """What collides, by time."""
        return [row for found in self._colliding.values() for row in found]

    def overlaps_at(self, line: Line) -> list[Overlap]:
        """Those of one meeting."""
        return self._colliding.get(line.meeting.pk, [])

    def _overlaps_of(self, line: Line) -> Iterable[Overlap]:
        starts, ends = line.meeting.starts_at, line.meeting.ends_at
        if starts is None or ends is None:
            return
        beside = [row for row in self.overlapping(starts, ends) if row is not line]
        slot = self.slot_at.get(starts)
        if len(beside) >= (slot.tracks if slot else 1):
            yield Overlap("same-slot", line, others=tuple(beside))
        for body in self.ministries:
            answer = line.answers.get(body.pk)
            if answer is not None and is_away(answer, line.meeting):
                yield Overlap("away", line, body)
            doubled = tuple(row for row in beside if self.expects(body, row))
            room = self.room_of(body)
            if room is not None and len(doubled) >= room and self.expects(body, line):
                yield Overlap("doubled", line, body, doubled)
        for person in self.apart:
            there = tuple(row for row in beside if row.meeting.pk in person.meetings)
            if there and line.meeting.pk in person.meetings:
                yield Overlap("person", line, person.body, there, person.title)

    def expects(self, body: Organisation, line: Line) -> bool:
        """Whether the body is expected at the meeting."""
        return body.pk in self.always or line.attends(body)

    @cached_property
    def apart(self) -> list[Shared]:
        """Persons who have to be kept apart beside what is told of their ministries."""
        return [person for person in self.people if not self._is_told_by_body(person)]

    def _is_told_by_body(self, person: Shared) -> bool:
        """Whether the person's ministry, at one meeting at a time, is expected at all of them."""
        body = next((row for row in self.ministries if row.pk == person.body.pk), None)
        if body is None or self.room_of(body) != 1:
            return False
        rows = (self.by_meeting[pk] for pk in person.meetings if pk in self.by_meeting)
        return all(self.expects(body, row) for row in rows)

    def room_of(self, body: Organisation) -> int | None:
        """At how many meetings at once the body can be; None: at as many as there are (S4)."""
        return staff_of(self.round) if body.pk in self.always else 1


def is_away(answer: MinistryAnswer, meeting: Discussion) -> bool:
    """Whether the ministry said that it cannot be there at the meeting's present time."""
    other = answer.answer == MinistryAnswer.Answer.OTHER_TIME
    return other and answer.starts_at is not None and answer.starts_at == meeting.starts_at


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(clock.HELSINKI).date()


def _meets(meeting: Discussion, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    begins, ends = meeting.starts_at, meeting.ends_at
    return begins is not None and begins < ends_at and (ends or begins) > starts_at


def board_of(round_: Round, actor: Actor) -> Board:
    """The board as the actor sees it. Nine queries, three for the public."""
    rows = Discussion.objects.visible_to(actor).filter(
        round=round_, kind__in=[Kind.JOINT, Kind.REGIONAL]
    )
    everything = list(rows.select_related("region").order_by("position", "pk"))
    for row in everything:
        row.round = round_
    discussions = [row for row in everything if row.cancelled_at is None]
    if actor.sides:
        note_councils(row for row in everything if row.region_id is not None)
    days = joint_days(discussions)
    lines = _lines(discussions, _days_of_regions(round_, discussions) if actor.reads else {})
    _describe(lines, actor)
    swaps = _requests(everything, lines) if actor.reads else []
    always = set(round_.settings.get("kinds", {}).get("regional", {}).get("must_attend", []))
    ministries = ministries_of(round_, always) if actor.reads else []
    due = _due(round_)
    return Board(
        round=round_,
        days=days,
        slots=slots_of(round_, days),
        lines=lines,
        ministries=ministries,
        always=frozenset(row.pk for row in ministries if row.slug in always),
        booking_due=due.get("booking"),
        answers_due=due.get("attendance"),
        swaps=swaps,
        people=shared_people(round_) if actor.reads else [],
        cancelled=[
            row
            for row in everything
            if row.cancelled_at is not None and row.kind == Kind.REGIONAL and row.region_id
        ],
    )


def booking_due(round_: Round) -> Deadline | None:
    """The deadline until which councils book."""
    return _due(round_).get("booking")


def _due(round_: Round) -> dict[str, Deadline]:
    """The first deadline of each purpose. One query."""
    rows = round_.deadlines.filter(purpose__in=["booking", "attendance"]).order_by("-due_at")
    return {row.purpose: row for row in rows}


def ministries_of(round_: Round, always: Iterable[str]) -> list[Organisation]:
    """Ministries on the distribution list, and those that attend every meeting, which lead."""
    listed = Distribution.objects.filter(round=round_).values("organisation")
    always = set(always)
    ministries = Q(kind=Organisation.Kind.MINISTRY, pk__in=listed)
    found = Organisation.objects.filter(ministries | Q(slug__in=always))
    return sorted(found, key=lambda row: (row.slug not in always, row.short_fi))


def open_proposal(round_: Round) -> TimetableProposal | None:
    """The timetable that is being worked on."""
    row = newest_proposal(round_)
    return row if row is not None and row.state in TimetableProposal.UNDER_WAY else None


def newest_proposal(round_: Round) -> TimetableProposal | None:
    """The timetable that was sought last, whatever became of it."""
    return TimetableProposal.objects.filter(round=round_).select_related("by").first()


def answered_request(round_: Round, pk: int) -> list[BookingRequest]:
    """The request when it does not wait any more, else none."""
    rows = BookingRequest.objects.filter(discussion__round=round_, pk=pk)
    rows = rows.exclude(state=BookingRequest.State.OPEN)
    return list(rows.select_related("discussion__round", "other__round"))


def days_of_region(meeting: Discussion) -> frozenset[dt.date]:
    """The days of the joint discussions in which the meeting's region takes part."""
    rows = Discussion.objects.filter(
        round=meeting.round_id,
        kind=Kind.JOINT,
        cancelled_at=None,
        group__regions=meeting.region_id,
    )
    return frozenset(row.day for row in rows if row.day is not None)


def is_elsewhere(meeting: Discussion, day: dt.date | None) -> bool:
    """Whether the day is none on which the meeting's region is at a joint discussion (R8)."""
    days = days_of_region(meeting)
    return bool(days) and day not in days


def slot_at(round_: Round, starts_at: dt.datetime) -> Slot | None:
    """The slot of the round that begins at that moment."""
    day = _day(starts_at)
    found = slots_of(round_, [day])
    slot = next((row for row in found if row.starts_at == starts_at), None)
    begins, ends = (clock.at_time(row, dt.time.min) for row in (day, day + dt.timedelta(days=1)))
    joint = round_.discussions.filter(kind=Kind.JOINT, cancelled_at=None)
    held = slot is not None and joint.filter(starts_at__gte=begins, starts_at__lt=ends).exists()
    return slot if held else None


def themes_of(meetings: Iterable[int], actor: Actor) -> dict[int, Topic]:
    """The one theme of each meeting: on its agenda, or else the newest proposal that waits."""
    rows = Topic.objects.visible_to(actor).filter(discussion__in=meetings)
    found: dict[int, Topic] = {}
    for row in rows.select_related("proposed_by").order_by("pk"):
        held = found.get(row.discussion_id)
        waits = row.number is None and row.disposition == Topic.Disposition.OPEN
        if row.number == 1 or (waits and (held is None or held.number is None)):
            found[row.discussion_id] = row
    return found


def _days_of_regions(round_: Round, discussions: list[Discussion]) -> dict[int, frozenset[dt.date]]:
    joint = {row.group_id: row.day for row in discussions if row.kind == Kind.JOINT and row.day}
    found: dict[int, set[dt.date]] = defaultdict(set)
    for row in GroupMember.objects.filter(round=round_).only("group_id", "region_id"):
        if (day := joint.get(row.group_id)) is not None:
            found[row.region_id].add(day)
    return {key: frozenset(days) for key, days in found.items()}


def _lines(discussions: list[Discussion], days: dict[int, frozenset[dt.date]]) -> list[Line]:
    return [
        Line(row, days.get(row.region_id or 0, frozenset()))
        for row in discussions
        if row.kind == Kind.REGIONAL and row.region_id is not None
    ]


def _describe(lines: list[Line], actor: Actor) -> None:
    """Reads what is said of the meetings; what is prepared only for those who read it."""
    by_meeting = {line.meeting.pk: line for line in lines}
    for pk, topic in themes_of(by_meeting, actor).items():
        by_meeting[pk].theme = topic
    if not actor.reads:
        return
    wanted = Prefetch("wanted", Organisation.objects.order_by("short_fi"))
    for booking in Booking.objects.filter(discussion__in=by_meeting).prefetch_related(wanted):
        line = by_meeting[booking.discussion_id]
        line.booking, line.wanted = booking, list(booking.wanted.all())
    answers = MinistryAnswer.objects.filter(discussion__in=by_meeting)
    for answer in answers.select_related("participant"):
        by_meeting[answer.discussion_id].answers[answer.organisation_id] = answer


def _requests(everything: list[Discussion], lines: list[Line]) -> list[BookingRequest]:
    """All that wait, in the order of the lines; last those of meetings that are not held.

    Those wait to be declined or withdrawn: nobody else would end them.
    """
    rows = {row.pk: row for row in everything if row.kind == Kind.REGIONAL}
    found = {}
    for request in BookingRequest.objects.filter(discussion__in=rows, state="open"):
        request.discussion = rows[request.discussion_id]
        if request.other_id in rows:
            request.other = rows[request.other_id]
        found[request.discussion_id] = request
    for line in lines:
        line.request = found.pop(line.meeting.pk, None)
    return [*(line.request for line in lines if line.request), *found.values()]


def attending(meetings: Collection[int]) -> int:
    """How many times a ministry has answered that it attends one of the meetings. One query."""
    rows = MinistryAnswer.objects.filter(answer=MinistryAnswer.Answer.ATTENDS)
    return rows.filter(discussion__in=meetings).count()


def days_left(due: dt.date) -> int:
    """Whole days until `due`; negative when it has passed."""
    return (due - clock.today()).days


def with_places(board: Board, places: Mapping[int, dt.datetime | None]) -> Board:
    """The board as it would be with these times; its rows stay as they are."""
    length = {slot.starts_at: slot.ends_at for slot in board.slots}
    lines = []
    for line in board.lines:
        meeting = copy(line.meeting)
        at = places.get(meeting.pk)
        if at != meeting.starts_at:
            meeting.starts_at, meeting.ends_at = at, length.get(at) if at else None
            meeting.track = None
        lines.append(replace(line, meeting=meeting))
    return replace(board, lines=lines)
