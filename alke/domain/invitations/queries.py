"""Reads of invitations: who is to be told what, what came of it, which discussions to look at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Max, Q

from alke.base import clock
from alke.domain.audit.queries import head
from alke.domain.invitations.models import Invitation, InvitationReply, Inviting
from alke.domain.invitations.plan import MAILED, Planned, Step, follows, planned
from alke.domain.notices.models import Mail, Notice
from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion, Round

KIND = "invitation"  # of mails
Result = InvitationReply.Result
MOST_REPLIES: Final = 50  # that are shown


@dataclass(frozen=True)
class Line:
    """A participant on the page."""

    planned: Planned
    mail: Mail | None = None  # the last one
    comment: str = ""  # that came with the answer that holds

    @property
    def participant(self) -> Participant:
        """Whose line it is."""
        return self.planned.participant


@dataclass(frozen=True)
class Overview:
    """A discussion's invitations."""

    inviting: Inviting | None
    lines: list[Line] = field(default_factory=list)
    replies: list[InvitationReply] = field(default_factory=list)  # those that were not taken

    def count(self, *steps: Step) -> int:
        """How many are at one of the steps."""
        return sum(line.planned.step in steps for line in self.lines)

    @property
    def to_mail(self) -> int:
        """How many mails would go out now."""
        return self.count(*MAILED)


def inviting_of(discussion: Discussion) -> Inviting | None:
    """That the discussion's invitations are sent. One query."""
    return Inviting.objects.filter(discussion=discussion.pk).select_related("begun_by").first()


def plan_of(discussion: Discussion) -> list[Planned]:
    """Every participant's next step, those who were taken back included. One query."""
    rows = Participant.objects.filter(discussion=discussion.pk)
    rows = rows.select_related("organisation", "invitation")
    rows = rows.order_by("organisation__name_fi", "represents", "pk")
    pairs = []
    for row in rows:
        row.discussion = discussion
        invitation = getattr(row, "invitation", None)
        if invitation is not None:
            invitation.participant = row
        pairs.append((row, invitation))
    return planned(pairs, discussion)


def overview_of(discussion: Discussion) -> Overview:
    """All of the discussion's invitations. Four queries, of which the last has all replies."""
    shown = [row for row in plan_of(discussion) if _is_shown(row)]
    mails = _last_mails(row.participant for row in shown)
    rows = InvitationReply.objects.filter(participant__discussion=discussion.pk)
    replies = list(rows.select_related("participant__organisation"))
    comments = _comments(replies)
    lines = [
        Line(row, mails.get(row.participant.audit_key), comments.get(row.participant.pk, ""))
        for row in shown
    ]
    left = [row for row in replies if row.result != Result.TAKEN]
    return Overview(inviting_of(discussion), lines, left[:MOST_REPLIES])


def _comments(replies: Iterable[InvitationReply]) -> dict[int, str]:
    """What stood beside each answer that holds, if it came from the calendar; the newest first."""
    found: dict[int, str] = {}
    for row in replies:
        person = row.participant
        if row.result == Result.TAKEN and person and person.replied_how == Participant.How.MAIL:
            found.setdefault(person.pk, row.comment)
    return found


def deputy_of(participant: Participant) -> str:
    """The address to which the person handed the invitation on in the calendar. One query."""
    rows = InvitationReply.objects.filter(participant=participant, result=Result.DELEGATED)
    return rows.values_list("deputy", flat=True).first() or ""


def stray_replies(address: str = "") -> list[InvitationReply]:
    """The newest replies that name no invitation of ours, or could not be read. One query."""
    rows = InvitationReply.objects.filter(participant=None)
    return list(rows.filter(sender__icontains=address)[:MOST_REPLIES])


def _is_shown(row: Planned) -> bool:
    return row.participant.cancelled_at is None or row.invitation is not None


def _last_mails(participants: Iterable[Participant]) -> dict[str, Mail]:
    keys = [participant.audit_key for participant in participants]
    rows = Mail.objects.filter(about__in=keys, kind=KIND).order_by("pk")
    shown = rows.only("about", "state", "sent_at", "at", "fault", "to")
    return {row.about: row for row in shown}


def invited_to(discussions: Collection[int]) -> int:
    """How many people's calendars have an invitation to one of the discussions. One query."""
    rows = Invitation.objects.filter(told=Invitation.Told.REQUEST)
    return rows.filter(participant__discussion__in=discussions).count()


def to_check() -> list[Inviting]:
    """Discussions whose participants may have to be told something now."""
    coming = Q(discussion__starts_at=None) | Q(discussion__starts_at__gt=clock.now())
    rows = Inviting.objects.unchecked(head()).filter(coming)
    rows = rows.exclude(discussion__round__state=Round.State.ENDED)
    return list(rows.select_related("discussion__round").order_by("pk"))


def has_unchecked() -> bool:
    """Whether there is one to look at. Two queries."""
    return any(follows(row.discussion) for row in to_check())


def invitation_by(uid: str) -> Invitation | None:
    """The invitation that a reply names."""
    rows = Invitation.objects.filter(participant__uid=uid)
    joined = ("participant__discussion__round", "participant__organisation")
    return rows.select_related(*joined).first()


def newest_notice() -> int:
    """The number of the latest line on anybody's page. One query."""
    return Notice.objects.aggregate(newest=Max("pk"))["newest"] or 0


def told_by_calendar(moved: Sequence[Discussion], since: int) -> list[Notice]:
    """Lines of this move to people whose calendars hear of every discussion that moved (S10).

    Lines later than `since` are this move's: others of the round wait for it. Two queries.
    """
    held: dict[str, set[int]] = defaultdict(set)
    rows = Invitation.objects.filter(
        told=Invitation.Told.REQUEST, participant__discussion__in=moved
    )
    for email, discussion in rows.values_list("email", "participant__discussion"):
        held[email.lower()].add(discussion)
    every = {row.pk for row in moved}
    lines = Notice.objects.filter(
        kind="dates-moved", about=f"round:{moved[0].round_id}", pk__gt=since, settled_at=None
    )
    return [
        row
        for row in lines.select_related("to").only("to__email")
        if held.get(row.to.email.lower()) == every
    ]
