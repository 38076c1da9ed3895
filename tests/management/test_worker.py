"""The worker as it is started: real processes on the tests' database."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from alke.base import clock
from alke.domain.documents.work_models import Work
from alke.domain.notices.models import Mail
from alke.domain.notices.operations import write_mail
from alke.domain.runs.models import JobRun
from alke.management.commands.demo import worker_beside
from tests.cast import Cast
from tests.factories.actions import make_eastern
from tests.factories.documents import filed, new_file
from tests.factories.works import asked, result
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
COORDINATOR = "koordinaattori"
ENDED = {0, -signal.SIGTERM}  # also while it is still being started


def environment() -> dict[str, str]:
    """What leads a process to the database, the files and the mail server of the tests."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = os.environ["ALKE_TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    own = {"ALKE_DEMO": "1", "ALKE_VAR": str(settings.VAR), "DATABASE_URL": url}
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        own["EMAIL_URL"] = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return {"PATH": os.environ["PATH"], **own}


def kill_where_it_hangs(script: str, *, day: str, said: str) -> None:
    """Runs a process on that day, and kills it once it has said that it hangs."""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**environment(), "ALKE_TODAY": day, "DJANGO_SETTINGS_MODULE": "config.settings"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"{said}\n".encode()
    process.kill()
    process.communicate()


def start(*words: str) -> "subprocess.Popen[bytes]":
    """A worker."""
    command = [str(Path(sys.executable).parent / "alke"), "worker", *words]
    return subprocess.Popen(
        command, env=environment(), cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_two_workers_do_every_work_once(cast: Cast) -> None:
    east = make_eastern(cast.user("vastuuhenkilo-ita"))
    for n in range(3):
        filed(east, cast[COORDINATOR], new_file(b"%d" % n), title=f"Paperi {n}")
    for language in ("fi", "sv", "en"):
        asked(east.round, cast[COORDINATOR], language=language)
    asked(east.round, cast[COORDINATOR], "archive")
    workers = [start("--once"), start("--once")]
    ended = [(worker.communicate()[1], worker.returncode) for worker in workers]
    assert ended == [(b"", 0), (b"", 0)]
    assert [row.state for row in Work.objects.all()] == ["done"] * 4
    assert [len(row.worker_ids) for row in DBTaskResult.objects.all()] == [1] * 4
    for work in Work.objects.filter(kind="bundle"):
        assert len([name for name in result(work).namelist() if "paperi-v1" in name]) == 3


def noted(to: str) -> Mail:
    return write_mail(to=to, language="fi", kind="test", subject="Alke: koe", text="Hei.")


def test_two_workers_send_every_mail_once(mail_host: MailServer) -> None:
    addresses = [f"person{n}@vm.example" for n in range(30)]
    for address in addresses:
        noted(address)
    workers = [start("--once"), start("--once")]
    ended = [(worker.communicate()[1], worker.returncode) for worker in workers]
    assert ended == [(b"", 0), (b"", 0)]
    assert sorted(to for to, _raw in mail_host.every) == sorted(addresses)
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_worker_that_was_killed_while_a_mail_was_taken_is_followed_by_another(
    mail_host: MailServer,
) -> None:
    mail_host.holds = {"vm@vm.example"}
    mail, other = noted("vm@vm.example"), noted("okm@okm.example")
    worker = start()
    assert mail_host.holding.wait(60)
    worker.kill()
    worker.communicate()
    mail_host.holds = set()
    long_ago = clock.real() - dt.timedelta(minutes=11)
    Mail.objects.filter(state="sending").update(claimed_at=long_ago)
    JobRun.objects.update(claimed_until=long_ago)
    assert start("--once").communicate()[1] == b""
    assert [row["Message-ID"] for row in mail_host.all_of(mail.to)] == [f"<{mail.message_id}>"] * 2
    assert len(mail_host.all_of(other.to)) == 1
    states = Mail.objects.order_by("pk").values_list("state", "doubtful")
    assert list(states) == [("sent", True), ("sent", False)]


def test_an_attached_worker_ends_with_whoever_started_it(cast: Cast) -> None:
    worker = start("--attached")
    assert worker.communicate()[1] == b""  # its standard input is closed
    assert worker.returncode in ENDED


def test_the_demo_s_worker_ends_with_the_demo(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    started = []
    plain = subprocess.Popen

    class Popen(plain):  # type: ignore[misc,valid-type]
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more, env=environment(), cwd=ROOT)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    with worker_beside():
        assert started[0].poll() is None
    assert started[0].returncode in ENDED
