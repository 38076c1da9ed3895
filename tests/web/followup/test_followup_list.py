"""The follow-ups of a round."""

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.followup import operations
from tests.cast import Cast, ClientFor
from tests.factories.followup import (
    SYSTEM,
    cell,
    make_actions,
    make_february,
    make_followup,
    make_year,
)
from tests.web.followup.pages import LIST, text_of


def test_each_round_is_shown_with_its_state_deadline_and_both_sides_progress(
    cast: Cast, client_for: ClientFor
) -> None:
    followup = make_february(2)
    operations.submit_report(cell(followup, "lvm", 1), by=SYSTEM, text="Uusi", base_version=1)
    text = text_of(client_for("kainuu"), LIST)
    assert (
        "Helmikuu 2024 Vuoden 2023 toimenpiteet Avoinna pe 8.3.2024 4 pv jäljellä "
        "VN 1/2 Maakunnat 0/2" in text
    )
    assert "Syksy 2023 Vuoden 2023 toimenpiteet Suljettu pe 10.11.2023 VN 2/2" in text


def test_a_planned_one_says_when_it_opens(cast: Cast, client_for: ClientFor) -> None:
    make_followup()
    assert "Suunniteltu pe 8.3.2024 Avautuu ke 14.2.2024" in text_of(client_for("kainuu"), LIST)


def test_an_empty_list_says_where_follow_ups_come_from(cast: Cast, client_for: ClientFor) -> None:
    make_year(2024)
    text = text_of(client_for("kainuu"), LIST)
    assert "Kierroksella ei ole seurantaa" in text
    assert "Siirry kierrokseen" in text


def test_the_public_sees_the_published_ones_only(cast: Cast, client_for: ClientFor) -> None:
    followup = make_february()
    assert "Mitään ei ole vielä julkaistu" in text_of(client_for("public"), LIST)
    operations.close_followup(followup, by=SYSTEM)
    operations.publish_followup(followup, by=SYSTEM)
    text = text_of(client_for("public"), LIST)
    assert "Helmikuu 2024" in text
    assert "Syksy 2023" not in text


def test_only_the_coordinator_is_led_to_the_stages(cast: Cast, client_for: ClientFor) -> None:
    make_february()
    assert "Vaiheet ja vastuutahot" in text_of(client_for("koordinaattori"), LIST)
    assert "Vaiheet" not in text_of(client_for("kainuu"), LIST)


@pytest.mark.parametrize("count", [5, 60])
def test_the_number_of_queries_is_constant(
    cast: Cast,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    make_actions(count)
    make_february()
    client = client_for("kainuu")
    with django_assert_max_num_queries(6):
        client.get(LIST)
