"""A follow-up as files: the annex's table, and plain tables for spreadsheets."""

from django.http import Http404, HttpResponse

from alke.domain.papers.followup_paper import followup_paper
from alke.domain.papers.followup_source import (
    FollowUpSource,
    followup_rows,
    followup_source,
)
from alke.domain.papers.followup_table import followup_grid
from alke.domain.people.models import Organisation
from alke.web.access import Request, one_or_404, public_part, reader
from alke.web.documents.forms_of_files import asked_language, file_of, table_of


@public_part
def followup_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """All actions with both sides' answers; with ?taho=lvm those of one body."""
    language = asked_language(request)
    source = _source(request, year, slug, language)
    return file_of(followup_paper(source, language), form, _name(source))


@public_part
def followup_table(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The same as a row for each answer."""
    language = asked_language(request)
    source = _source(request, year, slug, language)
    return table_of(followup_grid(source, language), form, _name(source), language)


def _source(request: Request, year: int, slug: str, language: str) -> FollowUpSource:
    actor = reader(request)
    followup = one_or_404(followup_rows(actor, year, slug))
    if followup.published_at is not None and actor.reads and not actor.reads_all:
        raise Http404  # as on its page: of a published one a guest reads what everybody reads
    asked = request.GET.get("taho", "")[:60]
    body = Organisation.objects.filter(slug=asked).first() if asked else None
    if asked and body is None:
        raise Http404
    return followup_source(followup, actor, language, body=body)


def _name(source: FollowUpSource) -> str:
    body = f"-{source.body.slug}" if source.body else ""
    return f"alke-{source.followup.round.year}-seuranta-{source.followup.slug}{body}"
