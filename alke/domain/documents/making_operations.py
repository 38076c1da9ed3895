"""The write that files a paper of Alke, with those who approve it before it is sealed."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.domain.documents.approval_operations import Approver, ask_approvals
from alke.domain.documents.makers import make
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.offers import Offer
from alke.domain.documents.operations import make_document
from alke.domain.documents.rules import can_make_document
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Discussion, Round


@transaction.atomic
def file_paper(
    round: Round,
    discussion: Discussion | None,
    offer: Offer,
    *,
    by: Actor,
    language: str,
    note: str = "",
    approvers: Sequence[Approver] = (),
) -> DocumentVersion:
    """Makes the paper as it stands and files it as Word and PDF, shared between the sides.

    `approvers` are named on its page of signatures and asked in their order.
    """
    can_make_document(by, round, discussion).require()
    if len({one.user.pk for one in approvers}) < len(approvers):
        raise BadInput(_("Each approver is asked once."), "hyvaksyja")
    made = make(by, round, discussion, offer, language)
    if made is None:
        raise BadInput(_("There is nothing to make this document of yet."), "paperi")
    titles = tuple(f"{one.title}, {one.organisation.name}" for one in approvers)
    version = make_document(
        made.series,
        partial(made.files, titles),
        made.paper.code,
        made.contents,
        by=by,
        note=note,
    )
    ask_approvals(version, approvers)
    return version
