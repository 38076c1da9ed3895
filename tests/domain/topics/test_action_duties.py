"""Who answers for an action: two sides, one lead each, answers, succession (B1, S9)."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.people.models import Organisation, Succession
from alke.domain.topics import action_operations as operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_queries import named_bodies, without_responsible
from alke.domain.topics.agenda_past import action_list_as_of
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import body, make_action
from tests.factories.topics import make_meeting, make_topic


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def action(cast: Cast) -> Action:
    """An action for which TEM and Pohjois-Savo answer, both leading."""
    return make_action(make_topic(make_meeting()))


def slugs(action: Action) -> list[str]:
    """The bodies, in the order in which they are shown."""
    return [row.organisation.slug for row in named_bodies(Action.objects.get(pk=action.pk))]


def test_bodies_are_named_on_their_own_side_the_lead_first(action: Action, cast: Cast) -> None:
    operations.add_responsible(action, cast.organisation("lvm"), by=cast["kainuu"])
    operations.add_responsible(action, cast.organisation("kainuu"), by=cast["lvm"], lead=True)
    assert slugs(action) == ["tem", "lvm", "kainuu", "pohjois-savo"]
    leads = action.responsibilities.filter(lead=True)
    assert set(leads.values_list("organisation__slug", flat=True)) == {"tem", "kainuu"}


def test_a_body_may_stand_on_the_other_side_than_usual(action: Action, cast: Cast) -> None:
    row = operations.add_responsible(
        action, cast.organisation("ely-lappi"), "vn", by=cast["kainuu"]
    )
    assert row.side == "vn"


@pytest.mark.parametrize(("slug", "side"), [("lvm", "mk"), ("kainuu", "vn")])
def test_ministries_and_councils_answer_on_their_own_side_only(
    action: Action, cast: Cast, slug: str, side: str
) -> None:
    with pytest.raises(BadInput, match="answers on its own side only"):
        operations.add_responsible(action, cast.organisation(slug), side, by=cast["kainuu"])
    assert slugs(action) == ["tem", "pohjois-savo"]


def test_the_lead_passes_to_another_body_of_the_same_side(action: Action, cast: Cast) -> None:
    operations.add_responsible(action, cast.organisation("lvm"), by=cast["lvm"])
    operations.set_lead(action, cast.organisation("lvm"), by=cast["lvm"])
    assert slugs(action)[:2] == ["lvm", "tem"]


def test_two_do_not_lead_on_one_side(action: Action, cast: Cast) -> None:
    two = [body("tem", lead=True), body("lvm", lead=True)]
    with pytest.raises(BadInput, match="Only one body leads"):
        operations.set_responsible(action, two, by=cast["lvm"])


def test_a_new_list_keeps_the_answers_of_those_that_stay(action: Action, cast: Cast) -> None:
    operations.answer_responsibility(action, cast.organisation("tem"), "accepted", by=cast["tem"])
    operations.set_responsible(action, [body("tem", lead=True), body("kainuu")], by=cast["kainuu"])
    answers = dict(action.responsibilities.values_list("organisation__slug", "answer"))
    assert answers == {"tem": "accepted", "kainuu": "open"}
    event = AuditEvent.objects.get(event="action.responsible-changed")
    assert set(event.changes) == {"responsible.pohjois-savo", "responsible.kainuu"}


def test_a_body_accepts_for_itself(action: Action, cast: Cast) -> None:
    row = operations.answer_responsibility(
        action, cast.organisation("pohjois-savo"), "accepted", by=cast["pohjois-savo"]
    )
    assert (row.answer, row.answered_by) == ("accepted", cast.user("pohjois-savo"))


def test_declining_needs_a_reason_and_can_be_taken_back(action: Action, cast: Cast) -> None:
    tem = cast.organisation("tem")
    with pytest.raises(BadInput, match="reason for declining"):
        operations.answer_responsibility(action, tem, "declined", " ", by=cast["tem"])
    operations.answer_responsibility(action, tem, "declined", "LVM hoitaa", by=cast["tem"])
    assert slugs(action) == ["pohjois-savo"]
    row = operations.answer_responsibility(action, tem, "accepted", by=cast["tem"])
    assert (row.answer, row.reason) == ("accepted", "")


@pytest.mark.parametrize("account", ["kainuu", "lvm", "koordinaattori", "vastuuhenkilo-ita"])
def test_nobody_answers_for_another_body(action: Action, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        operations.answer_responsibility(
            action, cast.organisation("pohjois-savo"), "accepted", by=cast[account]
        )


def test_editors_answer_for_nobody(action: Action, cast: Cast) -> None:
    operations.add_responsible(action, cast.organisation("kainuu"), by=cast["kainuu"])
    with pytest.raises(Refused):
        operations.answer_responsibility(
            action, cast.organisation("kainuu"), "accepted", by=cast["kainuu-valmistelija"]
        )


def test_a_body_that_is_not_named_has_nothing_to_answer(action: Action, cast: Cast) -> None:
    with pytest.raises(Refused, match="not named responsible"):
        operations.answer_responsibility(
            action, cast.organisation("kainuu"), "accepted", by=cast["kainuu"]
        )


def test_a_closed_action_is_not_answered(action: Action, cast: Cast) -> None:
    operations.set_action_state(action, "dropped", by=cast["tem"], reason="Ei rahaa")
    with pytest.raises(Refused, match="closed"):
        operations.answer_responsibility(
            action, cast.organisation("tem"), "accepted", by=cast["tem"]
        )


def test_a_body_that_accepted_is_taken_off_by_its_own_side_only(action: Action, cast: Cast) -> None:
    council = cast.organisation("pohjois-savo")
    operations.answer_responsibility(action, council, "accepted", by=cast["pohjois-savo"])
    with pytest.raises(Refused, match="Only its own side"):
        operations.remove_responsible(action, council, by=cast["lvm"])
    operations.remove_responsible(action, council, by=cast["kainuu"])
    assert slugs(action) == ["tem"]


def test_an_action_that_all_decline_has_nobody(action: Action, cast: Cast) -> None:
    discussion = action.origins.get().discussion
    assert without_responsible(discussion) == []
    for slug in ("tem", "pohjois-savo"):
        operations.answer_responsibility(
            action, cast.organisation(slug), "declined", "Ei meille", by=cast[slug]
        )
    assert without_responsible(discussion) == [action.number]


def test_an_ended_body_is_not_named(action: Action, cast: Cast, at: SetClock) -> None:
    at("2026-02-01 10:00")
    with pytest.raises(BadInput, match="does not exist any more"):
        operations.add_responsible(action, cast.organisation("ely-hame"), by=cast["lvm"])


@pytest.fixture
def succession(action: Action, cast: Cast, at: SetClock) -> list[Organisation]:
    """Hämeen ELY answers for the action and ends on 31.12.2025; its successors."""
    ely = cast.organisation("ely-hame")
    operations.add_responsible(action, ely, by=cast["system"], lead=False)
    operations.answer_responsibility(action, ely, "accepted", by=cast["system"])
    at("2026-01-02 09:00")
    rows = Succession.objects.filter(predecessor=ely).select_related("successor")
    return [row.successor for row in rows]


def test_hame_ely_has_two_successors_of_which_one_goes_on(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    assert len(succession) == 2
    new = succession[0]
    [row] = operations.replace_responsible(
        action, cast.organisation("ely-hame"), [new], by=cast["koordinaattori"]
    )
    assert (row.organisation, row.side, row.answer) == (new, "mk", "open")
    assert "ely-hame" not in slugs(action)


def test_both_successors_go_on_and_the_first_one_leads(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    ely = cast.organisation("ely-hame")
    operations.set_lead(action, ely, by=cast["system"])
    operations.replace_responsible(action, ely, succession, by=cast["koordinaattori"])
    rows = action.responsibilities.filter(organisation__in=succession)
    assert {row.organisation.slug: (row.lead, row.answer) for row in rows} == {
        succession[0].slug: (True, "open"),
        succession[1].slug: (False, "open"),
    }
    event = AuditEvent.objects.get(event="action.responsible-replaced")
    assert event.changes["replaced"] == ["ely-hame", [new.slug for new in succession]]


def test_without_a_successor_nothing_is_handed_on(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    with pytest.raises(Refused, match="at least one successor"):
        operations.replace_responsible(
            action, cast.organisation("ely-hame"), [], by=cast["koordinaattori"]
        )
    assert "ely-hame" in slugs(action)


def test_a_successor_that_had_declined_is_asked_again(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    new = succession[0]
    operations.add_responsible(action, new, by=cast["system"])
    operations.answer_responsibility(action, new, "declined", "Ei meille", by=cast["system"])
    ely = cast.organisation("ely-hame")
    [row] = operations.replace_responsible(action, ely, [new], by=cast["koordinaattori"])
    assert (row.answer, row.reason, row.answered_at) == ("open", "", None)
    assert new.slug in slugs(action)


def test_no_other_body_goes_on_with_its_work(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    with pytest.raises(Refused, match="go on with its work"):
        operations.replace_responsible(
            action,
            cast.organisation("ely-hame"),
            [cast.organisation("lappi")],
            by=cast["koordinaattori"],
        )


def test_outsiders_hand_nothing_on(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    with pytest.raises(Refused):
        operations.replace_responsible(
            action, cast.organisation("ely-hame"), [succession[0]], by=cast["lappi"]
        )


def test_history_keeps_the_old_name(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    operations.replace_responsible(
        action, cast.organisation("ely-hame"), [succession[0]], by=cast["koordinaattori"]
    )
    event = AuditEvent.objects.get(event="action.responsible-replaced")
    assert event.changes["replaced"] == ["ely-hame", [succession[0].slug]]
    then = dt.datetime(2025, 12, 1, 12, 0, tzinfo=dt.UTC)
    past = action_list_as_of(action.origins.get().discussion, then, cast["lvm"])
    assert "ely-hame" in [row.organisation.slug for row in past.actions[0].bodies]


def test_a_successor_that_is_already_named_takes_the_lead_over(
    action: Action, cast: Cast, succession: list[Organisation]
) -> None:
    new = succession[1]
    operations.add_responsible(action, new, by=cast["system"])
    operations.replace_responsible(
        action, cast.organisation("ely-hame"), [new], by=cast["koordinaattori"]
    )
    assert slugs(action).count(new.slug) == 1
