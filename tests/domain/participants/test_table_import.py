"""Tables that are pasted or brought as files: every row accounted for, whole or not at all."""

import io

import pytest
from openpyxl import Workbook

from alke.base.richtext import BadInput
from alke.base.sheets import as_text, read_pasted, read_table
from alke.domain.audit.models import AuditEvent
from alke.domain.participants.import_operations import NotReady, import_participants
from alke.domain.participants.models import Participant
from alke.domain.participants.table_ground import ground_of
from alke.domain.participants.table_match import OTHER, Choices, Kind, Table, match_table
from alke.domain.rounds.models import Discussion
from tests.cast import Cast
from tests.factories.participants import make_participant
from tests.factories.topics import make_meeting, make_topic

HEADINGS = "Organisaatio\tTehtävä\tSähköposti\tAvaus\tMandaatti\tTapa\tKieli\n"
ROWS = (
    "Kainuun liitto\tMaakuntajohtaja\tjohtaja@kainuu.example\t1\tVoi ottaa kantaa\tPaikalla\tsv\n"
    "Kainuun ELY-keskus\tYlijohtaja\tyli@ely.example\t\t\tetänä\t\n"
)


@pytest.fixture
def east(world: None) -> Discussion:
    """The eastern joint discussion with a topic."""
    discussion = make_meeting()
    make_topic(discussion)
    return discussion


def matched(text: str, discussion: Discussion, cast: Cast, **choices: object) -> Table:
    """The pasted table as Kainuu's contact sees it."""
    ground = ground_of(discussion, cast["kainuu"])
    return match_table(read_pasted(text), ground, Choices(**choices))  # type: ignore[arg-type]


def excel(*rows: list[object]) -> bytes:
    """A file as a spreadsheet program saves it."""
    book, made = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def test_a_pasted_table_is_registered_whole(east: Discussion, cast: Cast) -> None:
    table = import_participants(east, read_pasted(HEADINGS + ROWS), Choices(), by=cast["kainuu"])
    assert (table.in_file, table.headings, table.counts) == (3, 1, {Kind.NEW: 2})
    first, second = Participant.objects.order_by("pk")
    assert (first.title, first.mandate, first.mode, first.language, first.topic) == (
        "Maakuntajohtaja",
        "position",
        "on-site",
        "sv",
        east.topics.get(),
    )
    assert (second.organisation.slug, second.mode, second.gives_opening) == (
        "ely-kainuu",
        "remote",
        False,
    )
    event = AuditEvent.objects.get(event="participants.imported")
    assert event.changes["rows"] == [None, 3]
    assert event.changes["registered"] == [None, {"kainuu": [first.pk], "ely-kainuu": [second.pk]}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kainuun liitto, johtaja, a@b.example", ("kainuu", "johtaja", "a@b.example", "")),
        ("Kainuu;johtaja;Etu Suku;a@b.example", ("kainuu", "johtaja", "a@b.example", "Etu Suku")),
        ("Kajana stad\tdirektör", None),
        ("Titel,Organisation\njohtaja,Kainuun liitto", ("kainuu", "johtaja", "", "")),
    ],
)
@pytest.mark.either_database
def test_columns_are_found_with_and_without_headings(
    text: str, expected: tuple[str, ...] | None, east: Discussion, cast: Cast
) -> None:
    row = matched(text, east, cast).rows[-1]
    found = row.body and (row.body.slug, row.person.title, row.person.email, row.person.name)
    assert found == expected


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Lapin liitto,johtaja,a@b.example", "Et ilmoita tämän organisaation osallistujia."),
        ("Kajaanin kaupunki,johtaja,a@b.example", "Organisaatiota ei tunnistettu. Valitse se."),
        ("Kainuu,,a@b.example", "Anna henkilön tehtävänimike tai rooli."),
        (
            "Kainuu,johtaja,a@b",
            "Kirjoita koko sähköpostiosoite, esimerkiksi yhteys@maakunta.example.",
        ),
    ],
)
@pytest.mark.either_database
def test_each_fault_stands_at_its_row(line: str, fault: str, east: Discussion, cast: Cast) -> None:
    table = matched(f"Organisaatio,Tehtävä,Sähköposti\n{line}", east, cast)
    assert [(row.number, row.kind, row.faults) for row in table.rows] == [(2, Kind.FAULT, [fault])]


