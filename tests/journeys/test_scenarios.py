"""The acceptance scenarios, walked in the browser as their people walk them."""

import re
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, assert_accessible

SLOW = 60_000  # the demo plays months of the round when the day moves that far
AGENDAS = {
    "Läntinen Suomi": "ke 27.3.",
    "Itäinen Suomi": "ti 2.4.",
    "Pohjoinen Suomi": "to 4.4.",
    "Eteläinen Suomi": "ke 10.4.",
}


def text(page: Page) -> str:
    """What stands on the page, with plain spaces."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


def walk(page: Page, address: str) -> str:
    """Goes there, finds the page sound, and reads it."""
    page.goto(address, timeout=SLOW)
    assert_accessible(page)
    return text(page)


def walk_both(page: Page, *addresses: str) -> None:
    """Goes through the pages in Finnish and in Swedish."""
    for address in addresses:
        walk(page, address)
        walk(page, f"/sv{address}")
        assert page.locator("html").get_attribute("lang") == "sv"


def change_day(page: Page, day: str) -> None:
    """Moves the demo's day; the rounds play on to it."""
    page.goto("/esittely/")
    page.locator("#demo-day").first.fill(day)
    page.get_by_role("button", name="Vaihda päivä").first.click(timeout=SLOW)
    page.wait_for_load_state()


def confirm(page: Page, number: int, side: str) -> None:
    """Confirms a topic for a side."""
    page.goto(f"/2024/ita/asialista/{number}/muokkaa/")
    page.get_by_role("button", name=f"Vahvista {side} puolesta").click()
    expect(page.locator("main")).to_contain_text("Vahvistettu")


def test_s1_the_round_stands_as_in_the_letter_and_names_its_oddities(
    desktop: Page, sign_in_as: SignIn
) -> None:
    page = sign_in_as(desktop, "koordinaattori")
    shown = walk(page, "/2024/")
    for date in ("ke 10.4.", "ti 16.4.", "to 18.4.", "ke 24.4.", "to 14.3."):
        assert date in shown, date
    findings = page.get_by_role("region", name="Tarkistuksen havainnot").inner_text()
    assert "14.3.2023" in findings
    assert "27.3.2024" in findings
    assert "ääsiäi" in findings
    walk(page, "/2024/aikataulu/")
    rows = page.locator("main ol.rows > li")
    for name, date in AGENDAS.items():
        agenda = rows.filter(has_text=re.compile(f"Asialista: {name}"))
        assert agenda.locator("time").inner_text().replace("\u00a0", " ") == date
    for name, date in {
        "varaus": "ke 20.3.",
        "seuranta": "pe 8.3.",
        "webinaari": "to 14.3.",
    }.items():
        occasion = rows.filter(has_text=re.compile(name)).first
        assert occasion.locator("time").inner_text().replace("\u00a0", " ") == date, name
    assert "klo 9.30–11.30" in walk(page, "/2024/webinaari/")
    page.goto("/2024/")
    page.get_by_role("button", name="Korjaa päiväys").click()
    expect(page.get_by_role("region", name="Tarkistuksen havainnot")).not_to_contain_text(
        "14.3.2023"
    )


def test_s1_the_public_reads_the_round_in_the_hand_and_in_swedish(phone: Page) -> None:
    shown = walk(phone, "/")
    assert "Osallistuu myös: Kainuu" in shown
    for name in AGENDAS:
        assert name in shown
    walk_both(phone, "/", "/2024/", "/2024/aikataulu/", "/2024/keskustelut/")
    assert "Östra Finland" in text(phone)


