"""The kinds of organisations in the order and with the words of the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alke.domain.people.models import Organisation

Kind = Organisation.Kind
KINDS: dict[str, Promise] = {
    Kind.MINISTRY: _("Ministries"),
    Kind.COUNCIL: _("Regional councils"),
    Kind.GOVERNMENT: _("Government of Åland"),
    Kind.ELY: _("ELY Centres"),
    Kind.CENTRE: _("Economic Development Centres"),
    Kind.ADVISORY: _("Advisory bodies"),
    Kind.AGENCY: _("State agencies"),
    Kind.OTHER: _("Other bodies"),
}
# One of each kind, as the page of an organisation and its form call it.
ONE: dict[str, Promise] = {
    Kind.MINISTRY: _("Ministry"),
    Kind.COUNCIL: _("Regional council"),
    Kind.GOVERNMENT: _("Government of Åland"),
    Kind.ELY: _("ELY Centre"),
    Kind.CENTRE: _("Economic Development Centre"),
    Kind.ADVISORY: _("Advisory body"),
    Kind.AGENCY: _("State agency"),
    Kind.OTHER: _("Other body"),
}
