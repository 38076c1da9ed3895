"""Whether mail can go to an address."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode


def is_mail_address(text: str) -> bool:
    """Whether it has the form of an address, with a domain that mail servers can be asked for."""
    try:
        validate_email(text)
        punycode(text.rpartition("@")[2])
    except (ValidationError, UnicodeError):
        return False
    return True
