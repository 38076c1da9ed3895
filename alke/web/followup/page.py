"""What the pages of one follow-up share: what is chosen, who may do what, where things are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from markupsafe import Markup

from alke.base import clock
from alke.base.languages import active
from alke.base.links import link
from alke.base.prepared import prepared
from alke.base.verdicts import Verdict
from alke.domain.followup import rules
from alke.domain.followup.count_queries import (
    ALL,
    OURS,
    RETURNED,
    REVIEW,
    SHOWS,
    Choice,
    Counts,
    bodies_without_ministry,
    counts_of,
    waiting_by_body,
)
from alke.domain.followup.models import FollowUpRound, ProgressReport
from alke.domain.followup.report_record import COMMENT_LIMIT, STATUSES, TEXT_LIMIT
from alke.domain.people.actors import Actor
from alke.domain.people.models import Membership, Organisation, Side
from alke.domain.people.roles import Power, roles_with
from alke.domain.rounds.participation import may, owned_ids
from alke.domain.topics.action_models import Action, ActionOrigin
from alke.web.access import Request, one_or_404, reader
from alke.web.find import find_organisation

EVERYBODY = "kaikki"  # ?taho=kaikki
NOT_OURS = ProgressReport.Answer.NOT_OURS.value


def find_followup(request: Request, year: int, slug: str) -> FollowUpRound:
    """The follow-up, if the person may see it; else 404."""
    return one_or_404(_followup_of(reader(request), year, slug))


@prepared
def _followup_of(actor: Actor, year: int, slug: str) -> QuerySet[FollowUpRound]:
    rows = FollowUpRound.objects.visible_to(actor).filter(round__year=year, slug=slug)
    return rows.select_related("round", "deadline", "previous").defer("round__format_text")


def find_report(request: Request, followup: FollowUpRound, report_id: int) -> ProgressReport:
    """A cell of the follow-up, if the person may see it; else 404."""
    report = one_or_404(_report_of(request.actor, followup.pk, report_id))
    report.followup = followup
    return report


@prepared
def _report_of(actor: Actor, followup_id: int, report_id: int) -> QuerySet[ProgressReport]:
    rows = ProgressReport.objects.visible_to(actor).filter(followup=followup_id, pk=report_id)
    return rows.select_related("organisation", "action")


def reporting_bodies(actor: Actor) -> list[Organisation]:
    """The organisations for which the person writes follow-up, the main one first."""
    roles = roles_with(Power.REPORT)
    rows = (row for row in actor.memberships if Membership.Role(row.role) in roles)
    return list({row.organisation_id: row.organisation for row in rows}.values())


Asked = tuple[int, str]  # a body, and the side on which it answers
Spoken = tuple[str, dt.date]


def spoken() -> Spoken:
    """What words and days depend on: the language and today."""
    return active(), clock.today()


@dataclass(frozen=True)
class Page:
    """What every cell, button and counter of a follow-up's page needs to know."""

    followup: FollowUpRound
    choice: Choice
    own: bool  # whether one reports for the body chosen
    speaker: Organisation | None  # the own one that reports in the place of the body chosen
    query: str  # "?taho=…", or ""
    address: str
    writes: frozenset[Asked]
    submits: frozenset[Asked]
    takes: Verdict  # whether answers are taken now
    others: frozenset[Asked] = frozenset()  # in whose place one can report, chosen first
    reviews: frozenset[int] | None = frozenset()  # actions; None: all
    focus: bool = False  # the cell answers to a press
    spoken: Spoken = field(default_factory=spoken)

    limit = TEXT_LIMIT
    comment_limit = COMMENT_LIMIT

    def cell_address(self, pk: int, tail: str = "") -> Markup:
        """Where one cell is written; ready to stand in an attribute."""
        return Markup(f"{self.address}{pk}/{tail}") + self.query  # noqa: S704 - our own address

    def edit_address(self, pk: int) -> Markup:
        """Where one cell is open for writing."""
        return self.cell_address(pk) + self._more("muokkaa=1")

    def return_address(self, pk: int) -> Markup:
        """Where the comment is written with which an answer is returned."""
        return self.cell_address(pk) + self._more("palauta=1")

    def _more(self, text: str) -> str:
        return f"&{text}" if self.query else f"?{text}"

    def address_for(self, asked: Asked, slug: str) -> str:
        """Where one reports in the body's place; "" where that is not one's business."""
        return f"{self.address}?taho={slug}" if asked in self.others else ""

    @property
    def goes_on(self) -> bool:
        """Whether there was a round before, so that a first answer is worth a mark."""
        return self.followup.previous_id is not None

    def can_review(self, action_id: int) -> bool:
        """Whether the person returns and accepts answers on the action."""
        return self.reviews is None or action_id in self.reviews

    def with_query(self, **changes: str) -> str:
        """The page's address with another choice."""
        values = _values(self.choice, own=self.is_usual) | changes
        query = urlencode({key: value for key, value in values.items() if value})
        return f"{self.address}?{query}" if query else self.address

    @property
    def is_usual(self) -> bool:
        """Whether the body chosen is the one that is shown unasked."""
        return self.own and self.speaker is None

    @property
    def statuses(self) -> list[tuple[str, Any]]:
        """What can be said of how far the action is."""
        told = [(state.value, state.label) for state in STATUSES]
        return [("", _("Not stated")), *told, (NOT_OURS, ProgressReport.Answer.NOT_OURS.label)]


