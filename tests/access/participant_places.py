"""Where the table of access knocks among participants of the East."""

import datetime as dt
from typing import Any

from alke.domain.participants.links import token_of
from alke.domain.participants.models import Participant
from alke.domain.participants.operations import cancel_participant
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, User
from alke.domain.people.operations import note_absence
from tests.access.document_places import EAST

Arguments = dict[str, Any]


def _kainuu() -> Participant:
    rows = Participant.objects.filter(discussion__round__year=2024, discussion__slug="ita")
    found = rows.select_related("discussion__round", "organisation")
    return found.get(organisation__slug="kainuu", title="Aluekehitysjohtaja")


def person() -> Arguments:
    """Who comes from Kainuu's council."""
    return {**EAST, "pk": _kainuu().pk}


def cancelled() -> Arguments:
    """The same, taken back."""
    return {**EAST, "pk": cancel_participant(_kainuu(), by=Actor.system()).pk}


def link() -> Arguments:
    """What the mail to that person leads to."""
    return {"token": token_of(_kainuu())}


def absence() -> Arguments:
    """That of Kainuu's contact."""
    contact = User.objects.get(demo_account="kainuu")
    deputy = User.objects.get(demo_account="kainuu-valmistelija")
    role = Membership.objects.get(user=contact)
    days = dt.date(2024, 3, 11), dt.date(2024, 3, 15)
    return {"pk": note_absence(role, deputy, *days, by=Actor.system()).pk}
