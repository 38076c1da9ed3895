"""The agenda: its checklist, publication, late changes and notice (R5, B4, S2)."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.rounds.models import Discussion, Distribution
from alke.domain.topics import action_operations, agenda_operations, agenda_queries, operations
from alke.domain.topics.agenda_contents import contents_hash
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.models import Topic
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import (
    SYSTEM,
    body,
    confirm,
    make_action,
    make_contacts,
    make_eastern,
    make_published,
    make_ready,
    make_ready_topic,
)
from tests.factories.topics import make_topic

OWNER = "vastuuhenkilo-ita"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024; its agenda is due on 2.4."""
    return make_eastern(cast.user(OWNER))


def missing(discussion: Discussion) -> list[str]:
    """Keys of what the checklist still wants."""
    return [item.key for item in agenda_queries.checklist(discussion) if not item.done]


def reason_of(discussion: Discussion, key: str) -> str:
    """What the checklist says to do first."""
    found = next(item for item in agenda_queries.checklist(discussion) if item.key == key)
    return str(found.reason)


def test_an_empty_agenda_lacks_everything(meeting: Discussion) -> None:
    meeting.contacts.all().delete()
    assert missing(meeting) == [
        *("contacts", "topics", "questions", "openings", "confirmations", "informed"),
    ]


def test_the_checklist_names_topic_and_side(meeting: Discussion, cast: Cast) -> None:
    topic = make_ready_topic(meeting)
    operations.remove_opening(topic, "vn", by=cast["system"])
    assert reason_of(meeting, "openings") == ("Name who opens topic 1 for the Government first.")


