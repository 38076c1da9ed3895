"""Days on which one is away, and who acts in one's role meanwhile (B13)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.notices import absence_operations as operations
from alke.domain.people import queries, rules
from alke.domain.people.models import Absence, Membership
from alke.web.access import Request, require, signed_in
from alke.web.faults import add_fault
from alke.web.numbers import whole

DIGITS = 9
DAY = {"type": "date"}


class AbsenceForm(forms.Form):
    """In which role, who meanwhile, and from when until when."""

    membership = forms.ChoiceField(label=gettext_lazy("Role"))
    deputy = forms.ChoiceField(label=gettext_lazy("Deputy"))
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(DAY))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(DAY))

    def __init__(self, memberships: list[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.memberships = {str(row.pk): row for row in memberships}
        day = clock.today()
        people = {
            str(user.pk): user for row in memberships for user in queries.deputies_for(row, day)
        }
        self.deputies = people
        self._choose(
            "membership",
            [
                (pk, f"{row.role_label}, {row.organisation.name}")
                for pk, row in self.memberships.items()
            ],
        )
        choose = [("", _("Choose"))] if len(people) > 1 else []  # nobody is named by default
        named = [(pk, f"{user.title}, {user.email}") for pk, user in people.items()]
        self._choose("deputy", choose + named)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


@signed_in
def absence_list(request: Request) -> HttpResponse:
    """One's own absences that are or come, a form, and for whom one stands in then.

    The administrator notes them for another person's role (`?jasen=12`).
    """
    memberships, whose = _memberships(request)
    form = AbsenceForm(memberships, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _note(request, form):
        return redirect(request.get_full_path())
    day = clock.today()
    rows = Absence.objects.to_come(day).select_related("membership__organisation", "deputy")
    context = {
        "form": form,
        "whose": whose,
        "absences": list(rows.filter(membership__in=memberships)),
        "stands_in": list(rows.filter(deputy=request.actor.user)),
    }
    status = 422 if form.errors else 200
    return render(request, "pages/people/absence_list.html", context, status=status)


@require_POST
@signed_in
def absence_end(request: Request, pk: int) -> HttpResponse:
    """The person is back, or does not go."""
    rows = Absence.objects.select_related("membership__organisation", "membership__user", "deputy")
    absence = get_object_or_404(rows, pk=pk)
    require(request, rules.can_end_absence(request.actor, absence.membership))
    operations.end_absence(absence, by=request.actor)
    messages.success(request, _("The deputy does not act in this role any more."))
    user = request.actor.user
    if user is not None and absence.membership.user_id != user.pk:
        return redirect("organisation_members", absence.membership.organisation.slug)
    return redirect("absence_list")


def _memberships(request: Request) -> tuple[list[Membership], Membership | None]:
    """One's own roles in force, without those that one stands in for; or the one asked for."""
    asked = request.GET.get("jasen", "")
    if asked:
        number = whole(asked, DIGITS)
        rows = Membership.objects.select_related("organisation", "user").filter(pk=number or 0)
        membership = rows.first()
        if membership is None:
            raise Http404
        require(request, rules.can_note_absence(request.actor, membership))
        return [membership], membership
    own = request.actor.user
    mine = [
        row
        for row in request.actor.memberships
        if own is not None and row.user_id == own.pk and rules.can_note_absence(request.actor, row)
    ]
    return mine, None


def _note(request: Request, form: AbsenceForm) -> bool:
    said = form.cleaned_data
    try:
        operations.note_absence(
            form.memberships[said["membership"]],
            form.deputies[said["deputy"]],
            said["first"],
            said["last"],
            by=request.actor,
        )
    except (BadInput, Refused) as fault:
        add_fault(form, fault)
        return False
    messages.success(request, _("Noted. On these days the deputy acts in the role."))
    return True
