"""Who answers for a discussion on each side: naming contacts and taking them away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people.account_operations import EMAIL_LIMIT
from alke.domain.people.models import Organisation, Side
from alke.domain.people.roles import Power
from alke.domain.rounds import operations, rules
from alke.domain.rounds.contact_operations import TITLE_LIMIT
from alke.domain.rounds.contact_queries import bodies_with_contacts, contacts_of
from alke.domain.rounds.models import Contact, Discussion
from alke.domain.rounds.participation import may
from alke.web.access import Request, require, signed_in
from alke.web.discussions.find import find


class ContactForm(forms.Form):
    """Whom to name: a duty and a work address, no name; the operation checks what is typed."""

    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    duty = forms.ChoiceField(label=gettext_lazy("Duty in the discussion"), required=False)
    title = forms.CharField(label=gettext_lazy("Duty or title"), max_length=TITLE_LIMIT)
    email = forms.CharField(
        label=gettext_lazy("Work e-mail"), max_length=EMAIL_LIMIT, required=False
    )

    def __init__(
        self, bodies: list[Organisation], *, owners: bool, email: str = "", data: Any = None
    ) -> None:
        super().__init__(data)
        self.bodies = {body.slug: body for body in bodies}
        choices = [(body.slug, body.name) for body in bodies]
        if len(bodies) > 1:
            choices.insert(0, ("", _("Choose")))
        else:
            self.initial = {"title": _("Contact"), "email": email}
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        duties = list(Contact.Duty.choices) if owners else []
        self.fields["duty"].choices = duties[::-1]  # type: ignore[attr-defined]

    @property
    def body(self) -> Organisation:
        """The organisation that was chosen."""
        return self.bodies[self.cleaned_data["organisation"]]


@signed_in
def discussion_contacts(request: Request, year: int, slug: str) -> HttpResponse:
    """The contacts of both sides; a form for those who may name one."""
    discussion = find(request, year, slug)
    require(request, rules.can_see_contacts(request.actor))
    form = _form(request, discussion)
    if request.method == "POST":
        require(request, rules.can_name_contacts(request.actor, discussion))
        if form.is_valid() and _name(request, discussion, form):
            return redirect("discussion_contacts", year, slug)
    contacts = contacts_of(discussion)
    context = {
        "discussion": discussion,
        "form": form,
        "verdict": rules.can_name_contacts(request.actor, discussion),
        "contacts": {side: [row for row in contacts if row.side == side] for side in Side},
        "may_remove": lambda row: (
            row.discussion_id == discussion.pk
            and rules.can_name_contact(request.actor, discussion, row.organisation, row.duty)
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "pages/discussions/discussion_contacts.html", context, status=status)


def _form(request: Request, discussion: Discussion) -> ContactForm:
    """With the organisations for which the person may name somebody."""
    actor = request.actor
    bodies = [
        body
        for body in bodies_with_contacts(discussion)
        if rules.can_name_contact(actor, discussion, body)
    ]
    owners = bool(may(actor, Power.RUN_DISCUSSION, discussion))
    data = request.POST if request.method == "POST" else None
    email = actor.user.email if actor.user is not None and not owners else ""
    return ContactForm(bodies, owners=owners, email=email, data=data)


def _name(request: Request, discussion: Discussion, form: ContactForm) -> bool:
    """Names the contact; what cannot be taken stands beside the form, nothing typed is lost."""
    data = form.cleaned_data
    try:
        named = operations.name_contact(
            discussion,
            form.body,
            data["title"],
            by=request.actor,
            email=data["email"],
            duty=data["duty"] or Contact.Duty.CONTACT,
        )
    except BadInput as fault:
        form.add_error("email", str(fault))
        return False
    except Refused as fault:
        form.add_error(None, str(fault))
        return False
    messages.success(
        request,
        _("Named: %(title)s, %(organisation)s.")
        % {"title": named.title, "organisation": form.body.name},
    )
    return True


@require_POST
@signed_in
def contact_remove(request: Request, year: int, slug: str, contact_id: int) -> HttpResponse:
    """Takes the duty away."""
    discussion = find(request, year, slug)
    rows = discussion.contacts.select_related("organisation", "user", "discussion__round")
    contact = get_object_or_404(rows, pk=contact_id)
    verdict = rules.can_name_contact(request.actor, discussion, contact.organisation, contact.duty)
    require(request, verdict)
    operations.remove_contact(contact, by=request.actor)
    messages.success(request, _("Removed: %(title)s.") % {"title": contact.shown[0]})
    return redirect("discussion_contacts", year, slug)
