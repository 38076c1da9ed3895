"""A table of follow-up that was written in Word becomes drafts in the follow-up's cells (B19)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alke.base.papers.word.writer import write as write_word
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.followup.models import FollowUpRound, ProgressReport, ReportDraft
from alke.domain.followup.operations import close_followup, save_draft
from alke.domain.imports.models import WordImport
from alke.domain.imports.queries import spots_of
from alke.domain.imports.returned_table import ReturnedTable
from alke.domain.imports.table_compare import Kind, Said, compare_table
from alke.domain.imports.table_import_operations import (
    TableDecision,
    accept_table_import,
    begin_table_import,
    close_table_import,
)
from alke.domain.imports.table_tasks import tables_to_read
from alke.domain.imports.taker_operations import NotTaken
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.domain.people.actors import Actor
from tests.cast import Cast
from tests.domain.imports.old_papers import (
    Rows,
    annex,
    followup_table,
    long_table,
    plain_followup_table,
)

Bring = Callable[..., WordImport]


def followup() -> FollowUpRound:
    """February 2024, open on the demo's day."""
    return FollowUpRound.objects.select_related("round", "deadline", "previous").get(
        slug="helmikuu-2024"
    )


def cell(number: int, body: str) -> ProgressReport:
    """A cell as it is now."""
    rows = ProgressReport.objects.filter(followup__slug="helmikuu-2024")
    return rows.get(action__number=number, organisation__slug=body)


def found(import_: WordImport, actor: Actor) -> dict[str, Said]:
    """What the table says, as the actor sees it, by key."""
    returned = ReturnedTable.from_json(import_.returned)
    return {said.key: said for said in compare_table(returned, spots_of(followup(), actor))}


def take(said: Said, choice: str = "take", report: int = 0) -> TableDecision:
    """The decision on a statement as it was seen."""
    return TableDecision(choice, report, said.spot.version if said.spot else 0)


@pytest.fixture
def lapland(sample: None, cast: Cast) -> Actor:
    """A council that has not answered yet."""
    return cast["lappi"]


@pytest.fixture
def bring(lapland: Actor) -> Bring:
    """Lapland, or somebody else, sends a paper in."""

    def go(file: bytes, by: Actor = lapland) -> WordImport:
        return begin_table_import(followup(), file, "Seuranta.docx", by=by, language="fi")

    return go


RECRUITING = "Työnantajien neuvonta kansainvälisessä rekrytoinnissa"
BORDERS = "Pohjoisen rajat ylittävät liikenneyhteydet: Tornion ja Haaparannan"
BUDGET = "27 Savon radan nopeuttamisen ja kapasiteetin suunnittelu"
ROWS: Rows = [
    (f"2. {RECRUITING}", "", "Lappi: Neuvonta laajeni Kemiin.", "TEM", "Lappi, Kainuu"),
    (BORDERS, "Selvitys valmistui.", "Tiesuunnitelma on hyväksytty.", "LVM", "Lapin liitto"),
    ("Aivan muu asia", "", "Lappi: Jotain muuta tehtiin.", "TEM:n", "maakuntien liitot"),
]


def test_every_row_of_the_file_is_accounted_for(bring: Bring) -> None:
    rows = [*ROWS, ("", "", "Lappi: Toinen rivi samasta.", "", ""), ("", "", "", "", "")]
    rows.append(("Jokin toinen aihe kokonaan", "", "x", "", ""))
    returned = ReturnedTable.from_json(bring(followup_table(rows)).returned)
    assert [(row.number, row.how) for row in returned.rows] == [
        (2, "number"),
        (31, "likeness"),
        (None, "new"),
        (None, "new"),
    ]
    assert (returned.known, returned.doubtful, returned.new, returned.continued) == (2, 0, 2, 1)
    assert returned.in_file == 5
    assert returned.in_file == len(returned.rows) + returned.continued
    assert [row.text for row in returned.rows[2].statements] == [
        "Jotain muuta tehtiin.",
        "Toinen rivi samasta.",
    ]


