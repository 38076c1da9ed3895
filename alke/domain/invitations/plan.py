"""Who is to be told what: each participant beside what the calendar was told last."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from alke.base.languages import CODES, pick
from alke.domain.invitations.models import Invitation
from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion, Round

Reply, Told = Participant.Reply, Invitation.Told


class Step(StrEnum):
    """What a person is told next, or why nothing."""

    INVITE = "invite"
    CHANGE = "change"
    CANCEL = "cancel"
    NOTHING = "nothing"  # knows it already
    NO_ADDRESS = "no-address"
    DECLINED = "declined"
    SHARED = "shared"  # the person's one invitation is another registration's


HASHED: Final = 32  # characters of each hash of a state
MAILED = frozenset({Step.INVITE, Step.CHANGE, Step.CANCEL})


@dataclass(frozen=True)
class Planned:
    """One participant's next step."""

    participant: Participant
    invitation: Invitation | None
    step: Step
    moved: bool = False  # the mail tells another time than the one before
    holder: Participant | None = None  # whose registration has the person's one invitation


Pair = tuple[Participant, Invitation | None]


def planned(pairs: Iterable[Pair], discussion: Discussion) -> list[Planned]:
    """What each of the discussion's participants is to be told now.

    A person whom several bodies have registered with one address has one invitation: by the
    registration that was invited, else by the first.
    """
    rows = list(pairs)
    holders: dict[str, Participant] = {}
    for participant, _invitation in sorted(rows, key=_first):
        if is_wanted(participant, discussion):
            holders.setdefault(participant.email, participant)
    return [_planned(*row, discussion, holders.get(row[0].email)) for row in rows]


def is_wanted(participant: Participant, discussion: Discussion) -> bool:
    """Whether the participant is to have an event in the calendar."""
    held = discussion.cancelled_at is None and discussion.starts_at is not None
    return held and participant.is_coming and bool(participant.email)


def is_invited(participant: Participant, invitation: Invitation | None) -> bool:
    """Whether the calendar of the participant's address of now has the event."""
    if invitation is None or invitation.told != Told.REQUEST:
        return False
    return invitation.email == participant.email


def _first(row: Pair) -> tuple[bool, bool, int]:
    participant, invitation = row
    return not is_invited(participant, invitation), invitation is None, participant.pk


def _planned(
    participant: Participant,
    invitation: Invitation | None,
    discussion: Discussion,
    holder: Participant | None,
) -> Planned:
    told = invitation is not None and invitation.told == Told.REQUEST
    if not is_wanted(participant, discussion):
        return Planned(participant, invitation, _without(participant, invited=told))
    if invitation is None or not is_invited(participant, invitation):
        if holder is not participant:
            step = Step.CANCEL if told else Step.SHARED
            return Planned(participant, invitation, step, holder=holder)
        return Planned(participant, invitation, Step.INVITE, moved=True)
    if invitation.state == state_of(discussion):
        return Planned(participant, invitation, Step.NOTHING)
    moved = not tells_time(invitation, discussion)
    return Planned(participant, invitation, Step.CHANGE, moved=moved)


def _without(participant: Participant, *, invited: bool) -> Step:
    """What holds for a person without an event: a calendar that still has one is told so.

    Who has declined in the calendar itself, needs no mail to take the entry away; who has declined
    on a page, or by somebody else, still has it there (RFC 5546, 3.2.5: one attendee is uninvited).
    """
    declined = participant.reply == Reply.DECLINED
    if invited and not (declined and participant.replied_how == Participant.How.MAIL):
        return Step.CANCEL
    if declined:
        return Step.DECLINED
    return Step.NOTHING if participant.email else Step.NO_ADDRESS


def follows(discussion: Discussion) -> bool:
    """Whether invitations still follow the discussion: until it begins or its round ends."""
    if discussion.round.state == Round.State.ENDED:
        return False
    return not discussion.has_begun


def state_of(discussion: Discussion) -> str:
    """What the calendar shows, in short: two hashes, of the time and of the rest.

    A person's name or language that is put right makes no new invitation.
    """
    names = [pick(discussion, "name", code) for code in CODES]
    shown = [discussion.kind, *names, discussion.place, discussion.link]
    return _time_of(discussion) + _hashed(shown)


def tells_time(invitation: Invitation, discussion: Discussion) -> bool:
    """Whether what was told last is the time that the discussion has now."""
    return invitation.state.startswith(_time_of(discussion))


def only_time(invitation: Invitation) -> str:
    """The state without the rest, which is told anew; an answer to the time still holds."""
    return invitation.state[:HASHED]


def _time_of(discussion: Discussion) -> str:
    return _hashed([str(discussion.starts_at), str(discussion.ends_at)])


def _hashed(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:HASHED]
