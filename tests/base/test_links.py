"""The address of a page, in the language that is active."""

from django.urls import reverse
from django.utils import translation

from alke.base.links import link


def test_an_address_is_that_of_its_page_and_language() -> None:
    for language, year in (("fi", 2024), ("sv", 2024), ("fi", 2023), ("sv", 2024)):
        with translation.override(language):
            assert link("round_detail", year) == reverse("round_detail", args=[year])
    assert link("home") == "/"
    with translation.override("sv"):
        assert link("home") == "/sv/"
