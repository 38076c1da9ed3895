"""A side takes its confirmation of an outcome back, visibly, until it is published."""

import pytest

from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.outcomes import operations, queries
from alke.domain.outcomes.models import Outcome
from alke.domain.people.actors import Actor
from alke.domain.people.models import Side
from tests.cast import Cast
from tests.factories.outcomes import confirm_both, decide_all, make_held, make_outcome

SYSTEM = Actor.system()


@pytest.fixture
def outcome(cast: Cast) -> Outcome:
    """An outcome of the eastern discussion, open for comment."""
    return make_outcome(make_held(cast.user("vastuuhenkilo-ita")))


def test_a_side_takes_its_confirmation_back_visibly(outcome: Outcome, cast: Cast) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    operations.withdraw_outcome_confirmation(
        outcome, Side.MK, by=cast["kainuu"], reason="Luku tarkistetaan."
    )
    assert queries.confirmed_sides(outcome).keys() == {"vn"}
    row = outcome.confirmations.get(side=Side.MK)
    assert (row.withdrawn_by_side, row.withdrawn_because) == (True, "Luku tarkistetaan.")
    event = AuditEvent.objects.get(event="outcome.confirmation-withdrawn")
    assert event.changes == {
        "confirmed.mk": [True, False],
        "reason": [None, "Luku tarkistetaan."],
    }
    with pytest.raises(Refused, match="regions’ side has not confirmed"):
        operations.publish_outcome(outcome, by=SYSTEM)
    operations.confirm_outcome(outcome, Side.MK, by=cast["kainuu"])
    assert queries.confirmed_sides(outcome).keys() == {"vn", "mk"}


def test_what_is_not_confirmed_is_not_withdrawn(outcome: Outcome, cast: Cast) -> None:
    with pytest.raises(Refused, match="no confirmation of your side in force"):
        operations.withdraw_outcome_confirmation(outcome, Side.MK, by=cast["kainuu"])


@pytest.mark.parametrize("account", ["okm", "kainuu-valmistelija", "vastuuhenkilo-ita", "lappi"])
def test_others_do_not_take_a_sides_confirmation_back(
    outcome: Outcome, cast: Cast, account: str
) -> None:
    confirm_both(outcome)
    with pytest.raises(Refused):
        operations.withdraw_outcome_confirmation(outcome, Side.MK, by=cast[account])
    assert queries.confirmed_sides(outcome).keys() == {"vn", "mk"}


def test_a_confirmation_of_what_is_published_is_not_withdrawn(outcome: Outcome, cast: Cast) -> None:
    decide_all(outcome)
    confirm_both(outcome)
    operations.publish_outcome(outcome, by=SYSTEM)
    with pytest.raises(Refused, match="already published"):
        operations.withdraw_outcome_confirmation(outcome, Side.MK, by=cast["kainuu"])
