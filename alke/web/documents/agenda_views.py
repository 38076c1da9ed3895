"""The agenda, the record of its notice and the discussion's contacts as files."""

from django.http import Http404, HttpResponse

from alke.base.papers.model import Paper
from alke.domain.insight.notice import notice_of
from alke.domain.papers.agenda_paper import agenda_paper, past_agenda_paper
from alke.domain.papers.agenda_source import (
    agenda_discussion,
    draft_source,
    past_source,
    published_source,
)
from alke.domain.papers.contacts_paper import contacts_paper
from alke.domain.papers.notice_paper import notice_paper
from alke.domain.rounds.contact_queries import contacts_of
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.rules import can_see_contacts
from alke.domain.topics.agenda_operations import mark_opened
from alke.domain.topics.agenda_queries import publications
from alke.domain.topics.agenda_rules import can_see_notice
from alke.domain.topics.agenda_shown import asked_publication
from alke.web.access import Request, one_or_404, public_part, reader, require, signed_in
from alke.web.documents.forms_of_files import asked_language, file_of
from alke.web.topics.find import asked_moment


@public_part
def agenda_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The version in force or asked for, as of a day, or for members the draft."""
    paper, name = _agenda(request, year, slug)
    return file_of(paper, form, f"alke-{year}-{slug}-{name}")


def _agenda(request: Request, year: int, slug: str) -> tuple[Paper, str]:
    """The paper, and how its file ends."""
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    asked, language = asked_moment(request), asked_language(request)
    rows = publications(discussion)
    try:
        shown = (
            None
            if asked.fault
            else asked_publication(rows, request.GET.get("versio", ""), asked.moment)
        )
    except LookupError as fault:
        raise Http404 from fault
    if shown is not None:
        if request.actor.reads and request.method == "GET" and shown == rows[-1]:
            mark_opened(shown, by=request.actor)
        name = "asialista" if shown == rows[-1] else f"asialista-{shown.number}"
        return agenda_paper(published_source(discussion, rows, shown), language), name
    if asked.fault or not request.actor.reads:
        raise Http404
    if discussion.kind == Discussion.Kind.WEBINAR:
        raise Http404  # it has no topics, so there is no draft of an agenda
    if asked.moment is None:
        return agenda_paper(draft_source(discussion), language), "asialista-luonnos"
    past = past_source(discussion, asked.moment, request.actor)
    if past is None:
        raise Http404
    return past_agenda_paper(past, language), f"asialista-{asked.moment:%Y-%m-%d}"


@signed_in
def notice_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The record of notice, once there is something to prove."""
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    require(request, can_see_notice(request.actor, discussion))
    notice = notice_of(discussion)
    if not notice.publications:
        raise Http404
    paper = notice_paper(discussion, notice, asked_language(request))
    return file_of(paper, form, f"alke-{year}-{slug}-tiedoksianto")


@signed_in
def contacts_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """Whom to ask on each side."""
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    require(request, can_see_contacts(request.actor))
    paper = contacts_paper(discussion, contacts_of(discussion), asked_language(request))
    return file_of(paper, form, f"alke-{year}-{slug}-yhteyshenkilot")
