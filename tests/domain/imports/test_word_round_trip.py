"""The sheet goes to Word, is edited there, and comes back without a word lost (S3, B10)."""

from collections.abc import Callable

import pytest
from docx.document import Document

from alke.base.papers.word.writer import write as write_word
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.imports.models import WordImport
from alke.domain.imports.operations import accept_import, begin_import, cancel_import
from alke.domain.imports.returned import Returned
from alke.domain.imports.taker_operations import Decision, NotTaken
from alke.domain.imports.word_compare import Comparison, Difference, Kind, compare
from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import SheetSource, sheet_source, sheet_topic
from alke.domain.people.actors import Actor
from alke.domain.topics import operations
from alke.domain.topics.action_models import Action
from alke.domain.topics.action_operations import revise_action
from alke.domain.topics.models import Comment, Topic, TopicText
from tests.cast import Cast
from tests.conftest import SetClock
from tests.domain.imports.word_edits import (
    Step,
    cell_named,
    copied_row,
    edited,
    new_row,
    paragraph,
    without_data,
    without_footer,
    without_names,
    without_row,
    write,
)

FIELDS, QUESTIONS, ACTIONS = 0, 1, 2  # tables of the file
Found = dict[str, Difference]
Bring = Callable[..., WordImport]


def source_for(actor: Actor) -> SheetSource:
    """The East's first topic as the actor sees it now."""
    (topic,) = sheet_topic(actor, 2024, "ita", 1)
    return sheet_source(topic, actor)


@pytest.fixture
def bring(sample: None, cast: Cast) -> Bring:
    """Kainuu exports the sheet, edits it in Word, and brings it back."""

    def go(
        *steps: Step, account: str = "kainuu", meanwhile: Callable[[], object] = list
    ) -> WordImport:
        actor = cast[account]
        file = write_word(sheet_paper(source_for(actor), "fi"))
        meanwhile()
        return begin_import(
            source_for(actor), edited(file, *steps), "sapluuna.docx", by=actor, language="fi"
        )

    return go


def comparison(import_: WordImport, actor: Actor) -> Comparison:
    """What the import would change now."""
    return compare(Returned.from_json(import_.returned), source_for(actor), "fi")


def differences(import_: WordImport, actor: Actor) -> Found:
    """The same by key."""
    return {row.key: row for row in comparison(import_, actor).differences}


def text_of(field: str) -> TopicText:
    """A field's text now."""
    topic = Topic.objects.get(discussion__round__year=2024, discussion__slug="ita", number=1)
    return topic.texts.get(field=field, language="fi", current=True)


def save(actor: Actor, field: str, text: str) -> None:
    """Somebody edits the field in Alke."""
    row = text_of(field)
    operations.save_text(row.topic, field, "fi", text, by=actor, base_version=row.version)


def take(found: Found, **choices: str) -> dict[str, Decision]:
    """A decision for each difference: as chosen, else its default."""
    return {
        key: Decision(choices.get(key, row.default), version=row.version, reason="Ei enää.")
        for key, row in found.items()
    }


def test_a_file_that_nobody_edited_changes_nothing(bring: Bring, cast: Cast) -> None:
    import_ = bring()
    found = comparison(import_, cast["kainuu"])
    assert found.differences == ()
    assert Returned.from_json(import_.returned).unplaced == ()
    keys = {row.key for row in found.unchanged}
    assert {"title", "f.situation", "f.challenges", "f.goals", "f.questions"} <= keys
    assert {f"a.{n}.{part}" for n in range(44, 49) for part in ("text", "vn", "mk")} <= keys


def test_an_edited_field_is_offered_and_taken_as_an_edit_of_who_accepts(
    bring: Bring, cast: Cast
) -> None:
    import_ = bring(write("alke_f_goals", "Uusi tavoite.\nToinen kappale."))
    found = differences(import_, cast["kainuu"])
    assert {key: row.kind for key, row in found.items()} == {"f.goals": Kind.CHANGED}
    taken = accept_import(import_, source_for(cast["kainuu"]), take(found), by=cast["kainuu"])
    assert taken == ["f.goals"]
    row = text_of("goals")
    assert row.text == "- Uusi tavoite.\n\nToinen kappale."
    assert (row.by, row.side) == (cast.user("kainuu"), "mk")
    events = AuditEvent.objects.order_by("-seq").values_list("event", flat=True)[:2]
    assert list(events) == ["import.taken", "topic.text-saved"]


