"""Who takes part: a list is pasted, and a person answers by its link, without an account."""

from playwright.sync_api import Page, expect

from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from tests.journeys.conftest import SignIn, assert_accessible

ROWS = (
    "Organisaatio\tTehtävä\tSähköposti\n"
    "Pohjois-Savo\tHallintojohtaja\thallintojohtaja@pohjois-savo.example\n"
    "Kuopion kaupunki\tKaupunginjohtaja\tkj@kuopio.example\n"
)


def test_a_pasted_list_is_looked_through_and_its_people_answer_without_an_account(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    sign_in_as(desktop, "pohjois-savo").goto("/2024/ita/osallistujat/")
    desktop.get_by_role("link", name="Tuo luettelo").click()
    desktop.get_by_label("Liitä osallistujat").fill(ROWS)
    assert_accessible(desktop)
    desktop.get_by_role("button", name="Tarkista tiedot").click()
    expect(desktop.get_by_text("Organisaatiota ei tunnistettu")).to_be_visible()
    desktop.get_by_label("Rivin 3 organisaatio").select_option("muu")
    desktop.get_by_role("button", name="Tarkista uudelleen").click()
    assert_accessible(desktop)
    desktop.get_by_role("button", name="Ilmoita 2 osallistujaa").click()
    expect(desktop.get_by_text("2 osallistujaa ilmoitettiin.")).to_be_visible()
    expect(desktop.get_by_role("link", name="Kuopion kaupunki", exact=True)).to_be_visible()

    row = Participant.objects.get(title="Hallintojohtaja")
    desktop.goto(f"/2024/ita/osallistujat/{row.pk}/")
    desktop.get_by_role("button", name="Lähetä linkki").click()
    expect(desktop.get_by_text("Linkki on lähdössä")).to_be_visible()
    mail = Mail.objects.get(to=row.email)
    address = next(word for word in mail.text.split() if "/osallistuminen/" in word)

    phone.goto(address[address.index("/osallistuminen/") :])
    assert_accessible(phone)
    phone.get_by_role("button", name="Tulen", exact=True).click()
    expect(phone.get_by_text("Vastauksesi merkittiin")).to_be_visible()
    desktop.goto("/2024/ita/osallistujat/taho/pohjois-savo/")
    expect(desktop.get_by_text("viestin linkillä")).to_be_visible()
