"""S7: conclusions become Word and tagged PDF, sealed, verified, delivered, published, archived."""

import datetime as dt
import re
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest
from playwright.sync_api import Page, expect

from alke.base import clock
from alke.domain.documents.work_models import Work
from alke.domain.documents.work_operations import run_work
from alke.jobs.clockwork import run_due
from tests.journeys.conftest import SignIn, assert_accessible
from tests.journeys.test_scenarios import change_day
from tests.pdf_checks import faults, pages, words

FOLDERS = "/2024/ita/asiakirjat/"
AFTER = "2024-06-14"
NUMBER = "VN/18234/2023-TEM-31"


def press(page: Page, name: str) -> None:
    """A button of the page itself."""
    page.locator("main").get_by_role("button", name=name).click()
    page.wait_for_load_state()


def download(page: Page, name: str) -> bytes:
    """A file of the newest version."""
    address = page.locator("#versio-1").get_by_role("link", name=re.compile(f"^{name}"))
    found = page.context.request.get(str(address.get_attribute("href")))
    assert found.ok
    return found.body()


def choose(page: Page, label: str, holding: str) -> None:
    """Chooses the first option that holds the text."""
    field = page.get_by_label(label)
    value = field.locator("option", has_text=holding).first.get_attribute("value")
    field.select_option(str(value))


def file_for_signing(owner: Page) -> str:
    """The owner files the conclusions, to be approved by two; the address of the document."""
    owner.goto(FOLDERS)
    assert_accessible(owner)
    owner.get_by_role("link", name="Talleta Alken asiakirja").click()
    choose(owner, "Asiakirja", "Johtopäätökset")
    choose(owner, "Hyväksyjä 1", "Itä-Suomi")
    choose(owner, "Hyväksyjä 2", "oordinaattori")
    assert_accessible(owner)
    press(owner, "Talleta asiakirja")
    expect(owner.locator("#allekirjoitus")).to_contain_text("Allekirjoittaminen")
    assert_accessible(owner)
    return owner.url


def approve(owner: Page, coordinator: Page) -> None:
    """One after the other; the seal is set then."""
    press(owner, "Hyväksy versio 1")
    coordinator.goto("/")
    coordinator.get_by_role("link", name="Lue ja hyväksy").click()
    assert_accessible(coordinator)
    press(coordinator, "Hyväksy versio 1")
    expect(coordinator.locator("main")).to_contain_text("Asiakirja on sinetöity")
    assert_accessible(coordinator)


def register_and_deliver(owner: Page, address: str) -> None:
    """The number, then a mail to everybody on the distribution list."""
    owner.goto(address)
    owner.get_by_label("Diaarinumero").fill(NUMBER)
    press(owner, "Rekisteröi versio 1")
    owner.get_by_role("link", name=re.compile("^Toimita")).first.click()
    assert_accessible(owner)
    owner.get_by_role("button", name=re.compile("^Lähetä")).click()
    owner.wait_for_url(re.compile("/1/jakelu/$"))
    expect(owner.locator("main")).to_contain_text("on lähdössä")
    assert_accessible(owner)
    run_due()  # the worker sends; the page looks by itself
    expect(owner.locator("main")).to_contain_text("Lähetetty")
    assert_accessible(owner)
    assert owner.locator("#tilanne tbody tr").count() > 30
    assert printed_pages(owner) == 1


def printed_pages(page: Page) -> int:
    """On how many sheets of paper it prints."""
    return pages(page.pdf(prefer_css_page_size=True))


def archive(coordinator: Page, folder: Path) -> Path:
    """The coordinator asks for the round's package, and fetches it when the worker has made it."""
    coordinator.goto("/2024/asiakirjat/kooste/")
    assert_accessible(coordinator)
    press(coordinator, "Valmista arkistopaketti")
    with clock.at(dt.date.fromisoformat(AFTER)):
        run_work(Work.objects.latest("pk").pk)
    coordinator.reload()
    assert_accessible(coordinator)
    with coordinator.expect_download() as found:
        coordinator.locator(
            "#tyot ~ ul a, [aria-labelledby=tyot] a[href*='/kooste/']"
        ).first.click()
    with zipfile.ZipFile(found.value.path()) as packed:
        packed.extractall(folder)
    return next(path.parent for path in folder.rglob("bagit.txt"))


def test_s7_conclusions_are_sealed_verified_delivered_published_and_archived(
    desktop: Page, phone: Page, sign_in_as: SignIn, tmp_path: Path
) -> None:
    owner, coordinator = (
        sign_in_as(desktop, "vastuuhenkilo-ita"),
        sign_in_as(phone, "koordinaattori"),
    )
    change_day(owner, AFTER)
    address = file_for_signing(owner)
    assert download(owner, "Word").startswith(b"PK")
    pdf = download(owner, "PDF")
    assert faults(pdf, tmp_path) == []
    assert "Följande personer har undertecknat denna handling elektroniskt" in words(pdf)

    approve(owner, coordinator)
    sealed = download(coordinator, "Sinetöity PDF")
    assert sealed.startswith(pdf)
    assert faults(sealed, tmp_path) == []
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)
    assert "Signature is Valid." in told.stdout

    register_and_deliver(owner, address)
    owner.goto(address)
    press(owner, "Julkaise versio 1")
    assert_accessible(owner)
    bag = archive(coordinator, tmp_path / "bag")
    bagit.Bag(str(bag)).validate()
    assert sealed in [file.read_bytes() for file in bag.rglob("*.pdf")]

    coordinator.context.clear_cookies()
    reader = coordinator
    reader.goto("/tarkistus/")
    reader.locator("#tiedosto").set_input_files(str(path))
    press(reader, "Tarkista tiedosto")
    expect(reader.locator("main")).to_contain_text("Alken sinetöimä, eheä ja voimassa")
    assert_accessible(reader)
    reader.goto(f"/sv{FOLDERS}")
    reader.get_by_role("link", name=re.compile("johtopäätökset", re.IGNORECASE)).first.click()
    expect(reader.locator("main")).to_contain_text(NUMBER)
    assert_accessible(reader)


@pytest.mark.parametrize("language", ["", "/sv"])
def test_the_record_of_notice_prints_on_one_sheet(
    desktop: Page, sign_in_as: SignIn, language: str
) -> None:
    reader = sign_in_as(desktop, "koordinaattori")
    reader.goto(f"{language}/2023/yhteistilaisuus/asialista/tiedoksianto/")
    assert reader.locator(".one-page > li").count() > 40
    assert printed_pages(reader) == 1
