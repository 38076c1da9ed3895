"""Conclusions like the letter's annex and memos as files."""

from pathlib import Path

import pytest

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.outcomes import operations
from alke.domain.outcomes.models import Outcome
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import create_action
from alke.domain.topics.models import Topic
from tests.cast import Cast, ClientFor
from tests.conftest import SetClock
from tests.factories.actions import body
from tests.factories.outcomes import (
    AFTER,
    SYSTEM,
    confirm_both,
    decide_all,
    make_held,
    make_outcome,
)
from tests.files import lines_of, rows_of, text_of, word_file
from tests.pdf_checks import faults, words

URL = "/2024/ita/johtopaatokset.docx"
PDF = "/2024/ita/johtopaatokset.pdf"
MEMO = "/2024/kainuu/muistio.docx"


@pytest.fixture
def outcome(cast: Cast, at: SetClock) -> Outcome:
    """Of the East, for comment; an ongoing and a proposed action, the proposal taken in part."""
    discussion = make_held(cast.user("vastuuhenkilo-ita"))
    topic = Topic.objects.get(discussion=discussion)
    bodies = [body("tem", lead=True), body("lvm"), body("pohjois-savo", lead=True)]
    create_action(topic, by=SYSTEM, title="Itäinen ohjelma", kind="ongoing", responsibles=bodies)
    at(AFTER)
    made = make_outcome(discussion)
    decide_all(made, "partly", "Rahoitus ratkeaa kehyksissä.")
    return made


def publish(outcome: Outcome) -> Outcome:
    """Both sides confirm, and it is published."""
    confirm_both(outcome)
    operations.set_outcome_state(outcome, "ready", by=SYSTEM)
    operations.publish_outcome(outcome, by=SYSTEM)
    return outcome


def test_they_have_numbered_conclusions_and_the_annexs_tables_with_decisions(
    outcome: Outcome, client_for: ClientFor
) -> None:
    publish(outcome)
    document = word_file(client_for("public").get(URL))
    lines = lines_of(document)
    start = lines.index("Keskusteluteema: Puhdas siirtymä")
    assert lines[start : start + 4] == [
        *("Keskusteluteema: Puhdas siirtymä", "Verkko vahvistuu.", "Osaajia on.", "Toimenpiteet"),
    ]
    ongoing = Action.objects.get(title="Itäinen ohjelma").number
    proposed = Action.objects.get(title="Kantaverkon vahvistaminen").number
    assert rows_of(document, 0) == [
        [
            *("Käynnissä olevat toimenpiteet", "Vastuutahot", "Vastuutahot"),
            *("Ehdotukset uusiksi toimenpiteiksi", "Päätös", "Vastuutahot", "Vastuutahot"),
        ],
        [
            *("Käynnissä olevat toimenpiteet", "VN", "Maakunnat"),
            *("Ehdotukset uusiksi toimenpiteiksi", "Päätös", "VN", "Maakunnat"),
        ],
        [
            *(f"{ongoing}\u2002Itäinen ohjelma", "TEM, LVM", "Pohjois-Savo"),
            f"{proposed}\u2002Kantaverkon vahvistaminen",
            "Otetaan osittain toteutettavaksi\nRahoitus ratkeaa kehyksissä.",
            *("", ""),
        ],
    ]


def test_what_nobody_has_signed_says_nothing_of_signatures(
    outcome: Outcome, client_for: ClientFor
) -> None:
    publish(outcome)
    lines = lines_of(word_file(client_for("public").get(URL)))
    assert lines[-1].startswith("Tarkistussumma (SHA-256)")
    assert "Allekirjoitukset" not in lines
    assert "allekirjoit" not in words(client_for("public").get(PDF).content).lower()


def test_they_tell_who_confirmed_for_each_side_and_when(
    outcome: Outcome, client_for: ClientFor
) -> None:
    publish(outcome)
    lines = lines_of(word_file(client_for("public").get(URL)))
    start = lines.index("Vahvistettu\tValtioneuvosto: 17.4.2024")
    assert lines[start + 1] == "Maakunnat: 17.4.2024"


