"""The link by which a recipient opens what was delivered, without an account (B18).

It is signed, not kept: it names one delivery, its version and its body, and nothing else.
"""

from typing import Final

from django.core.signing import BadSignature, Signer

from alke.domain.documents.delivery_models import Delivery

SALT: Final = "alke.delivery"


def token_of(delivery: Delivery) -> str:
    """What stands in the address of its page."""
    bound = [delivery.pk, delivery.version_id, delivery.organisation_id]
    return _signer().sign_object(bound)


def delivery_of(token: str) -> list[Delivery]:
    """The delivery that the token names; none for a forged one. One query."""
    try:
        pk, version, organisation = _signer().unsign_object(token)
    except BadSignature:
        return []
    rows = Delivery.objects.filter(pk=pk, version=version, organisation=organisation)
    return list(
        rows.select_related(
            "organisation",
            "sender",
            "version__document__round",
            "version__document__discussion",
        )
    )


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")  # a colon would end the link in some mail programs
