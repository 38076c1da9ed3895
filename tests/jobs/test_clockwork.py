"""The clock's jobs: each is run by one worker at a time, and after an outage at once."""

import datetime as dt

import pytest

from alke.base import clock
from alke.domain.runs.models import JobRun
from alke.domain.runs.operations import claim_run, finish_run
from alke.jobs.clockwork import run_due
from alke.jobs.registry import Job

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def job(run: object = None, **more: object) -> Job:
    return Job("koe", run or (lambda _going_on: None), HOUR, **more)  # type: ignore[arg-type]


def later(monkeypatch: pytest.MonkeyPatch, by: dt.timedelta) -> None:
    moment = clock.real() + by
    monkeypatch.setattr(clock, "real", lambda: moment)


def test_a_job_runs_when_it_is_due_and_then_after_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert (run_due([job()]), run_due([job()])) == (["koe"], [])
    later(monkeypatch, HOUR)
    assert run_due([job()]) == ["koe"]


def test_a_job_that_has_nothing_to_do_writes_nothing() -> None:
    assert run_due([job(waits=lambda: False)]) == []
    assert not JobRun.objects.exists()


def test_a_job_that_another_worker_has_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_run("koe", HOUR)
    assert claim is not None
    assert run_due([job()]) == []
    later(monkeypatch, HOUR + dt.timedelta(seconds=1))  # that worker was killed
    assert run_due([job()]) == ["koe"]
    finish_run("koe", claim, dt.timedelta())  # or was merely slow: it changes nothing any more
    assert run_due([job()]) == []


def test_a_job_that_fails_stops_no_other_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_going_on: object) -> None:
        raise ValueError("no such thing")

    other = Job("toinen", lambda _going_on: None, HOUR)
    assert run_due([job(fail), other]) == ["koe", "toinen"]
    assert JobRun.objects.get(name="koe").fault == "ValueError: no such thing"
    assert "ValueError: no such thing" in caplog.text
