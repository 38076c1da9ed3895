"""The `alke` command: exit status 0 done, 1 refused with one line, 2 usage."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.template import engines
from pytest_django import Settings

from alke.management.cli import COMMANDS, main
from alke.management.ready import require_free
from alke.web.environment import environment

ROOT = Path(__file__).resolve().parent.parent.parent
Capture = pytest.CaptureFixture[str]
Answer = tuple[int, str, str]


def alke(folder: Path, *words: str) -> Answer:
    """Exit status, standard output and standard error of the command as people start it."""
    answer = subprocess.run(
        [str(Path(sys.executable).parent / "alke"), *words],
        env={"PATH": os.environ["PATH"], "ALKE_DEMO": "1", "ALKE_VAR": str(folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout, answer.stderr


def inside(capture: Capture, *words: str) -> Answer:
    """The same within this process: for what ends before the database is asked."""
    with pytest.raises(SystemExit) as end:
        main(list(words))
    out, faults = capture.readouterr()
    return int(end.value.code or 0), out, faults


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of its own with the round of 2022, made by the commands themselves."""
    folder = tmp_path_factory.mktemp("alke")
    done = (0, "Tietokanta ja staattiset tiedostot ovat ajan tasalla.\n", "")
    assert alke(folder, "migrate") == done
    status, _out, faults = alke(folder, "round", "load", "rounds/2022.toml")
    assert (status, faults) == (0, "")
    return folder


def test_pages_are_compiled_once_where_nobody_else_can_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = folder / "pages"
    assert compiled.stat().st_mode & 0o777 == 0o700
    engine: Any = engines["jinja2"]
    pages = environment(compiled=compiled, loader=engine.env.loader)
    assert len(list(compiled.iterdir())) == len(pages.list_templates(extensions=["html"]))
    monkeypatch.setattr(pages, "compile", None)  # nothing is compiled again
    assert pages.get_template("pages/site/privacy.html").name == "pages/site/privacy.html"


def copy_of(folder: Path, tmp_path: Path) -> Path:
    """Its files but those that a connection keeps while it is open."""
    left = shutil.ignore_patterns("*-shm", "*-wal")
    return Path(shutil.copytree(folder, tmp_path / "copy", ignore=left))


def test_help_lists_every_command_with_one_line() -> None:
    status, out, faults = alke(ROOT, "--help")
    lines = [line.split(maxsplit=1) for line in out.splitlines() if line.startswith("  ")]
    assert (status, faults) == (0, "")
    assert dict(lines) == COMMANDS


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: Capture) -> None:
    status, out, faults = inside(capsys, name, "--help")
    assert (status, faults) == (0, "")
    assert out.startswith("usage: alke ")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "alke <command> --help tells more."),
        (["vie"], "alke: no command “vie”; alke --help lists them"),
        (["audit"], "alke audit: error: the following arguments are required: what"),
        (["audit", "repair"], "alke audit: error: argument what: invalid choice: 'repair'"),
        (["demo", "--port", "x"], "alke demo: error: argument --port: invalid int value: 'x'"),
    ],
)
def test_wrong_usage_ends_with_two(words: list[str], line: str, capsys: Capture) -> None:
    status, out, faults = inside(capsys, *words)
    assert (status, out) == (2, "")
    assert faults.splitlines()[-1].startswith(line)


def test_the_demo_is_not_served_to_the_world(capsys: Capture) -> None:
    assert inside(capsys, "serve", "--host", "192.0.2.1") == (
        1,
        "",
        "alke: ALKE_DEMO: esittelytunnuksia tarjotaan vain koneen omassa osoitteessa "
        "(ALKE_DEMO_FORCED=1 sallii muut).\n",
    )


@pytest.mark.parametrize("mode", [{"DEMO": True, "FORCED": True}, {"DEMO": False}])
def test_other_services_and_forced_ones_are(
    mode: dict[str, bool], settings: Settings, capsys: Capture
) -> None:
    for name, value in mode.items():
        setattr(settings, name, value)
    assert inside(capsys, "serve", "--host", "192.0.2.1") == (
        1,
        "",
        "alke: Staattiset tiedostot puuttuvat. Aja ensin ”alke migrate”.\n",
    )


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(port: str, capsys: Capture) -> None:
    line = "alke: --port: anna 1–65535.\n"
    assert inside(capsys, "demo", f"--port={port}") == (1, "", line)


def test_a_port_in_use_is_refused_before_anything_is_done(folder: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:
        port = str(taken.getsockname()[1])
        line = (
            f"alke: Osoitetta 127.0.0.1, porttia {port} ei voi kuunnella: Address already in use\n"
        )
        assert alke(folder, "serve", "--port", port) == (1, "", line)
        assert alke(tmp_path, "demo", "--port", port) == (1, "", line)
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match=r"Osoitetta 192\.0\.2\.1, porttia 80 ei voi"):
        require_free("192.0.2.1", 80)


ACCOUNT = ["account", "add", "a@tem.example", "--organisation", "tem", "--role", "reader"]


