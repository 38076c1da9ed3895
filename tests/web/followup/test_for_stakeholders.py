"""A council's page of follow-up: its own actions, and beside them its region's stakeholders."""

import pytest

from alke.domain.followup.models import FollowUpRound, ProgressReport
from tests.cast import Cast, ClientFor
from tests.factories.followup import cell, make_actions, make_autumn, make_open, put_on_vn
from tests.web.followup.pages import PAGE, cell_of, numbers, plain, text_of

ELY = "ely-kaakkois-suomi"
CHOSEN = f"{PAGE}?taho={ELY}"


@pytest.fixture
def followup(world: None) -> FollowUpRound:
    """Three actions of Kymenlaakso, the last two of which are the ELY Centre's too; one more is
    the ELY Centre's alone.
    """
    make_actions(1, ("lvm", "kymenlaakso"))
    make_actions(2, ("lvm", "kymenlaakso", ELY))
    make_actions(1, ("lvm", ELY))
    return make_open(previous=make_autumn(answered=("lvm", "kymenlaakso", ELY)))


def test_ones_own_actions_come_first_and_count_alone(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    response = client_for("kymenlaakso").get(PAGE)
    text = plain(response)
    assert numbers(response) == [1, 2, 3]
    assert "Kymenlaakson liitto 3 Kaakkois-Suomen ELY-keskus 3" in text
    assert "Odottaa meitä 3" in text
    assert "Merkitse loput 3: ei uutta raportoitavaa" in text


def test_the_stakeholders_cell_leads_to_its_own_list(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    html = client_for("kymenlaakso").get(PAGE).content.decode()
    assert f'id="r{cell(followup, ELY, 2).pk}"' not in html
    assert html.count(f'href="{CHOSEN}"') == 3  # the choice above, and on two actions


def test_the_stakeholders_list_is_answered_there(
    followup: FollowUpRound, client_for: ClientFor, cast: Cast
) -> None:
    client = client_for("kymenlaakso")
    response = client.get(CHOSEN)
    assert numbers(response) == [2, 3, 4]
    assert "Odottaa: Kaakkois-Suomen ELY-keskus 3" in plain(response)
    assert "Kymenlaakson liitto vastaa maakuntansa sidosryhmien puolesta" in plain(response)
    assert f'id="r{cell(followup, "kymenlaakso", 2).pk}"' not in response.content.decode()
    row = cell(followup, ELY, 4)
    assert "Kirjaa eteneminen" in cell_of(response, row.pk)
    form = {"teko": "laheta", "versio": "1", "teksti": "Luvat haettu."}
    answer = client.post(f"{PAGE}{row.pk}/?taho={ELY}", form)
    assert answer["Location"] == f"{CHOSEN}#t4"
    told = cell_of(client_for("lvm").get(f"{PAGE}?taho=kaikki"), row.pk)
    assert "Luvat haettu." in told
    assert "Kymenlaakson liitto" in told


def test_a_link_to_the_cell_alone_opens_it_too(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    address = f"{PAGE}{cell(followup, ELY, 4).pk}/?muokkaa=1"
    assert "Lähetä vastaus" in text_of(client_for("kymenlaakso"), address)
    assert client_for("kainuu").get(address).status_code == 403


def test_nothing_new_is_said_for_the_body_that_is_chosen(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    client = client_for("etela-karjala")
    page = text_of(client, f"{PAGE}ei-uutta/?taho={ELY}")
    assert "Merkitse 3 toimenpidettä" in page or "(3)" in page
    cells = [str(cell(followup, ELY, number).pk) for number in (2, 3)]
    told = plain(client.post(f"{PAGE}ei-uutta/?taho={ELY}", {"solu": cells}, follow=True))
    assert "2 toimenpidettä merkitty" in told
    given = ProgressReport.objects.filter(answer="nothing-new", followup=followup)
    assert [row.given_by and row.given_by.slug for row in given] == ["etela-karjala"] * 2


def test_an_editor_writes_for_a_stakeholder_and_does_not_submit(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    editor = client_for("kymenlaakso-valmistelija")
    row = cell(followup, ELY, 2)
    form = {"versio": "1", "teksti": "Kesken."}
    assert editor.post(f"{PAGE}{row.pk}/?taho={ELY}", form | {"teko": "laheta"}).status_code == 403
    assert (
        editor.post(f"{PAGE}{row.pk}/?taho={ELY}", form | {"teko": "tallenna"}).status_code == 302
    )
    assert "Kesken." in cell_of(client_for("kymenlaakso").get(CHOSEN), row.pk)
    assert "Kesken." not in text_of(client_for("lvm"), f"{PAGE}?taho=kaikki")


def test_a_council_without_stakeholders_here_sees_no_choice(
    followup: FollowUpRound, client_for: ClientFor
) -> None:
    make_actions(1, ("kainuu",))
    for account in ("kainuu", "lvm", "koordinaattori"):
        assert "Kenen puolesta vastaat" not in client_for(account).get(PAGE).content.decode()


def test_the_coordinator_answers_on_the_governments_side_for_who_is_no_ministry(
    client_for: ClientFor, cast: Cast
) -> None:
    put_on_vn(make_actions(2, ("lvm", "kainuu", ELY)), ELY)
    make_actions(1, ("lvm", "kainuu", ELY))
    followup = make_open(previous=make_autumn(answered=("lvm", "kainuu", ELY)))
    client = client_for("koordinaattori")
    everybody = client.get(PAGE)
    assert everybody.content.decode().count(f'href="{CHOSEN}"') == 2  # not on the regions' side
    response = client.get(CHOSEN)
    assert "Työ- ja elinkeinoministeriö vastaa VN:n puolella" in plain(response)
    row = cell(followup, ELY, 1)
    assert "Kirjaa eteneminen" in cell_of(response, row.pk)
    assert f'id="r{cell(followup, ELY, 3).pk}"' not in response.content.decode()
    form = {"teko": "laheta", "versio": "1", "teksti": "Luvat haettu."}
    answer = client.post(f"{PAGE}{row.pk}/?taho={ELY}", form)
    assert answer["Location"] == f"{CHOSEN}#t1"
    told = cell_of(client_for("kainuu").get(f"{PAGE}?taho=kaikki"), row.pk)
    assert "Työ- ja elinkeinoministeriö" in told
    marked = client.post(f"{PAGE}ei-uutta/?taho={ELY}", {"solu": str(cell(followup, ELY, 2).pk)})
    assert marked["Location"] == CHOSEN
    assert followup.reports.filter(organisation__slug=ELY, state="submitted").count() == 2
