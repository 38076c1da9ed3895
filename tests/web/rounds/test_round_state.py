"""The coordinator publishes a round and brings it from phase to phase on its page."""

from typing import Any

import pytest
from django.test import Client

from alke.domain.rounds.models import Round
from tests.cast import ClientFor
from tests.factories.rounds import make_round


@pytest.fixture
def letter(world: None) -> Round:
    """The 2024 round, as it is when its file has been loaded."""
    return make_round("2024")


def text(answer: Any) -> str:
    """The page with plain spaces."""
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_a_round_that_is_not_published_says_so_to_the_coordinator_alone(
    letter: Round, client_for: ClientFor
) -> None:
    told = "Kierrosta ei ole julkaistu. Vain kirjautuneet näkevät sen."
    assert told in text(client_for("koordinaattori").get("/2024/"))
    for account in ("kainuu", "vastuuhenkilo-ita", "yllapito"):
        assert told not in text(client_for(account).get("/2024/"))


def test_publishing_opens_the_round_to_the_public(letter: Round, client_for: ClientFor) -> None:
    assert Client().get("/2024/").status_code == 404
    answer = client_for("koordinaattori").post("/2024/julkaise/", follow=True)
    assert answer.redirect_chain == [("/2024/#vaihe", 302)]
    assert "Kierros on julkaistu." in text(answer)
    assert "Julkaise kierros" not in text(answer)
    assert Client().get("/2024/").status_code == 200


def test_each_step_stands_with_its_consequence(letter: Round, client_for: ClientFor) -> None:
    page = text(client_for("koordinaattori").get("/2024/"))
    assert "Käynnistä kierros" in page
    assert "Siirrä seurantaan" in page
    assert "Päätä kierros" not in page
    client_for("koordinaattori").post("/2024/vaihe/", {"state": "running"})
    page = text(client_for("koordinaattori").get("/2024/"))
    assert "Päätä kierros" in page
    assert "Kierroksen voi palauttaa seurantaan." in page


def test_a_round_is_brought_a_step_on(letter: Round, client_for: ClientFor) -> None:
    answer = client_for("koordinaattori").post("/2024/vaihe/", {"state": "running"}, follow=True)
    assert "Kierros on nyt käynnissä." in text(answer)
    letter.refresh_from_db()
    assert letter.state == "running"


@pytest.mark.parametrize("state", ["ended", "", "nonsense"])
def test_a_step_that_is_none_is_refused_with_its_reason(
    letter: Round, client_for: ClientFor, state: str
) -> None:
    answer = client_for("koordinaattori").post("/2024/vaihe/", {"state": state}, follow=True)
    assert "Kierros ei voi siirtyä tähän tilaan nykyisestä tilastaan." in text(answer)
    letter.refresh_from_db()
    assert letter.state == "preparation"


def test_others_see_no_buttons_and_may_not(letter: Round, client_for: ClientFor) -> None:
    for account in ("kainuu", "okm", "vastuuhenkilo-ita", "aune"):
        client = client_for(account)
        assert "Käynnistä kierros" not in text(client.get("/2024/"))
        assert client.post("/2024/julkaise/").status_code == 403
        assert client.post("/2024/vaihe/", {"state": "running"}).status_code == 403
    letter.refresh_from_db()
    assert (letter.state, letter.published_at) == ("preparation", None)
