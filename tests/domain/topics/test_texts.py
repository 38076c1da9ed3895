"""The sheet's texts: versions, the lock of each field, limits, restoring (R5, R6, B10)."""

import pytest

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused, Stale
from alke.domain.audit.models import AuditEvent
from alke.domain.audit.queries import first_broken_link
from alke.domain.rounds.models import Discussion
from alke.domain.topics import operations, text_queries
from alke.domain.topics.models import Topic, TopicText
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.topics import make_meeting, make_owner, make_topic, publish


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """A topic for comment in the eastern discussion."""
    discussion = make_meeting()
    make_owner(discussion, cast.user("vastuuhenkilo-ita"))
    return make_topic(discussion)


def current(topic: Topic, field: str = "goals", language: str = "fi") -> TopicText:
    """The text that is shown."""
    return TopicText.objects.get(topic=topic, field=field, language=language, current=True)


def test_the_first_save_makes_version_one(topic: Topic, cast: Cast) -> None:
    row = operations.save_text(topic, "goals", "fi", "Yksi\r\n", by=cast["kainuu"], base_version=0)
    assert (row.version, row.text, row.side) == (1, "Yksi", "mk")
    assert row.organisation == cast.organisation("kainuu")


def test_two_people_in_different_fields_never_meet(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Tavoite", by=cast["kainuu"], base_version=0)
    operations.save_text(topic, "situation", "fi", "Tilanne", by=cast["lvm"], base_version=0)
    operations.save_text(topic, "goals", "sv", "Mål", by=cast["lvm"], base_version=0)
    assert current(topic).text == "Tavoite"
    assert current(topic, "goals", "sv").text == "Mål"


def test_a_stale_save_is_refused_with_both_texts(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Kainuun", by=cast["kainuu"], base_version=0)
    with pytest.raises(Stale) as stale:
        operations.save_text(topic, "goals", "fi", "LVM:n", by=cast["lvm"], base_version=0)
    assert (stale.value.current.text, stale.value.offered) == ("Kainuun", "LVM:n")
    assert current(topic).text == "Kainuun"


def test_the_same_text_again_is_no_write(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Sama", by=cast["kainuu"], base_version=0)
    before = AuditEvent.objects.count()
    row = operations.save_text(topic, "goals", "fi", "Sama ", by=cast["kainuu"], base_version=0)
    assert row.version == 1
    assert AuditEvent.objects.count() == before


def test_an_empty_save_of_an_empty_field_leaves_no_trace(topic: Topic, cast: Cast) -> None:
    row = operations.save_text(topic, "goals", "fi", "  ", by=cast["kainuu"], base_version=0)
    assert row.version == 0
    assert not TopicText.objects.exists()


def test_one_persons_saves_within_ten_minutes_are_one_version(
    topic: Topic, cast: Cast, at: SetClock
) -> None:
    for minute, text in enumerate(["a", "ab", "abc"]):
        at(f"2024-03-04 10:0{minute}")
        operations.save_text(topic, "goals", "fi", text, by=cast["kainuu"], base_version=minute)
    row = topic.texts.get()
    assert (row.version, row.text) == (3, "abc")


def test_eleven_minutes_later_it_is_a_new_version(topic: Topic, cast: Cast, at: SetClock) -> None:
    operations.save_text(topic, "goals", "fi", "a", by=cast["kainuu"], base_version=0)
    at("2024-03-04 09:10:01")
    operations.save_text(topic, "goals", "fi", "ab", by=cast["kainuu"], base_version=1)
    assert [row.text for row in text_queries.versions(topic)] == ["ab", "a"]


def test_somebody_elses_save_in_between_starts_a_new_version(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "a", by=cast["kainuu"], base_version=0)
    operations.save_text(topic, "goals", "fi", "b", by=cast["lvm"], base_version=1)
    operations.save_text(topic, "goals", "fi", "c", by=cast["kainuu"], base_version=2)
    assert sorted(topic.texts.values_list("version", "text")) == [(1, "a"), (2, "b"), (3, "c")]
    assert current(topic).version == 3


def test_a_text_that_was_confirmed_stays_as_a_version_of_its_own(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Sovittu", by=cast["kainuu"], base_version=0)
    operations.confirm_topic(topic, "vn", by=cast["lvm"])
    operations.save_text(topic, "goals", "fi", "Muutettu", by=cast["kainuu"], base_version=1)
    assert sorted(topic.texts.values_list("text", flat=True)) == ["Muutettu", "Sovittu"]


def test_an_edit_after_agreement_withdraws_both_confirmations_visibly(
    topic: Topic, cast: Cast
) -> None:
    operations.save_text(topic, "goals", "fi", "Sovittu", by=cast["kainuu"], base_version=0)
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    operations.confirm_topic(topic, "vn", by=cast["lvm"])
    topic.refresh_from_db()
    assert topic.state == "ready"
    operations.save_text(topic, "goals", "fi", "Muutettu", by=cast["lvm"], base_version=1)
    topic.refresh_from_db()
    assert topic.state == "commenting"
    for row in topic.confirmations.all():
        assert row.withdrawn_at is not None
        assert row.withdrawn_because == "topic.text-saved"
        assert row.withdrawn_by_organisation == cast.organisation("lvm")
    changes = AuditEvent.objects.filter(event="topic.text-saved").last()
    assert changes is not None
    assert changes.changes["confirmations"] == [["mk", "vn"], []]
    assert changes.changes["text.goals.fi"] == ["Sovittu", "Muutettu"]


@pytest.mark.parametrize(
    ("field", "language"), [("salainen", "fi"), ("goals", "se"), ("", "fi"), ("goals", "")]
)
def test_a_field_that_the_sheet_does_not_have_is_refused(
    topic: Topic, cast: Cast, field: str, language: str
) -> None:
    with pytest.raises(Refused, match="ei ole tällaista kohtaa"):
        operations.save_text(topic, field, language, "x", by=cast["kainuu"], base_version=0)


def test_the_templates_limit_holds_to_the_character(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "a" * 200, by=cast["kainuu"], base_version=0)
    with pytest.raises(BadInput, match=r"1 merkin liian pitkä; raja on 200"):
        operations.save_text(topic, "goals", "fi", "a" * 201, by=cast["kainuu"], base_version=1)


def test_a_control_character_is_named(topic: Topic, cast: Cast) -> None:
    with pytest.raises(BadInput, match="U\\+0000"):
        operations.save_text(topic, "goals", "fi", "a\x00b", by=cast["kainuu"], base_version=0)


@pytest.mark.parametrize(
    "account", ["koordinaattori", "lappi", "aune", "ely-lappi", "yllapito", "public"]
)
def test_who_does_not_prepare_the_discussion_writes_nothing(
    topic: Topic, cast: Cast, account: str
) -> None:
    with pytest.raises(Refused):
        operations.save_text(topic, "goals", "fi", "x", by=cast[account], base_version=0)
    assert not TopicText.objects.exists()


@pytest.mark.parametrize("account", ["kainuu", "kainuu-valmistelija", "lvm", "vastuuhenkilo-ita"])
def test_both_sides_write_the_sheet(topic: Topic, cast: Cast, account: str) -> None:
    operations.save_text(topic, "goals", "fi", "x", by=cast[account], base_version=0)
    assert current(topic).by == cast.user(account)


def test_a_topic_without_a_place_has_no_sheet_to_write(topic: Topic, cast: Cast) -> None:
    operations.remove_topic_from_agenda(topic, by=cast["system"], reason="x")
    with pytest.raises(Refused, match="ei ole asialistalla"):
        operations.save_text(topic, "goals", "fi", "x", by=cast["kainuu"], base_version=0)


def test_a_published_sheet_changes_only_with_a_reason(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Julkaistu", by=cast["kainuu"], base_version=0)
    publish(topic.discussion)
    with pytest.raises(Refused, match="Asialista on julkaistu"):
        operations.save_text(topic, "goals", "fi", "Uusi", by=cast["kainuu"], base_version=1)
    operations.save_text(
        topic, "goals", "fi", "Uusi", by=cast["kainuu"], base_version=1, late_reason="Virhe"
    )
    event = AuditEvent.objects.get(event="topic.changed-late")
    assert event.changes["event"] == [None, "topic.text-saved"]
    assert event.changes["late_reason"] == [None, "Virhe"]
    assert sorted(topic.texts.values_list("text", flat=True)) == ["Julkaistu", "Uusi"]


def test_an_archived_agenda_does_not_change_at_all(topic: Topic, cast: Cast) -> None:
    Discussion.objects.update(agenda=Discussion.Agenda.ARCHIVED)
    with pytest.raises(Refused, match="arkistoitu"):
        operations.save_text(
            topic, "goals", "fi", "x", by=cast["kainuu"], base_version=0, late_reason="Virhe"
        )


def test_an_earlier_version_comes_back_as_a_new_one(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Ensin", by=cast["kainuu"], base_version=0)
    operations.save_text(topic, "goals", "fi", "Sitten", by=cast["lvm"], base_version=1)
    row = operations.restore_text(topic, "goals", "fi", 1, by=cast["lvm"], base_version=2)
    assert (row.version, row.text) == (3, "Ensin")
    assert sorted(topic.texts.values_list("version", "text")) == [
        (1, "Ensin"),
        (2, "Sitten"),
        (3, "Ensin"),
    ]


def test_a_stale_restore_restores_nothing(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "Ensin", by=cast["kainuu"], base_version=0)
    operations.save_text(topic, "goals", "fi", "Sitten", by=cast["lvm"], base_version=1)
    with pytest.raises(Stale):
        operations.restore_text(topic, "goals", "fi", 1, by=cast["lvm"], base_version=1)
    with pytest.raises(Refused, match="versiota"):
        operations.restore_text(topic, "goals", "fi", 7, by=cast["lvm"], base_version=2)


def test_the_chain_of_changes_holds_after_all_this(topic: Topic, cast: Cast) -> None:
    operations.save_text(topic, "goals", "fi", "a", by=cast["kainuu"], base_version=0)
    operations.restore_text(topic, "goals", "fi", 1, by=cast["kainuu"], base_version=1)
    assert first_broken_link() is None


def test_a_published_sheet_is_changed_by_those_who_confirm_and_not_by_editors(
    topic: Topic, cast: Cast
) -> None:
    publish(topic.discussion)
    topic.refresh_from_db()
    with pytest.raises(Refused, match="yhteyshenkilö"):
        operations.save_text(
            topic,
            "goals",
            "fi",
            "Uusi",
            by=cast["kainuu-valmistelija"],
            base_version=0,
            late_reason="Luvut",
        )
    operations.save_text(
        topic, "goals", "fi", "Uusi", by=cast["kainuu"], base_version=0, late_reason="Luvut"
    )
    assert topic.texts.get(field="goals", current=True).text == "Uusi"
