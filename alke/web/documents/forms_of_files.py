"""In which forms documents are handed out, as the ends of their addresses say."""

from typing import Final

from django.http import HttpResponse
from django.urls import register_converter

from alke.base.languages import CODES, active
from alke.base.papers.model import Paper
from alke.base.papers.pdf import writer as pdf
from alke.base.papers.tables import Grid, write_csv, write_xlsx
from alke.base.papers.word import writer as word
from alke.base.uploads import kinds
from alke.web.access import Request

WORD, PDF, EXCEL, CSV = "docx", "pdf", "xlsx", "csv"
WRITERS: Final = {WORD: word.write, PDF: pdf.write}
TABLE_WRITERS: Final = {EXCEL: write_xlsx, CSV: write_csv}
TYPES: Final = {
    WORD: kinds.DOCX.media_type,
    PDF: kinds.PDF.media_type,
    EXCEL: kinds.XLSX.media_type,
    CSV: f"{kinds.CSV.media_type}; charset=utf-8",
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


class TableConverter(FormConverter):
    """The end of a table's address: `.xlsx` or `.csv`."""

    regex = "|".join(TABLE_WRITERS)


register_converter(FormConverter, "form")
register_converter(TableConverter, "table")


def asked_language(request: Request) -> str:
    """The language of a document: ?kieli=sv, else that of the page."""
    asked = request.GET.get("kieli", "")
    return asked if asked in CODES else active()


def file_of(paper: Paper, form: str, name: str) -> HttpResponse:
    """The paper as a file: Word files are saved, PDF files open in the browser."""
    how = "attachment" if form == WORD else "inline"
    return _response(WRITERS[form](paper), form, how, name, paper.language)


def table_of(grid: Grid, form: str, name: str, language: str) -> HttpResponse:
    """The table as a file that is saved."""
    return _response(TABLE_WRITERS[form](grid), form, "attachment", name, language)


def _response(content: bytes, form: str, how: str, name: str, language: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    end = "" if language == CODES[0] else f"-{language}"
    response["Content-Disposition"] = f'{how}; filename="{name}{end}.{form}"'
    return response
