"""Deliveries, made by the operations: a registered paper that has gone out."""

from collections.abc import Sequence

from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.delivery_operations import MAIL, deliver_version, note_mail
from alke.domain.documents.models import DocumentVersion
from alke.domain.documents.operations import register_version
from alke.domain.notices.sending_operations import Sending, send_waiting
from alke.domain.people.actors import Actor
from alke.domain.rounds.models import Contact, Discussion, Distribution, Round
from tests.factories.documents import filed
from tests.factories.rounds import make_round

ROOT = "http://127.0.0.1:8000"


def short_list() -> Round:
    """The round of 2024 with four bodies on its distribution list, three of which have people."""
    found = make_round("2024")
    kept = ("vm", "pohjanmaa", "ely-hame", "aune")
    Distribution.objects.filter(round=found).exclude(organisation__slug__in=kept).delete()
    Contact.objects.filter(discussion__round=found, duty="contact").delete()
    return found


def registered(
    place: Round | Discussion, by: Actor, publicity: str = "public", ground: str = ""
) -> DocumentVersion:
    """A paper in a folder, with its number and class."""
    version = filed(place, by)
    register_version(version, number="VN/1/2024-TEM-7", publicity=publicity, ground=ground, by=by)
    version.refresh_from_db()
    return version


def send() -> Sending:
    """What the worker does: it sends what waits."""
    return send_waiting({MAIL: note_mail})


def delivered(version: DocumentVersion, by: Actor) -> Sequence[Delivery]:
    """The version's deliveries, sent to everybody on the list."""
    deliver_version(version, by=by)
    send()
    return list(version.deliveries.select_related("organisation").order_by("pk"))
