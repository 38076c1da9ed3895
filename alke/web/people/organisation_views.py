"""The administrator makes and alters organisations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people import operations, rules
from alke.domain.people.models import Organisation
from alke.domain.people.organisation_operations import FIELDS
from alke.web.access import Request, require, signed_in
from alke.web.people.kinds import ONE
from alke.web.people.organisation_forms import OrganisationForm


@signed_in
def organisation_new(request: Request) -> HttpResponse:
    """A new organisation, such as a city that is invited to a discussion."""
    require(request, rules.can_manage_organisations(request.actor))
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (made := _create(request, form)):
        messages.success(request, _("The organisation was added."))
        return redirect("organisation_detail", slug=made.slug)
    form.fields["kind"].choices = list(ONE.items())  # type: ignore[attr-defined]
    status = 400 if form.errors else 200
    return render(request, "pages/people/organisation_new.html", {"form": form}, status=status)


@signed_in
def organisation_edit(request: Request, slug: str) -> HttpResponse:
    """Names, validity, spellings, regions and successors of one."""
    require(request, rules.can_manage_organisations(request.actor))
    body = get_object_or_404(Organisation, slug=slug)
    form = OrganisationForm(request.POST if request.method == "POST" else None, body)
    if request.method == "POST" and form.is_valid() and _edit(request, body, form):
        messages.success(request, _("The organisation was saved."))
        return redirect("organisation_detail", slug=slug)
    return render(
        request,
        "pages/people/organisation_edit.html",
        {"form": form, "body": body},
        status=400 if form.errors else 200,
    )


def _create(request: Request, form: OrganisationForm) -> Organisation | None:
    data = form.cleaned_data
    try:
        return operations.create_organisation(
            by=request.actor,
            kind=Organisation.Kind(data["kind"]),
            values={key: data[key] for key in FIELDS},
            regions=data["regions"],
        )
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
        return None


def _edit(request: Request, body: Organisation, form: OrganisationForm) -> bool:
    data = form.cleaned_data
    try:
        operations.edit_organisation(
            body,
            by=request.actor,
            values={key: data[key] for key in FIELDS},
            regions=data["regions"],
            aliases=data["aliases"],
            successors=data["successors"],
        )
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
        return False
    return True
