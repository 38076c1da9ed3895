"""Documents of what the pages show, as Word and PDF files, by the pages' own rules."""

from django.http import HttpResponse

from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.web.access import Request, one_or_404, public_part, reader
from alke.web.documents.forms_of_files import asked_language, file_of


@public_part
def sheet_document(request: Request, year: int, slug: str, number: int, form: str) -> HttpResponse:
    """The topic's sheet; with ?seuranta=1 also the table of follow-up."""
    topic = one_or_404(sheet_topic(reader(request), year, slug, number))
    followup = request.GET.get("seuranta") == "1"
    source = sheet_source(topic, request.actor, followup=followup)
    paper = sheet_paper(source, asked_language(request), followup=followup)
    return file_of(paper, form, f"alke-{year}-{slug}-{number}")
