"""When a round ends, and until when what is known of persons in it is kept (R17)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from alke.base import clock
from alke.domain.documents.kinds import KINDS, KindInfo
from alke.domain.documents.models import Document
from alke.domain.followup.models import FollowUpRound
from alke.domain.rounds.models import Deadline, Discussion, Round

State = FollowUpRound.State


@dataclass(frozen=True)
class Term:
    """Until when personal data of a round is kept."""

    round: Round
    end: dt.date | None  # the round's last day; None while it has no dates
    followup: FollowUpRound | None = None  # an open one that still needs its people

    @property
    def until(self) -> dt.datetime | None:
        """The last moment at which the data is there."""
        return None if self.end is None else kept_until(self.end, self.round.retention_years)


def term_of(round: Round) -> Term:
    """The round's term. Four queries."""
    return Term(round, end_of(round), _followups(round).filter(state=State.OPEN).first())


def end_of(round: Round) -> dt.date | None:
    """The last day of the round: of its discussions, its deadlines and the follow-ups of it.

    The days that everybody has seen count, not the state: that is set by hand, and what was
    promised to people does not wait for it. A follow-up of the round's actions counts also where
    a later round runs it. Three queries.
    """
    held = Discussion.objects.filter(round=round, cancelled_at=None)
    due = Coalesce("deadline__due_at", "due_at")
    moments = (
        held.aggregate(last=Max(Coalesce("ends_at", "starts_at")))["last"],
        Deadline.objects.filter(round=round).aggregate(last=Max("due_at"))["last"],
        _followups(round).aggregate(last=Max(due))["last"],
    )
    days = [moment.astimezone(clock.HELSINKI).date() for moment in moments if moment is not None]
    return max(days, default=None)


def kept_until(end: dt.date, years: int) -> dt.datetime:
    """The end of the same day so many years later; of 29 February's, where there is none, 28."""
    day = end.day if (end.month, end.day) != (2, 29) else 28
    return clock.end_of_day(end.replace(year=end.year + years, day=day))


def kinds_over(term: Term, at: dt.datetime) -> Iterator[tuple[Document.Kind, KindInfo]]:
    """The kinds of papers of the round that need not be kept any longer."""
    for kind, info in KINDS.items():
        if (
            term.end is not None
            and info.years is not None
            and at > kept_until(term.end, info.years)
        ):
            yield kind, info


def _followups(round: Round) -> QuerySet[FollowUpRound]:
    own = Q(round=round) | Q(scope_year=round.year)
    return FollowUpRound.objects.filter(own).select_related("round", "deadline").order_by("pk")
