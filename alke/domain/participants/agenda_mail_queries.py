"""Which agendas are in force, and which participants nobody has told of them."""

from django.db.models import Q

from alke.base import clock
from alke.domain.participants.models import AgendaMail, Participant
from alke.domain.rounds.models import Discussion
from alke.domain.topics.agenda_models import AgendaPublication, NoticeRecipient


def agendas_in_force() -> list[AgendaPublication]:
    """The latest publication of each discussion that is still to be held. One query."""
    discussions = Discussion.objects.filter(
        Q(starts_at=None) | Q(starts_at__gt=clock.now()),
        agenda=Discussion.Agenda.PUBLISHED,
        cancelled_at=None,
    )
    rows = AgendaPublication.objects.filter(discussion__in=discussions).order_by("number")
    latest = {row.discussion_id: row for row in rows.defer("contents").select_related("discussion")}
    return list(latest.values())


def not_told(publication: AgendaPublication) -> list[Participant]:
    """Those who come, have an address and were told neither by mail nor as a user. One query."""
    told = NoticeRecipient.objects.filter(publication=publication, user__isnull=False)
    rows = Participant.objects.coming().filter(discussion=publication.discussion_id)
    rows = rows.exclude(email="").exclude(agenda_mails__publication=publication)
    return list(rows.exclude(email__in=told.values("user__email")).order_by("pk"))


def agenda_mails(discussion: Discussion) -> list[AgendaMail]:
    """Who was told of which version by mail, with what became of it. One query."""
    rows = AgendaMail.objects.filter(publication__discussion=discussion)
    rows = rows.select_related("participant__organisation", "publication", "mail")
    return list(
        rows.defer("publication__contents", "mail__text", "mail__html").order_by(
            "participant__organisation__name_fi", "participant", "publication__number"
        )
    )
