"""A new round is made from another one: the same weekdays, whole weeks away."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.people.actors import Actor
from alke.domain.people.reference import reference
from alke.domain.rounds.formats_schedule import Schedule
from alke.domain.rounds.formats_shift import Shift, shift_format
from alke.domain.rounds.formats_writer import write_format
from alke.domain.rounds.models import Contact, Round
from alke.domain.rounds.operations import load_round, move_deadline, move_discussion, new_round
from tests.cast import Cast
from tests.domain.rounds.formats_help import SMALL, parse
from tests.factories.rounds import deadline, discussion, make_round, shipped

SYSTEM = Actor.system()
EVERY = ("2022", "2023", "2024", "follow-up-only")


@pytest.mark.parametrize("name", EVERY)
def test_a_written_format_is_read_back_as_it_was(name: str) -> None:
    format_ = parse(shipped(name))
    assert parse(write_format(format_)) == format_


def test_quotation_marks_and_backslashes_survive_writing() -> None:
    format_ = parse(SMALL.replace('"Kierros 2024"', "'A \"b\" \\ c'"))
    assert format_.title.fi == 'A "b" \\ c'
    assert parse(write_format(format_)) == format_


@given(st.integers(2000, 2060), st.integers(2000, 2060), st.dates(dt.date(2000, 1, 1)))
def test_a_shifted_day_is_the_same_weekday_near_its_anniversary(
    old: int, new: int, day: dt.date
) -> None:
    if day.year > 8000:
        day = day.replace(year=2024, day=1)
    shifted = Shift(old, new).day(day)
    assert shifted is not None
    assert shifted.weekday() == day.weekday()
    anniversary = day + dt.timedelta(days=(new - old) * 365.2425)
    assert abs((shifted - anniversary).days) <= 4


def test_the_round_of_2025_keeps_the_weekdays_of_2024() -> None:
    found = shift_format(parse(shipped("2024")), 2025)
    assert [(d.slug, d.date) for d in found.discussions] == [
        ("webinaari", dt.date(2025, 3, 13)),
        ("lansi", dt.date(2025, 4, 9)),
        ("ita", dt.date(2025, 4, 15)),
        ("pohjoinen", dt.date(2025, 4, 17)),
        ("etela", dt.date(2025, 4, 23)),
    ]
    assert Schedule(found).day("varaukset") == dt.date(2025, 3, 19)
    assert found.title.fi == "Aluekehittämisen keskustelut 2025"
    assert (found.followups[0].slug, found.followups[0].scope) == ("helmikuu-2025", 2024)
    assert found.followups[0].previous == ""  # nobody knows which comes before it


def test_what_belonged_to_the_old_letter_is_left_out() -> None:
    found = shift_format(parse(shipped("2024")), 2025)
    assert (found.letter.date, found.letter.number) == (None, "")
    assert not any(d.stated for d in found.discussions)
    assert not any(row.stated for row in found.distribution)
    assert found.state == "preparation"


def test_a_decision_keeps_its_date_and_name_and_a_yearly_document_is_expected_anew() -> None:
    text = shipped("2024").replace("yearly = true", "yearly = true\nadopted = 2024-02-01")
    basis = {spec.key: spec for spec in shift_format(parse(text), 2025).basis}
    decision = basis["aluekehittamispaatos"]
    assert decision.adopted == dt.date(2024, 3, 27)
    assert "2024–2027" in decision.title.fi
    assert basis["tilannekuva"].expected == dt.date(2025, 1, 30)
    assert basis["tilannekuva"].adopted is None


@pytest.mark.parametrize("name", EVERY)
def test_a_shifted_format_is_sound(name: str) -> None:
    format_ = parse(shipped(name))
    for year in range(format_.year + 1, format_.year + 11):
        assert parse(write_format(shift_format(format_, year))).year == year


def test_shifting_twice_is_shifting_once() -> None:
    format_ = parse(shipped("2022"))
    step, jump = shift_format(shift_format(format_, 2023), 2024), shift_format(format_, 2024)
    days = zip(step.discussions, jump.discussions, strict=True)
    assert all(a.date and b.date and abs((a.date - b.date).days) in {0, 7} for a, b in days)
    gaps = [
        [(b.date - a.date) for a, b in pairwise(f.discussions) if a.date and b.date]
        for f in (step, jump)
    ]
    assert gaps[0] == gaps[1]


def test_a_new_round_is_like_the_one_before(letter: Round, cast: Cast) -> None:
    made = new_round(2025, letter, by=cast["koordinaattori"]).round
    assert made.name_sv == "Diskussionerna om regionutveckling 2025"
    assert discussion(made, "ita").day == dt.date(2025, 4, 15)
    assert deadline(made, "asialista-ita").day == dt.date(2025, 4, 1)
    assert made.discussions.filter(kind="regional").count() == 18
    owner = Contact.objects.get(discussion__round=made, discussion__slug="ita")
    assert owner.user == cast.user("vastuuhenkilo-ita")
    assert made.followups.get().scope_year == 2024


def test_a_new_round_starts_from_the_dates_as_they_are_now(letter: Round) -> None:
    later = dt.datetime(2024, 4, 17, 10, tzinfo=clock.HELSINKI)
    move_discussion(discussion(letter, "ita"), later, by=SYSTEM)
    move_deadline(deadline(letter, "varaukset"), dt.date(2024, 3, 22), by=SYSTEM)
    made = new_round(2025, letter, by=SYSTEM).round
    moved = discussion(made, "ita")
    assert moved.starts_at == dt.datetime(2025, 4, 16, 10, tzinfo=clock.HELSINKI)
    assert moved.ends_at == dt.datetime(2025, 4, 16, 12, 30, tzinfo=clock.HELSINKI)
    assert deadline(made, "varaukset").day == dt.date(2025, 3, 21)


def test_a_new_round_can_be_edited_as_a_file_and_loaded_again(letter: Round) -> None:
    made = new_round(2025, letter, by=SYSTEM).round
    text = made.format_text.replace("2025-04-15", "2025-04-22")
    assert set(load_round(text, by=SYSTEM).changes) == {
        "discussions:ita",
        "deadlines:asialista-ita",
    }


def test_a_year_that_has_a_round_gets_no_other(letter: Round) -> None:
    with pytest.raises(Refused, match="There is a round of 2023 already"):
        new_round(2023, make_round("2023"), by=SYSTEM)
    assert Round.objects.count() == 2


def test_a_round_without_a_format_is_no_pattern(letter: Round) -> None:
    Round.objects.update(format_text="")
    letter.refresh_from_db()
    with pytest.raises(Refused, match="has no format to go by"):
        new_round(2025, letter, by=SYSTEM)


@pytest.mark.parametrize("account", ["vastuuhenkilo-ita", "lappi", "public"])
def test_only_the_coordinator_makes_rounds(letter: Round, cast: Cast, account: str) -> None:
    with pytest.raises(Refused):
        new_round(2025, letter, by=cast[account])


def test_the_organisations_of_the_format_are_still_known() -> None:
    format_ = shift_format(parse(shipped("2024")), 2030)
    assert {row.organisation for row in format_.distribution} <= set(reference().organisations)
