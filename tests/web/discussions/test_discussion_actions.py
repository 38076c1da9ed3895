"""The actions of a discussion: narrowed, as of a date, published part for anyone."""

import pytest
from pytest_django import DjangoAssertNumQueries

from alke.domain.rounds.models import Discussion
from alke.domain.topics import action_operations
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import body, make_action, make_published
from tests.factories.topics import make_topic
from tests.web.discussions.pages import ACTIONS, OWNER, text_of


@pytest.fixture
def topic(meeting: Discussion) -> Topic:
    """With an ongoing action of LVM and a proposal of TEM and Pohjois-Savo."""
    topic = make_topic(meeting)
    make_action(
        topic, title="Radan suunnittelu", kind="ongoing", responsibles=[body("lvm", lead=True)]
    )
    make_action(topic)
    return topic


@pytest.mark.parametrize(("account", "adds"), [("kainuu", True), ("lappi", False), ("aune", False)])
def test_who_may_add_an_action_begins_here(
    topic: Topic, client_for: ClientFor, account: str, *, adds: bool
) -> None:
    assert (f'href="{ACTIONS}uusi/"' in text_of(client_for(account), ACTIONS)) is adds


def test_the_annexs_two_tables_stand_one_after_the_other(
    topic: Topic, client_for: ClientFor
) -> None:
    page = text_of(client_for("kainuu"), ACTIONS)
    ongoing, proposed = (
        page.index("Käynnissä olevat toimenpiteet"),
        page.index("Ehdotukset uusiksi toimenpiteiksi"),
    )
    assert ongoing < page.index("Radan suunnittelu") < proposed
    assert proposed < page.index("Kantaverkon vahvistaminen")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?tila=ongoing", "Radan suunnittelu", "Kantaverkon vahvistaminen"),
        ("?taho=tem", "Kantaverkon vahvistaminen", "Radan suunnittelu"),
        ("?puoli=mk", "Kantaverkon vahvistaminen", "Radan suunnittelu"),
        ("?puoli=vn&taho=lvm", "Radan suunnittelu", "Kantaverkon vahvistaminen"),
    ],
)
def test_the_list_is_narrowed_by_state_side_and_body(
    topic: Topic, client_for: ClientFor, query: str, shown: str, hidden: str
) -> None:
    page = text_of(client_for("kainuu"), ACTIONS + query)
    assert shown in page
    assert hidden not in page


def test_a_filter_that_nothing_fits_says_so(topic: Topic, client_for: ClientFor) -> None:
    page = text_of(client_for("kainuu"), f"{ACTIONS}?tila=done")
    assert "Yksikään toimenpide ei täytä ehtoja" in page


@pytest.mark.parametrize("query", ["?tila=x", "?puoli=zz", "?taho=%00", "?taho=" + "a" * 500])
def test_forged_filters_do_no_harm(topic: Topic, client_for: ClientFor, query: str) -> None:
    text_of(client_for("kainuu"), ACTIONS + query)


def test_an_empty_list_says_what_to_do(meeting: Discussion, client_for: ClientFor) -> None:
    assert "Toimenpiteitä ei ole vielä kirjattu" in text_of(client_for("kainuu"), ACTIONS)
    assert "Toimenpiteitä ei ole vielä julkaistu" in text_of(client_for("public"), ACTIONS)


def test_only_those_who_write_the_sheet_see_the_way_to_edit(
    topic: Topic, client_for: ClientFor
) -> None:
    assert "/muokkaa/" in text_of(client_for("kainuu"), ACTIONS)
    for account in ("aune", "lappi", "koordinaattori", "public"):
        assert "/muokkaa/" not in text_of(client_for(account), ACTIONS)


def test_one_sides_draft_stays_on_its_side(topic: Topic, cast: Cast, client_for: ClientFor) -> None:
    make_action(topic, by=cast["kainuu"], draft_side="mk", title="Maakuntien luonnos")
    assert "Maakuntien luonnos" in text_of(client_for("pohjois-savo"), ACTIONS)
    for account in ("lvm", OWNER, "koordinaattori", "aune", "public"):
        assert "Maakuntien luonnos" not in text_of(client_for(account), ACTIONS)


def test_the_list_is_read_as_of_a_date(
    topic: Topic, cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    action = topic.action_origins.last().action  # type: ignore[union-attr]
    at("2024-03-20 12:00")
    action_operations.edit_action(action, by=cast["lvm"], base_version=1, title="Uusi nimi")
    page = text_of(client_for("kainuu"), f"{ACTIONS}?tilanne=2024-03-10")
    assert "Kantaverkon vahvistaminen" in page
    assert "Uusi nimi" not in page
    page = text_of(client_for("public"), f"{ACTIONS}?tilanne=2024-03-10")
    assert "Kantaverkon vahvistaminen" not in page


def test_the_page_takes_ten_queries_and_five_for_the_public(
    meeting: Discussion,
    client_for: ClientFor,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_published(meeting)
    topic = meeting.topics.get()
    for _ in range(5):
        make_action(topic, late_reason="Lisäys")
    for account, most in (("kainuu", 10), (OWNER, 10), ("public", 5 + 1)):
        client = client_for(account)
        with django_assert_max_num_queries(most):
            text_of(client, ACTIONS)
