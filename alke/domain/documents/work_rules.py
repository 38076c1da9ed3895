"""Who may ask for long works and cancel them: who runs the round."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, refused
from alke.domain.documents.rules import can_run_documents
from alke.domain.documents.work_models import Work
from alke.domain.people.actors import Actor


def can_ask_work(actor: Actor) -> Verdict:
    """Whether the actor has packages of a whole round made, also an ended one, and takes them."""
    return can_run_documents(actor, None)


def can_cancel_work(actor: Actor, work: Work) -> Verdict:
    """Whether it may be stopped: while it waits or runs."""
    if work.state not in {Work.State.WAITING, Work.State.RUNNING}:
        return refused(_("The work has ended already."))
    return can_run_documents(actor, None)
