"""Documents of what the pages show, as Word and PDF files, by the pages' own rules."""

from django.http import Http404, HttpResponse

from alke.domain.papers.sheet_paper import sheet_paper
from alke.domain.papers.sheet_past import past_sheet_paper
from alke.domain.papers.sheet_source import sheet_source, sheet_topic
from alke.web.access import Request, one_or_404, public_part, reader
from alke.web.documents.forms_of_files import asked_language, file_of
from alke.web.topics.find import asked_moment


@public_part
def sheet_document(request: Request, year: int, slug: str, number: int, form: str) -> HttpResponse:
    """The topic's sheet, with ?tilanne= as of a day; with ?seuranta=1 also what was followed up."""
    topic = one_or_404(sheet_topic(reader(request), year, slug, number))
    asked, language = asked_moment(request), asked_language(request)
    name = f"alke-{year}-{slug}-{number}"
    if asked.fault:
        raise Http404
    if asked.moment is not None:
        past = past_sheet_paper(topic, asked.moment, request.actor, language)
        if past is None:
            raise Http404
        return file_of(past, form, f"{name}-{asked.moment:%Y-%m-%d}")
    followup = request.GET.get("seuranta") == "1"
    source = sheet_source(topic, request.actor, followup=followup)
    return file_of(sheet_paper(source, language, followup=followup), form, name)