def test_all_faults_of_a_row_are_told_at_once(east: Discussion, cast: Cast) -> None:
    make_participant(east, "ely-kainuu", email="yli@ely.example")
    table = matched(
        "Organisaatio,Tehtävä,Sähköposti,Nimi\n"
        f"Kajaanin kaupunki,,a@b,{'x' * 121}\n"
        "Kainuu,johtaja,yli@ely.example,\n"
        "Kainuu,,YLI@ely.example,\n",
        east,
        cast,
    )
    city, first, second = table.rows
    assert city.faults == [
        "Organisaatiota ei tunnistettu. Valitse se.",
        "Anna henkilön tehtävänimike tai rooli.",
        "Kirjoita koko sähköpostiosoite, esimerkiksi yhteys@maakunta.example.",
        "Teksti on 1 merkin liian pitkä; raja on 120.",
    ]
    registered = "Ilmoitettu jo taholle: Kainuun elinkeino-, liikenne- ja ympäristökeskus"
    assert (first.kind, first.faults, first.notes) == (Kind.ASK, [], [registered])
    assert (second.kind, second.notes) == (Kind.FAULT, [registered])
    assert second.faults == [
        "Anna henkilön tehtävänimike tai rooli.",
        "Sama osoite on myös rivillä 3.",
    ]


def test_a_faulty_row_keeps_all_others_out_until_it_is_left_out(
    east: Discussion, cast: Cast
) -> None:
    cells = read_pasted(HEADINGS + "\n" + ROWS + "Kainuu\t\tc@b.example\n")
    with pytest.raises(NotReady) as fault:
        import_participants(east, cells, Choices(), by=cast["kainuu"])
    assert fault.value.table.counts == {Kind.NEW: 2, Kind.FAULT: 1, Kind.EMPTY: 1}
    assert not Participant.objects.exists()
    table = import_participants(east, cells, Choices(left={5}), by=cast["kainuu"])
    assert table.counts == {Kind.NEW: 2, Kind.LEFT: 1, Kind.EMPTY: 1}
    assert sum(table.counts.values()) + table.headings == table.in_file == 5
    assert Participant.objects.count() == 2


def test_who_is_registered_already_stays_as_registered(east: Discussion, cast: Cast) -> None:
    make_participant(east, title="Vt. maakuntajohtaja")
    table = import_participants(east, read_pasted(HEADINGS + ROWS), Choices(), by=cast["kainuu"])
    assert [row.kind for row in table.rows] == [Kind.KNOWN, Kind.NEW]
    assert Participant.objects.get(organisation__slug="kainuu").title == "Vt. maakuntajohtaja"


def test_the_same_person_for_another_body_is_asked_about(east: Discussion, cast: Cast) -> None:
    make_participant(east, "ely-kainuu", email="johtaja@kainuu.example")
    table = matched(HEADINGS + ROWS, east, cast)
    assert [row.kind for row in table.rows] == [Kind.ASK, Kind.NEW]
    assert table.rows[0].notes == [
        "Ilmoitettu jo taholle: Kainuun elinkeino-, liikenne- ja ympäristökeskus"
    ]
    assert matched(HEADINGS + ROWS, east, cast, sure={2}).is_ready


def test_an_address_that_stands_twice_is_a_fault(east: Discussion, cast: Cast) -> None:
    table = matched("Kainuu,johtaja,a@b.example\nKainuu,päällikkö,A@b.example", east, cast)
    assert [(row.kind, row.faults) for row in table.rows] == [
        (Kind.NEW, []),
        (Kind.FAULT, ["Sama osoite on myös rivillä 1."]),
    ]


def test_another_stakeholder_comes_under_the_council_by_its_own_name(
    east: Discussion, cast: Cast
) -> None:
    cells = read_pasted("Kajaanin kaupunki,kaupunginjohtaja,kj@kajaani.example")
    import_participants(east, cells, Choices(bodies={1: OTHER}), by=cast["kainuu"])
    row = Participant.objects.get()
    assert (row.organisation.slug, row.represents) == ("kainuu", "Kajaanin kaupunki")


@pytest.mark.either_database
def test_a_merged_cell_names_the_organisation_of_all_its_rows(east: Discussion, cast: Cast) -> None:
    book, made = Workbook(), io.BytesIO()
    for row in (
        ["Osallistujat 2024"],
        [],
        ["Organisaatio", "Tehtävä", "Sähköposti"],
        ["Kainuun ELY-keskus", "Ylijohtaja", "yli@ely.example"],
        [None, "Johtaja", "johtaja@ely.example"],
        ["Kainuun liitto", "Maakuntajohtaja", "johtaja@kainuu.example"],
    ):
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A4:A5")
    book.save(made)
    cells = read_table("osallistujat.xlsx", made.getvalue())
    table = match_table(cells, ground_of(east, cast["kainuu"]), Choices())
    assert (table.in_file, table.headings, table.counts) == (6, 3, {Kind.NEW: 3})
    slugs = [row.body.slug for row in table.rows if row.body is not None]
    assert slugs == ["ely-kainuu", "ely-kainuu", "kainuu"]