def test_a_row_that_is_only_somewhat_like_an_action_is_doubtful(bring: Bring) -> None:
    rows = [("Työnantajien ohjaus ulkomaisessa rekrytoinnissa", "", "Tehtiin.", "", "")]
    returned = ReturnedTable.from_json(bring(followup_table(rows)).returned)
    assert (returned.known, returned.doubtful, returned.new) == (0, 1, 0)
    assert returned.rows[0].near[0] == 2


def test_text_around_the_table_is_listed(bring: Bring) -> None:
    file = followup_table(ROWS, "Muistiinpano: soita Lappiin.", title="Vuoden 2023 seuranta")
    returned = ReturnedTable.from_json(bring(file).returned)
    assert [row.text for row in returned.unplaced] == [
        "Vuoden 2023 seuranta",
        "Muistiinpano: soita Lappiin.",
    ]


@pytest.mark.parametrize("make", [followup_table, plain_followup_table])
def test_statements_find_the_cells_of_their_bodies(
    bring: Bring, lapland: Actor, make: Callable[[Rows], bytes]
) -> None:
    rows = found(bring(make(ROWS)), lapland)
    assert {key: (said.kind, said.text) for key, said in rows.items()} == {
        "s.0.0.lappi": (Kind.NEW, "Neuvonta laajeni Kemiin."),
        "s.1.0": (Kind.BEYOND, "Selvitys valmistui."),
        "s.1.1": (Kind.NEW, "Tiesuunnitelma on hyväksytty."),
        "s.2.0.lappi": (Kind.DOUBTFUL, "Jotain muuta tehtiin."),
    }
    cells = {
        key: (said.spot.report.action.number, said.spot.report.organisation.slug)
        for key, said in rows.items()
        if said.spot is not None
    }
    assert cells == {"s.0.0.lappi": (2, "lappi"), "s.1.0": (31, "lvm"), "s.1.1": (31, "lappi")}


def test_what_is_taken_is_a_draft_of_who_takes_it_and_nothing_else_changes(
    bring: Bring, cast: Cast, lapland: Actor
) -> None:
    import_ = bring(followup_table(ROWS))
    assert not ReportDraft.objects.filter(report__organisation__slug="lappi").exists()
    rows = found(import_, lapland)
    decisions = {key: take(said) for key, said in rows.items() if said.kind is Kind.NEW}
    taken = accept_table_import(import_, followup(), decisions, by=lapland)
    assert sorted(taken) == ["s.0.0.lappi", "s.1.1"]
    draft = ReportDraft.objects.get(report=cell(2, "lappi"))
    assert (draft.text, draft.answer, draft.by) == (
        "Neuvonta laajeni Kemiin.",
        "text",
        cast.user("lappi"),
    )
    assert cell(2, "lappi").state == ProgressReport.State.MISSING
    assert ReportDraft.objects.filter(report__followup=followup(), report__side="vn").count() == 0
    import_.refresh_from_db()
    assert import_.state == WordImport.State.WAITING
    assert found(import_, lapland).keys() == {"s.1.0", "s.2.0.lappi"}
    events = AuditEvent.objects.order_by("-seq").values_list("event", "draft_side")[:3]
    assert list(events) == [
        ("import.decided", "mk"),
        ("report.draft-saved", "mk"),
        ("report.draft-saved", "mk"),
    ]


def test_a_doubtful_statement_goes_to_the_empty_cell_that_a_person_chooses(
    bring: Bring, lapland: Actor
) -> None:
    import_ = bring(followup_table(ROWS))
    said = found(import_, lapland)["s.2.0.lappi"]
    assert {spot.report.organisation.slug for spot in said.near} >= {"lappi"}
    assert all(spot.may and spot.is_empty for spot in said.near)
    with pytest.raises(NotTaken, match="Valitse, kenen vastaus"):
        accept_table_import(import_, followup(), {said.key: take(said)}, by=lapland)
    target = cell(8, "lappi")
    decisions = {said.key: take(said, report=target.pk)}
    accept_table_import(import_, followup(), decisions, by=lapland)
    assert ReportDraft.objects.get(report=target).text == "Jotain muuta tehtiin."