@pytest.mark.parametrize("words", [["serve"], ["round", "load", "rounds/2024.toml"], ACCOUNT])
def test_a_database_without_tables_is_told_in_one_line(
    words: list[str], folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(folder, tmp_path / "copy", ignore=lambda *_: {"alke.sqlite3"})
    line = "alke: Tietokanta ei ole ajan tasalla. Aja ensin ”alke migrate”.\n"
    assert alke(folder, *words) == (1, "", line)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["demo"], "alke: ALKE_DEMO=0: esittely vaatii esittelytilan.\n"),
        (["demo-data"], "alke: ALKE_DEMO=0: synthetic data belongs into demo mode\n"),
    ],
)
def test_only_the_demo_gets_invented_data(
    words: list[str], line: str, settings: Settings, capsys: Capture
) -> None:
    settings.DEMO = False
    assert inside(capsys, *words) == (1, "", line)


def test_synthetic_data_has_bounds(capsys: Capture) -> None:
    line = "alke: give 1–900 regions and 1–50 rounds\n"
    assert inside(capsys, "demo-data", "--rounds", "51") == (1, "", line)


def test_synthetic_actions_have_five_bodies_and_ten_report_cells(tmp_path: Path) -> None:
    """So that 100,000 actions make 500,000 bodies and 1,000,000 cells."""
    words = ["--regions", "10", "--rounds", "4", "--actions", "40"]
    status, out, faults = alke(tmp_path, "demo-data", *words)
    assert (status, faults) == (0, "")
    counts = dict(line.split() for line in out.splitlines()[1:-1])
    assert counts | {"Action": "40", "Responsibility": "200", "ProgressReport": "400"} == counts
    with sqlite3.connect(tmp_path / "alke.sqlite3") as database:
        waiting = """
            SELECT DISTINCT followup.state, year, followup.slug FROM alke_progressreport report
            JOIN alke_followupround followup ON followup.id = followup_id
            JOIN alke_round ON alke_round.id = round_id WHERE report.state = 'missing'
        """
        assert database.execute(waiting).fetchall() == [("open", 2103, "seuranta-2")]
        owed = "SELECT count(*) FROM alke_responsibility WHERE answer = 'open'"
        assert database.execute(owed).fetchall() == [(26,)]  # every second of the newest round


def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    line = "alke: Tietokantaa ei voi käyttää: unable to open database file\n"
    assert alke(tmp_path / "nowhere", "audit", "verify") == (1, "", line)


def test_synthetic_data_never_goes_into_a_database_in_use(folder: Path) -> None:
    line = "alke: the database has rounds; point ALKE_VAR or DATABASE_URL to an empty one\n"
    status, _out, faults = alke(folder, "demo-data")
    assert (status, faults) == (1, line)


def test_verify_counts_the_events_of_a_whole_chain(folder: Path) -> None:
    with sqlite3.connect(folder / "alke.sqlite3") as database:
        ((seq, head),) = database.execute("SELECT seq, hash FROM alke_audithead")
    assert seq >= 2
    told = f"{seq} tapahtumaa, ja ketju on ehjä. Sen pää: {head}\n"
    assert alke(folder, "audit", "verify") == (0, told, "")
    told = f"{seq} händelser, och kedjan är hel. Dess ände: {head}\n"
    assert alke(folder, "audit", "--language", "sv", "verify") == (0, told, "")


def test_verify_ends_with_one_and_names_the_first_broken_link(folder: Path, tmp_path: Path) -> None:
    """Somebody with the database's password has taken the guards away."""
    folder = copy_of(folder, tmp_path)
    with sqlite3.connect(folder / "alke.sqlite3") as database:
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE alke_auditevent SET event = 'other' WHERE seq = 2")
    line = "alke: Ketju katkeaa tapahtumaan 2: muutettu.\n"
    assert alke(folder, "audit", "verify") == (1, "", line)


def test_a_demo_that_is_reset_begins_anew(folder: Path, tmp_path: Path) -> None:
    folder = copy_of(folder, tmp_path)
    status, _out, faults = alke(folder, "demo", "--no-serve", "--reset")
    assert (status, faults) == (0, "")
    with sqlite3.connect(folder / "alke.sqlite3") as database:
        years = [year for (year,) in database.execute("SELECT year FROM alke_round ORDER BY year")]
    assert years == [2023, 2024]  # the round of 2022 is gone


def test_the_first_account_is_opened_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    folder = copy_of(folder, tmp_path)
    words = ["account", "add", "Yllapito@TEM.example", "--organisation", "tem"]
    words += ["--role", "administrator"]
    made = "yllapito@tem.example: ylläpito, Työ- ja elinkeinoministeriö\n"
    assert alke(folder, *words) == (0, made, "")
    line = "alke: yllapito@tem.example on jo tässä roolissa.\n"
    assert alke(folder, *words) == (1, "", line)
    with sqlite3.connect(folder / "alke.sqlite3") as database:
        events = database.execute("SELECT event FROM alke_auditevent ORDER BY seq DESC LIMIT 2")
        assert {event for (event,) in events} == {"membership.given", "account.created"}


EMAIL = "Kirjoita koko sähköpostiosoite, esimerkiksi yhteys@maakunta.example."


@pytest.mark.parametrize(
    ("email", "organisation", "line"),
    [
        ("a@b.example", "nowhere", "alke: Organisaatiota ”nowhere” ei ole.\n"),
        ("a", "tem", f"alke: {EMAIL}\n"),
    ],
)
def test_an_account_that_cannot_be_opened_is_one_line(
    folder: Path, email: str, organisation: str, line: str
) -> None:
    words = ["account", "add", email, "--organisation", organisation, "--role", "reader"]
    assert alke(folder, *words) == (1, "", line)
