"""Forms as people fill them in a hurry: what is wrong is found without looking for it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, assert_accessible


def test_a_form_that_comes_back_puts_the_cursor_where_it_is_wrong(
    phone: Page, sign_in_as: SignIn
) -> None:
    sign_in_as(phone, "lappi").goto("/2024/pohjoinen/asialista/2/muokkaa/")
    phone.get_by_text("Muokkaa otsikkoa").click()
    phone.get_by_label("Otsikko", exact=True).fill("")
    phone.get_by_role("button", name="Tallenna otsikko").click()
    title = phone.get_by_label("Otsikko", exact=True)
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport()
    expect(title).to_have_accessible_description(re.compile("Anna asiakokonaisuudelle otsikko"))
    assert_accessible(phone)
