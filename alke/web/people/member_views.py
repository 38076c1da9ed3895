"""The administrator's page of an organisation's people: give and end roles, close accounts."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.languages import Language
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.people import operations, queries, rules
from alke.domain.people.account_operations import EMAIL_LIMIT, TITLE_LIMIT, clean_email
from alke.domain.people.models import Membership, Organisation, User
from alke.web.access import Request, require, signed_in
from alke.web.find import find_organisation

Role = Membership.Role


class AccessForm(forms.Form):
    """Whom to give which role; the operation checks what is typed."""

    email = forms.CharField(label=gettext_lazy("Work e-mail"), max_length=EMAIL_LIMIT)
    title = forms.CharField(
        label=gettext_lazy("Duty"),
        max_length=TITLE_LIMIT,
        required=False,
        help_text=gettext_lazy("A duty or title, not a name."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)

    def __init__(self, organisation: Organisation, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        roles = [(role.value, role.label) for role in rules.roles_of(organisation)]
        self.fields["role"] = forms.ChoiceField(label=gettext_lazy("Role"), choices=roles)
        self.initial["language"] = organisation.language

    def clean_email(self) -> str:
        """The address as it is kept, or what is wrong with it."""
        try:
            return clean_email(self.cleaned_data["email"])
        except BadInput as fault:
            raise forms.ValidationError(str(fault)) from None


@signed_in
def organisation_members(request: Request, slug: str) -> HttpResponse:
    """People of the organisation, those of the past too; a form that gives a role."""
    require(request, rules.can_manage_organisations(request.actor))
    body = find_organisation(slug)
    form = AccessForm(body, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _give(request, body, form):
        return redirect("organisation_members", slug=slug)
    day = clock.today()
    rows = list(queries.people_of(body))
    return render(
        request,
        "pages/people/organisation_members.html",
        {
            "body": body,
            "form": form,
            "current": [row for row in rows if row.is_valid_on(day)],
            "past": [row for row in rows if not row.is_valid_on(day)],
            "verdict": rules.can_give_role(request.actor, body, rules.roles_of(body)[0]),
            "end_verdict": lambda row: rules.can_end_membership(request.actor, row),
            "close_verdict": lambda user: rules.can_close_account(request.actor, user),
        },
        status=400 if form.errors else 200,
    )


def _give(request: Request, body: Organisation, form: AccessForm) -> bool:
    """Gives the role; what cannot be taken stands beside the form, nothing typed is lost."""
    data = form.cleaned_data
    try:
        row = operations.give_access(
            body,
            by=request.actor,
            email=data["email"],
            title=data["title"],
            role=Role(data["role"]),
            language=Language(data["language"]),
        )
    except (BadInput, Refused) as fault:
        form.add_error(None, str(fault))
        return False
    messages.success(
        request,
        _("%(email)s is now: %(role)s.") % {"email": row.user.email, "role": row.role_label},
    )
    return True


@require_POST
@signed_in
def membership_end(request: Request, slug: str, membership_id: int) -> HttpResponse:
    """Ends a role at once."""
    require(request, rules.can_manage_organisations(request.actor))
    row = get_object_or_404(
        Membership.objects.select_related("user", "organisation"),
        pk=membership_id,
        organisation__slug=slug,
    )
    operations.end_membership(row, by=request.actor)
    messages.success(request, _("The role of %(email)s has ended.") % {"email": row.user.email})
    return redirect("organisation_members", slug=slug)


@require_POST
@signed_in
def account_close(request: Request, slug: str, user_id: int) -> HttpResponse:
    """Closes an account of somebody in the organisation."""
    user = _member(request, slug, user_id)
    operations.close_account(user, by=request.actor)
    messages.success(request, _("The account %(email)s is closed.") % {"email": user.email})
    return redirect("organisation_members", slug=slug)


@require_POST
@signed_in
def account_reopen(request: Request, slug: str, user_id: int) -> HttpResponse:
    """Opens it again."""
    user = _member(request, slug, user_id)
    operations.reopen_account(user, by=request.actor)
    messages.success(request, _("The account %(email)s is open again.") % {"email": user.email})
    return redirect("organisation_members", slug=slug)


def _member(request: Request, slug: str, user_id: int) -> User:
    require(request, rules.can_manage_organisations(request.actor))
    people = User.objects.filter(memberships__organisation__slug=slug).distinct()
    return get_object_or_404(people, pk=user_id)
