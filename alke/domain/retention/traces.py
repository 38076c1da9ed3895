"""What is known of persons in a round, table by table, and what stands there once it was erased.

Each trace finds the rows that still tell of somebody, so that erasing twice does nothing, and what
came in after the first time, or back from a backup, goes the next time.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.domain.documents.approval_models import Approval
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentFile
from alke.domain.documents.signed_models import Signature
from alke.domain.documents.work_models import Work
from alke.domain.imports.models import WordImport
from alke.domain.invitations.models import Invitation, InvitationReply
from alke.domain.notices.models import Mail
from alke.domain.participants.models import Participant
from alke.domain.retention.terms import Term, kinds_over
from alke.domain.rounds.models import Contact, Discussion, Round
from alke.domain.topics.agenda_models import NoticeRecipient

Rows = QuerySet[Any]
NO_REASON: Final = "–"  # a refusal keeps that it had one
EMPTY_REPLY: Final = {"sender": "", "comment": "", "deputy": ""}
EMPTY_MAIL: Final = {"to": "", "text": "", "html": "", "calendar": b"", "headers": {}, "fault": ""}
ADDRESS: Final = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")


@dataclass(frozen=True)
class Trace:
    """The personal columns of one table, in the rows of a round."""

    key: str  # in the record of changes
    label: Promise  # in what the command tells
    columns: tuple[str, ...]
    left: Callable[[Term, dt.datetime], Rows]  # those that still tell of somebody, at a moment
    after: Mapping[str, Any] = field(default_factory=dict)  # else see `erasing_operations`

    def count(self, term: Term, at: dt.datetime) -> int:
        """How many rows are left."""
        return self.left(term, at).count()


class FormatTrace(Trace):
    """The file from which the round was loaded: without its addresses it still says the rest."""

    def count(self, term: Term, at: dt.datetime) -> int:
        """1 while an address is in it."""
        texts = self.left(term, at).values_list("format_text", flat=True)
        return sum(bool(ADDRESS.search(text)) for text in texts)


def round_mails(rounds: Rows) -> Q:
    """Mails about a discussion, a participant or a delivery of the rounds."""
    things = {
        "discussion": Discussion.objects.filter(round__in=rounds),
        "participant": Participant.objects.filter(discussion__round__in=rounds),
        "delivery": Delivery.objects.filter(version__document__round__in=rounds),
    }
    found = Q()
    for name, rows in things.items():
        key = Concat(Value(f"{name}:"), Cast("pk", CharField()), output_field=CharField())
        found |= Q(about__in=rows.order_by().values_list(key, flat=True))
    return found


def settled_mails() -> Rows:
    """Mails that still tell of somebody, and of which nothing more is to come."""
    settled = [Mail.State.SENT, Mail.State.FAILED, Mail.State.BOUNCED]
    return Mail.objects.filter(state__in=settled).exclude(to="")


def lists_over(term: Term, at: dt.datetime) -> list[str]:
    """The kinds of papers that only tell who took part, and that are not kept any longer."""
    return [kind for kind, info in kinds_over(term, at) if not info.is_archived]


def _of_versions(term: Term, kinds: list[str]) -> dict[str, Any]:
    return {"version__document__round": term.round, "version__document__kind__in": kinds}


def files_over(term: Term, at: dt.datetime) -> Rows:
    """The files of such papers."""
    return DocumentFile.objects.filter(**_of_versions(term, lists_over(term, at)))


def _deliveries(term: Term, at: dt.datetime) -> Rows:
    kinds: list[str] = [kind for kind, _info in kinds_over(term, at)]
    return Delivery.objects.filter(**_of_versions(term, kinds)).exclude(address="", reason="")


def _signatures(term: Term, at: dt.datetime) -> Rows:
    lists = {"form__version__document__kind__in": lists_over(term, at)}
    return Signature.objects.filter(form__version__document__round=term.round, **lists).exclude(
        by=""
    )


def _approvals(term: Term, at: dt.datetime) -> Rows:
    rows = Approval.objects.filter(**_of_versions(term, lists_over(term, at)))
    return rows.exclude(reason__in=["", NO_REASON])


def _imports(term: Term, _at: dt.datetime) -> Rows:
    own = Q(topic__discussion__round=term.round) | Q(followup__round=term.round)
    return WordImport.objects.filter(own).exclude(returned={})


def _recipients(term: Term, _at: dt.datetime) -> Rows:
    rows = NoticeRecipient.objects.filter(publication__discussion__round=term.round)
    rows = rows.defer("publication__contents")
    return rows.exclude(user=None, notice=None)


TRACES: Final[tuple[Trace, ...]] = (
    Trace(
        "participants",
        _("participants"),
        ("Participant.name", "Participant.email"),
        lambda term, _at: Participant.objects.filter(discussion__round=term.round).exclude(
            name="", email=""
        ),
        # a new number ends the links that were sent; a page that is open is not saved any more
        {
            "name": "",
            "email": "",
            "link_number": F("link_number") + 1,
            "sequence": F("sequence") + 1,
        },
    ),
    Trace(
        "contacts",
        _("contacts"),
        ("Contact.email",),
        lambda term, _at: Contact.objects.filter(discussion__round=term.round).exclude(email=""),
        {"email": ""},
    ),
    FormatTrace(
        "format",
        _("addresses in the round’s file"),
        ("Round.format_text",),
        lambda term, _at: Round.objects.filter(pk=term.round.pk),
    ),
    Trace(
        "invitations",
        _("invitations"),
        ("Invitation.email",),
        lambda term, _at: Invitation.objects.filter(
            participant__discussion__round=term.round
        ).exclude(email=""),
        {"email": ""},
    ),
    Trace(
        "replies",
        _("replies to invitations"),
        ("InvitationReply.sender", "InvitationReply.comment", "InvitationReply.deputy"),
        lambda term, _at: InvitationReply.objects.filter(
            participant__discussion__round=term.round
        ).exclude(sender=""),
        EMPTY_REPLY,
    ),
    Trace(
        "mails",
        _("mails"),
        (
            *("Mail.to", "Mail.user", "Mail.text", "Mail.html", "Mail.calendar"),
            *("Mail.headers", "Mail.fault"),
        ),
        lambda term, _at: settled_mails().filter(
            round_mails(Round.objects.filter(pk=term.round.pk).values("pk"))
        ),
        {**EMPTY_MAIL, "user": None},
    ),
    Trace(
        "recipients",
        _("recipients of agendas"),
        ("NoticeRecipient.user", "NoticeRecipient.notice"),
        _recipients,
    ),
    Trace("imports", _("files brought for review"), ("WordImport.returned",), _imports),
    Trace(
        "works",
        _("packages made"),
        ("Work.digest",),
        lambda term, _at: Work.objects.filter(round=term.round).exclude(digest=""),
        {"digest": ""},
    ),
    Trace("files", _("files of lists of people"), ("DocumentFile.digest",), files_over),
    Trace(
        "deliveries",
        _("addresses of deliveries"),
        ("Delivery.address", "Delivery.reason"),
        _deliveries,
        {"address": "", "reason": ""},
    ),
    Trace(
        "signatures",
        _("signatures of lists of people"),
        ("Signature.by",),
        _signatures,
        {"by": ""},
    ),
    Trace(
        "approvals",
        _("refusals of lists of people"),
        ("Approval.reason",),
        _approvals,
        {"reason": NO_REASON},
    ),
)
