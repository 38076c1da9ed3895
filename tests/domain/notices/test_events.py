"""What gives a notice, to whom: each hears once for one change, and nothing of a side's draft."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage

from alke.base import clock
from alke.domain.audit.models import AuditEvent
from alke.domain.followup import operations as followup
from alke.domain.invitations.move_operations import move_discussion
from alke.domain.notices.gathering_operations import gather_urgent, write_digests
from alke.domain.notices.models import Mail, Notice
from alke.domain.notices.operations import LINE_LIMIT, quietly
from alke.domain.notices.sending_operations import mark_bounced, send_waiting
from alke.domain.outcomes.operations import publish_outcome
from alke.domain.people.models import Organisation, Region
from alke.domain.rounds.cancel_operations import cancel_discussion
from alke.domain.rounds.models import Deadline, Discussion, GroupMember
from alke.domain.topics import action_operations as actions
from alke.domain.topics.agenda_notice_operations import note_results
from alke.domain.topics.agenda_operations import mark_opened
from alke.domain.topics.operations import confirm_topic, save_text
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.actions import (
    body,
    make_contacts,
    make_eastern,
    make_published,
    make_ready_topic,
)
from tests.factories.followup import cell, make_february
from tests.factories.outcomes import confirm_both, decide_all, make_held, make_outcome
from tests.factories.topics import make_topic

Outbox = list[EmailMessage]
DRAFT = "Salainen luonnos"


@pytest.fixture
def east(cast: Cast) -> Discussion:
    """The eastern discussion on 16.4.2024; making it was told to nobody."""
    with quietly():
        return make_eastern(cast.user("vastuuhenkilo-ita"))


def told(kind: str) -> set[str]:
    """To whom, by account."""
    rows = Notice.objects.filter(kind=kind).select_related("to")
    return {row.to.demo_account or "" for row in rows}


def test_a_published_agenda_is_told_at_once_and_the_record_knows_the_result(
    east: Discussion, cast: Cast, mailoutbox: Outbox
) -> None:
    Organisation.objects.filter(slug="ely-kainuu").update(registry_email="kirjaamo@ely.example")
    publication = make_published(east)
    assert note_results() == 0
    gather_urgent()
    send_waiting({})
    row = publication.recipients.get(user=cast.user("kainuu"))
    registry = publication.recipients.get(organisation__slug="ely-kainuu")
    assert note_results() == publication.recipients.exclude(notice=None, mail=None).count()
    assert {mail.to[0] for mail in mailoutbox} >= {"kainuu@kainuu.example", "kirjaamo@ely.example"}
    row.refresh_from_db()
    registry.refresh_from_db()
    assert (row.state, registry.state) == ("sent", "sent")
    event = AuditEvent.objects.get(event="agenda.served")
    assert event.changes["served"][1][str(row.pk)][0] == "sent"
    assert note_results() == 0
    mark_bounced(Mail.objects.get(to="kainuu@kainuu.example").message_id, "550", {})
    assert note_results() == 1
    row.refresh_from_db()
    assert row.state == "bounced"
    mark_opened(publication, by=cast["kainuu"])
    row.refresh_from_db()
    assert row.state == "opened"  # whatever the mail did, it is known


def test_each_gets_the_agenda_in_the_own_language(
    east: Discussion, cast: Cast, mailoutbox: Outbox
) -> None:
    user = cast.user("kainuu")
    user.language = "sv"
    user.save()
    make_published(east)
    gather_urgent()
    send_waiting({})
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert mails["pohjois-savo@pohjois-savo.example"].subject == "Alke: Asialista on julkaistu"
    swedish = mails["kainuu@kainuu.example"]
    assert swedish.subject == "Alke: En föredragningslista har publicerats"
    assert "/sv/2024/ita/asialista/" in str(swedish.body)


def test_a_move_of_a_published_agenda_is_told_in_one_mail(
    east: Discussion, cast: Cast, at: SetClock
) -> None:
    Deadline.objects.update(anchor_discussion=east, offset_days=-14)
    with quietly():
        make_published(east)
    later = clock.at_time(dt.date(2024, 4, 30), dt.time(9))
    move_discussion(east, later, by=cast["koordinaattori"], reason="Päätös siirtyi.")
    gather_urgent()
    mails = Mail.objects.filter(to="kainuu@kainuu.example")
    assert [mail.subject for mail in mails] == ["Alke: 2 uutta ilmoitusta"]
    text = mails[0].text.replace("\xa0", " ")
    assert "Päivämääriä on siirretty: Itäinen Suomi: ti 16.4.2024 → ti 30.4.2024" in text
    assert "Julkaistu asialista on muuttunut" in text
    assert "Perustelu: Päätös siirtyi." in text
    assert "koordinaattori" not in told("dates-moved")  # who moved it knows
    assert gather_urgent() == 0


def test_invited_guests_hear_of_the_dates_of_their_discussion_only(
    east: Discussion, cast: Cast
) -> None:
    guest = cast.user("ely-lappi")
    body = guest.memberships.get().organisation
    later = clock.at_time(dt.date(2024, 4, 30), dt.time(9))
    move_discussion(east, later, by=cast["koordinaattori"])
    assert not Notice.objects.filter(to=guest).exists()
    east.participants_from.add(body)
    move_discussion(east, later + dt.timedelta(days=1), by=cast["koordinaattori"])
    cancel_discussion(east, by=cast["koordinaattori"], reason="Ei aiheita.")
    lines = Notice.objects.filter(to=guest).order_by("pk")
    assert [(row.kind, row.path) for row in lines] == [
        ("dates-moved", "/2024/ita/"),
        ("discussion-cancelled", "/2024/ita/"),
    ]
    assert "Itäinen Suomi" in lines[0].text_fi


def test_guests_of_the_region_hear_that_the_hours_change_and_why(cast: Cast) -> None:
    with quietly():
        east = make_eastern(cast.user("vastuuhenkilo-ita"))
    lappi = Region.objects.get(slug="lappi")
    assert east.group is not None
    GroupMember.objects.create(round=east.round, group=east.group, region=lappi, primary=False)
    one, three = (clock.at_time(dt.date(2024, 4, 16), dt.time(hour)) for hour in (13, 15))
    move_discussion(east, one, three, by=cast["koordinaattori"], reason="Tilavaraus.")
    line = Notice.objects.get(to=cast.user("ely-lappi"))
    assert line.text_fi.replace("\xa0", " ") == (
        "Päivämääriä on siirretty: Itäinen Suomi: ti 16.4.2024 klo 9–11.30 → "
        "ti 16.4.2024 klo 13–15. Perustelu: Tilavaraus."
    )


def test_the_convener_s_own_people_hear_of_their_discussion(east: Discussion, cast: Cast) -> None:
    cancel_discussion(east, by=cast["koordinaattori"], reason="Ei aiheita.")
    assert told("discussion-cancelled") >= {"vastuuhenkilo-ita", "tem", "kainuu"}
    assert "koordinaattori" not in told("discussion-cancelled")


def test_a_long_reason_is_told_whole(east: Discussion, cast: Cast) -> None:
    Deadline.objects.update(anchor_discussion=east, offset_days=-14)
    east.name_fi = "Itäisen Suomen kuuden maakunnan yhteinen keskustelu Kuopiossa"
    east.save()
    reason = "Pitkä syy. " * 27
    later = clock.at_time(dt.date(2024, 4, 30), dt.time(9))
    move_discussion(east, later, by=cast["koordinaattori"], reason=reason)
    text = Notice.objects.get(to=cast.user("kainuu"), kind="dates-moved").text_fi
    assert text.endswith(" ja 1 muu. Perustelu: " + reason.strip())
    assert len(text) <= LINE_LIMIT


def test_a_cancelled_discussion_is_told_with_its_reason(east: Discussion, cast: Cast) -> None:
    cancel_discussion(east, by=cast["koordinaattori"], reason="Ei aiheita.")
    assert "Perustelu: Ei aiheita." in Notice.objects.filter(to=cast.user("kainuu")).get().text_fi
    assert "lappi" not in told("discussion-cancelled")
    gather_urgent()
    subjects = set(Mail.objects.values_list("subject", flat=True))
    assert {"Alke: Keskustelu on peruttu"} == subjects


def test_a_returned_report_is_told_to_who_reports(cast: Cast) -> None:
    with quietly():
        report = cell(make_february(), "kainuu")
        report = followup.submit_report(report, by=cast["kainuu"], text="Etenee.", base_version=1)
    followup.return_report(report, "Mihin mennessä?", by=cast["koordinaattori"])
    notice = Notice.objects.get()
    assert notice.to == cast.user("kainuu")
    assert (notice.urgent, notice.path) == (False, "/2024/seuranta/helmikuu-2024/?taho=kainuu")
    assert "Mihin mennessä?" not in notice.text_fi


def test_a_named_body_is_asked_and_a_draft_is_told_to_nobody(east: Discussion, cast: Cast) -> None:
    with quietly():
        topic = make_ready_topic(east)
    named = [body("kainuu", lead=True), body("vm", lead=True)]
    by = cast["pohjois-savo"]
    draft = actions.create_action(topic, by=by, title=DRAFT, draft_side="mk", responsibles=named)
    assert not Notice.objects.exists()
    actions.share_action(draft, by=by)
    assert told("responsibility-asked") == {"kainuu", "vm"}
    ely = [*named, body("ely-kainuu")]
    actions.set_responsible(draft, ely, by=cast["kainuu"])
    assert told("responsibility-asked") == {"kainuu", "vm"}  # its council has named it itself
    assert not Notice.objects.filter(text_fi__contains=DRAFT).exists()


def test_the_other_side_is_asked_to_confirm_and_the_own_is_not(
    east: Discussion, cast: Cast
) -> None:
    with quietly():
        topic = make_topic(east)
        save_text(topic, "goals", "fi", "Tavoite.", by=cast["kainuu"], base_version=0)
        make_contacts(east)
        east.contacts.filter(side="mk").update(user=cast.user("pohjois-savo"))
    confirm_topic(topic, "vn", by=cast["okm"])
    assert told("confirmation-asked") == {"pohjois-savo"}  # whom the regions have named
    confirm_topic(topic, "mk", by=cast["kainuu"])
    assert told("confirmation-asked") == {"pohjois-savo"}


def test_an_outcome_asks_both_sides_and_is_told_in_the_digest_when_published(
    cast: Cast, at: SetClock
) -> None:
    with quietly():
        held = make_held(cast.user("vastuuhenkilo-ita"))
    outcome = make_outcome(held)
    assert "kainuu" in told("confirmation-asked")
    assert not told("confirmation-asked") & {"lappi", "kainuu-valmistelija", "aune"}
    at("2024-04-18 15:00")
    with quietly():
        decide_all(outcome)
        confirm_both(outcome)
    publish_outcome(outcome, by=cast["vastuuhenkilo-ita"])
    assert "kainuu" in told("outcome-published")
    assert gather_urgent() == 0
    at("2024-04-19 07:05")
    write_digests()
    mail = Mail.objects.get(to="kainuu@kainuu.example")
    assert mail.kind == "digest"
    assert "Johtopäätökset on julkaistu: Itäinen Suomi." in mail.text
