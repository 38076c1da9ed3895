"""S10: the base decision slips two weeks; one change moves what hangs on it, each is told once."""

from collections import Counter

from playwright.sync_api import Page, expect

from alke.domain.notices.letters import html_part
from alke.domain.notices.models import Mail
from alke.jobs.clockwork import run_due
from tests.journeys.conftest import SignIn, assert_accessible
from tests.journeys.test_accessibility import SIZES, assert_fits
from tests.journeys.test_scenarios import text, walk, walk_both


def test_s10_the_decision_slips_two_weeks_and_each_person_is_told_once(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    coordinator, council = sign_in_as(desktop, "koordinaattori"), sign_in_as(phone, "kainuu")
    coordinator.goto("/2024/aikataulu/asiakirja/aluekehittamispaatos/siirra/")
    coordinator.locator("main [name=day]").fill("2024-04-10")
    coordinator.get_by_role("button", name="Esikatsele seuraukset").click()
    coordinator.wait_for_load_state()
    assert_accessible(coordinator)
    shown = text(coordinator)
    assert "to 14.3.2024 klo 9.30–11.30" in shown
    assert "to 28.3.2024 klo 9.30–11.30" in shown
    assert "organisaatiossa, sähköpostilla ja työpöydällä" in shown
    coordinator.locator("main [name=reason]").fill("Päätös tehdään myöhemmin.")
    coordinator.get_by_role("button", name="Siirrä päivät").click()
    coordinator.wait_for_load_state()

    run_due()  # the worker puts lines into mails and sends them
    told = Counter(Mail.objects.filter(text__contains="to\xa028.3.2024").values_list("to"))
    assert told[("kainuu@kainuu.example",)] == 1
    assert len(told) > 25
    assert set(told.values()) == {1}

    assert walk(council, "/ilmoitukset/").count("Päivämääriä on siirretty:") == 1
    council.get_by_role("link", name="Viestiin").first.click()
    expect(council.locator("main")).to_contain_text("→ to\xa028.3.2024")
    assert_accessible(council)
    walk_both(council, "/ilmoitukset/", "/ilmoitukset/asetukset/")
    walk_both(coordinator, "/viestit/?taho=kainuu", "/2024/muistutukset/")
    assert "kainuu@kainuu.example" in walk(coordinator, "/viestit/?taho=kainuu")

    for language in ("fi", "sv"):
        mail = Mail.objects.filter(text__contains="28.3.2024", language=language).earliest("pk")
        look_at_mail(coordinator, mail)


def look_at_mail(page: Page, mail: Mail) -> None:
    """The mail as a mail program shows it, by day and by night."""
    page.goto("about:blank")  # it comes from no site, so none's policy is in force
    page.set_content(html_part(mail))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert_accessible(page)
            assert_fits(page, width)
