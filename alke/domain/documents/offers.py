"""Which papers Alke can make of a place, in the order of its folders."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alke.domain.documents.models import Document
from alke.domain.followup.models import FollowUpRound
from alke.domain.outcomes.models import Outcome
from alke.domain.participants.models import Participant
from alke.domain.rounds.models import Discussion, Round
from alke.domain.topics.agenda_models import AgendaPublication
from alke.domain.topics.models import Topic

Kind = Document.Kind
OUTCOMES = {Discussion.Outcome.MEMO: Kind.MEMO}


@dataclass(frozen=True)
class Offer:
    """A paper that Alke can make of a place as it stands now."""

    kind: Document.Kind
    subject: str
    title: str

    @property
    def key(self) -> str:
        """How a form names it: "sheet:1"."""
        return f"{self.kind.value}:{self.subject}"


def offers(round: Round, discussion: Discussion | None) -> list[Offer]:
    """What can be made of the place. Five queries at the most."""
    return list(_of_discussion(discussion) if discussion else _of_round(round))


def _of_round(round: Round) -> Iterator[Offer]:
    if round.discussions.exists():
        yield Offer(Kind.LETTER, "", str(Kind.LETTER.label))
    for row in FollowUpRound.objects.filter(round=round).order_by("opens_date", "pk"):
        yield Offer(Kind.FOLLOWUP, row.slug, f"{Kind.FOLLOWUP.label}: {row.name}")


def _of_discussion(discussion: Discussion) -> Iterator[Offer]:
    topics = list(Topic.objects.on_agenda().filter(discussion=discussion).order_by("number"))
    published = AgendaPublication.objects.filter(discussion=discussion).exists()
    if topics or published:
        yield Offer(Kind.AGENDA, "", str(Kind.AGENDA.label))
    for topic in topics:
        title = _("Sheet %(n)d: %(title)s") % {"n": topic.number, "title": topic.heading}
        yield Offer(Kind.SHEET, str(topic.number), title)
    yield Offer(Kind.CONTACTS, "", str(Kind.CONTACTS.label))
    if Participant.objects.registered().filter(discussion=discussion).exists():
        yield Offer(Kind.PARTICIPANTS, "", str(Kind.PARTICIPANTS.label))
    if published:
        yield Offer(Kind.NOTICE, "", str(Kind.NOTICE.label))
    if Outcome.objects.filter(discussion=discussion).exists():
        kind = OUTCOMES.get(Discussion.Outcome(discussion.outcome), Kind.CONCLUSIONS)
        yield Offer(kind, "", str(kind.label))
