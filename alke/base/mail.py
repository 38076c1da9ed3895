"""Letters by e-mail, worded in templates/mail/<name>.<language>.txt."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

AUTOMATIC: Final = {"Auto-Submitted": "auto-generated"}  # so that no holiday answers come back


def letter(
    name: str,
    language: str,
    to: list[str],
    context: Mapping[str, Any],
    *,
    sender: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> EmailMessage:
    """A plain text whose first line is the subject; without `sender` it comes from Alke."""
    subject, body = wording(name, language, context)
    return EmailMessage(subject, body, sender, to, headers={**AUTOMATIC, **(headers or {})})


def wording(name: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of the letter: its first line, and what follows."""
    text = render_to_string(f"mail/{name}.{language}.txt", dict(context)).strip()
    subject, _newline, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"
