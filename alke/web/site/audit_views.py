"""The record of changes, for the coordinator and the administrator: never what was written."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from alke.domain.insight.audit_page import Wanted, audit_lines
from alke.domain.insight.event_words import KINDS
from alke.domain.people.models import Organisation
from alke.domain.people.roles import Power
from alke.domain.rounds.models import Discussion, Round
from alke.domain.rounds.participation import may
from alke.web.access import Request, require, signed_in
from alke.web.context import note_year

FILTERS = ("vuosi", "keskustelu", "taho", "laji")
LARGEST = 18  # digits of an event's number


@signed_in
def audit_log(request: Request) -> HttpResponse:
    """Events, newest first, narrowed by round, discussion, body and kind."""
    require(request, may(request.actor, Power.READ_AUDIT))
    rounds = list(Round.objects.visible_to(request.actor).defer("format_text"))
    note_year(request, rounds[0].year if rounds else 0)
    bodies = list(Organisation.objects.order_by("name_fi"))
    wanted, discussions = _wanted(request, rounds, bodies)
    lines, more = audit_lines(request.actor, wanted, rounds, bodies)
    kept = {key: value for key in FILTERS if (value := request.GET.get(key, ""))}
    context = {
        "lines": lines,
        "wanted": wanted,
        "rounds": [(str(row.year), row.name) for row in rounds],
        "discussions": [(row.slug, row.name) for row in discussions],
        "bodies": [(row.slug, row.name) for row in bodies],
        "kinds": list(KINDS.items()),
        "older": f"?{urlencode(kept | {'ennen': lines[-1].seq})}" if more else "",
        "newest": f"{request.path}?{urlencode(kept)}" if wanted.before is not None else "",
    }
    return render(request, "pages/site/audit_log.html", context)


def _wanted(
    request: Request, rounds: list[Round], bodies: list[Organisation]
) -> tuple[Wanted, list[Discussion]]:
    """What is asked for, and the discussions of the round chosen; unknown words are passed over."""
    get = request.GET.get
    round_ = next((row for row in rounds if str(row.year) == get("vuosi")), None)
    discussions = list(round_.discussions.visible_to(request.actor)) if round_ is not None else []
    before = get("ennen", "")
    number = before.isascii() and before.isdecimal() and len(before) < LARGEST
    return Wanted(
        round=round_,
        discussion=next((row for row in discussions if row.slug == get("keskustelu")), None),
        body=next((row for row in bodies if row.slug == get("taho")), None),
        kind=get("laji", "") if get("laji") in KINDS else "",
        before=int(before) if number else None,
    ), discussions
