"""The link by which a digest is stopped without signing in; it can do nothing else (B18)."""

from typing import Final

from django.core.signing import BadSignature, Signer

from alke.domain.notices.models import Mail
from alke.domain.people.models import User

SALT: Final = "alke.notices.stop"


def stop_token(mail: Mail) -> str:
    """Names the mail and its person; signed, not kept."""
    return _signer().sign_object([mail.pk, mail.user_id])


def person_of(token: str) -> list[User]:
    """Whose digest the token stops; none for a forged one. One query."""
    try:
        mail, user = _signer().unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return []
    return list(User.objects.filter(pk=user, mails=mail))


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
