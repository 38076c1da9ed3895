"""Every page, in Finnish and Swedish, on a desk and in the hand: no axe violation, no overflow."""

import re
from collections.abc import Callable, Iterable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from alke.base import clock
from alke.base.dates import recent
from tests.access.places import LATER, PLACES
from tests.access.table import ROWS
from tests.journeys.conftest import SignIn, assert_accessible
from tests.journeys.long_words import lengthen

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
        "/2024/varaukset/pohjois-savo/",
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
        "/2023/seuranta/syksy-2023/",
        "/toimenpiteet/44/",
        "/toimenpiteet/44/muokkaa/",
        "/organisaatiot/pohjois-savo/",
    ),
    "lappi": (  # sheets with comments on actions, and an empty list
        "/2024/pohjoinen/asialista/2/muokkaa/",
        "/2024/pohjoinen/toimenpiteet/",
        "/2024/etela/toimenpiteet/",
    ),
    "lvm": ("/", "/2024/seuranta/helmikuu-2024/"),
    "yllapito": (
        "/organisaatiot/lvm/",
        "/organisaatiot/lvm/kayttajat/",
        "/organisaatiot/lvm/muokkaa/",
        "/organisaatiot/uusi/",
    ),
}
LONG = {  # each kind of part once
    "public": ("/", "/2024/", "/2023/yhteistilaisuus/", "/organisaatiot/", "/toimenpiteet/2/"),
    "pohjois-savo": (
        "/",
        "/2024/ita/",
        "/2024/ita/asialista/1/muokkaa/",
        "/2024/ita/ehdotukset/",
        "/2024/ita/toimenpiteet/",
        "/2024/seuranta/helmikuu-2024/",
        "/toimenpiteet/44/",
        "/toimenpiteet/44/muokkaa/",
        "/organisaatiot/pohjois-savo/",
    ),
    "koordinaattori": (
        "/2024/",
        "/2024/aikataulu/",
        "/2024/pohjoinen/asialista/",
        "/2024/seuranta/helmikuu-2024/vaiheet/",
    ),
}
SIZES = ((1440, 900), (390, 844))
WIDTHS = (1440, 1024, 820, 360)
# Words that stand on two lines although no hyphen or space parts them.
BROKEN = """() => {
  const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange(), found = new Set();
  for (let node; (node = words.nextNode()); ) {
    if (node.parentElement.closest("code, textarea, select, .vh, .fold > thead")) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]{3,}/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter(r => r.width).map(r => r.top);
      if (Math.max(...tops) - Math.min(...tops) > 3) found.add(word[0]);
    }
  }
  return [...found];
}"""
# nothing that a person looks at in the browser
NO_PAGES = re.compile(
    r"health$|topic_changes$|javascript-catalog$|work_detail$|calendar_feed$|round_calendar$"
    r"|mail_html$"  # no script runs there, so no axe: test_moved_dates.py looks at mails
    r"|.*_(bundle|document|file|table|zip)$"
)
# Who opens the pages that the table of access names: the first of these who may.
WHO = ("vastuuhenkilo-ita", "koordinaattori", "kainuu", "yllapito", "public")


def further_pages() -> dict[str, list[str]]:
    """Every other page that the table of access names, by the account that opens it."""
    known = {path for paths in (PUBLIC, *SIGNED_IN.values()) for path in paths}
    found: dict[str, list[str]] = {}
    for row in ROWS:
        account = next((who for who in WHO if row.statuses[who] == 200), None)
        if row.method == "GET" and account and row.place not in LATER:
            path = reverse(row.name, kwargs=PLACES[row.place]())
            if path not in known and not NO_PAGES.match(row.name):
                found.setdefault(account, []).append(path)
    return found


def look_at(page: Page, paths: Iterable[str]) -> None:
    """Each page, wide and narrow; its colours in Finnish, for they are the same in Swedish."""
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == (404 if "ei-ole" in path else 200), page.url
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert_accessible(page, contrast=not path.startswith("/sv/"))
            assert_fits(page, width)