def test_a_field_edited_in_both_is_a_conflict_that_somebody_must_decide(
    bring: Bring, cast: Cast
) -> None:
    import_ = bring(
        write("alke_f_goals", "Wordin tavoite."),
        meanwhile=lambda: save(cast["lvm"], "goals", "Alken tavoite."),
    )
    found = differences(import_, cast["kainuu"])
    assert found["f.goals"].kind is Kind.CONFLICT
    assert (found["f.goals"].system, found["f.goals"].word) == (
        "Alken tavoite.",
        "- Wordin tavoite.",
    )
    source = source_for(cast["kainuu"])
    with pytest.raises(NotTaken) as fault:
        accept_import(import_, source, take(found), by=cast["kainuu"])
    assert fault.value.key == "f.goals"
    assert text_of("goals").text == "Alken tavoite."
    merged = {"f.goals": Decision("merge", "Yhteinen tavoite.", found["f.goals"].version)}
    accept_import(import_, source, merged, by=cast["kainuu"])
    assert text_of("goals").text == "Yhteinen tavoite."


def test_changes_that_do_not_touch_are_joined_for_the_person(bring: Bring, cast: Cast) -> None:
    save(cast["lvm"], "goals", "Rata valmistuu. Raja aukeaa. Väki pysyy.")
    import_ = bring(
        write("alke_f_goals", "Rata valmistuu. Raja aukeaa. Väki kasvaa."),
        meanwhile=lambda: save(cast["lvm"], "goals", "Rata rakennetaan. Raja aukeaa. Väki pysyy."),
    )
    row = differences(import_, cast["kainuu"])["f.goals"]
    assert row.kind is Kind.CONFLICT
    assert row.joined == "Rata rakennetaan. Raja aukeaa. Väki kasvaa."


def test_what_only_alke_changed_stays(bring: Bring, cast: Cast) -> None:
    import_ = bring(meanwhile=lambda: save(cast["lvm"], "goals", "Alken tavoite."))
    assert differences(import_, cast["kainuu"]) == {}


def test_a_value_that_changes_during_the_review_is_not_overwritten(
    bring: Bring, cast: Cast
) -> None:
    import_ = bring(write("alke_f_goals", "Wordin tavoite."), write("alke_f_situation", "Tilanne."))
    found = differences(import_, cast["kainuu"])
    save(cast["lvm"], "goals", "Kesken kaiken muutettu.")
    with pytest.raises(NotTaken) as fault:
        accept_import(
            import_,
            source_for(cast["kainuu"]),
            take(found, **{"f.goals": "take"}),
            by=cast["kainuu"],
        )
    assert (fault.value.key, fault.value.is_stale) == ("f.goals", True)
    assert text_of("goals").text == "Kesken kaiken muutettu."
    assert text_of("situation").text != "Tilanne."


def test_bodies_and_text_of_an_action_are_one_edit(bring: Bring, cast: Cast) -> None:
    import_ = bring(
        write("alke_a_45_text", "45\u2002Kantaverkko itään 400 kilovoltilla"),
        write("alke_a_45_mk", "Pohjois-Karjala, Pohjois-Savon liitto, Kainuu ja Etelä-Savo"),
    )
    found = differences(import_, cast["kainuu"])
    assert {key: row.kind for key, row in found.items()} == {
        "a.45.text": Kind.CHANGED,
        "a.45.mk": Kind.CHANGED,
    }
    decisions = take(found)
    names = ["pohjois-karjala", "pohjois-savo", "kainuu", "etela-savo"]
    decisions["a.45.mk"] = Decision(
        "take", version=found["a.45.mk"].version, bodies={"mk": [(n, n == names[0]) for n in names]}
    )
    accept_import(import_, source_for(cast["kainuu"]), decisions, by=cast["kainuu"])
    action = Action.objects.get(number=45)
    assert action.title == "Kantaverkko itään 400 kilovoltilla"
    named = action.responsibilities.filter(side="mk").values_list("organisation__slug", flat=True)
    assert sorted(named) == sorted(names)
    assert action.responsibilities.get(side="vn").organisation.slug == "tem"
    assert (
        AuditEvent.objects.filter(event="action.edited").latest("seq").subject == action.audit_key
    )


