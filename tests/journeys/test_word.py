"""S3: the sheet goes to LibreOffice and comes back, and not a word of it is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.domain.imports.old_papers import followup_table
from tests.journeys.conftest import SignIn, assert_accessible
from tests.libreoffice import LibreOffice, Step

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "/2024/ita/asialista/1/"
IMPORT = f"{SHEET}tuonti/"
GOAL = "päätöspolku ja aikataulu vuoden 2024 loppuun mennessä"
GOAL_IN_WORD = "päätöspolku, aikataulu ja rahoitus vuoden 2024 loppuun mennessä"
GOAL_IN_ALKE = "päätöspolku ja aikataulu maaliskuun 2025 loppuun mennessä"
GOAL_OF_BOTH = "päätöspolku, aikataulu ja rahoitus maaliskuun 2025 loppuun mennessä"
PEOPLE = "Väestö vähenee ja ikääntyy nopeammin"
PEOPLE_IN_WORD = "Väestö vähenee, ikääntyy ja muuttaa pois nopeammin"
EDITS: list[Step] = [("replace", GOAL, GOAL_IN_WORD), ("replace", PEOPLE, PEOPLE_IN_WORD)]


def export(page: Page) -> bytes:
    """The sheet's Word file, as the button gives it."""
    page.goto(SHEET)
    with page.expect_download() as found:
        page.get_by_role("link", name="Vie Wordiin").click()
    return Path(found.value.path()).read_bytes()


def bring(page: Page, file: bytes, *, language: str = "") -> None:
    """Brings the file back by the button of the sheet; then stands on the review."""
    page.goto(f"{language}{SHEET}")
    page.locator("main a[href$='/tuonti/']").click()
    upload(page, file)


def upload(page: Page, file: bytes) -> None:
    """Sends the file in; then stands on the review."""
    assert_accessible(page)
    page.locator("#tiedosto").set_input_files(
        {"name": "Tiedosto.docx", "mimeType": WORD, "buffer": file}
    )
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/tuonti/\d+/$"))
    assert_accessible(page)


def row(page: Page, name: str) -> Locator:
    """What the review asks about one text or action."""
    heading = page.get_by_role("rowheader", name=re.compile(f"^{name}"))
    return page.locator(".imp tbody tr").filter(has=heading)


def accept(page: Page, said: str) -> None:
    """Takes the chosen over; the sheet says how many."""
    page.get_by_role("button", name=re.compile("Tuo valitut|Importera de valda")).click()
    page.wait_for_url(re.compile(f"{SHEET}$"))
    expect(page.locator("body")).to_contain_text(said)


def edit_goals(page: Page, old: str, new: str) -> None:
    """Somebody changes the goals in Alke itself."""
    page.goto(f"{SHEET}muokkaa/")
    page.get_by_role("link", name=re.compile("Tavoitteet.*muokkaa")).click()
    field = page.get_by_role("textbox", name=re.compile("^Tavoitteet"))
    field.fill(field.input_value().replace(old, new))
    expect(page.get_by_role("status").filter(has_text="Tallennettu").first).to_be_visible()


def test_s3_each_change_of_the_file_is_decided_on_beside_what_alke_says(
    desktop: Page, phone: Page, sign_in_as: SignIn, libreoffice: LibreOffice
) -> None:
    council, owner = sign_in_as(desktop, "pohjois-savo"), sign_in_as(phone, "vastuuhenkilo-ita")
    file = libreoffice.edit(
        export(council),
        [
            *EDITS,
            ("replace", "Luvituksen asiantuntijoita on vähän", "Luvittajia on vähän"),
            ("write_below", "Muistiinpano: soita Kainuuseen ennen kokousta."),
        ],
    )
    edit_goals(owner, "vuoden 2024 loppuun", "maaliskuun 2025 loppuun")
    bring(council, file)
    # one text has changed in both; both stand side by side, and nothing is chosen for anybody
    expect(council.locator("main .note")).to_contain_text("on muuttunut molemmissa")
    goals = row(council, "Tavoitteet")
    expect(goals).to_contain_text("Ristiriita")
    expect(goals.locator("td").nth(0)).to_contain_text("maaliskuun 2025")
    expect(goals.locator("td").nth(0)).to_contain_text(re.compile(r"Muokattu\s+tänään.*TEM"))
    expect(goals.locator("td").nth(1)).to_contain_text("rahoitus")
    expect(goals.get_by_role("radio", checked=True)).to_have_count(0)
    # a paragraph without a place is listed
    left = council.get_by_role("region", name="Ilman paikkaa")
    expect(left).to_contain_text("Muistiinpano: soita Kainuuseen ennen kokousta.")
    # nothing is saved before the conflict is decided on, and no choice is lost
    row(council, "Kehittämiskärjet").get_by_label("Pidä Alken teksti").check()
    council.get_by_role("button", name="Tuo valitut").click()
    expect(row(council, "Tavoitteet")).to_contain_text("Valitse, kumpi teksti jää voimaan.")
    expect(row(council, "Kehittämiskärjet").get_by_label("Pidä Alken teksti")).to_be_checked()
    assert_accessible(council)
    goals.get_by_label("Yhdistä ja muokkaa").check()
    joined = goals.get_by_role("textbox")
    expect(joined).to_have_value(re.compile(GOAL_OF_BOTH))
    accept(council, "2 muutosta tuotiin Wordista.")
    # the sheet has both changes, and its history who made which
    shown = council.locator("main")
    expect(shown).to_contain_text(GOAL_OF_BOTH)
    expect(shown).to_contain_text(PEOPLE_IN_WORD)
    expect(shown).to_contain_text("Luvituksen asiantuntijoita on vähän")
    council.goto(f"{SHEET}versiot/?kohta=goals")
    versions = council.get_by_role("region", name="Versiot").locator("ol > li")
    expect(versions.nth(0)).to_contain_text("Pohjois-Savo")
    expect(versions.nth(0).locator("ins")).to_have_text(["päätöspolku, aikataulu", "rahoitus"])
    expect(versions.nth(1)).to_contain_text("TEM")
    expect(versions.nth(1).locator("ins")).to_have_text(["maaliskuun 2025"])


