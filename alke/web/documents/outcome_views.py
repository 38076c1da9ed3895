"""Conclusions, co-operation documents and memos as files."""

from django.http import Http404, HttpResponse

from alke.domain.papers.agenda_source import agenda_discussion
from alke.domain.papers.outcome_paper import outcome_paper
from alke.domain.papers.outcome_source import outcome_source
from alke.domain.rounds.models import Discussion
from alke.web.access import Request, one_or_404, public_part, reader
from alke.web.documents.forms_of_files import asked_language, file_of

Kinds = Discussion.Outcome


@public_part
def conclusions_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The published conclusions; for members the draft while they are being written."""
    return _document(request, year, slug, form, kinds={Kinds.CONCLUSIONS, Kinds.AGREEMENT})


@public_part
def memo_document(request: Request, year: int, slug: str, form: str) -> HttpResponse:
    """The same of a regional meeting's memo."""
    return _document(request, year, slug, form, kinds={Kinds.MEMO})


def _document(
    request: Request, year: int, slug: str, form: str, *, kinds: set[Kinds]
) -> HttpResponse:
    discussion = one_or_404(agenda_discussion(reader(request), year, slug))
    source = outcome_source(discussion, request.actor) if discussion.outcome in kinds else None
    if source is None:
        raise Http404
    name = "muistio" if Kinds.MEMO in kinds else "johtopaatokset"
    draft = "" if source.publication else "-luonnos"
    paper = outcome_paper(source, asked_language(request))
    return file_of(paper, form, f"alke-{year}-{slug}-{name}{draft}")