def assert_fits(page: Page, width: int) -> None:
    """Nothing sticks out on the right."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url} is {wide} px wide"


@pytest.mark.parametrize("language", ["", "/sv"])
@pytest.mark.parametrize("account", ["public", *SIGNED_IN])
def test_no_page_breaks_a_rule_of_accessibility(
    desktop: Page, sign_in_as: SignIn, account: str, language: str
) -> None:
    if account != "public":
        sign_in_as(desktop, account)
    pages = SIGNED_IN.get(account, PUBLIC)
    look_at(desktop, [f"{language}{path}" for path in pages])


@pytest.mark.parametrize("language", ["", "/sv"])
def test_nor_does_any_other_page_of_the_site(
    new_page: Callable[[int, int], Page], sign_in_as: SignIn, language: str
) -> None:
    for account, paths in further_pages().items():
        page = new_page(*SIZES[0])
        if account != "public":
            sign_in_as(page, account)
        look_at(page, [f"{language}{path}" for path in paths])


def test_the_dark_theme_keeps_its_contrast(
    new_page: Callable[[int, int], Page], sign_in_as: SignIn
) -> None:
    page = sign_in_as(new_page(1440, 900), "pohjois-savo")
    page.emulate_media(color_scheme="dark")
    for path in ("/", "/2024/", "/2024/ita/asialista/1/", "/2024/seuranta/helmikuu-2024/"):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("language", ["", "/sv"])
@pytest.mark.parametrize(
    ("account", "paths"),
    [
        ("koordinaattori", ("/", "/2024/", "/2024/aikataulu/", "/2023/", "/2024/ita/")),
        ("pohjois-savo", ("/2024/ita/asialista/1/", "/2024/seuranta/helmikuu-2024/")),
        ("public", ("/roolit/", "/2023/yhteistilaisuus/johtopaatokset/")),
    ],
)
def test_no_page_sticks_out_nor_breaks_a_word_on_desk_tablet_or_phone(
    desktop: Page, sign_in_as: SignIn, account: str, paths: tuple[str, ...], language: str
) -> None:
    if account != "public":
        sign_in_as(desktop, account)
    for path in paths:
        desktop.goto(f"{language}{path}")
        for width in WIDTHS:
            desktop.set_viewport_size({"width": width, "height": 900})
            assert_fits(desktop, width)
            assert desktop.evaluate(BROKEN) == [], f"{desktop.url} at {width} px"


def test_no_long_word_widens_a_page(desktop: Page, sign_in_as: SignIn) -> None:
    lengthen()
    for account in ("public", "pohjois-savo", "koordinaattori"):
        if account != "public":
            sign_in_as(desktop, account)
        for path in LONG[account]:
            for width, height in SIZES:
                desktop.set_viewport_size({"width": width, "height": height})
                desktop.goto(path)
                assert_fits(desktop, width)


def test_todays_time_stands_on_one_line_in_the_list_of_changes(desktop: Page, phone: Page) -> None:
    late = clock.now().replace(hour=21, minute=0)
    show = "text => { const time = document.querySelector('.feed time'), range = new Range();"
    show += " time.textContent = text; range.selectNodeContents(time);"
    show += " return range.getBoundingClientRect().height }"
    for page in (desktop, phone):
        page.goto(reverse("styleguide"))
        line = page.evaluate(show, "pe")
        for language in ("fi", "sv", "en"):
            assert page.evaluate(show, recent(late, late, language)) == line, language


@pytest.mark.parametrize("account", ["public", "pohjois-savo"])
def test_no_page_widens_at_four_times_the_size_nor_in_the_hand_at_twice(
    desktop: Page, sign_in_as: SignIn, account: str
) -> None:
    if account != "public":
        sign_in_as(desktop, account)
    for path in (*LONG[account], "/2024/aikataulu/", "/2024/seuranta/", "/esittely/"):
        desktop.goto(path)
        for width in (1280 // 4, 390 // 2):
            desktop.set_viewport_size({"width": width, "height": 600})
            assert_fits(desktop, width)


def test_every_tab_is_in_sight_in_the_hand(phone: Page, sign_in_as: SignIn) -> None:
    sign_in_as(phone, "pohjois-savo").goto("/2024/ita/")
    for tab in phone.get_by_role("tab").all():
        expect(tab).to_be_in_viewport(ratio=1)
