"""Tables of people: organisations, regions, users and their memberships in time."""

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alke.base.languages import Language, Trilingual, pick


class Side(models.TextChoices):
    """The two sides of a discussion (puoli): the Government and the regions."""

    VN = "vn", "VN"
    MK = "mk", "Maakunnat"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.MK if self is Side.VN else Side.VN


class Region(Trilingual):
    """A region (maakunta) with Statistics Finland's code."""

    code = models.CharField(max_length=2, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    nuts3 = models.JSONField(default=list)
    mainland = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Named filters of organisations."""

    def valid_on(self, day: dt.date) -> "OrganisationQuerySet":
        """Those that exist on `day`."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )

    def ended_by(self, day: dt.date) -> "OrganisationQuerySet":
        """Those whose last day was before `day`."""
        return self.filter(valid_to__lt=day)

    def ministries(self) -> "OrganisationQuerySet":
        """The ministries."""
        return self.filter(kind=Organisation.Kind.MINISTRY)

    def councils(self) -> "OrganisationQuerySet":
        """The regional councils."""
        return self.filter(kind=Organisation.Kind.COUNCIL)


class Organisation(Trilingual):
    """A body (organisaatio) that takes part in or follows the discussions."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        MINISTRY = "ministry"
        COUNCIL = "council"
        GOVERNMENT = "government"  # Åland
        ELY = "ely"
        CENTRE = "centre"  # elinvoimakeskus, from 2026
        ADVISORY = "advisory"
        AGENCY = "agency"
        OTHER = "other"

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    short_fi = models.CharField(max_length=80)
    short_sv = models.CharField(max_length=80, blank=True)
    short_en = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    bilingual = models.BooleanField(default=False)
    registry_email = models.EmailField(blank=True)  # where papers to the body are registered
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    regions = models.ManyToManyField(Region, related_name="organisations", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["kind", "name_fi"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
            )
        ]

    @property
    def short(self) -> str:
        """Its abbreviation or short name in the active language."""
        return pick(self, "short")

    @property
    def side(self) -> Side:
        """The side on which it usually answers: ministries VN, all others the regions'."""
        return Side.VN if self.kind == self.Kind.MINISTRY else Side.MK

    def may_stand_on(self, side: str) -> bool:
        """Whether it can answer on `side`: whoever writes for a side keeps to it (R13)."""
        return self.kind not in ALONE or side == self.side

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it exists on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def has_ended(self, day: dt.date) -> bool:
        """Whether its last day is behind on `day`."""
        return self.valid_to is not None and self.valid_to < day


# these answer for themselves, and on their own side
ALONE = (Organisation.Kind.MINISTRY, Organisation.Kind.COUNCIL)


class OrganisationAlias(models.Model):
    """Another way (kirjoitusasu) in which papers spell an organisation's name."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "text"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.text


class Succession(models.Model):
    """One body that goes on with the work of another (seuraaja)."""

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="predecessions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class UserManager(BaseUserManager["User"]):
    """Makes users and finds them by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A new person; without a password the e-mailed code signs in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in (käyttäjä); known by a work address and a title, not a name."""

    email = models.EmailField(unique=True)
    title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FI)
    is_active = models.BooleanField(default=True)
    demo_account = models.SlugField(max_length=60, null=True, blank=True, unique=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    held: "list[Membership] | None" = None  # all memberships, where they were read with the user

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.title or self.email


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named filters of memberships."""

    def held_by(self, user_id: int, day: dt.date) -> "MembershipQuerySet":
        """All that the person holds or has held, and those for whose holders it stands in (B13)."""
        stands_in = Absence.objects.in_force(day).filter(deputy=user_id)
        absent = stands_in.filter(membership__user__is_active=True).values("membership")
        return self.filter(Q(user=user_id) | Q(pk__in=absent))


class Membership(models.Model):
    """What a person is in an organisation, and when (rooli)."""

    class Role(models.TextChoices):
        """The roles of product.md; the powers stand in `roles.py`."""

        COORDINATOR = "coordinator", _("Coordinator")
        OWNER = "owner", _("Discussion owner")
        MINISTRY_CONTACT = "ministry-contact", _("Ministry contact")
        COUNCIL_CONTACT = "council-contact", _("Council contact")
        EDITOR = "editor", _("Editor")
        GUEST = "guest", _("Guest")
        READER = "reader", _("Reader")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organisation}"

    @property
    def role_label(self) -> str:
        """The role's name in the active language."""
        return self.get_role_display()

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether it is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Named filters of absences."""

    def in_force(self, day: dt.date) -> "AbsenceQuerySet":
        """Those that have begun by `day` and not ended before it."""
        return self.filter(first_date__lte=day, last_date__gte=day)

    def to_come(self, day: dt.date) -> "AbsenceQuerySet":
        """Those in force on `day`, and later ones."""
        return self.filter(last_date__gte=day)


class Absence(models.Model):
    """Days on which a deputy acts in a person's role (poissaolo), both included (B13)."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(User, models.CASCADE, related_name="stands_in")
    first_date = models.DateField()
    last_date = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["first_date", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_start", condition=Q(last_date__gte=F("first_date"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.deputy}"
