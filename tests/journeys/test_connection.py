"""What a person sees when the connection breaks, the session ends or the page has grown old."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, assert_accessible

FOLLOWUP = "/2024/seuranta/helmikuu-2024/"
SHEET = "/2024/pohjoinen/asialista/2/muokkaa/"
GOALS = re.compile("^Tavoitteet")


@pytest.fixture
def council(desktop: Page, sign_in_as: SignIn) -> Page:
    """Lapland's contact at the desk."""
    return sign_in_as(desktop, "lappi")


def end_session(page: Page) -> None:
    """As when it grows too old; the form's token stays."""
    page.context.clear_cookies(name="sessionid")


def open_goals(page: Page) -> None:
    """The field of the sheet, open for writing."""
    page.goto(SHEET)
    page.get_by_role("link", name=re.compile("Tavoitteet.*muokkaa")).click()
    expect(page.get_by_role("textbox", name=GOALS)).to_be_focused()


def test_a_button_without_an_answer_says_so_and_works_when_the_net_is_back(council: Page) -> None:
    council.goto(FOLLOWUP)
    cell = council.locator("td.mk .c").filter(has=council.get_by_role("button")).first
    button = cell.get_by_role("button", name=re.compile("Ei uutta raportoitavaa"))
    council.context.set_offline(True)
    button.click()
    expect(cell.get_by_role("alert")).to_have_text(
        "Palvelu ei vastannut. Tarkista yhteys ja yritä uudelleen."
    )
    button.click()
    expect(cell.get_by_role("alert")).to_have_count(1)
    assert_accessible(council)
    council.context.set_offline(False)
    button.click()
    expect(council.locator(".seg a", has_text="Odottaa meitä")).to_contain_text("19")
    expect(council.locator(".unanswered")).to_have_count(0)


def test_a_button_pressed_after_the_session_leads_to_signing_in(council: Page) -> None:
    council.goto(FOLLOWUP)
    end_session(council)
    council.get_by_role("button", name=re.compile("Ei uutta raportoitavaa")).first.click()
    expect(council.get_by_role("heading", level=1)).to_have_text("Istunto on päättynyt")


def test_so_does_a_link_that_the_script_follows(council: Page) -> None:
    council.goto(FOLLOWUP)
    end_session(council)
    council.get_by_role("link", name=re.compile("Kirjaa eteneminen")).first.click()
    council.wait_for_url(re.compile(r"/kirjaudu/\?next=%2F2024%2Fseuranta"))


def ask_for_changes(page: Page) -> None:
    """As the page does by itself every 20 seconds."""
    with page.expect_response(re.compile("/muutokset/")):
        page.evaluate("htmx.ajax('GET', document.URL.split('muokkaa')[0] + 'muutokset/', '#muut')")


def test_a_page_left_open_over_the_end_of_the_session_stays_as_it_is(council: Page) -> None:
    open_goals(council)
    field = council.get_by_role("textbox", name=GOALS)
    end_session(council)
    ask_for_changes(council)
    expect(council.get_by_role("heading", level=1)).to_have_count(1)
    field.press_sequentially("Vielä yksi. ")
    expect(council.get_by_role("status").filter(has_text="Istunto on päättynyt")).to_be_visible()
    expect(field).to_have_value(re.compile("Vielä yksi"))


def test_a_form_older_than_the_sign_in_says_what_to_do_and_keeps_the_text(
    council: Page, sign_in_as: SignIn
) -> None:
    open_goals(council)
    field = council.get_by_role("textbox", name=GOALS)
    sign_in_as(council, "lappi")  # in another tab
    field.press_sequentially("Vielä yksi. ")
    expect(council.get_by_role("status").filter(has_text="Lomake oli vanhentunut")).to_be_visible()
    expect(field).to_have_value(re.compile("Vielä yksi"))