def _values(choice: Choice, *, own: bool) -> dict[str, str]:
    body = choice.body.slug if choice.body is not None else EVERYBODY
    other = choice.other.slug if choice.other is not None else ""
    return {
        "taho": "" if own else body,
        "nayta": choice.show,
        "tila": choice.state,
        "myos": other,
    }


def page_of(
    request: Request,
    followup: FollowUpRound,
    *,
    focus: bool = False,
    body: Organisation | None = None,
) -> Page:
    """The page as its address asks for it; `body`: whose cell it is about."""
    actor = request.actor
    choice, mine = _choice(request)
    chosen = body or choice.body
    bodies = bodies_without_ministry(followup) if actor.stands_in is not None else []
    others = _others(actor, Power.REPORT, bodies)
    places = _of(choice.body, others) if choice.body is not None and not mine else []
    speaker = others[places[0]] if places else None
    values = {} if not actor.reads else _values(choice, own=mine)
    kept = {key: value for key, value in values.items() if value}
    if not mine and choice.body is None and "taho" not in request.GET:
        kept.pop("taho", None)
    open_now = bool(rules.is_open(followup))
    takes = rules.takes_answers(followup)
    return Page(
        followup=followup,
        choice=choice,
        own=mine or speaker is not None,
        speaker=speaker,
        query=f"?{urlencode(kept)}" if kept else "",
        address=link("followup_detail", followup.round.year, followup.slug),
        writes=_asked(actor, Power.REPORT, bodies, chosen) if open_now else frozenset(),
        submits=_asked(actor, Power.SUBMIT_REPORT, bodies, chosen) if takes else frozenset(),
        takes=takes,
        others=frozenset(others) if open_now else frozenset(),
        reviews=frozenset(),
        focus=focus,
    )


def _others(actor: Actor, power: Power, bodies: Iterable[int]) -> dict[Asked, Organisation]:
    """In whose place the actor writes, and with which own body: a council for its stakeholders,
    the coordinator for `bodies`.
    """
    councils = actor.councils_for(power)
    found = {(pk, Side.MK.value): council for pk, council in councils.items()}
    if (own := actor.stands_in) is not None:
        found |= {(pk, Side.VN.value): own for pk in bodies}
    return found


def _asked(
    actor: Actor, power: Power, bodies: Iterable[int], chosen: Organisation | None
) -> frozenset[Asked]:
    """The own bodies on either side, or the one alone that is chosen in whose place one writes."""
    others = _others(actor, power, bodies)
    if chosen is not None and (found := _of(chosen, others)):
        return frozenset(found)
    own = actor.organisations_as(roles_with(power))
    return frozenset((pk, side.value) for pk in own for side in Side)


def _of(body: Organisation, others: Iterable[Asked]) -> list[Asked]:
    return [asked for asked in others if asked[0] == body.pk]


def _choice(request: Request) -> tuple[Choice, bool]:
    """What is asked for, and whether the body is one's own; unknown words are passed over."""
    mine = reporting_bodies(request.actor)
    show = request.GET.get("nayta", ALL)
    state = request.GET.get("tila", "")
    body = _body(request.GET.get("taho", ""), mine)
    return Choice(
        body=body,
        show=show if show in SHOWS and request.actor.reads else ALL,
        state=state if state in Action.State.values else "",
        other=find_organisation(slug) if (slug := request.GET.get("myos", "")) else None,
    ), body is not None and body in mine


