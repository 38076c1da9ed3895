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
