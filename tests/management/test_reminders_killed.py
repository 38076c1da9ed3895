"""A worker that is killed while it reminds: nothing is lost and nothing told twice."""

import pytest

from alke.domain.notices.models import Notice
from alke.domain.people.models import User
from alke.domain.reminders.models import Occurrence, Reminder
from alke.domain.reminders.operations import remind
from tests.cast import Cast
from tests.conftest import SetClock
from tests.factories.rounds import make_round
from tests.management.test_worker import kill_where_it_hangs

pytestmark = pytest.mark.django_db(transaction=True)
# Begins to remind, and hangs when it has the row of the ledger and has told the first person.
HANGING = """
import sys
import django
django.setup()
from alke.domain.reminders import operations
plain = operations.write_notice
def hang(**values):
    plain(**values)
    print("told", flush=True)
    sys.stdin.read()
operations.write_notice = hang
operations.remind()
"""


def test_a_reminder_of_a_killed_worker_is_told_by_the_next_once(cast: Cast, at: SetClock) -> None:
    User.objects.exclude(demo_account__in=("kainuu", "lappi")).update(is_active=False)
    make_round("2024")
    kill_where_it_hangs(HANGING, day="2024-03-13", said="told")
    assert not Notice.objects.exists()
    at("2024-03-13 23:00")
    remind()
    remind()
    told = Reminder.objects.exclude(notice=None).values_list("occurrence__step", "user__email")
    assert len(told) == len(set(told)) == Notice.objects.count() > 0
    assert Occurrence.objects.filter(step=7, reason="").exists()
