"""`alke retention`: tells what is erased when, and erases what is due."""

import pytest
from django.core.management import call_command

from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion, Round
from tests.conftest import SetClock
from tests.factories.known import make_known

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def known(world: None, capsys: Capture) -> Round:
    """The round of 2024, of which everything is known; it ends on 16.4.2024."""
    return make_known()


def answer(capsys: Capture, *words: str) -> list[str]:
    """What it prints in English."""
    call_command("retention", "--language", "en", *words)
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_tells_when_and_how_much_and_erases_nothing(
    known: Round, capsys: Capture
) -> None:
    first, *counts = answer(capsys, "--dry-run")
    assert first == "2024: Personal data of the round is kept until 16\u00a0Apr\u00a02026."
    assert counts[:3] == [
        "   participants: 1",
        "   contacts: 2",
        "   addresses in the round’s file: 1",
    ]
    assert "   files of lists of people: 1" in counts
    assert answer(capsys) == ["Nothing has to be erased now."]
    assert Participant.objects.get().name == "Maija Mallikas"


def test_what_is_due_is_told_and_then_erased(known: Round, capsys: Capture, at: SetClock) -> None:
    at("2026-04-17")
    first, *counts = answer(capsys, "--dry-run")
    assert first == "2024: The time ended on 16\u00a0Apr\u00a02026; it is erased the next time."
    rows = sum(int(line.rpartition(" ")[2]) for line in counts)
    assert answer(capsys) == [f"2024: personal data erased, {rows} rows."]
    assert Participant.objects.get().name == ""
    assert answer(capsys, "--dry-run") == ["2024: no personal data."]


def test_a_round_without_dates_says_so(known: Round, capsys: Capture) -> None:
    Discussion.objects.update(starts_at=None, ends_at=None)
    assert answer(capsys, "--dry-run")[0] == "2024: The round has no dates yet."


def test_it_speaks_finnish_unless_told_otherwise(known: Round, capsys: Capture) -> None:
    call_command("retention")
    assert capsys.readouterr().out == "Mitään poistettavaa ei nyt ole.\n"
