"""The demo's page and its date switch; neither exists outside of demo mode."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alke.base import clock
from alke.base.links import link
from alke.domain.notices.gathering_operations import gather_urgent, write_digests
from alke.domain.people.actors import Actor
from alke.domain.reminders.operations import remind
from alke.domain.rounds.models import Discussion, Round
from alke.domain.samples.operations import continue_sample
from alke.web.access import Request
from alke.web.addresses import own_address
from alke.web.middleware import DEMO_DAY
from alke.web.people.demo_accounts import demo_groups

SAMPLE_YEAR = 2024
FIRST, LAST = dt.date(2023, 9, 1), dt.date(2030, 12, 31)


@dataclass(frozen=True)
class Milestone:
    """A day worth going to, and what happens on it."""

    date: dt.date
    label: str


def demo_page(request: Request) -> HttpResponse:
    """What to try, the days of the round, the accounts."""
    _only_in_the_demo()
    return render(
        request,
        "pages/site/demo_page.html",
        {
            "milestones": milestones(),
            "groups": demo_groups(),
            "first": FIRST,
            "last": LAST,
        },
    )


@csrf_exempt  # the switch stands on public pages, which set no cookie so that memory serves them
@require_POST
def demo_day(request: Request) -> HttpResponse:
    """Sets the day for this browser and goes back; no day means the day of the start.

    What the sample has happen by that day, happens now, for all browsers.
    """
    _only_in_the_demo()
    text = request.POST.get("day", "")
    day = _read(text)
    if day is not None:
        request.session[DEMO_DAY] = day.isoformat()
        until = clock.on_day(day, clock.now())
        continue_sample(by=Actor.system(), until=until)
        _let_the_clock_act(until)
    elif text:
        messages.error(request, _("Choose a day between 1.9.2023 and 31.12.2030."))
    else:
        request.session.pop(DEMO_DAY, None)
    return redirect(own_address(request, request.POST.get("next", "")) or link("demo_page"))


def _let_the_clock_act(moment: dt.datetime) -> None:
    """What the worker would have done by then: it does not live through the day that one chose."""
    with clock.at(moment):
        remind()
        gather_urgent()
        write_digests()


def milestones() -> list[Milestone]:
    """The days of the sample round in order, several things of one day in one line."""
    rounds = Round.objects.visible_to(Actor.system()).defer("format_text")
    round_ = rounds.filter(year=SAMPLE_YEAR).first() or rounds.first()
    if round_ is None:
        return []
    found: dict[dt.date, list[str]] = {}
    for day, label in _days(round_):
        found.setdefault(day, []).append(label)
    return [
        Milestone(day, ", ".join(dict.fromkeys(labels)))
        for day, labels in sorted(found.items())
        if FIRST <= day <= LAST
    ]


def _days(round_: Round) -> Iterator[tuple[dt.date, str]]:
    if settings.FIXED_DAY:
        yield settings.FIXED_DAY, _("The day on which the demo begins")
    if round_.letter_date:
        yield round_.letter_date, _("Guidance letter")
    for deadline in round_.deadlines.select_related("discussion"):
        about = f": {deadline.discussion.name}" if deadline.discussion else ""
        yield deadline.day, deadline.name + about
    for row in round_.discussions.exclude(starts_at=None).filter(parent=None):
        if row.day:
            joint = row.kind == Discussion.Kind.JOINT
            yield row.day, _("Discussion: %(name)s") % {"name": row.name} if joint else row.name
    yield dt.date(2026, 1, 2), _("ELY Centres have become Economic Development Centres")


def _read(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
