"""What would be erased of each round, and when."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from alke.domain.retention.terms import Term, term_of
from alke.domain.retention.traces import TRACES
from alke.domain.rounds.models import Round


@dataclass(frozen=True)
class Left:
    """What of persons is left in a round."""

    term: Term
    counts: dict[str, int]  # rows of each trace that has some

    @property
    def words(self) -> list[tuple[Promise, int]]:
        """The same for people to read."""
        return [(trace.label, self.counts[trace.key]) for trace in TRACES if self._has(trace.key)]

    def _has(self, key: str) -> bool:
        return bool(self.counts.get(key))


def left_in(round: Round, at: dt.datetime) -> Left:
    """What could be erased at `at`, were it time; what has its term later, when that is over."""
    term = term_of(round)
    then = at
    if term.until is not None:
        then = max(at, term.until + dt.timedelta(microseconds=1))
    counts = {trace.key: trace.count(term, then) for trace in TRACES}
    return Left(term, {key: count for key, count in counts.items() if count})


def left_in_all(at: dt.datetime) -> Iterator[Left]:
    """The same of every round, the oldest first."""
    for round_ in Round.objects.order_by("year"):
        yield left_in(round_, at)
