"""A table of participants that is pasted or brought as a file: looked through, then accepted."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alke.base.files import digest_of
from alke.base.richtext import BadInput
from alke.base.sheets import MOST_ROWS, as_text, read_pasted, read_table
from alke.base.verdicts import Refused
from alke.domain.participants import rules
from alke.domain.participants.import_operations import NotReady, import_participants
from alke.domain.participants.table_ground import ground_of
from alke.domain.participants.table_match import OTHER, Choices, Kind, Table, match_table
from alke.domain.people.models import Organisation
from alke.domain.rounds.models import Discussion
from alke.web.access import Request, require, signed_in, status_of
from alke.web.find import find_discussion
from alke.web.numbers import whole

Cells = list[list[str]]
BODY = "taho-"


@signed_in
def participant_import(request: Request, year: int, slug: str) -> HttpResponse:
    """The form; the preview of what came with it; and, accepted, the registrations.

    Between the steps nothing is kept: the preview's form carries the rows.
    """
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_register_some(request.actor, discussion))
    if request.method != "POST":
        return _ask(request, discussion)
    try:
        cells = _cells(request)
    except BadInput as fault:
        return _ask(request, discussion, fault=str(fault))
    choices = _choices(request.POST)
    if request.POST.get("teko") != "ilmoita":
        return _preview(request, discussion, cells, choices)
    if request.POST.get("nahty", _mark(cells)) != _mark(cells):
        text = _("The rows are other than those looked through. Nobody was registered yet.")
        return _preview(request, discussion, cells, choices, fault=text, status=409)
    try:
        table = import_participants(discussion, cells, choices, by=request.actor)
    except (Refused, BadInput) as fault:
        status = 422 if isinstance(fault, NotReady) else status_of(fault)
        return _preview(request, discussion, cells, choices, fault=str(fault), status=status)
    count = table.counts[Kind.NEW]
    text = ngettext(
        "%(count)d participant was registered.", "%(count)d participants were registered.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("participant_list", year, slug)


def _mark(cells: Cells) -> str:
    """By which the rows that were looked through are known again."""
    return digest_of(as_text(cells).encode())


def _cells(request: Request) -> Cells:
    """Of the file where one was chosen, else of the pasted text."""
    file = request.FILES.get("tiedosto")
    if file is not None and hasattr(file, "read"):
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            raise BadInput(_("The file is too large: paste the rows instead."))
        cells = read_table(file.name or "", file.read())
    else:
        cells = read_pasted(request.POST.get("rivit", ""))
    if not cells:
        raise BadInput(_("Paste the rows or choose a file first."))
    return cells


def _choices(sent: QueryDict) -> Choices:
    bodies = {
        number: str(sent[key])
        for key in sent
        if key.startswith(BODY) and (number := whole(key.removeprefix(BODY))) and sent[key]
    }
    return Choices(bodies, _numbers(sent, "pois"), _numbers(sent, "varma"))


def _numbers(sent: QueryDict, name: str) -> set[int]:
    return {number for text in sent.getlist(name) if (number := whole(text))}


def _ask(request: Request, discussion: Discussion, fault: str = "") -> HttpResponse:
    context = {
        "discussion": discussion,
        "faults": {"tiedosto" if request.FILES else "rivit": fault} if fault else {},
        "typed": request.POST.get("rivit", ""),
        "most": MOST_ROWS,
    }
    page = "pages/participants/participant_import.html"
    return render(request, page, context, status=422 if fault else 200)


def _preview(
    request: Request,
    discussion: Discussion,
    cells: Cells,
    choices: Choices,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    ground = ground_of(discussion, request.actor)
    table = match_table(cells, ground, choices)
    options: list[tuple[str, Any]] = [("", _("Choose"))]
    options += [(body.slug, body.name) for body in ground.bodies]
    if ground.own is not None and ground.own.kind == Organisation.Kind.COUNCIL:
        options.append((OTHER, _("Another stakeholder, by this name")))
    context = {
        "discussion": discussion,
        "table": table,
        "rows": [row for row in table.rows if row.kind is not Kind.EMPTY],
        "counts": _counted(table),
        "choices": choices,
        "options": options,
        "text": as_text(cells),
        "mark": _mark(cells),
        "fault": fault,
    }
    page = "pages/participants/participant_preview.html"
    return render(request, page, context, status=status)


def _counted(table: Table) -> dict[str, int]:
    return {kind.value: table.counts[kind] for kind in Kind}
