"""Long works: done once, watched, cancelled in the middle, and told of when they fail."""

from collections.abc import Callable

import pytest

from alke.base import clock, files
from alke.base.jobs import PATIENCE, SILENCE
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.documents import bundle
from alke.domain.documents.work_models import Work
from alke.domain.documents.work_operations import ask_work, cancel_work, run_work
from alke.domain.papers import contents_paper
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.actions import make_eastern
from tests.factories.documents import filed, new_file
from tests.factories.works import asked, result, worked

COORDINATOR = "koordinaattori"
BODY = b"one file"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion with three papers in its folder."""
    east = make_eastern(cast.user("vastuuhenkilo-ita"))
    for n in range(1, 4):
        filed(east, cast[COORDINATOR], new_file(BODY + b"%d" % n), title=f"Paperi {n}")
    return east


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, str]]:
    """The numbers and the name that a watcher reads while each document is made."""
    found: list[tuple[int, int, str]] = []
    plain = bundle._Folders.add_filed

    def add_filed(*args: object) -> None:
        found.append(Work.objects.values_list("done", "total", "current").get())
        plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bundle._Folders, "add_filed", add_filed)
    return found


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], object]) -> None:
    """Does something while the document of that name is put into the package."""
    plain = bundle._Folders.add_filed

    def add_filed(*args: object) -> None:
        if args[-1].document.title == name:  # type: ignore[attr-defined]
            act()
        plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bundle._Folders, "add_filed", add_filed)


def test_a_work_tells_how_far_it_is_before_each_document(
    east: Discussion, cast: Cast, seen: list[tuple[int, int, str]]
) -> None:
    work = worked(asked(east.round, cast[COORDINATOR]))
    total = work.total
    papers = total - 4  # those that are made anew, before the filed ones; at last the contents
    names = ["Paperi 1", "Paperi 2", "Paperi 3"]
    assert seen == [(papers + n, total, name) for n, name in enumerate(names)]
    assert (work.done, work.current, work.state) == (total, "", "done")


def test_a_work_that_is_cancelled_stops_before_the_next_document(
    east: Discussion,
    cast: Cast,
    seen: list[tuple[int, int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    meanwhile(monkeypatch, "Paperi 2", lambda: cancel_work(work, by=cast[COORDINATOR]))
    worked(work)
    assert [name for *_numbers, name in seen] == ["Paperi 1", "Paperi 2"]
    assert (work.state, work.digest, work.fault) == ("cancelled", "", "")


def test_a_work_that_is_cancelled_with_its_last_document_leaves_no_file(
    east: Discussion,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: type,
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    kept: list[str] = []
    plain = files.keep_file

    def keep_file(file: object) -> str:
        kept.append(plain(file))
        cancel_work(work, by=cast[COORDINATOR])
        return kept[0]

    monkeypatch.setattr(files, "keep_file", keep_file)
    with django_capture_on_commit_callbacks(execute=True):
        worked(work)
    assert (work.state, work.digest) == ("cancelled", "")
    with pytest.raises(files.Altered):
        files.read(kept[0])


def test_a_waiting_work_that_is_cancelled_is_never_begun(east: Discussion, cast: Cast) -> None:
    work = asked(east.round, cast[COORDINATOR])
    cancel_work(work, by=cast[COORDINATOR])
    assert (worked(work).state, work.total) == ("cancelled", 0)


def test_what_has_ended_is_not_cancelled(east: Discussion, cast: Cast) -> None:
    work = worked(asked(east.round, cast[COORDINATOR]))
    with pytest.raises(Refused, match="jo päättynyt"):
        cancel_work(work, by=cast[COORDINATOR])
    work.refresh_from_db()
    assert work.state == "done"


def test_a_work_is_done_by_whoever_takes_it_first(
    east: Discussion,
    cast: Cast,
    seen: list[tuple[int, int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    meanwhile(monkeypatch, "Paperi 2", lambda: run_work(work.pk))  # a second worker
    worked(work)
    run_work(work.pk)  # the call came twice
    assert [name for *_numbers, name in seen] == ["Paperi 1", "Paperi 2", "Paperi 3"]


def test_a_document_that_fails_is_told_by_its_name(
    east: Discussion, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    broken = filed(east, cast[COORDINATOR], new_file(b"lost"), title="Paperi 0")
    files.forget(broken.files.get().digest)
    work = worked(asked(east.round, cast[COORDINATOR]))
    assert (work.state, work.digest) == ("failed", "")
    assert work.fault == "Asiakirjaa ”Paperi 0” ei voitu laatia. Syy on lokissa."
    assert "is missing" in caplog.text


def test_a_worker_that_is_ended_leaves_a_work_that_can_be_asked_again(
    east: Discussion, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    with monkeypatch.context() as patch:
        patch.setattr(bundle._Folders, "add_filed", lambda *_args: raise_(SystemExit(1)))
        with pytest.raises(SystemExit):
            run_work(work.pk)
    work.refresh_from_db()
    assert (work.state, work.fault) == ("failed", "Taustaprosessi lopetettiin. Pyydä uudelleen.")
    assert worked(asked(east.round, cast[COORDINATOR])).state == "done"


def raise_(fault: BaseException) -> None:
    """Raises it, where only a function may stand."""
    raise fault


def test_a_work_whose_worker_was_killed_is_dead_after_five_minutes(
    east: Discussion, cast: Cast
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    last = clock.real() - SILENCE
    Work.objects.filter(pk=work.pk).update(state="running", touched_at=last)
    work.refresh_from_db()
    again = asked(east.round, cast[COORDINATOR])
    assert (work.is_dead, work.is_active) == (True, False)
    work.refresh_from_db()
    assert (work.state, again.state) == ("failed", "waiting")


def test_the_same_is_not_asked_for_twice_at_a_time(east: Discussion, cast: Cast) -> None:
    asked(east.round, cast[COORDINATOR])
    with pytest.raises(Refused, match="valmistetaan jo"):
        asked(east.round, cast[COORDINATOR])
    asked(east.round, cast[COORDINATOR], language="sv")
    asked(east.round, cast[COORDINATOR], "archive")
    assert Work.objects.count() == 3


@pytest.mark.parametrize(
    "account", ["vastuuhenkilo-ita", "vm", "kainuu", "ely-lappi", "aune", "public"]
)
def test_only_who_runs_the_round_asks_and_cancels(
    account: str, east: Discussion, cast: Cast
) -> None:
    with pytest.raises(Refused):
        ask_work(east.round, "bundle", "fi", by=cast[account])
    work = asked(east.round, cast[COORDINATOR])
    with pytest.raises(Refused):
        cancel_work(work, by=cast[account])
    assert [row.state for row in Work.objects.all()] == ["waiting"]


def test_who_runs_the_round_no_more_gets_nothing(east: Discussion, cast: Cast) -> None:
    work = asked(east.round, cast[COORDINATOR])
    cast.user(COORDINATOR).memberships.all().delete()
    worked(work)
    assert (work.state, work.digest, work.total) == ("failed", "", 0)


def test_three_results_are_kept_and_the_files_of_older_ones_removed(
    east: Discussion, cast: Cast, django_capture_on_commit_callbacks: type
) -> None:
    works = []
    with django_capture_on_commit_callbacks(execute=True):
        for n in range(4):
            filed(east, cast[COORDINATOR], new_file(b"more%d" % n), title=f"Lisä {n}")
            works.append(worked(asked(east.round, cast[COORDINATOR])))
    first = works[0].digest
    for work in works:
        work.refresh_from_db()
    assert [bool(work.digest) for work in works] == [False, True, True, True]
    assert result(works[1]).testzip() is None
    with pytest.raises(files.Altered):
        files.read(first)


def test_asking_and_cancelling_stand_in_the_record_beside_the_round(
    east: Discussion, cast: Cast
) -> None:
    work = asked(east.round, cast[COORDINATOR])
    cancel_work(work, by=cast[COORDINATOR])
    events = AuditEvent.objects.of(f"work:{work.pk}")
    assert [(row.event, row.round_id) for row in events] == [
        ("work.asked", None),
        ("work.cancelled", None),
    ]


def test_a_work_is_made_on_the_day_that_its_asker_lives_through(
    east: Discussion, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = []
    plain = contents_paper.index_paper

    def index_paper(*args: object) -> object:
        days.append(clock.today().isoformat())
        return plain(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bundle, "index_paper", index_paper)
    with clock.at(clock.real().replace(2024, 4, 16)):
        work = asked(east.round, cast[COORDINATOR])
    worked(work)
    assert days == ["2024-04-16"]


def test_a_work_that_waits_long_says_that_no_worker_is_there(east: Discussion, cast: Cast) -> None:
    work = asked(east.round, cast[COORDINATOR])
    assert not work.waits_long
    work.touched_at -= PATIENCE
    assert work.waits_long
