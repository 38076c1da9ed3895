"""The stages of a follow-up: opened, closed, published, opened again by who runs the round."""

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.followup import operations
from tests.cast import Cast, ClientFor
from tests.factories.followup import SYSTEM, cell, make_actions, make_february, make_followup
from tests.web.followup.pages import PAGE, plain, text_of

STAGES = f"{PAGE}vaiheet/"


def test_the_coordinator_takes_it_from_plan_to_publication(
    cast: Cast, client_for: ClientFor
) -> None:
    make_actions(2)
    followup = make_followup()
    client = client_for("koordinaattori")
    assert "Avaa vastattavaksi jokaisen avoimen toimenpiteen" in text_of(client, STAGES)
    for step, state, told in (
        ("avaa", "open", "Seuranta on avoinna, ja vastuutahot voivat vastata."),
        ("sulje", "closed", "Seuranta on suljettu. Vastaukset eivät enää muutu."),
        ("julkaise", "closed", "Julkaistu. Kuka tahansa voi nyt lukea vastaukset."),
    ):
        assert told in plain(client.post(STAGES, {"vaihe": step}, follow=True))
        followup.refresh_from_db()
        assert followup.state == state
    assert followup.published_at is not None
    assert followup.reports.count() == 4


def test_who_has_answered_is_shown_with_a_way_to_their_actions(
    cast: Cast, client_for: ClientFor
) -> None:
    followup = make_february(2)
    operations.submit_report(cell(followup, "kainuu", 1), by=SYSTEM, text="Uusi", base_version=1)
    response = client_for("koordinaattori").get(STAGES)
    assert "Kainuu 1/2" in plain(response)
    assert f'href="{PAGE}?taho=kainuu"' in response.content.decode()


def test_opening_again_keeps_the_typed_reason_when_it_is_refused(
    cast: Cast, client_for: ClientFor
) -> None:
    followup = make_february()
    operations.close_followup(followup, by=SYSTEM)
    client = client_for("koordinaattori")
    refused = client.post(STAGES, {"vaihe": "palauta", "perustelu": "x" * 501})
    assert refused.status_code == 422
    assert "x" * 501 in refused.content.decode()
    sent = {"vaihe": "palauta", "perustelu": "Suljettiin vahingossa."}
    assert "Seuranta on avattu uudelleen." in plain(client.post(STAGES, sent, follow=True))


@pytest.mark.parametrize(
    ("step", "status"), [("julkaise", 403), ("palauta", 403), ("avaa", 302), ("jotain", 422)]
)
def test_a_step_out_of_turn_is_refused_with_its_reason(
    cast: Cast, client_for: ClientFor, step: str, status: int
) -> None:
    make_february()
    response = client_for("koordinaattori").post(STAGES, {"vaihe": step, "perustelu": "x"})
    assert response.status_code == status


def test_a_blocked_step_says_why(cast: Cast, client_for: ClientFor) -> None:
    followup = make_february()
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    text = text_of(client_for("koordinaattori"), STAGES)
    assert "Seuranta on jo julkaistu." in text
    assert "Seuranta on julkaistu, joten vastauksia ei muuteta." in text


@pytest.mark.parametrize("account", ["kainuu", "lvm", "vastuuhenkilo-ita", "aune"])
def test_others_are_refused(cast: Cast, client_for: ClientFor, account: str) -> None:
    followup = make_february()
    client = client_for(account)
    assert client.get(STAGES).status_code == 403
    assert client.post(STAGES, {"vaihe": "sulje"}).status_code == 403
    followup.refresh_from_db()
    assert followup.state == "open"


@pytest.mark.parametrize("count", [5, 60])
def test_the_number_of_queries_is_constant(
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    make_february(count)
    client = client_for("koordinaattori")
    with django_assert_max_num_queries(10):
        client.get(STAGES)
