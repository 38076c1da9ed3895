"""Reads of persons who are registered for more than one regional meeting of a round."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from alke.domain.participants.models import Participant
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion, Round


@dataclass(frozen=True)
class Shared:
    """A person, known by the address, who can be at one of the meetings at a time (S4)."""

    key: int  # below zero: no organisation has it
    body: Organisation
    title: str
    meetings: frozenset[int]


def shared_people(round_: Round) -> list[Shared]:
    """Whoever comes to more than one regional meeting. One query."""
    rows = Participant.objects.coming().filter(
        discussion__round=round_,
        discussion__kind=Discussion.Kind.REGIONAL,
        discussion__cancelled_at=None,
    )
    rows = rows.exclude(email="")
    others = rows.filter(email=OuterRef("email")).exclude(discussion=OuterRef("discussion"))
    found: dict[str, list[Participant]] = defaultdict(list)
    for row in rows.filter(Exists(others)).select_related("organisation").order_by("pk"):
        found[row.email].append(row)
    return [
        Shared(
            -people[0].pk,
            people[0].organisation,
            people[0].title,
            frozenset(row.discussion_id for row in people),
        )
        for people in found.values()
    ]