def test_an_agenda_is_published_only_when_both_sides_have_confirmed(
    meeting: Discussion, cast: Cast
) -> None:
    topic = make_ready(meeting)
    operations.withdraw_confirmation(topic, "mk", by=SYSTEM)
    with pytest.raises(Refused, match="regions’ side has not confirmed topic 1"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    operations.confirm_topic(topic, "mk", by=cast["kainuu"])
    agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    meeting.refresh_from_db()
    assert meeting.agenda == "published"


def test_an_action_without_a_responsible_body_stops_publication(
    meeting: Discussion, cast: Cast
) -> None:
    topic = make_ready(meeting)
    action = make_action(topic, responsibles=[])
    confirm(topic)
    with pytest.raises(Refused, match=f"responsible body for action {action.number}"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    action_operations.add_responsible(action, cast.organisation("lvm"), by=cast["lvm"])
    confirm(topic)
    agenda_operations.publish_agenda(meeting, by=cast[OWNER])


@pytest.mark.parametrize("account", ["kainuu", "lvm", "vastuuhenkilo-lansi", "aune", "yllapito"])
def test_only_owner_and_coordinator_publish(meeting: Discussion, cast: Cast, account: str) -> None:
    make_ready(meeting)
    with pytest.raises(Refused):
        agenda_operations.publish_agenda(meeting, by=cast[account])
    agenda_operations.publish_agenda(meeting, by=cast["koordinaattori"])


def test_publication_makes_topics_and_actions_public(meeting: Discussion, cast: Cast) -> None:
    topic = make_ready(meeting)
    assert not Topic.objects.visible_to(cast["public"]).exists()
    agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    topic.refresh_from_db()
    assert topic.state == "published"
    assert list(Topic.objects.visible_to(cast["public"])) == [topic]
    assert topic.action_origins.get().action.published_at == clock.now()


def test_an_agenda_is_not_published_twice(meeting: Discussion, cast: Cast) -> None:
    make_published(meeting)
    with pytest.raises(Refused, match="already published"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    assert meeting.publications.count() == 1


def test_one_second_after_the_deadline_publication_needs_a_reason_and_is_late(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    make_ready(meeting)
    at("2024-04-02 23:59:59")
    on_time = agenda_queries.agenda_due(meeting)
    assert on_time is not None
    at("2024-04-03 00:00:00")
    with pytest.raises(Refused, match="Give the reason"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    late = agenda_operations.publish_agenda(meeting, by=cast[OWNER], reason="Avaaja vaihtui")
    assert (late.late, late.reason) == (True, "Avaaja vaihtui")


def test_on_the_last_second_it_is_in_time(meeting: Discussion, cast: Cast, at: SetClock) -> None:
    make_ready(meeting)
    at("2024-04-02 23:59:59.500")
    assert agenda_operations.publish_agenda(meeting, by=cast[OWNER]).late is False


def test_a_discussion_that_was_held_or_has_no_time_publishes_nothing(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    make_ready(meeting)
    at("2024-04-16 11:30:01")
    with pytest.raises(Refused, match="has been held"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER], reason="Myöhässä")
    Discussion.objects.update(starts_at=None, ends_at=None)
    with pytest.raises(Refused, match="no time yet"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER], reason="Myöhässä")


def test_a_draft_of_one_side_never_appears_in_the_published_contents(
    meeting: Discussion, cast: Cast
) -> None:
    topic = make_ready(meeting)
    make_action(topic, by=cast["kainuu"], draft_side="mk", title="Maakuntien luonnos")
    operations.propose_topic(meeting, by=cast["lvm"], title="VN:n oma ehdotus", draft_side="vn")
    publication = agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    text = str(publication.contents)
    assert "Kantaverkon vahvistaminen" in text
    assert "Maakuntien luonnos" not in text
    assert "VN:n oma ehdotus" not in text


def test_the_hash_is_that_of_the_contents_and_nothing_in_them_moves(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    publication = make_published(meeting)
    publication.refresh_from_db()
    assert publication.hash == contents_hash(publication.contents)
    council = cast.organisation("pohjois-savo")
    council.name_fi = "Uusi nimi"
    council.save()
    publication.refresh_from_db()
    assert "Uusi nimi" not in str(publication.contents)


def test_an_over_long_reason_is_refused_whole(meeting: Discussion, cast: Cast) -> None:
    make_ready(meeting)
    with pytest.raises(BadInput, match="1 character too long"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER], reason="a" * 501)
    assert not AgendaPublication.objects.exists()


def test_those_who_take_part_and_the_distribution_list_are_told_in_their_language(
    meeting: Discussion, cast: Cast
) -> None:
    for slug in ("vm", "aune", "lappi"):
        Distribution.objects.create(
            round=meeting.round, organisation=cast.organisation(slug), purpose="action"
        )
    make_ready(meeting)
    publication = agenda_operations.publish_agenda(meeting, by=cast[OWNER])
    rows = publication.recipients.select_related("organisation", "user")
    found = {(row.organisation.slug, str(row.user or "")) for row in rows}
    for account in ("kainuu", "pohjois-savo", "vm", "aune", "lappi", OWNER):
        user = cast.user(account)
        assert any(name == str(user) for _slug, name in found), account
    assert not any(slug == "uusimaa" for slug, _name in found)
    assert all(row.language == row.user.language for row in rows if row.user)
    assert len(found) == rows.count()


def test_a_body_without_an_account_is_on_the_record_too(meeting: Discussion, cast: Cast) -> None:
    empty = cast.organisation("ely-hame")
    empty.memberships.all().delete()
    Distribution.objects.create(round=meeting.round, organisation=empty, purpose="action")
    publication = make_published(meeting)
    assert publication.recipients.get(organisation=empty).user is None


def test_a_recipient_opens_for_the_first_time_once(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    publication = make_published(meeting)
    at("2024-03-05 08:15")
    assert agenda_operations.mark_opened(publication, by=cast["kainuu"]) == 1
    at("2024-03-06 08:15")
    assert agenda_operations.mark_opened(publication, by=cast["kainuu"]) == 0
    row = publication.recipients.get(user=cast.user("kainuu"))
    opened = dt.datetime(2024, 3, 5, 8, 15, tzinfo=clock.HELSINKI)
    assert (row.state, row.first_opened_at) == ("opened", opened)
    assert agenda_operations.mark_opened(publication, by=cast["public"]) == 0
    assert AuditEvent.objects.filter(event="agenda.opened").count() == 1


def test_the_agenda_moves_step_by_step(meeting: Discussion, cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot move to this state"):
        agenda_operations.set_agenda_state(meeting, "ready", by=cast[OWNER])
    agenda_operations.set_agenda_state(meeting, "commenting", by=cast[OWNER])
    with pytest.raises(Refused, match=r"Take a topic|Name the contacts"):
        agenda_operations.set_agenda_state(meeting, "ready", by=cast[OWNER])
    make_ready(meeting)
    agenda_operations.set_agenda_state(meeting, "ready", by=cast[OWNER])
    with pytest.raises(Refused, match="cannot move to this state"):
        agenda_operations.set_agenda_state(meeting, "published", by=cast[OWNER])
    with pytest.raises(Refused):
        agenda_operations.set_agenda_state(meeting, "commenting", by=cast["kainuu"])


def test_an_agenda_is_archived_after_the_discussion(
    meeting: Discussion, cast: Cast, at: SetClock
) -> None:
    make_published(meeting)
    with pytest.raises(Refused, match="after the discussion"):
        agenda_operations.set_agenda_state(meeting, "archived", by=cast[OWNER])
    at("2024-04-17")
    agenda_operations.set_agenda_state(meeting, "archived", by=cast[OWNER])
    assert (
        agenda_operations.note_late_change(meeting, by=cast[OWNER], reason="Liian myöhään") is None
    )


def test_a_cancelled_discussion_publishes_nothing(meeting: Discussion, cast: Cast) -> None:
    make_ready(meeting)
    Discussion.objects.update(cancelled_at=clock.now())
    with pytest.raises(Refused, match="cancelled"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])


def test_a_third_topic_stops_publication(meeting: Discussion, cast: Cast) -> None:
    make_ready(meeting)
    make_topic(meeting, title="Toinen")
    Discussion.objects.update(max_topics=1)
    meeting.refresh_from_db()
    assert "topics" in missing(meeting)
    with pytest.raises(Refused, match="too many topics"):
        agenda_operations.publish_agenda(meeting, by=cast[OWNER])


def test_a_webinar_is_published_without_a_limit_of_topics(meeting: Discussion) -> None:
    meeting.max_topics = None
    meeting.save()
    make_contacts(meeting)
    make_ready_topic(meeting)
    assert "topics" not in missing(meeting)
    assert body("tem").organisation.short_fi == "TEM"
