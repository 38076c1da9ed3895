"""The page on which a discussion gets its place and its link."""

import pytest

from alke.domain.rounds.models import Discussion
from tests.cast import Cast, ClientFor
from tests.factories.actions import make_eastern, make_published

PAGE = "/2024/aikataulu/keskustelu/ita/paikka/"
DETAIL = "/2024/ita/"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion, which has no place yet."""
    Discussion.objects.filter(pk=make_eastern(cast.user("vastuuhenkilo-ita")).pk).update(place="")
    return Discussion.objects.get(round__year=2024, slug="ita")


def test_it_is_reached_from_the_discussion_and_leads_back(
    east: Discussion, client_for: ClientFor
) -> None:
    client = client_for("vastuuhenkilo-ita")
    shown = client.get(DETAIL).content.decode()
    assert "Ei vielä tiedossa" in shown
    assert f'href="{PAGE}"' in shown
    assert 'name="reason"' not in client.get(PAGE).content.decode()
    sent = {"place": "Kuopio", "link": "https://teams.example/l/1"}
    response = client.post(PAGE, sent, follow=True)
    assert response.redirect_chain == [(DETAIL, 302)]
    shown = response.content.decode()
    assert "Tallennettiin. Kalenterit ja kutsut päivittyvät." in shown
    assert "Kuopio" in shown
    assert 'href="https://teams.example/l/1"' in shown


def test_who_may_not_change_it_sees_no_way_there(east: Discussion, client_for: ClientFor) -> None:
    for account in ("kainuu", "okm", "public"):
        shown = client_for(account).get(DETAIL).content.decode()
        assert PAGE not in shown
        assert "Ei vielä tiedossa" not in shown


def test_what_was_typed_stays_beside_what_is_wrong(east: Discussion, client_for: ClientFor) -> None:
    make_published(east)
    client = client_for("koordinaattori")
    response = client.post(PAGE, {"place": "Joensuu", "link": "teams.example", "reason": ""})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Kopioi kokouksen osoite kokonaan. Sen alussa on https://." in shown
    assert 'value="Joensuu"' in shown
    assert 'value="teams.example"' in shown
    shown = client.post(PAGE, {"place": "Joensuu", "link": ""}).content.decode()
    assert "Asialista on julkaistu." in shown
    assert 'aria-invalid="true"' in shown
