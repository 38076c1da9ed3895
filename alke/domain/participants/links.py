"""The link by which a person answers for itself, without an account (B18).

It is signed, not kept: it names one participant of one discussion and the number of the link, and
opens nothing else. A new number, given when the address changes or somebody revokes the link, ends
all older ones; so does the end of the discussion's day.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.core.signing import BadSignature, Signer

from alke.base import clock
from alke.domain.participants.models import Participant
from alke.domain.people.models import Organisation

SALT: Final = "alke.participant"
_JOINED: Final = (
    *("organisation", "topic", "discussion__round", "discussion__group"),
    *("discussion__region", "discussion__parent"),
)


@dataclass(frozen=True)
class LinkHolder:
    """Who acts by a link, as the record of changes sees it: nobody's account, for one body.

    Which person it was, the event's subject says.
    """

    organisation: Organisation
    user: Any = None
    is_system: bool = False
    is_anonymous: bool = False
    sides: frozenset[str] = frozenset()


def token_of(participant: Participant) -> str:
    """What stands in the address of the person's page."""
    bound = [participant.pk, participant.discussion_id, participant.link_number]
    return _signer().sign_object(bound)


def participant_of(token: str) -> list[Participant]:
    """The one that the token names; none for a forged, revoked or ended link. One query."""
    return [row for row in _named(token) if clock.now() <= row.link_ends]


def ended_with_its_day(token: str) -> bool:
    """Whether the link has ended because the discussion is over, not because it was revoked."""
    return any(clock.now() > row.link_ends for row in _named(token))


def _named(token: str) -> list[Participant]:
    try:
        bound = _signer().unsign_object(token)
    except BadSignature:
        return []
    pk, discussion, number = bound
    rows = Participant.objects.filter(pk=pk, discussion=discussion, link_number=number)
    return list(rows.select_related(*_JOINED).defer("discussion__round__format_text"))


def was_given(token: str) -> bool:
    """Whether Alke has made such a link, though it may have ended; a forged one it has not."""
    try:
        _signer().unsign_object(token)
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")  # a colon would end the link in some mail programs
