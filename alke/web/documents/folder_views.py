"""The folders of a round and of a discussion: what is in them, filing a paper, all in one ZIP."""

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base import files
from alke.base.languages import active
from alke.base.packing import Pack
from alke.base.richtext import BadInput
from alke.base.uploads.scanner import is_scanning
from alke.base.verdicts import Refused
from alke.domain.documents import operations, rules
from alke.domain.documents.kinds import KEPT_FOLDERS
from alke.domain.documents.models import TITLE_LIMIT, Document
from alke.domain.documents.operations import NOTE_LIMIT, Description
from alke.domain.documents.queries import (
    discussions_with_documents,
    files_in_folder,
    folders_of,
)
from alke.web.access import Request, public_part, require, signed_in, status_of
from alke.web.documents.incoming import MOST_MB, file_from
from alke.web.documents.place import Place, find_place

LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]


class FilingForm(forms.Form):
    """What is said of a paper that is filed; the operation checks what is typed."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=TITLE_LIMIT)
    folder = forms.ChoiceField(label=gettext_lazy("Folder"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    note = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=NOTE_LIMIT, required=False
    )
    draft = forms.BooleanField(
        label=gettext_lazy("Keep as a draft of one’s own side for now"), required=False
    )

    def __init__(
        self, place: Place, *, all_folders: bool, data: Any = None, folder: str = ""
    ) -> None:
        super().__init__(data, initial={"folder": folder, "language": active()})
        self.fields["folder"].choices = [  # type: ignore[attr-defined]
            (code.value, code.label)
            for code in place.folders
            if all_folders or code not in KEPT_FOLDERS
        ]

    def said(self) -> Description:
        """What was typed."""
        data = self.cleaned_data
        return Description(
            data["title"], data["folder"], data["language"], data["note"], data["draft"]
        )


@public_part
def documents(request: Request, year: int, slug: str = "") -> HttpResponse:
    """The folders of a round, or of a discussion."""
    actor, place = request.actor, find_place(request, year, slug)
    context = {
        "place": place,
        "discussion": place.discussion,
        "round": place.round,
        "folders": folders_of(actor, place.round, place.discussion),
        "discussions": [] if place.discussion else discussions_with_documents(actor, place.round),
        "can_make": rules.can_make_document(actor, place.round, place.discussion),
        "can_file": rules.can_file_document(actor, place.round, place.discussion),
        "can_pack": rules.can_run_documents(actor, place.discussion),
    }
    return render(request, "pages/documents/documents.html", context)


@signed_in
def document_add(request: Request, year: int, slug: str = "") -> HttpResponse:
    """Where a paper is filed in a folder of the place."""
    actor, place = request.actor, find_place(request, year, slug)
    require(request, rules.can_file_document(actor, place.round, place.discussion))
    runs = bool(rules.can_run_documents(actor, place.discussion))
    data = request.POST if request.method == "POST" else None
    form = FilingForm(place, all_folders=runs, data=data, folder=request.GET.get("kansio", ""))
    fault, status = "", 200
    if data is not None:
        try:
            file = file_from(request)
            if form.is_valid():
                version = operations.file_document(
                    place.round, place.discussion, form.said(), file, by=actor
                )
                messages.success(request, _("The document is in the folder."))
                return redirect(version.document)
        except (BadInput, Refused) as found:
            fault, status = str(found), status_of(found)
            form.is_valid()
    context = {
        "place": place,
        "discussion": place.discussion,
        "round": place.round,
        "form": form,
        "fault": fault,
        "most_mb": MOST_MB,
        "scanning": is_scanning(),
        "side": rules.filing_side(actor, place.discussion),
    }
    if form.errors:
        status = 422
    return render(request, "pages/documents/document_add.html", context, status=status)


@public_part
def documents_zip(request: Request, year: int, folder: str, slug: str = "") -> HttpResponse:
    """A folder of the place as one file."""
    place = find_place(request, year, slug)
    if folder not in {code.value for code in place.folders}:
        raise Http404
    found = files_in_folder(request.actor, place.round, place.discussion, folder)
    if not found:
        raise Http404
    out = io.BytesIO()
    pack = Pack(out)
    for file in found:
        pack.add(file.name, files.read(file.digest))
    pack.close()
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    name = "-".join(
        ["alke", str(place.round.year)]
        + ([place.discussion.slug] if place.discussion else [])
        + [Document.Folder(folder).value]
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response