def test_until_then_members_get_a_marked_draft_and_the_public_nothing(
    outcome: Outcome, client_for: ClientFor
) -> None:
    document = word_file(client_for("kainuu").get(URL))
    assert [row.text for row in document.sections[0].header.paragraphs] == ["Luonnos"]
    lines = lines_of(document)
    assert "Tila\tLuonnos: tekstiä ei ole julkaistu." in lines
    assert words(client_for("kainuu").get(f"{PDF}?kieli=sv").content).startswith("Utkast ")
    assert client_for("public").get(URL).status_code == 404


def test_a_draft_of_one_side_is_in_no_file(
    outcome: Outcome, cast: Cast, client_for: ClientFor
) -> None:
    topic = Topic.objects.get(discussion=outcome.discussion)
    with clock.at(clock.at_time(AFTER.date().replace(day=10), AFTER.time())):
        create_action(topic, by=cast["kainuu"], title="Omasalaisuus", draft_side="mk")
    for url in (URL, PDF):
        assert "Omasalaisuus" not in text_of(client_for("kainuu").get(url))


@pytest.mark.parametrize("url", [URL, PDF])
def test_what_is_published_stays_while_a_correction_is_written(
    outcome: Outcome, client_for: ClientFor, url: str
) -> None:
    publish(outcome)
    first = client_for("public").get(url).content
    assert client_for("lvm").get(url).content == first
    operations.reopen_outcome(outcome, by=SYSTEM, reason="Virhe luvussa.")
    operations.record_item(outcome, by=SYSTEM, kind="note", text="Korjattu kohta.")
    assert client_for("public").get(url).content == first
    assert "Korjattu kohta." in text_of(client_for("lvm").get(url))


def test_their_code_names_the_publication_in_the_record(
    outcome: Outcome, client_for: ClientFor
) -> None:
    publish(outcome)
    seq = AuditEvent.objects.get(event="outcome.published").seq
    core = word_file(client_for("public").get(URL)).core_properties
    assert core.identifier == f"Alke 2024/ita/johtopaatokset #{seq}"


def test_a_memo_has_its_notes_and_says_that_it_concludes_nothing(
    cast: Cast, client_for: ClientFor, at: SetClock
) -> None:
    held = make_held(cast.user("vastuuhenkilo-ita"), slug="kainuu", kind="regional", outcome="memo")
    at(AFTER)
    memo = operations.draw_up_outcome(held, by=SYSTEM)
    text = "Ensimmäinen **kohta**.\n\nToinen kappale.\n\n- yksi\n- kaksi"
    operations.record_item(memo, by=SYSTEM, kind="note", text=text)
    document = word_file(client_for("aune").get(MEMO))
    assert document.tables == []
    lines = lines_of(document)
    assert (
        "Maakuntakohtaisesta tapaamisesta laaditaan muistio. Johtopäätöksiä siitä ei tehdä."
        in lines
    )
    start = lines.index("Tapaamisen kirjaukset")
    assert lines[start + 1 : start + 4] == ["Ensimmäinen kohta.\nToinen kappale.", "yksi", "kaksi"]
    assert client_for("aune").get("/2024/kainuu/johtopaatokset.docx").status_code == 404
    assert client_for("aune").get("/2024/ita/muistio.docx").status_code == 404


@pytest.mark.either_database  # what is checked is the file
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pdf_passes_two_checks_of_pdf_ua(
    sample: None, client_for: ClientFor, tmp_path: Path, language: str
) -> None:
    url = f"/2023/yhteistilaisuus/johtopaatokset.pdf?kieli={language}"
    made = client_for("public").get(url).content
    assert faults(made, tmp_path) == []
    assert "SHA-256" in words(made)


def test_the_pages_lead_to_their_files(outcome: Outcome, client_for: ClientFor) -> None:
    publish(outcome)
    for account in ("public", "kainuu"):
        page = client_for(account).get("/2024/ita/johtopaatokset/").content.decode()
        assert f'href="{URL}"' in page
        assert f'href="{PDF}"' in page