def test_s2_two_sides_bring_a_discussion_to_a_published_agenda(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    owner, council = sign_in_as(desktop, "vastuuhenkilo-ita"), sign_in_as(phone, "pohjois-savo")
    # the council proposes a third topic; the owner cannot take it, and reads why
    walk(council, "/2024/ita/ehdotukset/uusi/")
    council.get_by_label("Otsikko").first.fill("Rajaliikenteen palautuminen")
    council.get_by_label("Miksi asiasta pitäisi keskustella?").fill("Yritykset odottavat.")
    council.get_by_role("button", name="Lähetä ehdotus").click()
    assert "2/2 paikkaa käytössä" in walk(owner, "/2024/ita/ehdotukset/")
    owner.get_by_role("link", name="Rajaliikenteen palautuminen").click()
    take = owner.get_by_role("button", name="Ota asialistalle")
    expect(take).to_have_attribute("aria-disabled", "true")
    take.click(force=True)
    expect(take).to_have_accessible_description(re.compile("enintään 2 asiakokonaisuutta"))
    assert_accessible(owner)
    # the owner writes the questions in the field itself; the text saves as one types
    walk(owner, "/2024/ita/asialista/2/muokkaa/")
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
    assert_accessible(council)
    # publishes
    walk(owner, "/2024/ita/asialista/julkaise/")
    owner.get_by_role("button", name="Julkaise asialista").click()
    expect(owner.locator("main")).to_contain_text("Julkaistu")
    # a change after publication wants its reason, is marked and notified anew
    walk(owner, "/2024/ita/asialista/1/muokkaa/")
    owner.get_by_role("link", name=re.compile("Tavoitteet")).first.click()
    goals = owner.get_by_role("textbox", name=re.compile("Tavoitteet"))
    goals.fill("- Kantaverkko vahvistuu vuoteen 2030 mennessä")
    owner.get_by_role("button", name="Tallenna muutos").click()
    owner.locator("#perustelu-goals").fill("Tavoitevuosi täsmentyi")
    owner.get_by_role("button", name="Tallenna muutos").click()
    expect(owner.locator("main")).to_contain_text("vuoteen 2030 mennessä")
    shown = walk(council, "/2024/ita/asialista/")
    assert "Tavoitevuosi täsmentyi" in shown
    assert "2/2" in shown
    assert "Muutettu 4.3.2024" in shown
    expect(council.locator("main ins").filter(has_text="2030").first).to_be_visible()
    shown = walk(owner, "/2024/ita/asialista/tiedoksianto/")
    assert "Versio 2" in shown
    assert "Tavoitevuosi täsmentyi" in shown
    assert "Pohjois-Savon liitto" in shown
    assert "versio 2 avattu" in shown
    walk_both(council, "/2024/ita/asialista/", "/2024/ita/", "/2024/ita/asialista/1/")


def test_s2_the_public_reads_the_agenda_after_publication(phone: Page) -> None:
    assert "Puhtaan siirtymän investoinnit" not in walk(phone, "/2024/ita/")
    change_day(phone, "2024-05-10")
    assert "Puhtaan siirtymän investoinnit" in walk(phone, "/2024/ita/")


def answer_all(page: Page, *, in_hand: bool = False) -> None:
    """Two texts, and "nothing new" for the other eighteen."""
    walk(page, "/")
    page.get_by_role("link", name=re.compile("raportoin")).first.click()
    assert_accessible(page)
    waiting = page.locator(".seg a", has_text="Odottaa meitä")
    assert "20" in waiting.inner_text()
    for words in ("Palvelupiste avattiin helmikuussa.", "Neuvonta laajeni."):
        waiting.click()
        if in_hand:  # one action at a time
            page.get_by_role("link", name=re.compile("^Näytä ")).first.click()
        page.get_by_role("link", name=re.compile("Kirjaa eteneminen")).first.click()
        cell = page.locator("form").filter(has=page.locator("textarea")).first
        cell.locator("textarea").fill(words)
        cell.get_by_role("button", name="Lähetä vastaus").click()
        expect(page.locator("main")).to_contain_text(words)
    page.goto("/2024/seuranta/helmikuu-2024/")
    page.get_by_role("link", name=re.compile("Merkitse loput 18")).click()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Merkitse|Vahvista")).last.click()
    expect(page.locator(".seg a", has_text="Odottaa meitä")).to_contain_text("0")


BOOKED = {  # times of those who book in the wake of the others, as the form sends them
    "varsinais-suomi": "2024-04-24T12:30",
    "kymenlaakso": "2024-04-16T14:00",
    "etela-karjala": "2024-04-16T15:30",
    "pohjanmaa": "2024-04-10T12:30",
    "keski-suomi": "2024-04-10T14:45",
    "lappi": "2024-04-18T12:30",
    "keski-pohjanmaa": "2024-04-18T13:15",
}


def book(page: Page, sign_in_as: SignIn, council: str, time: str) -> int:
    """Sends a council's booking; the answer's status."""
    sign_in_as(page, council)
    cookies = {row["name"]: row["value"] for row in page.context.cookies()}
    form: dict[str, str | float | bool] = {
        "aika": time,
        "csrfmiddlewaretoken": cookies["csrftoken"],
    }
    address = f"/2024/varaukset/{council}/"
    return page.context.request.post(address, form=form, max_redirects=0).status


def test_s4_councils_book_and_the_timetable_that_is_proposed_has_nobody_in_two_places(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    """The eastern day has five times for six regions, of which Kainuu may also go to the North."""
    page = sign_in_as(desktop, "kainuu")
    assert "Varaa maakuntakohtaisen tapaamisen aika" in walk(page, "/")
    page.goto("/2024/varaukset/")
    page.get_by_role("link", name=re.compile("Varaa ti 16.4. klo 12.30")).click()
    page.get_by_label("Teema").fill("Kaivosala ja osaajat")
    page.get_by_label("OKM").check()
    page.get_by_role("button", name="Vahvista varaus").click()
    expect(page.locator("main")).to_contain_text("Varaus tallennettiin.")
    for council, time in BOOKED.items():
        assert book(page, sign_in_as, council, time) == 302
    assert book(page, sign_in_as, "pohjois-savo", "2024-04-16T14:00") == 422
    sign_in_as(phone, "okm")
    assert "Kaivosala ja osaajat" in walk(phone, "/2024/varaukset/osallistuminen/")
    walk(phone, "/2024/varaukset/osallistuminen/okm/")
    kainuu = phone.get_by_role("group", name="Kainuu")
    kainuu.get_by_label("Vastaus").select_option(label="Osallistuu")
    kainuu.get_by_label("Kuka osallistuu").fill("opetusneuvos")
    phone.get_by_role("button", name="Tallenna vastaukset").click()
    expect(phone.locator("main")).to_contain_text("Tallennettuja vastauksia: 1.")
    walk(phone, "/2024/varaukset/")
    page = sign_in_as(desktop, "koordinaattori")
    assert "MMM ei pääse tähän aikaan." in walk(page, "/2024/varaukset/")
    walk(page, "/2024/varaukset/aikataulu/")
    page.get_by_label("Varatut ajat pysyvät ennallaan").uncheck()
    page.get_by_role("main").get_by_role("button", name="Ehdota aikataulua").click()
    assert_accessible(page)
    shown = text(page)
    assert "18/18" in shown
    assert "Todistettu: parempaa aikataulua ei ole näillä tavoitteilla." in shown
    numbers = page.locator("dl.nums dd").all_inner_texts()
    assert numbers == ["18/18", "18", "0"]
    for region, why in (
        ("Pohjois-Savo", "meni toiselle, jonka varaus tai toive painaa enemmän: Kainuu."),
        ("Etelä-Savo", "ti 16.4. klo 14.45: MMM ei pääse silloin."),
    ):
        row = page.get_by_role("row", name=re.compile(f"^{region}"))
        assert why in row.inner_text().replace("\u00a0", " ")
    page.get_by_role("button", name="Vahvista aikataulu").click()
    shown = walk(page, "/2024/varaukset/")
    assert re.search(r"Varattu\s+18/18", shown)
    assert re.search(r"Päällekkäisyyksiä\s+0", shown)
    sign_in_as(phone, "pohjois-savo")
    assert "ti 16.4. kl. 14.45" in walk(phone, "/sv/2024/varaukset/")


def test_s6_a_council_answers_the_follow_up_with_nothing_new_for_most(
    desktop: Page, sign_in_as: SignIn
) -> None:
    answer_all(sign_in_as(desktop, "lappi"))


def test_s6_the_same_in_the_hand(phone: Page, sign_in_as: SignIn) -> None:
    answer_all(sign_in_as(phone, "lappi"), in_hand=True)
    walk(phone, "/sv/2024/seuranta/helmikuu-2024/")


def test_s6_a_ministry_sees_all_that_it_owes_on_one_page(desktop: Page, sign_in_as: SignIn) -> None:
    page = sign_in_as(desktop, "lvm")
    walk_both(page, "/2024/seuranta/helmikuu-2024/")
    page.goto("/2024/seuranta/helmikuu-2024/")
    assert "LVM" in page.get_by_role("heading", level=1).inner_text()
    assert page.locator("main table tbody tr").count() > 3


def set_up(name: str, year: int) -> None:
    """Loads and publishes a shipped format, as on the command line."""
    call_command("round", "load", str(Path("rounds") / f"{name}.toml"))
    call_command("round", "publish", str(year))


def test_s8_a_round_of_regional_discussions_with_money_is_set_up_from_its_file(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    set_up("2022", 2022)
    assert "Satakunta" in walk(desktop, "/2022/keskustelut/")
    assert desktop.locator("main li a strong").count() == 18
    coordinator = sign_in_as(phone, "koordinaattori")
    assert "Satakunta" in walk(coordinator, "/2022/")
    walk_both(coordinator, "/2022/satakunta/")


def test_s8_the_event_of_2023_stands_by_its_themes(desktop: Page, phone: Page) -> None:
    for page in (desktop, phone):
        assert "Maakuntien yhteinen tilaisuus" in walk(page, "/2023/")


def test_s8_a_light_year_opens_its_follow_up(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    set_up("follow-up-only", 2025)
    assert "Kierroksella ei ole keskusteluja" in walk(phone, "/2025/")
    page = sign_in_as(desktop, "koordinaattori")
    walk(page, "/2025/seuranta/kevat-2025/")
    page.get_by_role("link", name="Avaa seuranta").click()
    assert_accessible(page)
    page.get_by_role("button", name="Avaa seuranta").click()
    expect(page.locator("main")).to_contain_text("Avoinna")
    council = sign_in_as(phone, "lappi")
    walk_both(council, "/2025/seuranta/kevat-2025/")


def test_s9_a_body_that_ends_asks_for_successors(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    page = sign_in_as(desktop, "koordinaattori")
    change_day(page, "2026-01-02")
    walk(page, "/")
    page.get_by_role("link", name=re.compile("Valitse seuraajat: Hämeen ELY")).first.click()
    assert_accessible(page)
    groups = page.get_by_role("group", name=re.compile("Seuraajat"))
    expect(groups).to_have_count(2)
    south, inner = "Kaakkois-Suomen elinvoimakeskus", "Sisä-Suomen elinvoimakeskus"
    for group in groups.all():  # both of the body's regions are named in these actions
        for successor in (south, inner):
            expect(group.get_by_role("checkbox", name=successor)).to_be_checked()
    numbers = page.locator("input[name=toimenpide]").evaluate_all("all => all.map(x => x.value)")
    groups.nth(1).get_by_role("checkbox", name=south).uncheck()
    groups.nth(1).get_by_role("checkbox", name=inner).uncheck()
    page.get_by_role("button", name="Siirrä toimenpiteet").click()
    expect(page.locator("body")).to_contain_text("1 toimenpide siirrettiin")
    expect(groups).to_contain_text(["Valitse ainakin yksi seuraaja."])
    assert_accessible(page)
    groups.get_by_role("checkbox", name=inner).check()
    page.get_by_role("button", name="Siirrä toimenpiteet").click()
    expect(page.locator("body")).to_contain_text("1 toimenpide siirrettiin")
    expect(page.locator("main")).to_contain_text("Ei avoimia toimenpiteitä")
    reader = sign_in_as(phone, "kanta-hame")
    for number, successors in zip(numbers, ((south, inner), (inner,)), strict=True):
        shown = walk(reader, f"/toimenpiteet/{number}/")
        assert all(successor in shown for successor in successors)
        assert "Hämeen ELY-keskus" in shown  # in its history
    walk_both(reader, "/organisaatiot/ely-hame/")
    assert "Hämeen ELY" not in walk(page, "/")
