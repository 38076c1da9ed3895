"""Long works, done in the test's own process."""

import io
import zipfile

from alke.base import files
from alke.domain.documents.work_models import Work
from alke.domain.documents.work_operations import ask_work, run_work
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Round


def asked(round: Round, by: Actor, kind: str = "bundle", language: str = "fi") -> Work:
    """A work that waits."""
    return ask_work(round, kind, language, by=by)


def worked(work: Work) -> Work:
    """The work after a worker has taken it."""
    run_work(work.pk)
    work.refresh_from_db()
    return work


def result(work: Work) -> zipfile.ZipFile:
    """What came of it."""
    assert work.state == "done", work.fault
    return zipfile.ZipFile(io.BytesIO(files.read(work.digest)))
