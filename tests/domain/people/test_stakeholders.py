"""A council answers for the stakeholders of its region (letter 2024; R9)."""

import datetime as dt

from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Region
from alke.domain.people.queries import without_contact
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import answering_for, may_for
from tests.cast import Cast
from tests.factories.people import make_organisation, make_person

DAY = dt.date(2024, 3, 4)


def names(actor: Actor) -> list[str]:
    """The stakeholders of the actor's councils."""
    return sorted(body.slug for body in actor.stakeholders)


def test_a_councils_stakeholders_are_its_regions_bodies_but_no_council_nor_ministry(
    cast: Cast,
) -> None:
    town = make_organisation("rovaniemi")
    town.regions.add(Region.objects.get(slug="lappi"))
    assert names(cast["lappi"]) == ["ely-lappi", "evk-lappi", "rovaniemi"]
    assert names(cast["lappi-valmistelija"]) == names(cast["lappi"])


def test_ministries_readers_and_guests_have_no_stakeholders(cast: Cast) -> None:
    for account in ("tem", "koordinaattori", "aune", "ely-lappi", "yllapito", "public", "system"):
        assert names(cast[account]) == []


def test_either_council_of_a_body_that_spans_regions_answers_for_it(cast: Cast) -> None:
    ely = cast.organisation("ely-kaakkois-suomi")
    for account in ("kymenlaakso", "etela-karjala"):
        assert may_for(cast[account], Power.REPORT, ely)
        council = answering_for(cast[account], Power.SUBMIT_REPORT, ely, "mk")
        assert council == cast.organisation(account)
    assert str(may_for(cast["kainuu"], Power.REPORT, ely).reason) == (
        "Only the organisation itself, or the council of its region, can do this."
    )


def test_a_council_does_not_answer_for_a_body_that_is_named_on_the_governments_side(
    cast: Cast,
) -> None:
    ely = cast.organisation("ely-lappi")
    assert may_for(cast["lappi"], Power.REPORT, ely, "mk")
    assert not may_for(cast["lappi"], Power.REPORT, ely, "vn")


def test_an_editor_drafts_for_stakeholders_but_answers_nothing(cast: Cast) -> None:
    ely, editor = cast.organisation("ely-lappi"), cast["lappi-valmistelija"]
    assert may_for(editor, Power.REPORT, ely)
    assert not may_for(editor, Power.SUBMIT_REPORT, ely)
    assert not may_for(editor, Power.ANSWER_ACTION, ely)


def test_for_its_own_body_a_council_answers_as_itself(cast: Cast) -> None:
    own = cast.organisation("lappi")
    assert answering_for(cast["lappi"], Power.SUBMIT_REPORT, own, "mk") is None


def test_a_person_of_two_councils_answers_with_the_one_that_gives_the_power(cast: Cast) -> None:
    ely = cast.organisation("ely-kaakkois-suomi")
    user = make_person("etela-karjala", Membership.Role.COUNCIL_CONTACT)
    Membership.objects.create(
        user=user, organisation=cast.organisation("kymenlaakso"), role=Membership.Role.EDITOR
    )
    council = answering_for(Actor.of(user), Power.SUBMIT_REPORT, ely, "mk")
    assert council == cast.organisation("etela-karjala")


def test_a_body_without_a_council_that_has_a_contact_is_without_anybody(cast: Cast) -> None:
    town = make_organisation("saaristo")
    Membership.objects.filter(organisation__slug__in=("lappi", "um", "okm")).update(valid_to=DAY)
    wanted = ("saaristo", "ely-lappi", "ely-kainuu", "okm", "lvm", "lappi")
    bodies = Organisation.objects.filter(slug__in=wanted)
    later = DAY + dt.timedelta(days=1)
    assert {row.slug for row in without_contact(bodies, DAY)} == {"saaristo"}
    assert {row.slug for row in without_contact(bodies, later)} == {
        "saaristo",
        "ely-lappi",
        "okm",
        "lappi",
    }
    town.regions.add(Region.objects.get(slug="kainuu"))
    assert "saaristo" not in {row.slug for row in without_contact(bodies, later)}