def test_a_row_without_an_organisation_among_others_is_asked_about(
    east: Discussion, cast: Cast
) -> None:
    table = matched(f"{HEADINGS}{ROWS}\tJohtaja\tjohtaja@ely.example\n", east, cast)
    row = table.rows[-1]
    assert (row.kind, row.body) == (Kind.FAULT, None)
    assert row.faults == ["Rivillä ei ole organisaatiota. Valitse se."]
    assert [body.slug for body in row.near] == ["ely-kainuu"]
    alone = matched("Tehtävä\tSähköposti\nJohtaja\tjohtaja@kainuu.example\n", east, cast)
    assert [row.body and row.body.slug for row in alone.rows] == ["kainuu"]


@pytest.mark.parametrize(
    ("cell", "name", "email"),
    [
        ("Aino Esimerkki <aino@kainuu.example>", "Aino Esimerkki", "aino@kainuu.example"),
        ("mailto:aino@kainuu.example", "", "aino@kainuu.example"),
    ],
)
def test_an_address_is_taken_as_mail_programs_copy_it(
    cell: str, name: str, email: str, east: Discussion, cast: Cast
) -> None:
    [row] = matched(f"Tehtävä\tSähköposti\nJohtaja\t{cell}\n", east, cast).rows
    assert (row.kind, row.person.name, row.person.email) == (Kind.NEW, name, email)


@pytest.mark.parametrize(
    "text",
    [
        'taho,tehtävä\n"Kainuun liitto; ELY",Johtaja',
        'sep=,\ntaho,tehtävä\n"Kainuun liitto; ELY",Johtaja',
        "taho,tehtävä\nKainuun liitto; ELY,Johtaja",
        'taho;tehtävä\n"Kainuun liitto; ELY";Johtaja',
        "taho\ttehtävä\nKainuun liitto; ELY\tJohtaja",
    ],
)
def test_the_headings_tell_what_parts_the_cells(text: str) -> None:
    assert read_pasted(text) == [["taho", "tehtävä"], ["Kainuun liitto; ELY", "Johtaja"]]


@pytest.mark.either_database
def test_a_comma_in_a_title_above_the_headings_parts_no_cells() -> None:
    text = "Osallistujat, kevät 2024\ntaho;tehtävä;nimi\nKainuu;Johtaja, pj;Etu Suku"
    assert read_pasted(text)[1:] == [
        ["taho", "tehtävä", "nimi"],
        ["Kainuu", "Johtaja, pj", "Etu Suku"],
    ]


@pytest.mark.either_database
def test_the_preview_carries_every_cell_as_it_was_read() -> None:
    rows = [["Osallistujat, kevät, 2024"], [], ["taho", "tehtävä"], ["a;b", 'c, "d", e, f']]
    assert read_pasted(as_text(rows)) == rows


@pytest.mark.either_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_in_which_excel_saves_it(encoding: str) -> None:
    text = "Organisaatio;Tehtävä\r\nÅlands landskapsregering;Löytäjä – ääni\r\n"
    assert read_table("osallistujat.csv", text.encode(encoding)) == [
        ["Organisaatio", "Tehtävä"],
        ["Ålands landskapsregering", "Löytäjä – ääni"],
    ]


@pytest.mark.either_database
def test_a_wrong_mark_of_separators_is_a_line_as_any_other() -> None:
    assert read_pasted('sep="\ntaho;tehtävä;x\na;b;c\n')[1:] == [
        ["taho", "tehtävä", "x"],
        ["a", "b", "c"],
    ]


@pytest.mark.either_database
def test_excel_and_csv_files_give_the_same_rows() -> None:
    book = excel(["Organisaatio", "Tehtävä"], ["Kainuu", "johtaja"], [None, 7.0], ["=1+1", "x"])
    rows = [["Organisaatio", "Tehtävä"], ["Kainuu", "johtaja"]]
    assert read_table("osallistujat.xlsx", book)[:3] == [*rows, ["", "7"]]
    text = "Organisaatio;Tehtävä\r\nKainuu;johtaja\r\n"
    assert read_table("osallistujat.csv", text.encode("utf-8-sig")) == rows
    assert read_pasted(as_text(rows)) == rows


@pytest.mark.either_database
def test_a_far_cell_costs_nothing_and_too_many_rows_are_refused() -> None:
    book, made = Workbook(), io.BytesIO()
    book.active["XFD2000"] = "kaukana"
    book.active["A1"] = "Organisaatio"
    book.save(made)
    assert read_table("kaukana.xlsx", made.getvalue()) == [["Organisaatio"]]
    with pytest.raises(BadInput, match="liikaa rivejä"):
        read_pasted("a,b\n" * 1001)


@pytest.mark.either_database
@pytest.mark.parametrize("name", ["kirje.pdf", "kuva.xlsx", "vanha.xls"])
def test_what_is_no_table_is_refused(name: str) -> None:
    data = {
        "kirje.pdf": b"%PDF-1.4 x",
        "kuva.xlsx": b"PK\x03\x04",
        "vanha.xls": b"\xd0\xcf\x11\xe0",
    }
    with pytest.raises(BadInput):
        read_table(name, data[name] + b"\0" * 64)
