"""Who takes part in a discussion on which side, and which powers that gives."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alke.base.prepared import prepared
from alke.base.verdicts import Verdict, allowed, refused
from alke.domain.people.actors import Actor
from alke.domain.people.models import ALONE, Membership, Organisation, Side
from alke.domain.people.roles import ROLES, Power, Scope, names_of, roles_with
from alke.domain.rounds.models import Contact, Discussion

Role = Membership.Role
_MINISTRY = Organisation.Kind.MINISTRY


def council_ids(discussion: Discussion) -> frozenset[int]:
    """Ids of the bodies of the discussion's regions (councils and centres); kept on the object.

    A round-wide occasion (webinar, event) has those of all mainland regions.
    """
    kept: frozenset[int] | None = getattr(discussion, "_council_ids", None)
    if kept is None:
        kept = frozenset(_council_ids(discussion.group_id, discussion.region_id))
        discussion._council_ids = kept  # type: ignore[attr-defined]  # noqa: SLF001
    return kept


def note_councils(meetings: Iterable[Discussion]) -> None:
    """Reads the bodies of many regions' own meetings at once. One query."""
    rows = list(meetings)
    bodies: dict[int, set[int]] = defaultdict(set)
    places = Organisation.regions.through.objects.filter(region__in=[r.region_id for r in rows])
    for organisation_id, region_id in places.exclude(organisation__kind=_MINISTRY).values_list(
        "organisation_id", "region_id"
    ):
        bodies[region_id].add(organisation_id)
    for row in rows:
        found = frozenset(bodies[row.region_id or 0])
        row._council_ids = found  # type: ignore[attr-defined]  # noqa: SLF001


@prepared
def _council_ids(group_id: int | None, region_id: int | None) -> QuerySet[Organisation, int]:
    bodies = Organisation.objects.exclude(kind=_MINISTRY)
    if group_id is not None:
        bodies = bodies.filter(regions__groups=group_id)
    elif region_id is not None:
        bodies = bodies.filter(regions=region_id)
    else:
        bodies = bodies.filter(regions__mainland=True)
    return bodies.values_list("pk", flat=True)


def owned_ids(actor: Actor) -> frozenset[int]:
    """Ids of the discussions for which the person is the owner; kept on the actor.

    A duty that was given to an address before the account was opened is the account's; a deputy
    has those of whom it stands in for.
    """
    kept: frozenset[int] | None = actor.__dict__.get("_owned_ids")
    if actor.user is None:
        return frozenset()
    if kept is None:
        own = Q(user=actor.user) | Q(user=None, email__iexact=actor.user.email)
        if actor.stood_in_for:
            own |= Q(user__in=actor.stood_in_for)
        duties = Contact.objects.filter(own, duty=Contact.Duty.OWNER)
        kept = frozenset(duties.values_list("discussion_id", flat=True))
        actor.__dict__["_owned_ids"] = kept
    return kept


def owns(actor: Actor, discussion: Discussion) -> bool:
    """Whether the person is the owner of the discussion, or of the one that it belongs to."""
    return bool({discussion.pk, discussion.parent_id or discussion.pk} & owned_ids(actor))


def sides_in(actor: Actor, discussion: Discussion, power: Power) -> frozenset[Side]:
    """The sides on which `actor` holds `power` in `discussion`."""
    found: set[Side] = set()
    for row in actor.memberships:
        scope = ROLES[Role(row.role)].powers.get(power)
        if scope is None or not _reaches(scope, row, actor, discussion):
            continue
        found.add(
            Side.VN if Role(row.role) in {Role.COORDINATOR, Role.OWNER} else row.organisation.side
        )
    return frozenset(found)


def may(actor: Actor, power: Power, discussion: Discussion | None = None) -> Verdict:
    """Whether one of the actor's roles gives `power` (in `discussion`); else why not."""
    if actor.is_system:
        return allowed()
    if actor.is_anonymous:
        return refused(_("Sign in first."))
    reason: Promise | None = None
    for row in actor.memberships:
        scope = ROLES[Role(row.role)].powers.get(power)
        if scope is None:
            continue
        if discussion is None or _reaches(scope, row, actor, discussion):
            return allowed()
        reason = _OUT_OF_REACH[scope]
    return refused(reason) if reason else refused(_BEYOND[power], never=True)


def may_as(actor: Actor, power: Power, organisation_id: int | None) -> Verdict:
    """Whether the actor holds `power` in that very organisation."""
    if actor.is_system or organisation_id in actor.organisations_as(roles_with(power)):
        return allowed()
    return refused(_OUT_OF_REACH[Scope.OWN])


def may_for(actor: Actor, power: Power, body: Organisation, side: str = Side.MK) -> Verdict:
    """Whether the actor holds `power` for that very body, named on `side`, or in its place."""
    verdict = may_as(actor, power, body.pk)
    if verdict or answering_for(actor, power, body, side) is not None:
        return allowed()
    return refused(_OUT_OF_REACH[Scope.REGION]) if actor.councils_for(power) else verdict


def answering_for(actor: Actor, power: Power, body: Organisation, side: str) -> Organisation | None:
    """The body with which the actor answers in the place of another; None for its own.

    A council answers for its region's stakeholders, on the regions' side only (R9, R13); the
    coordinator's ministry on the Government's side, for who is no ministry.
    """
    if may_as(actor, power, body.pk):
        return None
    if side == Side.MK:
        return actor.councils_for(power).get(body.pk)
    return None if body.kind in ALONE else actor.stands_in


_names_of = lazy(names_of, str)
_BEYOND = {  # why a role without the power is refused, and which roles have it
    power: format_lazy(
        _("Your role does not allow this. These roles can do it: {roles}."), roles=_names_of(power)
    )
    for power in Power
}
_OUT_OF_REACH = {
    Scope.ALL: _("Your role does not allow this."),
    Scope.DISCUSSION: _("Only the owner of this discussion can do this."),
    Scope.SIDE: _("Your organisation does not take part in this discussion."),
    Scope.OWN: _("Only the organisation that is responsible can do this."),
    Scope.REGION: _("Only the organisation itself, or the council of its region, can do this."),
    Scope.INVITED: _("Your organisation is not invited to this discussion."),
    Scope.SHARED: _("Your role reads, but changes nothing."),
}


def _reaches(scope: Scope, row: Membership, actor: Actor, discussion: Discussion) -> bool:
    if scope in {Scope.ALL, Scope.SHARED}:
        return True
    if scope is Scope.DISCUSSION:
        return owns(actor, discussion)
    if row.organisation.kind == _MINISTRY:
        return True
    return row.organisation_id in council_ids(discussion)
