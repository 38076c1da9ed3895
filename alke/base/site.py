"""Where the site is, for links in mails and calendars."""

from django.conf import settings


def absolute(path: str) -> str:
    """The path as an address that works outside of the site."""
    root: str = settings.SITE_ADDRESS
    return f"{root}{path}"


def in_language(path: str, language: str) -> str:
    """A path as in Finnish, which has no prefix, in another language."""
    return path if language == "fi" else f"/{language}{path}"
