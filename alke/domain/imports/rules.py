"""Who may bring a Word file back, and decide on it."""

from django.utils.translation import gettext_lazy as _

from alke.base.verdicts import Verdict, allowed, first_refusal, refused
from alke.domain.followup import rules as followups
from alke.domain.followup.models import FollowUpRound
from alke.domain.imports.models import WordImport
from alke.domain.people.actors import Actor
from alke.domain.people.roles import Power
from alke.domain.rounds.participation import may
from alke.domain.topics import rules as topics
from alke.domain.topics.models import Topic


def can_import_sheet(actor: Actor, topic: Topic, late_reason: str = "…") -> Verdict:
    """Whether the actor may bring a file for the sheet: who may write it."""
    return topics.can_edit_topic(actor, topic, late_reason)


def can_decide_import(actor: Actor, import_: WordImport, late_reason: str = "…") -> Verdict:
    """Whether the actor may take the file over or leave it: who may write the sheet, once."""
    return first_refusal(_waits(import_), topics.can_edit_topic(actor, import_.sheet, late_reason))


def can_import_table(actor: Actor, followup: FollowUpRound) -> Verdict:
    """Whether the actor may bring a table of follow-up: who reports, or who runs the round or a
    discussion, for the bodies of its side; while the follow-up is open.
    """
    powers = (Power.REPORT, Power.RUN_ROUND, Power.RETURN_REPORT)
    verdicts = [may(actor, power) for power in powers]
    allowed_ = next((verdict for verdict in verdicts if verdict), verdicts[0])
    return first_refusal(allowed_, followups.is_open(followup))


def can_decide_table(actor: Actor, import_: WordImport, followup: FollowUpRound) -> Verdict:
    """Whether the actor may take statements over; each cell is asked for its own."""
    return first_refusal(_waits(import_), can_import_table(actor, followup))


def can_close_table(actor: Actor, import_: WordImport, followup: FollowUpRound) -> Verdict:
    """Whether the actor may end the import: the body that brought it, or the coordinator.

    The others of its side may still have something to take.
    """
    own = import_.organisation_id in actor.organisation_ids
    ends = allowed() if own else may(actor, Power.RUN_ROUND)
    return first_refusal(_waits(import_), can_import_table(actor, followup), ends)


def _waits(import_: WordImport) -> Verdict:
    if import_.state == WordImport.State.WAITING:
        return allowed()
    return refused(_("The file has been decided on already. Import it again if you need to."))
