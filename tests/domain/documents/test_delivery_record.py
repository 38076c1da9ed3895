"""What became of a delivery: opened by its signed link or come back, and what is recorded."""

import datetime as dt
import re

import pytest

from alke.base import clock
from alke.base.verdicts import Refused
from alke.domain.audit.models import AuditEvent
from alke.domain.documents import delivery_operations as operations
from alke.domain.documents.delivery_link import delivery_of, token_of
from alke.domain.documents.delivery_operations import MAIL
from alke.domain.documents.delivery_queries import counts_of
from alke.domain.documents.models import DocumentVersion
from alke.domain.notices.models import Mail
from alke.domain.notices.sending_operations import mark_bounced
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.deliveries import delivered, registered, send, short_list
from tests.smtp import MailServer

COORDINATOR = "koordinaattori"


@pytest.fixture
def version(cast: Cast) -> DocumentVersion:
    """A registered, public paper of the round of 2024."""
    return registered(short_list(), cast[COORDINATOR])


def test_the_first_opening_is_kept(version: DocumentVersion, cast: Cast, at: SetClock) -> None:
    row = delivered(version, cast[COORDINATOR])[0]
    at("2024-03-05 08:30")
    operations.note_opening(row)
    at("2024-03-06 08:30")
    operations.note_opening(row)
    row.refresh_from_db()
    assert row.opened_at == dt.datetime(2024, 3, 5, 8, 30, tzinfo=clock.HELSINKI)
    assert AuditEvent.objects.filter(event="delivery.opened").count() == 1
    assert counts_of([version])[version.pk].opened == 1


def test_a_returned_mail_is_noted_with_its_reason(version: DocumentVersion, cast: Cast) -> None:
    row = delivered(version, cast[COORDINATOR])[0]
    with pytest.raises(Refused, match="Kerro, miksi"):
        operations.mark_bounced(row, " ", by=cast[COORDINATOR])
    operations.mark_bounced(row, "Osoitetta ei ole.", by=cast[COORDINATOR])
    row.refresh_from_db()
    assert (row.state, row.reason) == ("bounced", "Osoitetta ei ole.")


def test_an_opened_mail_has_not_come_back(version: DocumentVersion, cast: Cast) -> None:
    row = delivered(version, cast[COORDINATOR])[0]
    operations.note_opening(row)
    with pytest.raises(Refused, match="Linkki on avattu"):
        operations.mark_bounced(row, "Osoitetta ei ole.", by=cast[COORDINATOR])


def test_others_do_not_say_that_a_mail_came_back(version: DocumentVersion, cast: Cast) -> None:
    row = delivered(version, cast[COORDINATOR])[0]
    with pytest.raises(Refused):
        operations.mark_bounced(row, "Osoitetta ei ole.", by=cast["vm"])


def test_the_record_of_changes_tells_the_bodies_and_no_address(
    version: DocumentVersion, cast: Cast
) -> None:
    row = delivered(version, cast[COORDINATOR])[0]
    operations.mark_bounced(row, "vm@vm.example: no such user", by=cast[COORDINATOR])
    events = AuditEvent.objects.filter(subject=f"document:{version.document_id}/1")
    told = [(row.event, row.changes) for row in events.order_by("seq")][2:]
    assert told[0] == (
        "document.delivered",
        {"recipients": [0, 3], "to": [None, ["aune", "pohjanmaa", "vm"]]},
    )
    assert [event for event, _changes in told[1:]] == ["delivery.sent"] * 3 + ["delivery.bounced"]
    assert not re.search(r"\w@", str(told))


@pytest.mark.parametrize("part", ["pk", "version_id", "organisation_id"])
def test_a_token_opens_only_the_delivery_that_it_names(
    version: DocumentVersion, cast: Cast, part: str
) -> None:
    row, other, *_rest = delivered(version, cast[COORDINATOR])
    assert [found.pk for found in delivery_of(token_of(row))] == [row.pk]
    setattr(row, part, other.pk if part == "pk" else 0)
    assert delivery_of(token_of(row)) == []


def test_a_forged_token_opens_nothing(version: DocumentVersion, cast: Cast) -> None:
    token = token_of(delivered(version, cast[COORDINATOR])[0])
    end = "A" if token[-1] != "A" else "B"
    forged = [
        "",
        ".",
        "x",
        "é.é",
        token[:-1],
        token[:-1] + end,
        "WzEsMSwxXQ." + token.split(".")[1],
    ]
    assert [delivery_of(text) for text in forged] == [[]] * len(forged)


def test_a_real_mail_server_takes_the_mails_and_its_refusal_stands_in_the_record(
    version: DocumentVersion, cast: Cast, mail_host: MailServer
) -> None:
    mail_host.refused = {"vm@vm.example"}
    rows = {row.organisation.slug: row for row in delivered(version, cast[COORDINATOR])}
    assert sorted(mail_host.taken) == ["aune@aune.example", "pohjanmaa@pohjanmaa.example"]
    assert "Auto-Submitted: auto-generated" in mail_host.taken["aune@aune.example"]
    assert (rows["vm"].state, rows["aune"].state) == ("failed", "sent")
    assert "5.1.1 no such user" in rows["vm"].reason
    mail_host.refused = set()
    operations.send_failed(version, by=cast[COORDINATOR])
    assert send().sent == 1
    assert len(mail_host.taken) == 3


def test_a_mail_server_that_is_away_leaves_the_mails_waiting(
    version: DocumentVersion, cast: Cast, mail_host: MailServer
) -> None:
    mail_host.stop()
    rows = delivered(version, cast[COORDINATOR])
    assert sorted(row.state for row in rows) == ["waiting"] * 3
    assert mail_host.taken == {}


def test_a_mail_server_that_hangs_up_on_one_mail_is_asked_again_for_the_next(
    version: DocumentVersion, cast: Cast, mail_host: MailServer
) -> None:
    mail_host.hangs_up_on = {"vm@vm.example"}
    rows = {row.organisation.slug: row.state for row in delivered(version, cast[COORDINATOR])}
    assert rows == {"pohjanmaa": "sent", "vm": "waiting", "aune": "sent"}


def test_a_mail_that_came_back_by_itself_is_noted_like_one_noted_by_hand(
    version: DocumentVersion, cast: Cast
) -> None:
    row, opened, _other = delivered(version, cast[COORDINATOR])
    operations.note_opening(opened)
    for delivery in (row, opened):
        mail = Mail.objects.get(delivery=delivery)
        mark_bounced(mail.message_id, "550 5.1.1 no such user", {MAIL: operations.note_mail})
        delivery.refresh_from_db()
    assert (row.state, row.reason) == ("bounced", "550 5.1.1 no such user")
    assert opened.state == "sent"  # its link was opened, so that it has arrived
    assert AuditEvent.objects.filter(event="delivery.bounced").count() == 1
