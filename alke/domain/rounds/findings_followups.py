"""What is odd about a round's follow-ups: those that have nothing to follow up."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from alke.base import clock
from alke.base.jsonrows import JsonRows
from alke.base.languages import CODES
from alke.domain.rounds.findings_words import WARNING, Finding, evidence_of
from alke.domain.rounds.models import Discussion, Round

_FollowUp: Any = Round.followups.rel.related_model  # stands above this package
_FIELDS = ("slug", "scope_year", *(f"name_{code}" for code in CODES))


def idle_followups() -> JsonRows:
    """Of each round the open follow-ups whose year has no actions and no discussion to come.

    A light year made from a light year follows up a year without discussions: see `new_round`.
    """
    discussions = Discussion.objects.filter(round__year=OuterRef("scope_year"))
    with_actions = discussions.filter(action_origins__action__draft_side="")
    to_come = discussions.filter(Q(starts_at=None) | Q(starts_at__gte=clock.now()))
    to_come = to_come.filter(cancelled_at=None).exclude(outcome=Discussion.Outcome.NONE)
    rows = _FollowUp.objects.filter(round=OuterRef("pk")).exclude(state="closed")
    rows = rows.filter(~Exists(with_actions), ~Exists(to_come)).order_by("opens_date", "slug")
    return JsonRows(rows, *_FIELDS)


def odd_followups(idle: Iterable[dict[str, Any]]) -> Iterator[Finding]:
    """A finding for each of the idle ones. No queries."""
    for fields in idle:
        row = _FollowUp(**fields)
        yield Finding(
            "followup-without-actions",
            WARNING,
            f"followup:{row.slug}",
            _("%(name)s: nothing to follow up") % {"name": row.name},
            _("The year %(year)s whose actions are followed up has no actions.")
            % {"year": row.scope_year},
            _(
                "Load the round of that year, or change the year that is followed up (scope) in "
                "the round's format."
            ),
            evidence_of(row.slug, row.scope_year),
        )