def test_it_never_goes_to_a_cell_of_another_body(bring: Bring, lapland: Actor) -> None:
    import_ = bring(followup_table(ROWS))
    said = found(import_, lapland)["s.2.0.lappi"]
    decisions = {said.key: take(said, report=cell(8, "paijat-hame").pk)}
    with pytest.raises(NotTaken):
        accept_table_import(import_, followup(), decisions, by=lapland)
    assert not ReportDraft.objects.filter(report__organisation__slug="paijat-hame").exists()


def test_several_bodies_without_names_are_never_guessed(bring: Bring, lapland: Actor) -> None:
    rows = [(f"2 {RECRUITING}", "", "Yhteinen teksti.", "", "Lappi, Etelä-Pohjanmaan liitto")]
    (said,) = found(bring(followup_table(rows)), lapland).values()
    assert (said.kind, said.spot) == (Kind.DOUBTFUL, None)
    assert (said.near[0].report.action.number, said.near[0].report.organisation.slug) == (
        2,
        "lappi",
    )


def test_an_answer_that_is_there_is_kept_until_somebody_decides(
    bring: Bring, lapland: Actor
) -> None:
    report = cell(2, "lappi")
    save_draft(report, by=lapland, text="Oma luonnos.", base_version=report.version)
    import_ = bring(followup_table(ROWS))
    said = found(import_, lapland)["s.0.0.lappi"]
    assert (said.kind, said.default) == (Kind.CONFLICT, "")
    accept_table_import(import_, followup(), {}, by=lapland)
    assert ReportDraft.objects.get(report=report).text == "Oma luonnos."
    accept_table_import(import_, followup(), {said.key: take(said, "both")}, by=lapland)
    text = ReportDraft.objects.get(report=report).text
    assert text.split() == "Oma luonnos. Neuvonta laajeni Kemiin.".split()


def test_a_cell_that_changes_during_the_review_is_not_overwritten(
    bring: Bring, lapland: Actor
) -> None:
    import_ = bring(followup_table(ROWS))
    rows = found(import_, lapland)
    report = cell(2, "lappi")
    save_draft(report, by=lapland, text="Kesken kaiken.", base_version=report.version)
    decisions = {key: take(rows[key]) for key in ("s.0.0.lappi", "s.1.1")}
    with pytest.raises(NotTaken) as fault:
        accept_table_import(import_, followup(), decisions, by=lapland)
    assert (fault.value.key, fault.value.is_stale) == ("s.0.0.lappi", True)
    assert ReportDraft.objects.get(report=report).text == "Kesken kaiken."
    assert not ReportDraft.objects.filter(report=cell(31, "lappi")).exists()


def test_two_texts_for_one_cell_are_not_written_over_each_other(
    bring: Bring, lapland: Actor
) -> None:
    rows = [(f"2 {RECRUITING}", "", "Lappi: Yksi.\nKainuu: Muu.\nLappi: Kaksi.", "", "")]
    import_ = bring(followup_table(rows))
    said = found(import_, lapland)
    kinds = {key: row.kind for key, row in said.items()}
    assert kinds == {
        "s.0.0.lappi": Kind.NEW,
        "s.0.1.kainuu": Kind.BEYOND,
        "s.0.2.lappi": Kind.CONFLICT,
    }
    decisions = {key: take(said[key]) for key in ("s.0.0.lappi", "s.0.2.lappi")}
    with pytest.raises(NotTaken, match="samaan kohtaan"):
        accept_table_import(import_, followup(), decisions, by=lapland)
    assert not ReportDraft.objects.filter(report__organisation__slug="lappi").exists()


