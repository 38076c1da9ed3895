"""The mail by which a version is delivered: in the recipient's language, with a link, no file."""

from django.core.mail import EmailMessage
from django.utils import translation

from alke.base.dates import format_date
from alke.base.languages import pick
from alke.base.links import link
from alke.base.mail import letter
from alke.base.site import absolute
from alke.domain.documents.delivery_link import token_of
from alke.domain.documents.delivery_models import Delivery
from alke.domain.documents.models import DocumentVersion


def letter_of(delivery: Delivery) -> EmailMessage:
    """The subject tells nothing of the contents; the title of a secret document stays out too."""
    version, language, renewed = delivery.version, delivery.language, delivery.renews
    is_open = version.publicity == DocumentVersion.Publicity.PUBLIC
    with translation.override(language):
        address = absolute(link("delivery_open", token_of(delivery)))
    context = {
        "title": version.document.title if is_open else "",
        "number": version.registry_number,
        "version": version.number,
        "sender": pick(delivery.sender, "name", language) if delivery.sender else "",
        "body": pick(delivery.organisation, "name", language),
        "for_information": delivery.purpose == "information",
        "replaced": renewed.version.number if renewed else 0,
        "replaced_on": _day(renewed, language),
        "address": address,
        "ends": format_date(delivery.link_ends, "plain", language),
    }
    return letter("delivery", language, [delivery.address], context)


def _day(renewed: Delivery | None, language: str) -> str:
    return format_date(renewed.sent_at, "plain", language) if renewed and renewed.sent_at else ""
