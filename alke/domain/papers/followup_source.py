"""What the documents of a follow-up are made of: every action with both sides' answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import override

from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES, pick
from alke.base.prepared import prepared
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound
from alke.domain.followup.page_queries import Row, all_rows
from alke.domain.papers.ground import Ground, ground_of, with_ground
from alke.domain.papers.moments import State
from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion


@dataclass(frozen=True)
class FollowUpSource:
    """All that a paper or table needs, read once, in one language."""

    followup: Any
    ground: Ground
    state: State
    body: Organisation | None  # whose actions; None: everybody's
    groups: Sequence[tuple[str, Sequence[Row]]]  # by the name of the discussion of origin
    public: bool

    @property
    def rows(self) -> Iterable[Row]:
        """All of them."""
        for _name, rows in self.groups:
            yield from rows


@prepared
def followup_rows(actor: Actor, year: int, slug: str) -> QuerySet[Any]:
    """The follow-up, if `actor` may see it, ready for `followup_source`."""
    rows = FollowUpRound.objects.visible_to(actor).filter(round__year=year, slug=slug)
    rows = rows.select_related("round", "deadline", "previous").defer("round__format_text")
    own = Concat(Value("followup:"), OuterRef("pk"))
    events = AuditEvent.objects.filter(event="followup.published").annotate(own=own)
    published = events.filter(subject=F("own")).order_by("-seq")
    places = Discussion.objects.filter(round__year=OuterRef("scope_year"))
    found: QuerySet[Any] = with_ground(rows, "round").annotate(
        places=JsonRows(places.order_by("pk"), "id", *(f"name_{code}" for code in CODES)),
        published_seq=Subquery(published.values("seq")[:1]),
    )
    return found


def followup_source(
    followup: Any, actor: Actor, language: str, *, body: Organisation | None = None
) -> FollowUpSource:
    """The answers that `actor` may see, without drafts: files travel. Two queries."""
    with override(language):
        rows = all_rows(followup, actor, body)
        names = {row["id"]: pick(Discussion(**row), "name") for row in followup.places}
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(names.get(row.place, "") if row.place else "", []).append(row)
    ground = ground_of(followup)
    return FollowUpSource(
        followup=followup,
        ground=ground,
        state=_state(followup, ground),
        body=body,
        groups=tuple(groups.items()),
        public=not actor.reads,
    )


def _state(followup: Any, ground: Ground) -> State:
    """Its publication, after which no answer changes; before it the end of the record."""
    if followup.published_at is not None and followup.published_seq:
        return State(followup.published_seq, followup.published_at)
    return ground.state