def test_new_rows_become_actions_of_their_kind(bring: Bring, cast: Cast) -> None:
    import_ = bring(
        new_row(ACTIONS, "Uusi käynnissä", "TEM", "Kainuu", "Uusi ehdotus", "OKM:n", "Lappi")
    )
    found = differences(import_, cast["kainuu"])
    assert [(row.kind, row.word) for row in found.values()] == [
        (Kind.NEW, "Uusi käynnissä"),
        (Kind.NEW, "Uusi ehdotus"),
    ]
    bodies = {"vn": [("tem", False)], "mk": [("kainuu", False)]}
    decisions = {key: Decision("take", bodies=bodies) for key in found}
    accept_import(import_, source_for(cast["kainuu"]), decisions, by=cast["kainuu"])
    made = Action.objects.filter(title__startswith="Uusi ").order_by("number")
    assert [(row.title, row.kind) for row in made] == [
        ("Uusi käynnissä", "ongoing"),
        ("Uusi ehdotus", "proposed"),
    ]
    assert made[0].responsibilities.count() == 2


def test_a_copied_row_is_a_new_one(bring: Bring, cast: Cast) -> None:
    import_ = bring(copied_row(ACTIONS, 4))
    kinds = {row.key: row.kind for row in differences(import_, cast["kainuu"]).values()}
    assert list(kinds.values()) == [Kind.NEW]


def test_a_removed_row_stays_unless_somebody_drops_the_action(bring: Bring, cast: Cast) -> None:
    import_ = bring(without_row(ACTIONS, 4))
    found = differences(import_, cast["kainuu"])
    assert {key: row.kind for key, row in found.items()} == {"d.48": Kind.REMOVED}
    assert found["d.48"].default == "keep"
    accept_import(
        import_, source_for(cast["kainuu"]), take(found, **{"d.48": "take"}), by=cast["kainuu"]
    )
    assert Action.objects.get(number=48).state == Action.State.DROPPED


@pytest.mark.parametrize(
    "lost", [[without_names], [without_data], [without_names, without_data, without_footer]]
)
def test_an_edit_is_found_without_names_and_without_data(
    bring: Bring, cast: Cast, lost: list[Step]
) -> None:
    import_ = bring(
        write("alke_f_goals", "Wordin tavoite."),
        write("alke_a_46_text", "46\u2002Kompensaatioalueita koskeva ratkaisu aluevalvonnalle"),
        *lost,
    )
    found = differences(import_, cast["kainuu"])
    blind = without_footer in lost
    assert {key: row.kind for key, row in found.items()} == {
        "f.goals": Kind.DIFFERS if blind else Kind.CHANGED,
        "a.46.text": Kind.DIFFERS if blind else Kind.CHANGED,
    }


def test_without_the_data_the_printed_code_leads_to_what_the_file_rests_on(
    bring: Bring, cast: Cast, at: SetClock
) -> None:
    def later() -> None:
        at("2024-03-04 10:00")
        save(cast["lvm"], "situation", "Alken tilanne.")

    import_ = bring(
        write("alke_f_goals", "Wordin tavoite."),
        without_data,
        meanwhile=later,
    )
    assert {key: row.kind for key, row in differences(import_, cast["kainuu"]).items()} == {
        "f.goals": Kind.CHANGED
    }


def test_text_without_a_place_is_listed(bring: Bring, cast: Cast) -> None:
    import_ = bring(paragraph("Muistiinpano: soita Kainuuseen."))
    assert [row.text for row in Returned.from_json(import_.returned).unplaced] == [
        "Muistiinpano: soita Kainuuseen."
    ]


