"""Reads of an agenda: what is still missing, its publications and recipients."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alke.base import clock
from alke.base.prepared import prepared
from alke.domain.notices.models import Mail
from alke.domain.people.models import Membership, Organisation, Side, User
from alke.domain.rounds.models import Contact, Deadline, Discussion
from alke.domain.topics.action_queries import without_responsible
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient
from alke.domain.topics.agenda_times import span_of
from alke.domain.topics.models import Opening, Topic, TopicConfirmation, TopicText

QUESTIONS = "questions"  # the sheet's field of questions for the discussion


@dataclass(frozen=True)
class CheckItem:
    """A thing that must be there before publication; `reason` says what to do first."""

    key: str
    text: str | Promise
    done: bool
    note: str | Promise = ""
    reason: str | Promise = ""
    required: bool = True


@dataclass(frozen=True)
class Readiness:
    """What the checklist looks at."""

    topics: Sequence[Topic]
    contacts: Sequence[Contact]
    questions: frozenset[int]  # topics with questions
    opened: dict[int, frozenset[str]]  # sides with an opening, by topic
    confirmed: dict[int, frozenset[str]]  # sides that confirmed, by topic
    orphans: Sequence[int]  # numbers of actions that nobody answers for


def agenda_due(discussion: Discussion) -> Deadline | None:
    """The deadline by which the agenda is known to participants (letter 2024)."""
    return next(iter(_agenda_deadlines(discussion.pk)), None)


@prepared
def _agenda_deadlines(discussion_id: int) -> QuerySet[Deadline]:
    return Deadline.objects.filter(discussion=discussion_id, purpose="agenda").order_by("due_at")


def readiness(discussion: Discussion) -> Readiness:
    """What the checklist needs, read anew. Seven queries."""
    topics = list(Topic.objects.filter(discussion=discussion).on_agenda().order_by("number"))
    for topic in topics:
        topic.discussion = discussion
    ids = [topic.pk for topic in topics]
    written = TopicText.objects.filter(topic__in=ids, field=QUESTIONS, current=True)
    opened = Opening.objects.filter(topic__in=ids).values_list("topic_id", "side")
    held = TopicConfirmation.objects.filter(topic__in=ids, withdrawn_at=None)
    return Readiness(
        topics=topics,
        contacts=list(Contact.objects.filter(discussion=discussion)),
        questions=frozenset(written.exclude(text="").values_list("topic_id", flat=True)),
        opened=_by_topic(opened),
        confirmed=_by_topic(held.values_list("topic_id", "side")),
        orphans=without_responsible(discussion),
    )


def _by_topic(rows: Iterable[tuple[int, str]]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for topic, side in rows:
        found[topic] = found.get(topic, frozenset()) | {side}
    return found


def checklist(discussion: Discussion, ready: Readiness | None = None) -> list[CheckItem]:
    """What must be there before the agenda is published, in order, with what is missing.

    Contacts, questions and openings are for joint discussions; a regional meeting has one
    theme and is prepared by its council (letter 2024, Maakuntakohtaiset keskustelut).
    """
    ready = readiness(discussion) if ready is None else ready
    joint = [] if discussion.kind == Discussion.Kind.REGIONAL else [_questions, _openings]
    items = [_contacts(ready)] if joint else []
    items.append(_topics(discussion, ready))
    items += [look(ready) for look in (*joint, _responsibles, _confirmations)]
    known = discussion.agenda_published_at is not None
    text = _("Agenda known to the participants")
    return [*items, CheckItem("informed", text, known, required=False)]


_TAKE_FIRST = _("Take a topic to the agenda first.")
_NO_CONTACT = {Side.VN: _("Government side missing"), Side.MK: _("Regions’ side missing")}
_NO_OPENING = {
    Side.VN: _("Name who opens topic %(number)d for the Government first."),
    Side.MK: _("Name who opens topic %(number)d for the regions first."),
}
_NOT_CONFIRMED = {
    Side.VN: _("The Government side has not confirmed topic %(number)d yet."),
    Side.MK: _("The regions’ side has not confirmed topic %(number)d yet."),
}
_MISSING = {
    Side.VN: _("Topic %(number)d: VN missing"),
    Side.MK: _("Topic %(number)d: regions missing"),
}
_BOTH = _("Topic %(number)d: both sides missing")


def _contacts(ready: Readiness) -> CheckItem:
    missing = [side for side in Side if side not in {row.side for row in ready.contacts}]
    note = _NO_CONTACT[missing[0]] if len(missing) == 1 else ""
    return CheckItem(
        "contacts",
        _("Contacts named"),
        not missing,
        note,
        _("Name the contacts of both sides first."),
    )


def _topics(discussion: Discussion, ready: Readiness) -> CheckItem:
    limit, count = discussion.max_topics, len(ready.topics)
    text: str | Promise = _("Topics on the agenda")
    if limit:
        text = ngettext_lazy("At most %(n)d topic", "At most %(n)d topics", "n") % {"n": limit}
    done = count > 0 and (not limit or count <= limit)
    note: str | Promise = "" if count else _("There is no topic yet.")
    reason = _TAKE_FIRST if not count else _("There are too many topics.")
    return CheckItem("topics", text, done, note, reason)


def _questions(ready: Readiness) -> CheckItem:
    missing = [topic.number for topic in ready.topics if topic.pk not in ready.questions]
    number = missing[0] if missing else 0
    return CheckItem(
        "questions",
        _("Questions for the discussion written"),
        bool(ready.topics) and not missing,
        _("Topic %(numbers)s: missing") % {"numbers": _numbers(missing)} if missing else "",
        _("Write the questions of topic %(number)d first.") % {"number": number}
        if missing
        else _TAKE_FIRST,
    )


def _openings(ready: Readiness) -> CheckItem:
    missing = _missing_sides(ready, ready.opened)
    number, side = missing[0] if missing else (0, Side.VN)
    return CheckItem(
        "openings",
        _("Openings from both sides"),
        bool(ready.topics) and not missing,
        _side_note(missing),
        _NO_OPENING[side] % {"number": number} if missing else _TAKE_FIRST,
    )


def _confirmations(ready: Readiness) -> CheckItem:
    missing = _missing_sides(ready, ready.confirmed)
    number, side = missing[0] if missing else (0, Side.VN)
    return CheckItem(
        "confirmations",
        _("Both sides have confirmed the topics"),
        bool(ready.topics) and not missing,
        _side_note(missing),
        _NOT_CONFIRMED[side] % {"number": number} if missing else _TAKE_FIRST,
    )


def _responsibles(ready: Readiness) -> CheckItem:
    missing = list(ready.orphans)
    return CheckItem(
        "responsibles",
        _("Every action has a responsible body"),
        not missing,
        _("Missing: action %(numbers)s") % {"numbers": _numbers(missing)} if missing else "",
        _("Name a responsible body for action %(number)d first.")
        % {"number": missing[0] if missing else 0},
    )


def _missing_sides(ready: Readiness, found: dict[int, frozenset[str]]) -> list[tuple[int, Side]]:
    return [
        (topic.number or 0, side)
        for topic in ready.topics
        for side in Side
        if side not in found.get(topic.pk, frozenset())
    ]


def _side_note(missing: list[tuple[int, Side]]) -> str:
    sides: dict[int, list[Side]] = {}
    for number, side in missing:
        sides.setdefault(number, []).append(side)
    words = [
        str((_MISSING[found[0]] if len(found) == 1 else _BOTH) % {"number": number})
        for number, found in sides.items()
    ]
    return "; ".join(words[:3])


def _numbers(found: Iterable[int | None]) -> str:
    return ", ".join(str(number) for number in found)


def publications(discussion: Discussion) -> list[AgendaPublication]:
    """All publications of the agenda, the first one first; of their contents only the times."""
    rows = AgendaPublication.objects.filter(discussion=discussion).defer("contents")
    times = {name: KT(f"contents__{name}") for name in ("starts_at", "ends_at")}
    found = list(rows.annotate(**times).select_related("by").order_by("number"))
    for row in found:
        row.discussion, row.span = discussion, span_of(*(getattr(row, name) for name in times))
    return found


def notice_rows(discussion: Discussion) -> list[NoticeRecipient]:
    """Everybody to whom each publication was told, by body and person."""
    rows = NoticeRecipient.objects.filter(publication__discussion=discussion)
    named = rows.select_related("organisation", "user", "publication").defer(
        "publication__contents"
    )
    return list(named.order_by("organisation__name_fi", "user_id", "person", "publication__number"))


def latest_publication(discussion: Discussion) -> AgendaPublication | None:
    """The publication that is in force."""
    return AgendaPublication.objects.filter(discussion=discussion).order_by("-number").first()


def publication_at(discussion: Discussion, moment: dt.datetime) -> AgendaPublication | None:
    """The publication that was in force at `moment` (B15)."""
    rows = AgendaPublication.objects.filter(discussion=discussion, at__lte=moment)
    return rows.order_by("-number").first()


@dataclass(frozen=True)
class Recipient:
    """Who is to be told: a person of a body, or the body where nobody has an account."""

    organisation: Organisation
    user: User | None
    language: str


def recipients(discussion: Discussion) -> list[Recipient]:
    """The live distribution of the agenda (B4, B12), each in the own language. Three queries.

    Contacts of the discussion; people of the bodies that take part; the round's distribution
    list. Of a regional meeting the list's bodies of other regions are left out.
    """
    bodies = _bodies(discussion)
    contacts = discussion.contacts.select_related("organisation", "user")
    found = {
        (row.organisation_id, row.user_id): Recipient(
            row.organisation, row.user, row.user.language if row.user else row.organisation.language
        )
        for row in contacts
    }
    day = clock.today()
    for body in bodies:
        people = {row.user for row in body.memberships.all() if row.is_valid_on(day)}
        for user in sorted(people, key=lambda user: user.pk):
            found.setdefault((body.pk, user.pk), Recipient(body, user, user.language))
    served = {organisation for organisation, user in found if user is not None}
    for body in bodies:
        if body.pk not in served:
            found.setdefault((body.pk, None), Recipient(body, None, body.language))
    return [row for key, row in found.items() if key[1] is not None or key[0] not in served]


def _bodies(discussion: Discussion) -> list[Organisation]:
    listed = Q(pk__in=discussion.round.distribution.values("organisation"))
    own = Q(pk__in=_bodies_of_regions(discussion).values("pk"))
    if discussion.kind == Discussion.Kind.REGIONAL:
        listed &= Q(kind=Organisation.Kind.MINISTRY) | own
    members = Membership.objects.filter(user__is_active=True).exclude(
        role=Membership.Role.ADMINISTRATOR
    )
    invited = Q(pk__in=discussion.participants_from.values("pk"))
    rows = Organisation.objects.filter(listed | invited | own).valid_on(clock.today())
    return list(
        rows.order_by("kind", "name_fi").prefetch_related(
            Prefetch("memberships", members.select_related("user").order_by("pk"))
        )
    )


def _bodies_of_regions(discussion: Discussion) -> QuerySet[Organisation]:
    """Councils and centres of the regions that take part, unread: see `council_ids`."""
    bodies = Organisation.objects.exclude(kind=Organisation.Kind.MINISTRY)
    if discussion.group_id:
        return bodies.filter(regions__groups=discussion.group_id)
    if discussion.region_id:
        return bodies.filter(regions=discussion.region_id)
    return bodies.filter(regions__mainland=True)


def recipients_to_settle() -> list[tuple[NoticeRecipient, Mail]]:
    """Recipients of which nobody knows yet what their mail has come to, each with its mail.

    Sent ones are looked at again, for a mail may come back. One query.
    """
    settled = [Mail.State.SENT, Mail.State.FAILED, Mail.State.BOUNCED]
    state, back = NoticeRecipient.State, Mail.State.BOUNCED
    rows = NoticeRecipient.objects.filter(
        Q(state=state.RECORDED, notice__mail__state__in=settled)
        | Q(state=state.RECORDED, mail__state__in=settled)
        | Q(state=state.SENT, notice__mail__state=back)
        | Q(state=state.SENT, mail__state=back)
    )
    rows = rows.select_related("publication__discussion", "notice__mail", "mail")
    found = []
    for row in rows.defer("publication__contents").select_for_update(of=("self",)):
        mail = row.mail or (row.notice.mail if row.notice else None)
        if mail is not None:
            found.append((row, mail))
    return found


def unopened(publication: AgendaPublication, user: User, bodies: Iterable[int]) -> list[int]:
    """Ids of recipients that are this person, or a body of theirs, and have not opened yet."""
    rows = NoticeRecipient.objects.filter(publication=publication, first_opened_at=None)
    mine = Q(user=user) | Q(user=None, person=None, organisation__in=list(bodies))
    return list(rows.filter(mine).values_list("pk", flat=True))
