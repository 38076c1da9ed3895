"""The administrator makes and alters organisations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people import operations, rules
from alke.domain.people.models import Organisation
from alke.domain.people.organisation_operations import FIELDS
from alke.web import once
from alke.web.access import Request, require, signed_in
from alke.web.find import find_organisation
from alke.web.people.kinds import ONE
from alke.web.people.organisation_forms import OrganisationForm


@signed_in
def organisation_new(request: Request) -> HttpResponse:
    """A new organisation, such as a city that is invited to a discussion."""
    require(request, rules.can_manage_organisations(request.actor))
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    token = request.POST.get(once.FIELD, "")
    if request.method == "POST" and form.is_valid():
        try:
            with once.sending(token):
                made = _create(request, form)
        except once.Sent as sent:
            messages.info(request, _("The organisation had already been added."))
            return redirect(sent.made)
        except (BadInput, Refused) as fault:
            form.add_error(None, str(fault))
        else:
            address = link("organisation_detail", made.slug)
            once.remember(token, address)
            messages.success(request, _("The organisation was added."))
            return redirect(address)
    form.fields["kind"].choices = list(ONE.items())  # type: ignore[attr-defined]
    status = 400 if form.errors else 200
    context = {"form": form, "token": once.next_token(token)}
    return render(request, "pages/people/organisation_new.html", context, status=status)


@signed_in
def organisation_edit(request: Request, slug: str) -> HttpResponse:
    """Names, validity, spellings, regions and successors of one."""
    require(request, rules.can_manage_organisations(request.actor))
    body = find_organisation(slug)
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


def _create(request: Request, form: OrganisationForm) -> Organisation:
    data = form.cleaned_data
    return operations.create_organisation(
        by=request.actor,
        kind=Organisation.Kind(data["kind"]),
        values={key: data[key] for key in FIELDS},
        regions=data["regions"],
    )


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
