"""Every page, in Finnish and Swedish, on a desk and in the hand: no axe violation, no overflow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import SignIn, assert_accessible

PUBLIC = (
    "/",
    "/kirjaudu/",
    "/kirjaudu/salasana/",
    "/kirjaudu/salasana/uusi/",
    "/kirjaudu/kayttooikeus/",
    "/kirjaudu/ulkona/",
    "/esittely/",
    "/roolit/",
    "/saavutettavuus/",
    "/tietosuoja/",
    "/organisaatiot/",
    "/organisaatiot/?haku=atlantis",
    "/organisaatiot/kainuu/",
    "/2024/",
    "/2024/aikataulu/",
    "/2024/keskustelut/",
    "/2024/ita/",
    "/2023/",
    "/2024/seuranta/",
    "/ei-ole/",
)
SIGNED_IN = {
    "koordinaattori": (
        "/",
        "/2024/",
        "/2024/aikataulu/",
        "/2024/aikataulu/keskustelu/ita/siirra/",
        "/2024/pohjoinen/",
        "/2024/pohjoinen/asialista/",
        "/2024/pohjoinen/asialista/tiedoksianto/",
        "/2024/seuranta/helmikuu-2024/",
    ),
    "pohjois-savo": (
        "/",
        "/2024/keskustelut/",
        "/2024/ita/",
        "/2024/ita/asialista/1/",
        "/2024/ita/asialista/1/muokkaa/",
        "/2024/ita/asialista/1/versiot/",
        "/2024/ita/ehdotukset/",
        "/2024/ita/ehdotukset/uusi/",
        "/2024/ita/toimenpiteet/",
        "/2024/ita/johtopaatokset/",
        "/2024/pohjois-savo/",
        "/2024/pohjois-savo/muistio/",
        "/2024/seuranta/",
        "/2024/seuranta/helmikuu-2024/",
        "/2024/seuranta/syksy-2023/",
        "/toimenpiteet/44/",
        "/toimenpiteet/44/muokkaa/",
        "/organisaatiot/pohjois-savo/",
    ),
    "lvm": ("/", "/2024/seuranta/helmikuu-2024/"),
    "yllapito": (
        "/organisaatiot/lvm/",
        "/organisaatiot/lvm/kayttajat/",
        "/organisaatiot/lvm/muokkaa/",
        "/organisaatiot/uusi/",
    ),
}
VISITS = [("public", PUBLIC), *SIGNED_IN.items()]
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["", "/sv"])
@pytest.mark.parametrize(("account", "pages"), VISITS, ids=[name for name, _pages in VISITS])
def test_no_page_breaks_a_rule_of_accessibility(
    new_page: Callable[[int, int], Page],
    sign_in_as: SignIn,
    account: str,
    pages: tuple[str, ...],
    language: str,
    size: str,
) -> None:
    page = new_page(*SIZES[size])
    if account != "public":
        sign_in_as(page, account)
    for path in pages:
        page.goto(f"{language}{path}")
        assert_accessible(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size][0], f"{page.url} is {width} px wide"


def test_the_dark_theme_keeps_its_contrast(
    new_page: Callable[[int, int], Page], sign_in_as: SignIn
) -> None:
    page = sign_in_as(new_page(1440, 900), "pohjois-savo")
    page.emulate_media(color_scheme="dark")
    for path in ("/", "/2024/", "/2024/ita/asialista/1/", "/2024/seuranta/helmikuu-2024/"):
        page.goto(path)
        assert_accessible(page)
