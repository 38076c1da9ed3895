"""Booking, registering and the timetable without a mouse and in Swedish; five days on the board."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from alke.domain.bookings import operations, timetable_operations
from alke.domain.bookings.models import TimetableProposal
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion
from tests.domain.bookings.test_bookings import moment
from tests.journeys.conftest import SignIn, assert_accessible
from tests.journeys.test_accessibility import assert_fits

BOARD = "/2024/varaukset/"


def test_a_fifth_day_stands_beside_the_others_and_below_them_on_a_phone(
    desktop: Page, phone: Page, sign_in_as: SignIn
) -> None:
    """Kainuu has booked a day of its own, which then moves away from under the meeting."""
    council, coordinator = sign_in_as(phone, "kainuu"), sign_in_as(desktop, "koordinaattori")
    council.goto(f"{BOARD}?aika=2024-04-16T14:00")
    council.get_by_role("button", name="Vahvista varaus").click()
    expect(council.locator("main")).to_contain_text("Varaus tallennettiin.")
    move_day(coordinator, "ita", "2024-04-17")
    coordinator.goto(BOARD)
    assert tops(coordinator) == [tops(coordinator)[0]] * 5
    region = coordinator.get_by_role("region", name="Ajat päivittäin")
    expect(region).to_have_attribute("tabindex", "0")
    assert_accessible(coordinator)
    coordinator.set_viewport_size({"width": 1250, "height": 900})
    assert tops(coordinator) == [tops(coordinator)[0]] * 5
    assert_fits(coordinator, 1250)
    first = coordinator.get_by_role("heading", name="ke 10.4.")
    expect(first).to_be_in_viewport(ratio=1)
    region.focus()
    coordinator.keyboard.press("ArrowRight")
    expect(first).not_to_be_in_viewport(ratio=1)
    council.goto(BOARD)
    assert tops(council) == sorted(set(tops(council)))
    assert len(tops(council)) == 5
    assert_fits(council, 390)


def test_many_days_scroll_beside_each_other_and_not_the_whole_page(
    desktop: Page, sign_in_as: SignIn
) -> None:
    """Also not by the hidden words of links, which stand far to the right."""
    for day, row in enumerate(Discussion.objects.filter(kind="regional", round__year=2024), 1):
        row.starts_at, row.ends_at, row.track = moment(day, "13:00"), moment(day, "13:40"), 1
        row.save()
    page = sign_in_as(desktop, "koordinaattori")
    page.goto(BOARD)
    assert len(set(tops(page))) == 1
    assert len(tops(page)) == 19  # with that of the southern discussion
    assert_fits(page, 1440)


def test_a_refused_booking_is_put_right_by_keyboard_in_swedish(
    desktop: Page, sign_in_as: SignIn
) -> None:
    page = sign_in_as(desktop, "pohjanmaa")
    page.goto(f"/sv{BOARD}pohjanmaa/")
    time = page.get_by_label("Tid", exact=True)
    time.select_option(label=other_day(page))
    time.focus()
    tab_to(page, page.get_by_role("button", name="Bekräfta bokningen"))
    page.keyboard.press("Enter")
    reason = page.get_by_label("Motivering till en annan dag")
    expect(reason).to_be_focused()
    expect(reason).to_have_accessible_description(re.compile("Motivera varför mötet hålls"))
    assert_accessible(page)
    assert_fits(page, 1440)
    link = page.get_by_role("alert").get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_focused()
    page.keyboard.type("Landskapsstyrelsen sammanträder.")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Bokningen sparades.")


def test_who_registers_wrongly_lands_at_the_first_fault(phone: Page, sign_in_as: SignIn) -> None:
    """Also where the address leads to the form, which is far down the page."""
    page = sign_in_as(phone, "pohjanmaa")
    page.goto("/sv/2024/lansi/osallistujat/")
    page.locator("#id_email").fill("a@b")
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    assert_accessible(page)
    assert_fits(page, 390)


@pytest.mark.parametrize("scripts", ["run", "blocked"])
def test_who_changes_a_timetable_by_keyboard_stays_at_the_row(
    desktop: Page, sign_in_as: SignIn, scripts: str
) -> None:
    page = sign_in_as(desktop, "koordinaattori")
    if scripts == "blocked":
        page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/sv{BOARD}aikataulu/")
    page.get_by_role("button", name="Föreslå en tidtabell").press("Enter")
    row = page.get_by_role("row", name=re.compile("^Lappland"))
    row.get_by_role("link", name="Ändra").press("Enter")
    expect(row.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Home")  # no time
    tab_to(page, row.get_by_role("button"))
    page.keyboard.press("Enter")
    row = page.get_by_role("row", name=re.compile("^Lappland"))
    change = row.get_by_role("link", name="Ändra")
    expect(change).to_be_focused()
    expect(change).to_be_in_viewport()
    expect(change).to_have_accessible_description(re.compile("^Ingen tid .*för hand."))
    assert_accessible(page)


def test_what_the_worker_finds_comes_to_the_page_that_waits_for_it(
    desktop: Page, sign_in_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First the timetable, then the reasons, and a form that is open meanwhile stays open."""
    monkeypatch.setattr(timetable_operations, "AT_ONCE", 5)
    taken = moment(16, "14:45")  # by Etelä-Savo
    operations.wish_times(meeting("kainuu"), [taken], by=Actor.system())
    page = sign_in_as(desktop, "koordinaattori")
    page.goto(f"{BOARD}aikataulu/")
    page.get_by_role("button", name="Ehdota aikataulua").click()
    expect(page.locator("main")).to_contain_text("Odottaa vuoroaan.")
    row = TimetableProposal.objects.get()
    with transaction.atomic():
        timetable_operations.run_search(row.pk)
        row.refresh_from_db()
        reasons, row.reasons, row.done = row.reasons, {}, 0
        row.save()
    assert (row.total, len(reasons)) == (3, 3)
    expect(page.get_by_role("alert")).to_contain_text("17/18")
    expect(page.locator("main")).to_contain_text("Perusteluja selvitetään vielä: 0/3.")
    line = page.get_by_role("row", name=re.compile("^Kainuu"))
    line.get_by_role("link", name="Muuta").click()
    expect(page.locator("main")).to_contain_text("Perusteluja selvitetään vielä: 0/3.")
    row.reasons, row.done = reasons, 3
    row.save()
    expect(line).to_contain_text("on jo toisella: Etelä-Savo.")
    expect(line.get_by_role("combobox")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("selvitetään vielä")
    assert_accessible(page)


@pytest.mark.parametrize("scripts", ["run", "blocked"])
def test_who_registers_one_after_another_reads_it_at_the_form(
    phone: Page, sign_in_as: SignIn, scripts: str
) -> None:
    page = sign_in_as(phone, "pohjanmaa")
    if scripts == "blocked":
        page.route("**/*.js", lambda route: route.abort())
    page.goto("/sv/2024/lansi/osallistujat/")
    for title in ("Planerare", "Sekreterare"):
        page.get_by_label("Titel eller roll").fill(title)
        page.get_by_role("button", name="Lägg till", exact=True).press("Enter")
        told = page.get_by_role("status").filter(has_text=f"Anmäld: {title}, Österbottens förbund.")
        expect(told).to_be_in_viewport()


def tab_to(page: Page, wanted: Locator) -> None:
    """Goes there as without a mouse."""
    for _press in range(40):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError


def meeting(slug: str) -> Discussion:
    """The regional meeting of the council in the round of 2024."""
    return Discussion.objects.get(round__year=2024, kind="regional", slug=slug)


def other_day(page: Page) -> str:
    """A time that is not on the region's own day."""
    options: list[str] = page.locator("#id_aika option").all_inner_texts()
    return next(text for text in options if "annan dag" in text)


def move_day(page: Page, slug: str, day: str) -> None:
    """The coordinator moves a discussion to another day."""
    page.goto(f"/2024/aikataulu/keskustelu/{slug}/siirra/")
    page.locator("main [name=day]").fill(day)
    page.get_by_role("button", name="Esikatsele seuraukset").click()
    page.locator("main [name=reason]").fill("Tila ei ole vapaa.")
    page.get_by_role("button", name="Siirrä päivät").click()
    page.wait_for_load_state()


def tops(page: Page) -> list[float]:
    """Where each day begins, from above."""
    found: list[float] = page.locator(".days4 > section").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().top)"
    )
    return found
