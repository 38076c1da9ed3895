"""A worker that is killed while it erases: all of a round's personal data is there, or none."""

import pytest

from alke.domain.audit.models import AuditEvent
from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from alke.domain.retention.operations import erase_due
from tests.cast import Cast
from tests.conftest import SetClock
from tests.domain.retention.conftest import DUE
from tests.factories.known import make_known
from tests.management.test_worker import kill_where_it_hangs

pytestmark = pytest.mark.django_db(transaction=True)
# Begins to erase, and hangs when the names of participants are gone and the mails are not.
HANGING = """
import sys
import django
django.setup()
from alke.domain.retention import erasing_operations
from alke.jobs.retention import erase_in_time
def hang(*given):
    print("begun", flush=True)
    sys.stdin.read()
erasing_operations._OWN_WAYS["format"] = hang
erase_in_time(lambda: True)
"""


def test_what_a_killed_worker_has_begun_is_undone_and_done_by_the_next(
    cast: Cast, at: SetClock
) -> None:
    make_known()
    kill_where_it_hangs(HANGING, day="2026-04-17", said="begun")
    assert Participant.objects.get().name == "Maija Mallikas"
    assert not AuditEvent.objects.filter(event="personal.erased").exists()
    at(DUE)
    assert list(erase_due(at=DUE)) == [2024]
    assert (Participant.objects.get().name, Mail.objects.exclude(to="").count()) == ("", 0)
