"""Makes organisations, people and roles."""

from typing import Any

from alke.domain.people.models import Membership, Organisation, User


def make_organisation(slug: str, **over: Any) -> Organisation:
    """A body of the kind "other", named by its slug."""
    values = {"kind": Organisation.Kind.OTHER, "name_fi": slug.title(), "short_fi": slug.title()}
    made: Organisation = Organisation.objects.create(slug=slug, **values | over)
    return made


def make_person(slug: str, role: str, email: str = "", **over: Any) -> User:
    """A person with a role in the organisation with that slug."""
    user = User.objects.create_user(email or f"{role}@{slug}.example", **over)
    organisation = Organisation.objects.get(slug=slug)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def make_former(slug: str = "kainuu", role: str = "council-contact") -> User:
    """A person whose only role ended before the round began."""
    user = make_person(slug, role, email=f"entinen@{slug}.example")
    user.memberships.update(valid_to="2023-12-31")
    return user
