"""Who was there on the day, topic by topic."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alke.base.richtext import BadInput
from alke.domain.participants import rules
from alke.domain.participants.attendance_operations import WHOLE, take_attendance
from alke.domain.participants.queries import attendances, called, listed
from alke.domain.people.models import Side
from alke.domain.topics.models import Topic
from alke.web.access import Request, require, signed_in
from alke.web.find import find_discussion
from alke.web.numbers import whole

FIELD = "lasna-"
DIGITS = 9


@signed_in
def attendance_take(request: Request, year: int, slug: str) -> HttpResponse:
    """Everybody on the list with a box for each topic; who has said to come is ticked at first."""
    discussion = find_discussion(request, year, slug)
    require(request, rules.can_take_attendance(request.actor, discussion))
    topics = list(Topic.objects.on_agenda().filter(discussion=discussion).order_by("number"))
    numbers = [topic.number or WHOLE for topic in topics] or [WHOLE]
    if request.method == "POST":
        try:
            take_attendance(discussion, _present(request.POST, numbers), by=request.actor)
        except BadInput as fault:
            messages.error(request, str(fault))
        else:
            messages.success(request, _("Attendance was noted."))
            return redirect("participant_list", year, slug)
    people = listed(discussion)
    context = {
        "discussion": discussion,
        "topics": topics,
        "numbers": numbers,
        "sides": {side: [row for row in people if row.side == side] for side in Side},
        "there": attendances(discussion),
        "total": len(people),
        "called": called,
    }
    return render(request, "pages/participants/attendance_take.html", context)


def _present(sent: QueryDict, numbers: list[int]) -> dict[int, set[int]]:
    return {
        number: {pk for text in sent.getlist(f"{FIELD}{number}") if (pk := whole(text, DIGITS))}
        for number in numbers
    }
