"""The participants of a discussion as files, for those who take part in it."""

from django.http import HttpResponse

from alke.domain.papers.agenda_source import agenda_discussion
from alke.domain.papers.participants_paper import participants_paper
from alke.domain.papers.participants_table import participants_grid
from alke.domain.participants import rules
from alke.domain.participants.queries import listed
from alke.web.access import Request, one_or_404, reader, require, signed_in
from alke.web.documents.forms_of_files import asked_language, file_of, table_of


@signed_in
def participant_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The paper: bodies, roles and names, no addresses."""
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    require(request, rules.can_see_people(request.actor, discussion))
    paper = participants_paper(discussion, listed(discussion), asked_language(request))
    return file_of(paper, form, f"alke-{year}-{slug}-osallistujat")


@signed_in
def participant_table(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The table: with the addresses that the reader may see."""
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    actor = request.actor
    require(request, rules.can_see_people(actor, discussion))
    language = asked_language(request)
    grid = participants_grid(
        discussion,
        listed(discussion),
        language,
        sees_address=lambda body: bool(rules.can_see_address(actor, discussion, body)),
    )
    return table_of(grid, form, f"alke-{year}-{slug}-osallistujat", language)
