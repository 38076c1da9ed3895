"""Reads returned mail: the report of a mail system that could not deliver one (RFC 3464)."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Final

FAILED: Final = "failed"
_ID = re.compile(r"<([^<>\s]+)>")


@dataclass(frozen=True)
class Return:
    """What a report says of one mail."""

    message_id: str  # of the mail, without angle brackets; empty where the report does not tell
    action: str  # failed, delayed, delivered, relayed, expanded
    reason: str


def read_return(message: Message) -> Return | None:
    """The report; none when the message is none."""
    kind = str(message.get_param("report-type", "") or "").lower()
    if message.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    fields = _fields(message)
    if not fields:
        return None
    worst = next((row for row in fields if _word(row, "Action") == FAILED), fields[0])
    said = _word(worst, "Diagnostic-Code", lower=False).partition(";")[2].strip()
    reason = said or _word(worst, "Status", lower=False) or "?"
    return Return(_original_id(message), _word(worst, "Action"), reason)


def _fields(message: Message) -> list[Message]:
    """The blocks about recipients: those that say what was done."""
    found = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            if isinstance(blocks, list):
                found += [b for b in blocks if isinstance(b, Message) and b.get("Action")]
    return found


def _word(block: Message, name: str, *, lower: bool = True) -> str:
    text = " ".join(str(block.get(name, "")).split())
    return text.lower() if lower else text


def _original_id(message: Message) -> str:
    """Of the mail that comes back, whole or its headers alone."""
    for part in message.walk():
        text = ""
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            text = str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
        elif part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            head = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
            line = re.search(r"^message-id:\s*(<[^<>\s]+>)", head, re.IGNORECASE | re.MULTILINE)
            text = line[1] if line else ""
        if found := _ID.search(text):
            return found[1]
    return ""
