"""Every paper that Alke offers for filing can be made, in each language, and always alike."""

import datetime as dt
from pathlib import Path

import pytest

from alke.base import clock
from alke.domain.documents.makers import make
from alke.domain.documents.offers import Offer, offers
from alke.domain.outcomes import operations as outcomes
from alke.domain.outcomes.models import Outcome
from alke.domain.rounds.models import Discussion, Round
from tests.cast import Cast
from tests.factories.outcomes import confirm_both, decide_all
from tests.pdf_checks import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
AFTER = dt.datetime(2024, 4, 17, 9, 0, tzinfo=clock.HELSINKI)


@pytest.fixture
def year() -> Round:
    """The round of 2024."""
    return Round.objects.get(year=2024)


@pytest.fixture
def concluded(year: Round, cast: Cast) -> Discussion:
    """The East after it has met, with published conclusions."""
    east = Discussion.objects.select_related("round").get(round=year, slug="ita")
    system = cast["system"]
    with clock.at(AFTER):
        outcome = outcomes.draw_up_outcome(east, by=system)
        outcomes.record_item(outcome, by=system, kind="conclusion", text="Jatketaan.")
        outcomes.set_outcome_state(outcome, Outcome.State.COMMENTING, by=system)
        decide_all(outcome)
        confirm_both(outcome)
        outcomes.publish_outcome(Outcome.objects.get(pk=outcome.pk), by=system)
    return east


def keys(found: list[Offer]) -> list[str]:
    return [row.key for row in found]


def test_a_round_offers_its_letter_and_its_followups(year: Round) -> None:
    assert keys(offers(year, None)) == ["letter:", "followup:helmikuu-2024"]


def test_a_discussion_offers_what_it_has(concluded: Discussion) -> None:
    assert keys(offers(concluded.round, concluded)) == [
        "agenda:",
        "sheet:1",
        "sheet:2",
        "contacts:",
        "participants:",
        "conclusions:",
    ]


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_offered_paper_can_be_made_and_is_accessible(
    concluded: Discussion, year: Round, cast: Cast, language: str, tmp_path: Path
) -> None:
    for place in (concluded, None):
        for offer in offers(year, place):
            made = make(cast["koordinaattori"], year, place, offer, language)
            assert made is not None, offer.key
            _word, pdf = made.files()
            assert faults(pdf.data, tmp_path) == [], offer.key


def test_the_same_state_gives_the_same_bytes(concluded: Discussion, cast: Cast) -> None:
    for offer in offers(concluded.round, concluded):
        once, again = (
            make(cast["koordinaattori"], concluded.round, concluded, offer, "fi") for _n in "ab"
        )
        assert once is not None
        assert again is not None
        assert [row.data for row in once.files()] == [row.data for row in again.files()]


def test_what_the_public_may_not_see_is_not_made_for_it(concluded: Discussion, cast: Cast) -> None:
    made = {
        offer.key: make(cast["public"], concluded.round, concluded, offer, "fi")
        for offer in offers(concluded.round, concluded)
    }
    assert {key for key, found in made.items() if found is not None} == {"conclusions:"}


def test_the_letter_is_made_in_english_too(year: Round, cast: Cast) -> None:
    made = make(cast["koordinaattori"], year, None, offers(year, None)[0], "en")
    assert made is not None
    assert (made.series.language, made.name) == ("en", "alke-2024-kirje-en")