def test_the_earlier_text_brought_back_changes_nothing(bring: Bring, lapland: Actor) -> None:
    earlier = cell(2, "lappi").since
    assert earlier is not None
    rows = [(f"2 {RECRUITING}", "", f"Lappi: {earlier.text}", "", "")]
    (said,) = found(bring(followup_table(rows)), lapland).values()
    assert said.kind is Kind.UNCHANGED


def test_nothing_new_is_read_as_the_answer_that_it_is(bring: Bring, lapland: Actor) -> None:
    rows = [(f"2 {RECRUITING}", "", "Lapin liitto: Ei uutta raportoitavaa.", "", "")]
    import_ = bring(followup_table(rows))
    (said,) = found(import_, lapland).values()
    assert (said.answer, said.text) == ("nothing-new", "")
    accept_table_import(import_, followup(), {said.key: take(said)}, by=lapland)
    assert ReportDraft.objects.get(report=cell(2, "lappi")).answer == "nothing-new"
    import_.refresh_from_db()
    assert (import_.state, import_.returned) == (WordImport.State.TAKEN, {})


def test_the_bodies_of_one_side_take_their_own_from_one_file(bring: Bring, cast: Cast) -> None:
    rows = [(BUDGET, "VM: Kehys on päätetty.\nLVM: Muuta.", "", "LVM, VM", "")]
    import_ = bring(followup_table(rows), cast["koordinaattori"])
    vm = cast["vm"]
    said = found(import_, vm)["s.0.0.vm"]
    assert said.kind is Kind.NEW
    assert found(import_, cast["okm"])["s.0.0.vm"].kind is Kind.BEYOND
    assert WordImport.objects.visible_to(vm).filter(pk=import_.pk).exists()
    for other in ("lappi", "aune", "public"):
        assert not WordImport.objects.visible_to(cast[other]).filter(pk=import_.pk).exists()
    accept_table_import(import_, followup(), {said.key: take(said)}, by=vm)
    assert ReportDraft.objects.get(report=cell(27, "vm")).text == "Kehys on päätetty."


def test_our_own_export_comes_back_as_it_went_out(bring: Bring, cast: Cast) -> None:
    council = cast["pohjois-savo"]
    (topic,) = sheet_topic(council, 2023, "yhteistilaisuus", 1)
    source = sheet_source(topic, council, followup=True)
    import_ = bring(write_word(sheet_paper(source, "fi", followup=True)), council)
    returned = ReturnedTable.from_json(import_.returned)
    assert [row.number for row in returned.rows] == [row.number for row in source.actions]
    assert {row.how for row in returned.rows} == {"name"}
    assert (returned.doubtful, returned.new, returned.continued) == (0, 0, 0)
    rows = [said for said in found(import_, council).values() if said.kind is not Kind.UNCHANGED]
    assert [(said.row.number, said.whose, said.answer) for said in rows] == [
        (9, "TEM", "not-ours")  # it was accepted, so it is not asked any more
    ]


def test_a_paper_without_the_table_is_refused_and_nothing_is_kept(bring: Bring) -> None:
    with pytest.raises(BadInput, match="ei ole seurantataulukkoa"):
        bring(annex("Aihe", ("a", "b", "c"), []))
    with pytest.raises(BadInput):
        bring(b"%PDF-1.7")
    assert not WordImport.objects.exists()


def test_thousands_of_rows_are_refused_before_they_are_compared(bring: Bring) -> None:
    with pytest.raises(BadInput, match="enintään 500 riviä"):
        bring(long_table(501))
    assert not WordImport.objects.exists()


def test_who_reports_nothing_brings_nothing(bring: Bring, cast: Cast) -> None:
    for account in ("aune", "yllapito", "public"):
        with pytest.raises(Refused):
            bring(followup_table(ROWS), cast[account])


