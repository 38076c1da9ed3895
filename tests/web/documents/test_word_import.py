"""The pages of the Word round trip: a file comes in, is reviewed, taken over or left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from alke.domain.imports.models import WordImport
from alke.domain.topics import operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.models import Topic, TopicText
from tests.cast import Cast, ClientFor
from tests.domain.imports.word_edits import Step, edited, new_row, paragraph, write
from tests.factories.topics import publish

SHEET = "/2024/ita/asialista/1.docx"
PAGE = "/2024/ita/asialista/1/tuonti/"
Bring = Callable[..., Any]


@pytest.fixture
def bring(sample: None, client_for: ClientFor) -> Bring:
    """Exports the sheet as Kainuu, edits it and sends it back; the page to which that leads."""

    def go(*steps: Step, name: str = "sapluuna.docx") -> Any:
        client = client_for("kainuu")
        file = edited(client.get(SHEET).content, *steps)
        answer = client.post(PAGE, {"tiedosto": SimpleUploadedFile(name, file)})
        assert answer.status_code == 302
        return client.get(answer["Location"])

    return go


def goals() -> TopicText:
    """The goals now."""
    topic = Topic.objects.get(discussion__round__year=2024, discussion__slug="ita", number=1)
    return topic.texts.get(field="goals", language="fi", current=True)


def form_of(page: Any, **over: str) -> dict[str, str]:
    """What the page's form would send as it stands, but for `over`."""
    return dict(_form(page).form_values()) | over


def _form(page: Any) -> Any:
    document: Any = html.fromstring(page.content)
    found = [form for form in document.forms if "/tuonti/" in form.action]
    return found[0]


def address(page: Any) -> str:
    """Of the review."""
    return str(_form(page).action)


def rows_of(page: Any) -> list[str]:
    """The keys of the differences, in order."""
    start = "versio."
    return [name.removeprefix(start) for name in form_of(page) if name.startswith(start)]


def test_the_page_shows_word_and_alke_side_by_side(bring: Bring) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."))
    text = page.content.decode()
    assert "sapluuna.docx" in text
    assert "<ins>" in text
    assert rows_of(page) == ["f.goals"]
    assert 'value="take" checked' in text


def test_accepting_saves_and_leads_to_the_sheet(bring: Bring, client_for: ClientFor) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."))
    answer = client_for("kainuu").post(address(page), form_of(page))
    assert (answer.status_code, answer["Location"]) == (302, "/2024/ita/asialista/1/")
    assert goals().text == "- Wordin tavoite."
    assert WordImport.objects.get().state == WordImport.State.TAKEN


