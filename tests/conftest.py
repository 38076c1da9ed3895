"""What every test stands on: its part of the run, the database, the clock."""

import datetime as dt
import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from alke.base import clock
from tests import flush, settings
from tests.world import make_world

pytest_plugins = [
    "tests.calendar_programs",
    "tests.cast",
    "tests.clamd",
    "tests.imap",
    "tests.libreoffice",
    "tests.sample",
    "tests.smtp",
]

# The same examples in every run, however slow the machine is.
hypothesis.settings.register_profile("alke", deadline=None, derandomize=True)
hypothesis.settings.load_profile("alke")

DEMO_DAY = dt.date(2024, 3, 4)
# Pages are tested by themselves on SQLite: what they read and write is tested on both databases in
# tests/domain, and every page is opened by every role on both by the sweeps (docs/decisions/0023).
PAGES = "tests/web/"
TESTS = Path(__file__).parent
BESIDE_BASE = {
    *("jobs", "management", "test_conventions.py", "test_guests.py", "test_settings.py"),
    *("test_translations.py", "test_visibility.py", "test_wsgi.py"),
}

Moment = dt.datetime | dt.date | str
SetClock = Callable[[Moment], None]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves files unread of which no test belongs to this process's part."""
    if not collection_path.is_relative_to(TESTS) or collection_path == TESTS:
        return None
    first = collection_path.relative_to(TESTS).parts[0]
    return None if first.startswith(("__", "conftest")) or _is_ours(first) else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps the tests of this process's part; those on the sample stand together."""
    items.sort(key=lambda item: "sample" in getattr(item, "fixturenames", ()))
    if not settings.PART:
        return
    kept = {item for item in items if _part_takes(item)}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def _part_takes(item: pytest.Item) -> bool:
    if not _is_ours(item.nodeid.split("::")[0].split("/")[1]):
        return False  # it was asked for by name
    match settings.PART:
        case "journeys":
            return True
        case "sqlite":
            return item.get_closest_marker("strict_database") is None
        case "postgresql":  # what hangs on no database, or on neither, has run already
            marked = item.get_closest_marker("either_database") is not None
            either = marked or item.nodeid.startswith(PAGES)
            return not either and _uses_database(item)
    raise pytest.UsageError(f"ALKE_TEST_PART: no part {settings.PART!r}")


def _is_ours(place: str) -> bool:
    """Whether what stands there in tests/ is run by this process.

    The shares of one database's tests: those of pages, the sweeps over all pages, and the rest. On
    SQLite the tests of alke/base are a share of their own, with others that would keep one process
    at work when the others have ended; elsewhere few of them run.
    """
    if not settings.PART:
        return True
    if place == "journeys" or settings.PART == "journeys":
        return place == settings.PART
    share = "rest"
    if settings.PART == "sqlite" and place in {"base", *BESIDE_BASE}:
        share = "base"
    elif place.startswith("test_"):
        share = "sweeps"
    elif place == "web":
        share = place
    return settings.SHARE in {"", share}


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in names


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Names the database in what is reported: `test_a_third_topic_is_refused[postgresql]`."""
    if settings.PART == "postgresql":
        metafunc.fixturenames.append("database_name")
        metafunc.parametrize("database_name", [settings.PART], scope="session")


def pytest_configure() -> None:
    """Makes the folder of this process's database, mail and files."""
    settings.FOLDER.mkdir(exist_ok=True)
    gc.freeze()  # pages make much that is soon gone: cycles are looked for less often
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure() -> None:
    """Removes it."""
    shutil.rmtree(settings.FOLDER, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Lets the tests that really commit be cleaned up; makes the cast once for all tests."""
    with django_db_blocker.unblock():
        flush.lift_guards(connection)
        make_world()


@pytest.fixture(autouse=True)
def _empty_page_cache() -> None:
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _in_finnish() -> Iterator[None]:
    """The default language, whatever page an earlier test has asked for last."""
    with translation.override("fi"):
        yield


@pytest.fixture(autouse=True)
def at() -> Iterator[SetClock]:
    """Sets the clock: `at("2024-03-27 16:15")`, a date, or a moment. Stands at 4.3.2024 9.00."""
    with ExitStack() as stack:

        def set_clock(moment: Moment) -> None:
            if isinstance(moment, str):
                naive = dt.datetime.fromisoformat(moment)
                moment = naive.date() if len(moment) == 10 else naive.replace(tzinfo=clock.HELSINKI)
            stack.enter_context(clock.at(moment))

        set_clock(DEMO_DAY)
        yield set_clock


@pytest.fixture
def strict_client() -> Client:
    """A client that checks CSRF tokens as browsers' requests are checked."""
    return Client(enforce_csrf_checks=True)