def _body(slug: str, mine: list[Organisation]) -> Organisation | None:
    if slug == EVERYBODY or (not slug and not mine):
        return None
    own = next((body for body in mine if slug in {"", body.slug}), None)
    return own or find_organisation(slug)


def reviewed_actions(request: Request, page: Page, actions: list[int]) -> frozenset[int] | None:
    """The actions among these on which the person reviews answers; None: all of them."""
    actor = request.actor
    if not rules.is_open(page.followup) or not may(actor, Power.RETURN_REPORT):
        return frozenset()
    if may(actor, Power.RUN_ROUND):
        return None
    owned = owned_ids(actor)
    origins = ActionOrigin.objects.filter(action__in=actions)
    found = origins.values_list("action_id", "discussion_id", "discussion__parent_id")
    return frozenset(action for action, *places in found if owned.intersection(places))


@dataclass(frozen=True)
class Segment:
    """One way to look at the list."""

    url: str
    label: str
    count: int
    current: bool


def segments(page: Page, counts: Counts) -> list[Segment]:
    """All, and those that wait for somebody, or are missing once nobody can answer any more."""
    body, closed = page.choice.body, page.followup.state == FollowUpRound.State.CLOSED
    answers = sum(total for _done, total in counts.done.values())
    found = [(ALL, _("All"), counts.actions) if body else (ALL, _("All answers"), answers)]
    if body is None:
        found += [(side, label, counts.waiting[side]) for side, label in _sides(closed=closed)]
    else:
        found += [(OURS, _ours(page, body, closed=closed), counts.ours)]
        found += [
            (side, label, counts.waiting[side])
            for side, label in _sides(closed=closed)
            if side != body.side
        ]
    if counts.returned:
        found.append((RETURNED, _("Returned"), counts.returned))
    if page.reviews is None and counts.review:
        found.append((REVIEW, _("To be reviewed"), counts.review))
    return [
        Segment(page.with_query(nayta=show), label, count, current=page.choice.show == show)
        for show, label, count in found
    ]


def _sides(*, closed: bool) -> list[tuple[str, str]]:
    if closed:
        return [
            (Side.VN.value, _("Missing from the Government")),
            (Side.MK.value, _("Missing from the regions")),
        ]
    return [
        (Side.VN.value, _("Waiting for the Government")),
        (Side.MK.value, _("Waiting for the regions")),
    ]


def _ours(page: Page, body: Organisation, *, closed: bool) -> str:
    if page.is_usual:
        return _("Missing from us") if closed else _("Waiting for us")
    text = _("Missing from %(body)s") if closed else _("Waiting for %(body)s")
    return text % {"body": body.short}


def counters(request: Request, page: Page) -> dict[str, Any]:
    """What changes with each answer: the progress of both sides, the segments, what is left."""
    counts = counts_of(page.followup, request.actor, page.choice, own=page.own)
    return {
        "counts": counts,
        "segments": segments(page, counts) if request.actor.reads else [],
        "answerers": answerers(request, page),
        "can_send": can_send(request, page, counts),
        "now": clock.now(),
    }


def answerers(request: Request, page: Page) -> list[Segment]:
    """The bodies for which a council answers here, its own first, with what waits for each."""
    if not page.own or not (bodies := request.actor.stakeholders):
        return []
    [main, *_others] = reporting_bodies(request.actor)
    waiting = waiting_by_body(page.followup, {main.pk, *(pk for pk, _side in page.others)})
    asked = {body.pk: body for body in bodies if body.pk in waiting}
    if not asked:
        return []
    found = [Segment(page.address, main.name, waiting.get(main.pk, 0), current=page.is_usual)]
    for pk, body in asked.items():
        address = page.address_for((pk, Side.MK.value), body.slug)
        found.append(Segment(address, body.short, waiting[pk], current=body == page.choice.body))
    return found


def can_send(request: Request, page: Page, counts: Counts) -> Verdict | None:
    """Whether the body's drafts can be submitted; None where that is not one's business."""
    body = page.choice.body
    if not page.own or body is None:
        return None
    return rules.can_submit_drafts(request.actor, page.followup, body)