@pytest.mark.parametrize("way", ["without bookmarks", "tracked", "by way of ODT"])
def test_s3_all_changes_are_taken_at_once_whatever_became_of_the_file(
    desktop: Page, sign_in_as: SignIn, libreoffice: LibreOffice, way: str
) -> None:
    council = sign_in_as(desktop, "pohjois-savo")
    file = export(council)
    if way == "without bookmarks":
        file = libreoffice.edit(file, [*EDITS, ("drop_bookmarks",)])
    else:
        file = libreoffice.edit(file, EDITS, tracked=way == "tracked")
    if way == "by way of ODT":
        file = libreoffice.via_odt(file)
    bring(council, file)
    expect(council.locator(".imp tbody tr")).to_have_count(2)
    expect(row(council, "Tavoitteet").locator("ins")).to_have_text(
        ["päätöspolku, aikataulu", "rahoitus"]
    )
    if way == "tracked":
        expect(council.locator("main")).to_contain_text("Ne luetaan hyväksyttyinä.")
    accept(council, "2 muutosta tuotiin Wordista.")
    expect(council.locator("main")).to_contain_text(GOAL_IN_WORD)
    expect(council.locator("main")).to_contain_text(PEOPLE_IN_WORD)


def test_s3_in_the_hand_and_in_swedish(
    phone: Page, sign_in_as: SignIn, libreoffice: LibreOffice
) -> None:
    council = sign_in_as(phone, "pohjois-savo")
    bring(council, libreoffice.edit(export(council), EDITS), language="/sv")
    assert council.evaluate("document.documentElement.scrollWidth") <= 390
    accept(council, "2 ändringar importerades från Word.")
    expect(council.locator("main")).to_contain_text(GOAL_IN_WORD)


def test_an_old_table_of_follow_up_becomes_answers(
    desktop: Page, sign_in_as: SignIn, libreoffice: LibreOffice
) -> None:
    council = sign_in_as(desktop, "lappi")
    file = followup_table(
        [
            ("2. Työnantajien neuvonta kansainvälisessä rekrytoinnissa", "",
             "Lapin liitto: Neuvonta laajeni Kemiin.", "TEM:n", "Lappi ja Kainuu"),
            ("Rajan ylittävät tiet", "", "Tiesuunnitelma on hyväksytty.", "LVM", "Lappi"),
        ]
    )  # fmt: skip
    council.goto("/2024/seuranta/helmikuu-2024/")
    council.get_by_role("link", name="Tuo Wordista").click()
    upload(council, libreoffice.via_odt(file))
    expect(council.locator("main")).to_contain_text(re.compile(r"Rivejä tiedostossa\s*2"))
    doubtful = row(council, "Rajan ylittävät tiet")
    doubtful.get_by_label("Ota luonnokseksi").check()
    council.get_by_role("button", name="Ota valitut luonnoksiksi").click()
    expect(doubtful.get_by_text("Valitse, kenen vastaus tämä on")).to_be_visible()
    assert_accessible(council)
    cells = doubtful.get_by_role("combobox")
    wanted = cells.locator("option", has_text=re.compile("^31 Lappi: "))
    cells.select_option(value=wanted.get_attribute("value"))
    council.get_by_role("button", name="Ota valitut luonnoksiksi").click()
    expect(council.locator("body")).to_contain_text("Tiedostosta tehtiin 2 luonnosta.")
    council.get_by_role("button", name=re.compile("Lähetä.*luonnos")).click()
    shown = council.locator("main")
    expect(shown).to_contain_text("Neuvonta laajeni Kemiin.")
    expect(shown).to_contain_text("Tiesuunnitelma on hyväksytty.")
    expect(council.locator(".seg a", has_text="Odottaa meitä")).to_contain_text("18")
