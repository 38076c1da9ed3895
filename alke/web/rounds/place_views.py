"""Where a discussion is held, and the address at which one joins it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.rounds import rules
from alke.domain.rounds.models import Discussion
from alke.domain.rounds.move_operations import REASON_LIMIT
from alke.domain.topics.place_operations import LINK_LIMIT, PLACE_LIMIT, set_place
from alke.web.access import Request, require, signed_in
from alke.web.faults import add_fault
from alke.web.find import find_discussion


class PlaceForm(forms.Form):
    """The place and the link; a published agenda wants a reason for another place."""

    place = forms.CharField(label=gettext_lazy("Place"), max_length=PLACE_LIMIT, required=False)
    link = forms.CharField(
        label=gettext_lazy("Link for joining"), max_length=LINK_LIMIT, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LIMIT, required=False)

    def __init__(self, data: Any, discussion: Discussion) -> None:
        super().__init__(data, initial={"place": discussion.place, "link": discussion.link})
        if discussion.agenda != Discussion.Agenda.PUBLISHED:
            del self.fields["reason"]


@signed_in
def discussion_place(request: Request, year: int, slug: str) -> HttpResponse:
    """Changes the place and the link of a discussion."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_set_place(request.actor, discussion))
    form = PlaceForm(request.POST if request.method == "POST" else None, discussion)
    if request.method == "POST" and form.is_valid() and _set(request, discussion, form):
        messages.success(request, _("Saved. Calendars and invitations follow."))
        return redirect("discussion_detail", year, slug)
    context = {"discussion": discussion, "form": form}
    status = 422 if form.errors else 200
    return render(request, "pages/rounds/discussion_place.html", context, status=status)


def _set(request: Request, discussion: Discussion, form: PlaceForm) -> bool:
    try:
        set_place(discussion, by=request.actor, **form.cleaned_data)
    except (Refused, BadInput) as fault:
        add_fault(form, fault)
        return False
    return True
