"""`alke round`: exit status 0 done, 1 refused or faulty with clear lines, 2 usage."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import Client

from alke.domain.people.actors import Actor
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Round
from alke.domain.rounds.operations import accept_finding
from alke.management.cli import main
from tests.factories.rounds import FORMATS, make_round, shipped


@pytest.fixture(autouse=True)
def _connections_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that runs on its own closes them; here the test's transaction is on them."""
    monkeypatch.setattr("django.core.management.base.connections.close_all", lambda: None)


def alke(*words: object) -> int:
    """Runs `alke` with these words; returns its exit status."""
    with pytest.raises(SystemExit) as stopped:
        main([str(word) for word in words])
    return int(stopped.value.code or 0)


@pytest.mark.parametrize(
    ("file", "year"), [("2022", 2022), ("2023", 2023), ("2024", 2024), ("follow-up-only", 2025)]
)
def test_a_shipped_file_is_loaded(
    world: None, capsys: pytest.CaptureFixture[str], file: str, year: int
) -> None:
    assert alke("round", "load", FORMATS / f"{file}.toml") == 0
    assert capsys.readouterr().out.startswith("Kierros on luotu: Aluekehittämisen keskustelu")
    assert Round.objects.filter(year=year).exists()


def test_loading_says_what_changed(
    world: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kierros.toml"
    file.write_text(shipped("2024"), "utf-8")
    alke("round", "load", file)
    alke("round", "load", file)
    file.write_text(shipped("2024").replace("2024-03-20", "2024-03-21"), "utf-8")
    alke("round", "load", file)
    assert capsys.readouterr().out.splitlines() == [
        "Kierros on luotu: Aluekehittämisen keskustelut 2024.",
        "Ei muutettavaa: Aluekehittämisen keskustelut 2024.",
        "2 kohtaa muuttui: Aluekehittämisen keskustelut 2024.",
        "   deadlines:varaukset",
        "   deadlines:osallistuminen",
    ]


def test_a_fresh_database_gets_the_shipped_organisations(db: None) -> None:
    assert alke("round", "load", FORMATS / "2024.toml") == 0
    assert Organisation.objects.filter(slug="lappi").exists()


def test_every_fault_of_a_file_is_a_line_on_standard_error(
    world: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kierros.toml"
    text = shipped("2024").replace('starts = "9.30"', 'starts = "klo 9"')
    file.write_text(text.replace("hard = true", 'hard = "kyllä"'), "utf-8")
    assert alke("round", "load", file) == 1
    out, err = capsys.readouterr()
    line = text.splitlines().index('starts = "klo 9"') + 1
    hard = text.splitlines().index("hard = true") + 1
    assert out == ""
    assert err.splitlines() == [
        f"alke: Tiedostoa {file} ei ladattu.",
        f"{file}: rivi {line}, discussions[1].starts: ”klo 9” ei ole kellonaika. "
        'Kirjoita se näin: "9.30".',
        f"{file}: rivi {hard}, deadlines[2].hard: Kirjoita true tai false ilman lainausmerkkejä.",
    ]
    assert not Round.objects.exists()


def test_a_file_that_is_not_there_is_one_line(
    world: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alke("round", "load", "/ei/ole.toml") == 1
    assert capsys.readouterr().err == "alke: Tiedostoa /ei/ole.toml ei ole.\n"


def test_a_file_that_is_no_text_is_one_line(
    world: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kuva.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert alke("round", "load", file) == 1
    assert capsys.readouterr().err == f"alke: Tiedosto {file} ei ole UTF-8-tekstiä.\n"
    assert alke("round", "load", tmp_path) == 1
    assert capsys.readouterr().err == f"alke: Tiedostoa {tmp_path} ei voi lukea.\n"


def test_the_check_prints_a_json_list_of_the_contracts_form(
    letter: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alke("round", "check", 2024, "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {tuple(row) for row in rows} == {("code", "severity", "subject", "message", "remedy")}
    codes = [row["code"] for row in rows]
    assert codes[:3] == ["weekday-mismatch", "deadline-on-holiday", "basis-adopted-after-phase"]
    assert "14.3.2023" in rows[0]["message"]
    assert "Pääsiäinen" in rows[1]["message"]


def test_the_check_is_read_by_people_in_their_language(
    letter: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alke("round", "--language", "sv", "check", 2024) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("!! Webbinarium om regionutvecklingsbeslutet: veckodag")
    assert lines[-1] == "11 iakttagelser."


def test_findings_that_were_let_be_are_counted_only(
    letter: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    accept_finding(letter, "weekday-mismatch", "discussion:webinaari", by=Actor.system())
    alke("round", "check", 2024)
    out = capsys.readouterr().out
    assert "weekday-mismatch" not in out
    assert out.splitlines()[-1] == "10 havaintoa. 1 on jätetty ennalleen."


def test_a_new_round_is_made_from_another(
    letter: Round, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alke("round", "new", 2025, "--from", 2024) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        "Kierros on luotu: Aluekehittämisen keskustelut 2025."
    )
    assert alke("round", "new", 2025, "--from", 2024) == 1
    assert capsys.readouterr().err == "alke: Vuoden 2025 kierros on jo olemassa.\n"


def test_a_new_round_is_completed_in_its_file_and_loaded_again(
    letter: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alke("round", "new", 2025, "--from", 2024)
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Täydennä kierros tiedostossa: alke round show 2025 > 2025.toml, "
        "sitten alke round load 2025.toml."
    )
    assert alke("round", "show", 2025) == 0
    shown = capsys.readouterr().out
    assert shown == Round.objects.get(year=2025).format_text
    file = tmp_path / "2025.toml"
    file.write_text(shown + "\n[round.letter]\ndate = 2025-02-12\n", "utf-8")
    assert alke("round", "load", file) == 0
    assert Round.objects.get(year=2025).letter_date == dt.date(2025, 2, 12)


def test_a_round_is_published_with_a_command(
    letter: Round, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    assert client.get("/2024/").status_code == 404
    assert alke("round", "publish", 2024) == 0
    assert client.get("/2024/").status_code == 200
    assert alke("round", "publish", 2024) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Kierros on julkinen: Aluekehittämisen keskustelut 2024, osoitteessa /2024/.",
        "Kierros on jo julkinen: Aluekehittämisen keskustelut 2024.",
    ]


def test_a_year_without_a_round_is_refused(world: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert alke("round", "check", 2031) == 1
    assert alke("round", "new", 2032, "--from", 2031) == 1
    assert alke("round", "publish", 2031) == 1
    assert alke("round", "show", 2031) == 1
    assert capsys.readouterr().err == "alke: Vuoden 2031 kierrosta ei ole.\n" * 4


@pytest.mark.parametrize("year", [99_999_999, 2100, 1999, 0, -5])
def test_a_year_of_no_round_is_refused_with_one_line(
    letter: Round, capsys: pytest.CaptureFixture[str], year: int
) -> None:
    assert alke("round", "new", year, "--from", 2024) == 1
    assert capsys.readouterr().err == f"alke: ”{year}” ei ole kokonaisluku väliltä 2000–2099.\n"
    assert alke("round", "check", year) == 1
    assert alke("round", "new", 2025, "--from", year) == 1


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("load",),
        ("check",),
        ("check", "kaksituhatta"),
        ("new", "2025"),
        ("nwe", "2025", "--from", "2024"),
    ],
)
def test_a_wrong_call_is_answered_with_the_usage(
    world: None, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    make_round("2024")
    assert alke("round", *words) == 2
    assert capsys.readouterr().err.startswith("usage: alke round")