def test_a_closed_follow_up_takes_nothing(bring: Bring, cast: Cast, lapland: Actor) -> None:
    import_ = bring(followup_table(ROWS))
    said = found(import_, lapland)["s.0.0.lappi"]
    close_followup(followup(), by=cast["koordinaattori"])
    with pytest.raises(Refused, match="on suljettu"):
        accept_table_import(import_, followup(), {said.key: take(said)}, by=lapland)
    with pytest.raises(Refused):
        bring(followup_table(ROWS))
    assert not ReportDraft.objects.filter(report=cell(2, "lappi")).exists()


def test_who_brought_the_file_ends_it_and_nobody_else_of_the_side(
    bring: Bring, cast: Cast, lapland: Actor
) -> None:
    import_ = bring(followup_table(ROWS))
    with pytest.raises(Refused):
        close_table_import(import_, followup(), by=cast["kainuu"])
    close_table_import(import_, followup(), by=lapland)
    import_.refresh_from_db()
    assert (import_.state, import_.returned) == (WordImport.State.CANCELLED, {})
    with pytest.raises(Refused, match="jo käsitelty"):
        accept_table_import(import_, followup(), {}, by=lapland)


def test_the_other_bodies_of_the_side_are_asked_on_their_desks_until_they_have_decided(
    bring: Bring, cast: Cast
) -> None:
    rows = [(BUDGET, "VM: Kehys on päätetty.\nLVM: Muuta.", "", "LVM, VM", "")]
    import_ = bring(followup_table(rows), cast["koordinaattori"])
    vm = cast["vm"]
    (task,) = tables_to_read(vm)
    assert (task.page, task.args) == ("followup_review", (2024, "helmikuu-2024", import_.pk))
    assert task.text == "1 vastauksesi odottaa tiedostossa Seuranta.docx."
    for account in ("okm", "lappi", "aune", "public"):
        assert tables_to_read(cast[account]) == []
    said = found(import_, vm)["s.0.0.vm"]
    accept_table_import(import_, followup(), {said.key: take(said)}, by=vm)
    assert tables_to_read(vm) == []


def test_many_tables_that_wait_are_read_in_two_queries(bring: Bring, cast: Cast) -> None:
    vm = cast["vm"]
    assert tables_to_read(vm) == []
    for text in ("Kehys on päätetty.", "Kehystä valmistellaan.", "Kehys on lausunnoilla."):
        rows = [(BUDGET, f"VM: {text}\nLVM: Muuta.", "", "LVM, VM", "")]
        bring(followup_table(rows), cast["koordinaattori"])
    with CaptureQueriesContext(connection) as caught:
        tasks = tables_to_read(vm)
    assert [task.args[0] for task in tasks] == [2024, 2024, 2024]
    assert len(caught) == 2


def test_a_doubtful_answer_asks_only_the_body_that_brought_the_file(
    bring: Bring, cast: Cast, lapland: Actor
) -> None:
    bring(followup_table([("Aivan muu asia", "", "Jotain muuta tehtiin.", "", "")]))
    assert [task.text for task in tables_to_read(lapland)] == [
        "1 vastauksesi odottaa tiedostossa Seuranta.docx."
    ]
    assert tables_to_read(cast["pohjois-pohjanmaa"]) == []


def test_a_text_that_no_cell_takes_is_taken_as_it_was_shortened(
    bring: Bring, lapland: Actor
) -> None:
    long = "Neuvonta laajeni. " * 150
    import_ = bring(followup_table([(f"2 {RECRUITING}", "", f"Lappi: {long}", "", "")]))
    (said,) = found(import_, lapland).values()
    assert said.text == long.strip()
    with pytest.raises(NotTaken, match="2000"):
        accept_table_import(import_, followup(), {said.key: take(said)}, by=lapland)
    assert found(import_, lapland)[said.key].text == long.strip()
    shortened = replace(take(said), text="Neuvonta laajeni Kemiin.")
    accept_table_import(import_, followup(), {said.key: shortened}, by=lapland)
    assert ReportDraft.objects.get(report=cell(2, "lappi")).text == "Neuvonta laajeni Kemiin."