def test_a_body_that_is_not_sure_is_asked(bring: Bring, cast: Cast) -> None:
    import_ = bring(write("alke_a_45_mk", "Pohjois-Karjala, Itä-Suomen kunnat"))
    row = differences(import_, cast["kainuu"])["a.45.mk"]
    assert [(name.text, name.certainty) for name in row.names] == [
        ("Pohjois-Karjala", "certain"),
        ("Itä-Suomen kunnat", "unknown"),
    ]


def test_one_side_does_not_see_what_the_other_brought(bring: Bring, cast: Cast) -> None:
    import_ = bring(write("alke_f_goals", "Oman puolen luonnos."))
    rows = WordImport.objects
    assert rows.visible_to(cast["pohjois-savo"]).filter(pk=import_.pk).exists()
    assert not rows.visible_to(cast["lvm"]).filter(pk=import_.pk).exists()
    assert not rows.visible_to(cast["aune"]).filter(pk=import_.pk).exists()
    assert not rows.visible_to(cast["public"]).filter(pk=import_.pk).exists()
    event = AuditEvent.objects.get(event="import.begun")
    assert not AuditEvent.objects.visible_to(cast["lvm"]).filter(pk=event.pk).exists()


def test_nothing_of_the_file_is_kept_once_it_is_decided_on(bring: Bring, cast: Cast) -> None:
    import_ = bring(write("alke_f_goals", "Wordin tavoite."))
    cancel_import(import_, by=cast["kainuu"])
    import_.refresh_from_db()
    assert (import_.state, import_.returned) == (WordImport.State.CANCELLED, {})
    assert text_of("goals").text != "Wordin tavoite."
    with pytest.raises(Refused, match="jo käsitelty"):
        cancel_import(import_, by=cast["kainuu"])


def test_a_file_that_is_no_word_file_is_refused_and_nothing_is_kept(
    sample: None, cast: Cast
) -> None:
    with pytest.raises(BadInput):
        begin_import(
            source_for(cast["kainuu"]), b"%PDF-1.7", "a.docx", by=cast["kainuu"], language="fi"
        )
    assert not WordImport.objects.exists()


def test_a_base_of_another_topic_is_not_trusted(bring: Bring, cast: Cast) -> None:
    import_ = bring()
    assert Returned.from_json(import_.returned).base["fields"]
    other = sheet_topic(cast["kainuu"], 2024, "ita", 2)[0]
    file = write_word(sheet_paper(source_for(cast["kainuu"]), "fi"))
    crossed = begin_import(
        sheet_source(other, cast["kainuu"]), file, "a.docx", by=cast["kainuu"], language="fi"
    )
    assert Returned.from_json(crossed.returned).base == {}


def test_a_changed_action_is_not_overwritten(bring: Bring, cast: Cast) -> None:
    import_ = bring(write("alke_a_45_text", "45\u2002Wordin teksti"))
    found = differences(import_, cast["kainuu"])
    action = Action.objects.get(number=45)
    revise_action(action, by=cast["lvm"], base_version=action.version, title="Alken teksti")
    with pytest.raises(NotTaken) as fault:
        accept_import(
            import_,
            source_for(cast["kainuu"]),
            take(found, **{"a.45.text": "take"}),
            by=cast["kainuu"],
        )
    assert fault.value.is_stale
    assert Action.objects.get(number=45).title == "Alken teksti"


def test_comments_of_the_file_become_comments_on_the_sheet(bring: Bring, cast: Cast) -> None:
    def commented(document: Document) -> None:
        cell = cell_named(document, "alke_f_goals")
        document.add_comment(cell.paragraphs[0].runs, text="Onko tämä yhä totta?", author="A")

    import_ = bring(commented)
    accept_import(import_, source_for(cast["kainuu"]), {}, by=cast["kainuu"])
    comment = Comment.objects.latest("pk")
    assert comment.target == "goals"
    assert comment.text.endswith("Onko tämä yhä totta?")
