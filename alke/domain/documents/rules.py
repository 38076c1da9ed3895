"""Who may bring a Word file back, and decide on it."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.documents.models import WordImport
from alke.domain.people.actors import Actor
from alke.domain.topics import rules as topics
from alke.domain.topics.models import Topic


def can_import_sheet(actor: Actor, topic: Topic, late_reason: str = "…") -> Verdict:
    """Whether the actor may bring a file for the sheet: who may write it."""
    return topics.can_edit_topic(actor, topic, late_reason)


def can_decide_import(actor: Actor, import_: WordImport, late_reason: str = "…") -> Verdict:
    """Whether the actor may take the file over or leave it: who may write the sheet, once."""
    return first_refusal(_waits(import_), topics.can_edit_topic(actor, import_.topic, late_reason))


def _waits(import_: WordImport) -> Verdict:
    if import_.state == WordImport.State.WAITING:
        return allowed()
    return refused(_("The file has been decided on already. Import it again if you need to."))
