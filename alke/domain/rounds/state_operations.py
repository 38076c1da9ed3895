"""Writes of the round itself: how far it is, and whether the public sees it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit import operations as audit
from alke.domain.people.actors import Actor
from alke.domain.rounds import rules
from alke.domain.rounds.models import Round

State = Round.State
STEPS: dict[str, frozenset[str]] = {
    State.PREPARATION: frozenset({State.RUNNING, State.FOLLOWUP}),
    State.RUNNING: frozenset({State.PREPARATION, State.FOLLOWUP, State.ENDED}),
    State.FOLLOWUP: frozenset({State.RUNNING, State.ENDED}),
    State.ENDED: frozenset({State.FOLLOWUP}),
}


@transaction.atomic
def set_round_state(round: Round, state: str, *, by: Actor) -> Round:
    """Brings the round a step on, or back."""
    rules.can_run_round(by).require()
    row = Round.objects.select_for_update().get(pk=round.pk)
    if state == row.state:
        return row
    if state not in STEPS[row.state]:
        raise Refused(_("The round cannot move to this state from the one it is in."))
    before, row.state = row.state, state
    row.save(update_fields=["state"])
    audit.record(
        "round.state-set",
        f"round:{row.pk}",
        by=by,
        changes={"state": [before, state]},
        round_id=row.pk,
    )
    return row


@transaction.atomic
def publish_round(round: Round, *, by: Actor) -> Round:
    """Shows the round's dates, groups and discussions to everybody; a second time does nothing."""
    rules.can_run_round(by).require()
    row = Round.objects.select_for_update().get(pk=round.pk)
    if row.published_at is not None:
        return row
    row.published_at = clock.now()
    row.save(update_fields=["published_at"])
    audit.record(
        "round.published",
        f"round:{row.pk}",
        by=by,
        changes={"published_at": [None, row.published_at]},
        round_id=row.pk,
    )
    return row
