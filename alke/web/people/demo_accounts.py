"""The demo's accounts as the sign-in page and the demo's page show them, by role."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from alke.domain.people.models import Membership

Role = Membership.Role


@dataclass(frozen=True)
class AccountLine:
    """An account that can be tried with one click."""

    name: str
    label: str
    note: str


@dataclass(frozen=True)
class AccountGroup:
    """Accounts of like roles."""

    title: str
    accounts: tuple[AccountLine, ...]


def demo_groups() -> list[AccountGroup]:
    """All accounts of the demo in groups; one query for the rows and their bodies."""
    rows = (
        Membership.objects.exclude(user__demo_account=None)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    found: dict[str, list[AccountLine]] = {}
    for row in rows:
        found.setdefault(_group(Role(row.role)), []).append(_line(row))
    titles = {
        "coordinator": _("Coordinator"),
        "owners": _("Discussion owners"),
        "ministries": _("Ministries"),
        "councils": _("Regional councils"),
        "editors": _("Editors of the councils"),
        "others": _("Others"),
    }
    return [AccountGroup(title, tuple(found[key])) for key, title in titles.items() if key in found]


def _group(role: Role) -> str:
    groups = {
        Role.COORDINATOR: "coordinator",
        Role.OWNER: "owners",
        Role.MINISTRY_CONTACT: "ministries",
        Role.COUNCIL_CONTACT: "councils",
        Role.EDITOR: "editors",
    }
    return groups.get(role, "others")


def _line(row: Membership) -> AccountLine:
    role, user = Role(row.role), row.user
    name = user.demo_account or ""
    label = _owned(name) if role is Role.OWNER else row.organisation.short
    return AccountLine(
        name=name,
        label=row.role_label if role in _BY_ROLE else label,
        note="" if role in _BY_ROLE else row.role_label,
    )


def _owned(account: str) -> str:
    """The discussion of an owner, in the reader's language."""
    names = {
        "ita": _("Eastern Finland"),
        "pohjoinen": _("Northern Finland"),
        "etela": _("Southern Finland"),
        "lansi": _("Western Finland"),
    }
    return names[account.rpartition("-")[2]]


_BY_ROLE = {Role.COORDINATOR, Role.ADMINISTRATOR}
