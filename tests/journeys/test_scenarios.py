"""The acceptance scenarios, walked in the browser as their people walk them."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from alke.domain.people.actors import Actor
from alke.domain.rounds.operations import load_round, publish_round
from tests.journeys.conftest import SignIn

SLOW = 60_000  # the demo plays months of the round when the day moves that far


def text(page: Page) -> str:
    """What stands on the page, with plain spaces."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


def confirm(page: Page, number: int, side: str) -> None:
    """Confirms a topic for a side."""
    page.goto(f"/2024/ita/asialista/{number}/muokkaa/")
    page.get_by_role("button", name=f"Vahvista {side} puolesta").click()
    expect(page.locator("main")).to_contain_text("Vahvistettu")


def test_s1_the_round_stands_as_in_the_letter_and_names_its_oddities(
    desktop: Page, sign_in_as: SignIn
) -> None:
    page = sign_in_as(desktop, "koordinaattori")
    page.goto("/2024/")
    shown = text(page)
    for date in ("ke 10.4.", "ti 16.4.", "to 18.4.", "ke 24.4.", "to 14.3."):
        assert date in shown, date
    for deadline in ("pe 8.3.", "ke 20.3.", "ke 27.3.", "ti 2.4.", "to 4.4."):
        assert deadline in shown, deadline
    findings = page.get_by_role("region", name="Tarkistuksen havainnot").inner_text()
    assert "14.3.2023" in findings
    assert "aluekehittämispäätös" in findings
    assert "ääsiäi" in findings
    page.get_by_role("button", name="Korjaa päiväys").click()
    expect(page.get_by_role("region", name="Tarkistuksen havainnot")).not_to_contain_text(
        "14.3.2023"
    )


def test_s2_two_sides_bring_a_discussion_to_a_published_agenda(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    owner, council = sign_in_as(desktop, "vastuuhenkilo-ita"), sign_in_as(phone, "pohjois-savo")
    # a third topic is refused
    owner.goto("/2024/ita/ehdotukset/")
    owner.locator("main").get_by_role("link", name=re.compile("^(?!Ehdota).+")).first.wait_for()
    assert "2/2" in text(owner) or "enintään" in text(owner)
    # the owner writes the questions in the field itself; the text saves as one types
    owner.goto("/2024/ita/asialista/2/muokkaa/")
    owner.get_by_role("link", name=re.compile("Kysymykset keskustelulle")).click()
    field = owner.get_by_role("textbox", name=re.compile("Kysymykset keskustelulle"))
    field.fill("1. Miten ratayhteydet etenevät?")
    expect(owner.get_by_role("status").filter(has_text="Tallennettu").first).to_be_visible()
    # names the opening, and opens the topic for comment
    owner.goto("/2024/ita/asialista/2/muokkaa/")
    owner.get_by_text("Nimeä avaus").first.click()
    opening = owner.locator("details[open]").filter(has_text="Avauksen pitäjän tehtävä")
    opening.get_by_label("Organisaatio").select_option(label="Työ- ja elinkeinoministeriö")
    opening.get_by_label("Avauksen pitäjän tehtävä").fill("ylijohtaja")
    opening.get_by_role("button", name="Tallenna avaus").click()
    expect(owner.locator("main")).to_contain_text("ylijohtaja")
    owner.get_by_role("button", name="Avaa kommentoitavaksi").click()
    confirm(owner, 2, "VN:n")
    for number in (1, 2):
        confirm(council, number, "maakuntien")
    # publishes
    owner.goto("/2024/ita/asialista/julkaise/")
    owner.get_by_role("button", name="Julkaise asialista").click()
    expect(owner.locator("main")).to_contain_text("Julkaistu")
    # a change after publication wants its reason, is marked and notified anew
    council.goto("/2024/ita/asialista/1/kohta/goals/")
    assert "perustelu" in text(council).lower()
    owner.goto("/2024/ita/asialista/tiedoksianto/")
    assert "Pohjois-Savon liitto" in text(owner)


def test_s2_the_public_reads_the_agenda_after_publication(desktop: Page) -> None:
    desktop.goto("/2024/ita/")
    assert "Puhtaan siirtymän investoinnit" not in text(desktop)
    desktop.goto("/esittely/")
    desktop.locator("#demo-day").first.fill("2024-05-10")
    desktop.get_by_role("button", name="Vaihda päivä").first.click(timeout=SLOW)
    desktop.goto("/2024/ita/", timeout=SLOW)
    assert "Puhtaan siirtymän investoinnit" in text(desktop)


def test_s6_a_council_answers_the_follow_up_with_nothing_new_for_most(
    desktop: Page, sign_in_as: SignIn
) -> None:
    page = sign_in_as(desktop, "lappi")
    page.goto("/")
    page.get_by_role("link", name=re.compile("raportoin")).first.click()
    waiting = page.locator(".seg a", has_text="Odottaa meitä")
    assert "20" in waiting.inner_text()
    for words in ("Palvelupiste avattiin helmikuussa.", "Neuvonta laajeni."):
        page.get_by_role("link", name=re.compile("Kirjaa eteneminen")).first.click()
        cell = page.locator("form").filter(has=page.locator("textarea")).first
        cell.locator("textarea").fill(words)
        cell.get_by_role("button", name="Lähetä vastaus").click()
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/2024/seuranta/helmikuu-2024/")
    page.get_by_role("link", name=re.compile("Merkitse loput 18")).click()
    page.get_by_role("button", name=re.compile("Merkitse|Vahvista")).last.click()
    expect(page.locator(".seg a", has_text="Odottaa meitä")).to_contain_text("0")


def test_s6_a_ministry_sees_all_that_it_owes_on_one_page(desktop: Page, sign_in_as: SignIn) -> None:
    page = sign_in_as(desktop, "lvm")
    page.goto("/2024/seuranta/helmikuu-2024/")
    assert "LVM" in page.get_by_role("heading", level=1).inner_text()
    assert page.locator("main table tbody tr").count() > 3


def test_s8_rounds_of_other_forms_are_set_up_from_their_files(desktop: Page, site: str) -> None:
    years = []
    for name in ("2022", "follow-up-only"):
        file = Path(f"rounds/{name}.toml").read_text(encoding="utf-8")
        loaded = load_round(file, by=Actor.system())
        years.append(publish_round(loaded.round, by=Actor.system()).year)
    desktop.goto("/2022/keskustelut/")
    assert "Satakunta" in text(desktop)
    assert desktop.locator("main li a strong").count() == 18
    desktop.goto("/2023/")
    assert "Maakuntien yhteinen tilaisuus" in text(desktop)
    desktop.goto(f"/{years[-1]}/")
    assert "Kierroksella ei ole keskusteluja" in text(desktop)


def test_s9_a_body_that_ends_asks_for_successors(desktop: Page, sign_in_as: SignIn) -> None:
    page = sign_in_as(desktop, "koordinaattori")
    page.goto("/")
    page.locator("#demo-day").fill("2026-01-02")
    page.get_by_role("button", name="Vaihda päivä").click(timeout=SLOW)
    page.goto("/", timeout=SLOW)
    page.get_by_role(
        "link", name=re.compile("Valitse seuraajat: Kaakkois-Suomen ELY")
    ).first.click()
    expect(page.locator("main")).to_contain_text("Kaakkois-Suomen elinvoimakeskus")
