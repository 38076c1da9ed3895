"""In which forms documents are handed out, as the ends of their addresses say."""

from typing import Final

from django.http import HttpResponse
from django.urls import register_converter

from alke.base.languages import CODES, active
from alke.base.papers.model import Paper
from alke.base.papers.pdf import writer as pdf
from alke.base.papers.word import writer as word
from alke.web.access import Request

WORD, PDF = "docx", "pdf"
WRITERS: Final = {WORD: word.write, PDF: pdf.write}
TYPES: Final = {
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}


class FormConverter:
    """The end of an address: `.docx` or `.pdf`."""

    regex = "|".join(WRITERS)

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(FormConverter, "form")


def asked_language(request: Request) -> str:
    """The language of a document: ?kieli=sv, else that of the page."""
    asked = request.GET.get("kieli", "")
    return asked if asked in CODES else active()


def file_of(paper: Paper, form: str, name: str) -> HttpResponse:
    """The paper as a file: Word files are saved, PDF files open in the browser."""
    response = HttpResponse(WRITERS[form](paper), content_type=TYPES[form])
    how = "attachment" if form == WORD else "inline"
    language = "" if paper.language == CODES[0] else f"-{paper.language}"
    response["Content-Disposition"] = f'{how}; filename="{name}{language}.{form}"'
    return response
