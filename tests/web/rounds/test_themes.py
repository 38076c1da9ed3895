"""The round's themes: on its page, on discussions' pages, where topics are proposed (F1-F6)."""

import pytest
from django.test import Client

from alke.domain.people.actors import Actor
from alke.domain.rounds.formats_writer import write_format
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import publish_round
from tests.cast import ClientFor
from tests.conftest import SetClock
from tests.domain.rounds.formats_help import parse
from tests.factories.rounds import edited, make_round
from tests.web.followup.pages import plain

SYSTEM = Actor.system()
PROPOSE = "/2022/satakunta/ehdotukset/uusi/"
MONEY = ('key = "monipaikkaisuus"', 'key = "monipaikkaisuus"\nmoney = 330000')


def load(year: str, *edits: tuple[str, str]) -> Round:
    """A shipped round, published."""
    return publish_round(make_round(year, *edits), by=SYSTEM)


@pytest.fixture
def of_2022(world: None) -> Round:
    """The 18 discussions of 2022, still under way."""
    return load("2022", ('state = "ended"', 'state = "running"'))


@pytest.mark.parametrize("account", ["public", "koordinaattori", "lappi", "aune"])
def test_each_theme_is_told_with_its_regions(
    world: None, client_for: ClientFor, account: str
) -> None:
    load("2023")
    for address in ("/2023/", "/2023/yhteistilaisuus/"):
        page = plain(client_for(account).get(address))
        themes = page[page.index("Osaava työvoima ja liikkuvuus") :]
        assert "Keski-Suomi, Pirkanmaa, Päijät-Häme, Uusimaa, Varsinais-Suomi" in themes
        assert "kehittäminen ja innovaatiot Läpileikkaava Kaikkien maakuntien yhteinen" in themes


def test_a_regions_discussion_has_the_common_theme_and_its_own(
    of_2022: Round, client: Client
) -> None:
    page = plain(client.get("/2022/satakunta/"))
    assert "liikkuvuus Kaikkien maakuntien yhteinen Ympäristöllisesti kestävä" in page
    assert "Vetovoima ja hyvinvointi Satakunta" in page
    assert "Kestävä monipaikkaisuus" not in page
    assert "Kestävä monipaikkaisuus Etelä-Savo" in plain(client.get("/2022/etela-savo/"))


def test_themes_are_read_in_swedish(of_2022: Round, client: Client) -> None:
    page = plain(client.get("/sv/2022/satakunta/"))
    assert "Kunnig arbetskraft och regional rörlighet Gemensamt för alla landskap" in page


def test_a_theme_can_be_taken_as_the_title_of_a_proposal(
    of_2022: Round, client_for: ClientFor, at: SetClock
) -> None:
    at("2022-01-10")
    client = client_for("satakunta")
    page = client.get(PROPOSE).content.decode()
    assert 'href="?teema=veto-ja-hyvinvointi">Vetovoima ja hyvinvointi</a>' in page
    assert "monipaikkaisuus" not in page
    page = client.get(f"{PROPOSE}?teema=veto-ja-hyvinvointi").content.decode()
    assert 'name="title"' in page
    assert 'value="Vetovoima ja hyvinvointi"' in page
    assert client.get(f"{PROPOSE}?teema=olematon").status_code == 200


def test_a_round_without_themes_shows_no_section(world: None, client: Client) -> None:
    load("2024")
    assert 'id="teemat"' not in client.get("/2024/").content.decode()
    assert 'id="teemat"' not in client.get("/2024/ita/").content.decode()


def test_money_tied_to_a_theme_stands_beside_it(world: None, client: Client) -> None:
    read = parse(edited("2022", MONEY))
    assert [theme.money for theme in read.themes if theme.money] == [330_000]
    assert parse(write_format(read)) == read
    load("2022", MONEY)
    assert "Kestävä monipaikkaisuus 330 000 € Etelä-Savo" in plain(client.get("/2022/etela-savo/"))
