"""Packages of a whole round, which the worker makes: asked for, watched, fetched."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alke.base.languages import active
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.documents import work_rules
from alke.domain.documents.work_models import Work
from alke.domain.documents.work_operations import ask_work, cancel_work
from alke.domain.documents.work_queries import work_in, works_of
from alke.domain.rounds.models import Round
from alke.web.access import Request, one_or_404, require, signed_in, status_of
from alke.web.documents.folder_views import LANGUAGES
from alke.web.documents.kept import handed_out
from alke.web.documents.place import Place, find_place


class WorkForm(forms.Form):
    """In which language a bundle is made."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)


@signed_in
def round_works(request: Request, year: int) -> HttpResponse:
    """Where a package of the whole round is asked for, watched and fetched."""
    place = find_place(request, year)
    require(request, work_rules.can_ask_work(request.actor))
    if request.method != "POST":
        return _page(request, place)
    kind, language = request.POST.get("laji", ""), request.POST.get("language", "")
    try:
        ask_work(place.round, kind, language or active(), by=request.actor)
    except (BadInput, Refused) as fault:
        return _page(request, place, str(fault), status=status_of(fault))
    return redirect("round_works", year)


@signed_in
def work_detail(request: Request, year: int, pk: int) -> HttpResponse:
    """How far it is: asked for every second by the page, as long as the work is not done."""
    place, work = _found(request, year, pk)
    if not request.htmx:
        return redirect("round_works", year)
    context = {"round": place.round, "work": work, "told": not work.is_active}
    return render(request, "pages/documents/work_detail.html", context)


@require_POST
@signed_in
def work_cancel(request: Request, year: int, pk: int) -> HttpResponse:
    """Stops it."""
    place, work = _found(request, year, pk)
    try:
        cancel_work(work, by=request.actor)
    except Refused as fault:
        return _page(request, place, str(fault), status=status_of(fault))
    messages.success(request, _("The work was cancelled."))
    return redirect("round_works", year)


@signed_in
def work_file(request: Request, year: int, pk: int) -> HttpResponse:
    """What came of it."""
    _place, work = _found(request, year, pk)
    if not work.digest:
        raise Http404
    return handed_out(work.digest, work.name, "application/zip", work.size)


def _found(request: Request, year: int, pk: int) -> tuple[Place, Work]:
    place = find_place(request, year)
    require(request, work_rules.can_ask_work(request.actor))
    return place, one_or_404(work_in(place.round, pk))


def _page(request: Request, place: Place, fault: str = "", *, status: int = 200) -> HttpResponse:
    round_: Round = place.round
    works = works_of(round_)
    context = {
        "place": place,
        "round": round_,
        "form": WorkForm(initial={"language": active()}),
        "works": works,
        "working": any(row.is_active for row in works),
        "kinds": Work.Kind,
        "fault": fault,
    }
    return render(request, "pages/documents/round_works.html", context, status=status)
