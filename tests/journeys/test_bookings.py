"""The board of regional meetings: five days side by side, and below each other on a phone."""

from playwright.sync_api import Page, expect

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
