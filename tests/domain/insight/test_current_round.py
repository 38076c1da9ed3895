"""Which of several rounds is the current one: for the desk, the menu and the front page."""

import datetime as dt

import pytest
from django.test import Client

from alke.base import clock
from alke.domain.insight.desk_queries import current_round
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round
from tests.cast import Cast, ClientFor

PREPARATION, RUNNING, FOLLOWUP, ENDED = "preparation", "running", "followup", "ended"
BEFORE, AFTER = dt.date(2024, 2, 14), dt.date(2024, 3, 5)  # around the clock's 4.3.2024


def make(*rounds: tuple[int, str, dt.date | None]) -> None:
    """Published rounds: year, state, day of the letter."""
    for year, state, letter in rounds:
        Round.objects.create(
            year=year,
            name_fi=f"Kierros {year}",
            state=state,
            letter_date=letter,
            published_at=clock.now(),
        )


@pytest.mark.parametrize(
    ("rounds", "year"),
    [
        # the demo's: the letter of 2024 has been sent while 2023 is in follow-up
        ([(2023, FOLLOWUP, None), (2024, PREPARATION, BEFORE)], 2024),
        # the letter is not out yet
        ([(2023, FOLLOWUP, None), (2024, PREPARATION, AFTER)], 2023),
        # the next round is being made while this one goes on
        ([(2024, RUNNING, BEFORE), (2025, PREPARATION, None)], 2024),
        # one without a letter is current once it has been started
        ([(2024, FOLLOWUP, BEFORE), (2025, RUNNING, None)], 2025),
        ([(2023, FOLLOWUP, None), (2024, FOLLOWUP, BEFORE), (2025, FOLLOWUP, None)], 2025),
        # only rounds in preparation, or none that goes on: the newest
        ([(2024, PREPARATION, None), (2025, PREPARATION, None)], 2025),
        ([(2022, ENDED, None), (2023, ENDED, None)], 2023),
        ([(2024, ENDED, BEFORE), (2025, PREPARATION, None)], 2025),
        # an ended one does not hide one that goes on
        ([(2023, FOLLOWUP, None), (2024, ENDED, BEFORE)], 2023),
    ],
)
def test_the_newest_round_under_way_is_current_and_else_the_newest(
    cast: Cast, rounds: list[tuple[int, str, dt.date | None]], year: int
) -> None:
    make(*rounds)
    for actor in (cast["kainuu"], Actor.public()):
        found = current_round(actor)
        assert found is not None
        assert found.year == year


def test_desk_menu_and_front_page_open_with_the_same_round(client_for: ClientFor) -> None:
    make((2023, ENDED, None), (2024, RUNNING, None), (2025, PREPARATION, None))
    desk = client_for("kainuu").get("/").content.decode()
    assert 'href="/2024/seuranta/"' in desk
    front = Client().get("/").content.decode()
    assert '<h2 id="kierros">Kierros 2024</h2>' in front
    years = [front.index(f'<a href="/{year}/">Kierros {year}') for year in (2025, 2024, 2023)]
    assert years == sorted(years)


def test_a_round_that_is_not_published_is_current_for_those_at_work_only(cast: Cast) -> None:
    make((2023, FOLLOWUP, None))
    Round.objects.create(year=2024, name_fi="Kierros 2024", state=RUNNING)
    at_work, public = current_round(cast["kainuu"]), current_round(Actor.public())
    assert at_work is not None
    assert public is not None
    assert (at_work.year, public.year) == (2024, 2023)