def test_a_conflict_without_a_choice_is_told_at_its_row_and_nothing_is_lost(
    bring: Bring, cast: Cast, client_for: ClientFor
) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."), write("alke_f_situation", "Tilanne."))
    row = goals()
    operations.save_text(
        row.topic, "goals", "fi", "Alken tavoite.", by=cast["lvm"], base_version=row.version
    )
    client = client_for("kainuu")
    page = client.get(address(page))
    sent = form_of(page) | {"teksti.f.goals": "Kesken jäänyt yhdistelmä."}
    answer = client.post(address(page), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Valitse, kumpi teksti jää voimaan." in text
    assert "Kesken jäänyt yhdistelmä." in text
    assert goals().text == "Alken tavoite."
    merged = sent | {"valinta.f.goals": "merge", "teksti.f.goals": "Yhteinen tavoite."}
    assert client.post(address(page), merged).status_code == 302
    assert goals().text == "Yhteinen tavoite."


def test_a_value_changed_since_the_page_was_read_answers_409(
    bring: Bring, cast: Cast, client_for: ClientFor
) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."))
    sent = form_of(page)
    row = goals()
    operations.save_text(
        row.topic, "goals", "fi", "Alken tavoite.", by=cast["lvm"], base_version=row.version
    )
    answer = client_for("kainuu").post(address(page), sent)
    assert answer.status_code == 409
    assert goals().text == "Alken tavoite."


def test_an_unknown_body_is_chosen_or_left_out(bring: Bring, client_for: ClientFor) -> None:
    page = bring(
        write("alke_a_45_mk", "Pohjois-Karjala, Itä-Suomen kunnat"),
        new_row(2, "", "", "", "Uusi ehdotus", "TEM", "Savonlinnan kaupunki"),
    )
    client = client_for("kainuu")
    answer = client.post(address(page), form_of(page))
    assert answer.status_code == 422
    assert "Itä-Suomen kunnat" in answer.content.decode()
    (new,) = [key for key in rows_of(page) if key.startswith("n.")]
    chosen = {"taho.a.45.mk.mk.1": "etela-savo", f"taho.{new}.mk.0": "-"}
    assert client.post(address(page), form_of(page, **chosen)).status_code == 302
    named = Action.objects.get(number=45).responsibilities.filter(side="mk")
    slugs = set(named.values_list("organisation__slug", flat=True))
    assert slugs == {"pohjois-karjala", "etela-savo"}
    assert named.get(lead=True).organisation.slug == "pohjois-karjala"
    made = Action.objects.get(title="Uusi ehdotus")
    assert [row.organisation.slug for row in made.responsibilities.all()] == ["tem"]


def test_a_double_submission_takes_the_file_once(bring: Bring, client_for: ClientFor) -> None:
    page = bring(new_row(2, "Kerran vain", "TEM", "Kainuu"))
    client, sent = client_for("kainuu"), form_of(page)
    for _time in range(2):
        answer = client.post(address(page), sent)
        assert (answer.status_code, answer["Location"]) == (302, "/2024/ita/asialista/1/")
    assert Action.objects.filter(title="Kerran vain").count() == 1


def test_what_has_no_place_is_listed(bring: Bring) -> None:
    page = bring(paragraph("Muistiinpano <b>soita</b> Kainuuseen."))
    assert "Muistiinpano &lt;b&gt;soita&lt;/b&gt; Kainuuseen." in page.content.decode()


def test_the_import_can_be_cancelled(bring: Bring, client_for: ClientFor) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."))
    answer = client_for("kainuu").post(f"{address(page)}peru/")
    assert answer.status_code == 302
    assert goals().text != "Wordin tavoite."
    assert WordImport.objects.get().state == WordImport.State.CANCELLED


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"%PDF-1.7", "ei ole Word"),
        ("a.docx", b"PK\x03\x04", "vahingoittunut"),
        ("a.docx", b"", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    sample: None, client_for: ClientFor, name: str, content: bytes, said: str
) -> None:
    answer = client_for("kainuu").post(PAGE, {"tiedosto": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not WordImport.objects.exists()


def test_no_file_is_told(sample: None, client_for: ClientFor) -> None:
    answer = client_for("kainuu").post(PAGE)
    assert answer.status_code == 422
    assert "Valitse ensin Word-tiedosto." in answer.content.decode()


def test_a_text_instead_of_a_file_is_no_file(sample: None, client_for: ClientFor) -> None:
    assert client_for("kainuu").post(PAGE, {"tiedosto": "sapluuna.docx"}).status_code == 422


def test_the_other_side_does_not_find_the_review(bring: Bring, client_for: ClientFor) -> None:
    page = bring(write("alke_f_goals", "Oman puolen luonnos."))
    assert client_for("lvm").get(address(page)).status_code == 404
    assert client_for("aune").get(address(page)).status_code == 404
    assert client_for("public").get(address(page)).status_code == 302
    assert client_for("pohjois-savo").get(address(page)).status_code == 200
    assert "sapluuna.docx" in client_for("pohjois-savo").get(PAGE).content.decode()
    assert "sapluuna.docx" not in client_for("lvm").get(PAGE).content.decode()


def test_after_publication_a_reason_is_asked(bring: Bring, client_for: ClientFor) -> None:
    page = bring(write("alke_f_goals", "Wordin tavoite."))
    publish(goals().topic.discussion)
    client = client_for("kainuu")
    again = client.get(address(page))
    assert 'name="perustelu"' in again.content.decode()
    assert client.post(address(page), form_of(again)).status_code == 403
    assert goals().text != "- Wordin tavoite."
