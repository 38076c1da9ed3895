"""Reads of deliveries: who receives a version by the live list, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from alke.base import clock
from alke.base.languages import CODES
from alke.base.mailaddress import is_mail_address
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentVersion
from alke.domain.people.models import Absence, Membership, Organisation
from alke.domain.rounds.models import Contact, Distribution

Role = Membership.Role
# who is written to for a body; guests read only what is public of other discussions (R13)
ADDRESSED: Final = (Role.MINISTRY_CONTACT, Role.COUNCIL_CONTACT, Role.READER)


@dataclass(frozen=True)
class Address:
    """Where to a body is written, in the language of who reads there."""

    email: str
    language: str


@dataclass(frozen=True)
class Recipient:
    """A body with the addresses to which a version goes.

    `purpose` is empty for a body that is on the list no more but got an earlier version.
    """

    organisation: Organisation
    purpose: str
    addresses: tuple[Address, ...]
    due: tuple[Address, ...]  # those that have not got this version yet
    earlier: tuple[Delivery, ...]  # of the newest earlier version that was sent to it

    @property
    def languages(self) -> list[str]:
        """Those of its addresses, in their usual order."""
        used = {row.language for row in self.addresses}
        return [code for code in CODES if code in used]

    def renewed(self, address: Address) -> Delivery | None:
        """The earlier delivery that one to `address` renews: the same reader's, else the body's."""
        same = (row for row in self.earlier if row.address == address.email)
        return next(same, self.earlier[0] if self.earlier else None)


@dataclass(frozen=True)
class Counts:
    """What became of a version's deliveries."""

    total: int = 0
    sent: int = 0
    opened: int = 0
    to_send: int = 0
    bounced: int = 0


def recipients_of(version: DocumentVersion) -> list[Recipient]:
    """The round's distribution list with its addresses, then who got an earlier version only.

    Each person is written to once, unless a body would be left without; who stands in for one that
    is away is written to as well (B13). Five queries.
    """
    bodies, earlier, had = _bodies(version)
    addresses = _addresses(version, bodies)
    taken: set[str] = set()
    found = []
    for body, purpose in bodies.values():
        own = addresses.get(body.pk, [])
        own = [row for row in own if row.email not in taken] or own
        taken.update(row.email for row in own)
        due = tuple(row for row in own if (body.pk, row.email) not in had)
        rows = tuple(earlier.get(body.pk, ()))
        found.append(Recipient(body, purpose, tuple(own), due, rows))
    return found


def deliveries_of(version: DocumentVersion) -> list[Delivery]:
    """The record of a version: for action first, body by body. One query."""
    rows = version.deliveries.select_related("organisation", "sender", "by", "renews__version")
    order = {"action": 0, "information": 1, "": 2}
    return sorted(rows, key=lambda row: (order[row.purpose], row.organisation.name, row.pk))


def counts_of(versions: Iterable[DocumentVersion]) -> dict[int, Counts]:
    """By the id of each version that was delivered. One query."""
    rows = Delivery.objects.filter(version__in=list(versions)).order_by().values("version")
    counted = rows.annotate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(state=Delivery.State.SENT)),
        opened=Count("opened_at"),
        to_send=Count("pk", filter=Q(state__in=["waiting", "failed"])),
        bounced=Count("pk", filter=Q(state=Delivery.State.BOUNCED)),
    )
    return {
        row["version"]: Counts(
            row["total"], row["sent"], row["opened"], row["to_send"], row["bounced"]
        )
        for row in counted
    }


def newer_delivery(delivery: Delivery) -> Delivery | None:
    """The newest later version that has been sent to the same body. One query."""
    rows = Delivery.objects.sent().filter(
        version__document=delivery.version.document_id,
        version__number__gt=delivery.version.number,
        organisation=delivery.organisation_id,
    )
    return rows.select_related("version").order_by("-version__number", "pk").first()


Bodies = dict[int, tuple[Organisation, str]]


def _bodies(
    version: DocumentVersion,
) -> tuple[Bodies, dict[int, list[Delivery]], set[tuple[int, str]]]:
    """Who is to get the version, what each got before, and who has got this one. Two queries."""
    document = version.document
    lines = Distribution.objects.filter(round=document.round_id).select_related("organisation")
    bodies = {row.organisation_id: (row.organisation, row.purpose) for row in lines}
    rows = Delivery.objects.filter(version__document=document).select_related(
        "version", "organisation"
    )
    had, earlier = set(), dict[int, list[Delivery]]()
    for row in rows.order_by("-version__number", "pk"):
        if row.version_id == version.pk:
            had.add((row.organisation_id, row.address))
        elif row.version.number < version.number and row.state == Delivery.State.SENT:
            bodies.setdefault(row.organisation_id, (row.organisation, ""))
            known = earlier.setdefault(row.organisation_id, [])
            if not known or known[0].version_id == row.version_id:
                known.append(row)
    return bodies, earlier, had


def _addresses(version: DocumentVersion, bodies: Bodies) -> dict[int, list[Address]]:
    """Of each body its registry's, then its people's, then their deputies'. Three queries."""
    found: dict[int, dict[str, Address]] = {pk: {} for pk in bodies}
    for pk, (body, _purpose) in bodies.items():
        _add(found[pk], body.registry_email, body.language)
    people, contacts = _people(version, bodies), _contacts(version, bodies)
    for person in people:
        _add(found[person.organisation_id], person.user.email, person.user.language)
    for contact in contacts:
        body = bodies[contact.organisation_id][0]
        user = contact.user
        if user is None:
            _add(found[body.pk], contact.email, body.language)
        elif user.is_active:
            _add(found[body.pk], user.email, user.language)
    for absence in _absences(people, contacts):
        deputy = absence.deputy
        _add(found[absence.membership.organisation_id], deputy.email, deputy.language)
    return {pk: list(rows.values()) for pk, rows in found.items()}


def _add(rows: dict[str, Address], email: str, language: str) -> None:
    if is_mail_address(email):
        rows.setdefault(email.lower(), Address(email.lower(), language))


def _people(version: DocumentVersion, bodies: Bodies) -> list[Membership]:
    roles = list(ADDRESSED)
    if version.publicity == DocumentVersion.Publicity.PUBLIC:
        roles.append(Role.GUEST)
    rows = Membership.objects.filter(organisation__in=bodies, role__in=roles, user__is_active=True)
    today = clock.today()
    rows = rows.select_related("user").order_by("user__email")
    return [row for row in rows if row.is_valid_on(today)]


def _absences(people: Iterable[Membership], contacts: Iterable[Contact]) -> list[Absence]:
    """Of those who are written to, in the body for which they are, who are away today."""
    away = Q(membership__in=[row.pk for row in people])
    for contact in contacts:
        if contact.user_id is not None:
            own = Q(membership__organisation=contact.organisation_id)
            away |= own & Q(membership__user=contact.user_id)
    rows = Absence.objects.in_force(clock.today()).filter(away, deputy__is_active=True)
    return list(rows.select_related("deputy", "membership").order_by("deputy__email"))


def _contacts(version: DocumentVersion, bodies: Bodies) -> list[Contact]:
    """Those of the discussion; for a paper of the round, those of all its discussions."""
    document = version.document
    rows = Contact.objects.filter(organisation__in=bodies, discussion__round=document.round_id)
    if document.discussion_id is not None:
        rows = rows.filter(discussion=document.discussion_id)
    return list(rows.select_related("user").order_by("pk"))
