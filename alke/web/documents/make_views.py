"""Where a paper of Alke is filed as it stands now, for signing if wanted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.languages import active
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.documents import rules
from alke.domain.documents.approval_operations import Approver
from alke.domain.documents.approval_queries import possible_approvers
from alke.domain.documents.making_operations import file_paper
from alke.domain.documents.offers import Offer, offers
from alke.domain.documents.operations import NOTE_LIMIT
from alke.domain.people.models import Membership
from alke.web.access import Request, require, signed_in, status_of
from alke.web.documents.folder_views import LANGUAGES
from alke.web.documents.place import find_place

APPROVERS = 3


class MakingForm(forms.Form):
    """Which paper, in which language, and who approves it in which order."""

    paper = forms.ChoiceField(label=gettext_lazy("Document"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    note = forms.CharField(label=gettext_lazy("What is new"), max_length=NOTE_LIMIT, required=False)

    def __init__(self, found: list[Offer], people: list[Membership], data: Any = None) -> None:
        super().__init__(data, initial={"language": active()})
        self.offers = {offer.key: offer for offer in found}
        self.people = {str(row.pk): row for row in people}
        self.fields["paper"].choices = [  # type: ignore[attr-defined]
            (key, offer.title) for key, offer in self.offers.items()
        ]
        chosen = [("", _("Nobody"))] + [
            (key, f"{row.user}, {row.organisation.short}") for key, row in self.people.items()
        ]
        for n in range(1, APPROVERS + 1):
            self.fields[f"approver{n}"] = forms.ChoiceField(
                label=_("Approver %(n)d") % {"n": n}, choices=chosen, required=False
            )

    @property
    def approvers(self) -> list[Approver]:
        """Those who were chosen, in their order."""
        keys = (self.cleaned_data[f"approver{n}"] for n in range(1, APPROVERS + 1))
        rows = [self.people[key] for key in keys if key]
        return [Approver(row.user, row.organisation, str(row.user)) for row in rows]


@signed_in
def document_make(request: Request, year: int, slug: str = "") -> HttpResponse:
    """A paper of a round, or of a discussion."""
    actor, place = request.actor, find_place(request, year, slug)
    require(request, rules.can_make_document(actor, place.round, place.discussion))
    data = request.POST if request.method == "POST" else None
    form = MakingForm(offers(place.round, place.discussion), list(possible_approvers()), data)
    fault, status = "", 200
    if data is not None and form.is_valid():
        try:
            version = file_paper(
                place.round,
                place.discussion,
                form.offers[form.cleaned_data["paper"]],
                by=actor,
                language=form.cleaned_data["language"],
                note=form.cleaned_data["note"],
                approvers=form.approvers,
            )
        except (BadInput, Refused) as found:
            fault, status = str(found), status_of(found)
        else:
            messages.success(request, _("The document is in the folder."))
            return redirect(version.document)
    context = {
        "place": place,
        "discussion": place.discussion,
        "round": place.round,
        "form": form,
        "fault": fault,
        "approvers": [form[f"approver{n}"] for n in range(1, APPROVERS + 1)],
    }
    status = 422 if form.errors else status
    return render(request, "pages/documents/document_make.html", context, status=status)
