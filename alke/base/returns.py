"""Reads returned mail: the report of a mail system that could not deliver one (RFC 3464, 6533)."""

import re
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from typing import Final

FAILED: Final = "failed"
STATUS: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
RETURNED: Final = frozenset(
    {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
)
_ID = re.compile(r"<([^<>\s]+)>")
_NAMED = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Return:
    """What a report says of one mail."""

    message_ids: tuple[str, ...]  # the mail's may be any of them, without angle brackets
    action: str  # failed, delayed, delivered, relayed, expanded
    reason: str


def read_return(message: Message) -> Return | None:
    """The report; none when the message is none."""
    kind = str(message.get_param("report-type", "") or "").lower()
    if message.get_content_type() != "multipart/report" or f"message/{kind}" not in STATUS:
        return None
    fields = _fields(message)
    if not fields:
        return None
    worst = next((row for row in fields if _word(row, "Action") == FAILED), fields[0])
    said = _word(worst, "Diagnostic-Code", lower=False).partition(";")[2].strip()
    reason = said or _word(worst, "Status", lower=False) or "?"
    return Return(_original_ids(message), _word(worst, "Action"), reason)


def _fields(message: Message) -> list[Message]:
    """The blocks about recipients: those that say what was done."""
    return [
        block
        for part in message.walk()
        if part.get_content_type() in STATUS
        for block in _blocks(part)
        if block.get("Action")
    ]


def _blocks(part: Message) -> list[Message]:
    inside = part.get_payload()
    if not isinstance(inside, list):
        return []
    blocks = [each for each in inside if isinstance(each, Message)]
    if part.get_content_type() == "message/delivery-status" or not blocks:
        return blocks
    # the library takes the other kind for one message with a text
    rest = blocks[0].get_payload(decode=True)
    said = rest.decode("utf-8", "replace").strip() if isinstance(rest, bytes) else ""
    return [blocks[0], *(message_from_string(text) for text in re.split(r"\r?\n\s*\n", said))]


def _word(block: Message, name: str, *, lower: bool = True) -> str:
    text = " ".join(str(block.get(name, "")).split())
    return text.lower() if lower else text


def _original_ids(message: Message) -> tuple[str, ...]:
    """Of the mail that comes back, whole or its headers alone; else those that are answered to."""
    for part in message.walk():
        if part.get_content_type() in RETURNED and (found := _ID.search(_own_id(part))):
            return (found[1],)
    answered = f"{message.get('In-Reply-To', '')} {message.get('References', '')}"
    return tuple(dict.fromkeys(_ID.findall(answered)))


def _own_id(part: Message) -> str:
    inside = part.get_payload()
    if isinstance(inside, list):
        first = inside[0] if inside else None
        return str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
    raw = part.get_payload(decode=True)
    head = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
    line = _NAMED.search(head)
    return line[1] if line else ""
