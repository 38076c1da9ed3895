"""Replies to invitations: what programs write is understood, what is none is refused clearly."""

import pytest

from alke.base.calendars.answers import LARGEST, Answered, read_answer
from alke.base.calendars.items import Method, Reply
from alke.base.richtext import BadInput

# as Outlook writes it, with a time zone of its own
OUTLOOK = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\n"
    "VERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VTIMEZONE\r\nTZID:FLE Standard Time\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T040000\r\nRRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0300\r\n"
    "TZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
    'ATTENDEE;CN="Johtaja; B";PARTSTAT=ACCEPTED:MAILTO:Johtaja@Kainuu.Exam\r\n ple\r\n'
    "COMMENT;LANGUAGE=fi:Tulen\\, mutta\\nmyöhässä\r\nUID:4f6c7a9e\r\nSEQUENCE:2\r\n"
    "DTSTART;TZID=FLE Standard Time:20240416T090000\r\nBEGIN:VALARM\r\nUID:another\r\n"
    "END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def changed(old: str, new: str) -> bytes:
    """The reply with something else in it."""
    assert old in OUTLOOK
    return OUTLOOK.replace(old, new).encode()


def test_a_reply_says_who_answers_what_to_which_version() -> None:
    answer = read_answer(OUTLOOK.encode())
    assert (answer.method, answer.uid, answer.sequence) == (Method.REPLY, "4f6c7a9e", 2)
    assert answer.comment == "Tulen, mutta myöhässä"
    said = Answered("johtaja@kainuu.example", Reply.ACCEPTED)
    assert answer.attendees == [said]
    assert answer.of("JOHTAJA@kainuu.example") == said
    assert answer.of("toinen@kainuu.example") is None


def test_a_proposal_of_another_time_and_a_delegation_are_told_apart() -> None:
    assert read_answer(changed("METHOD:REPLY", "METHOD:COUNTER")).method == Method.COUNTER
    delegated = changed(
        "PARTSTAT=ACCEPTED", 'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Toinen@kainuu.example"'
    )
    [said] = read_answer(delegated).attendees
    assert (said.reply, said.delegated_to) == (Reply.DELEGATED, "toinen@kainuu.example")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "ei ole vastaus"),
        (b"%PDF-1.7", "ei voi lukea"),
        ("ääkköset".encode("latin-1"), "ei voi lukea"),
        (OUTLOOK.encode() + b" " * LARGEST, "liian suuri"),
        (changed("VERSION:2.0", "\r\n".join(["X:1"] * 2000)), "liian suuri"),
        (changed("METHOD:REPLY", "METHOD:REQUEST"), "ei ole vastaus"),
        (changed("METHOD:REPLY", "X:1"), "ei ole vastaus"),
        (changed("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT"), "yhtä tapahtumaa"),
        (changed("UID:4f6c7a9e\r\n", ""), "kuka vastaa"),
        (changed("MAILTO:", "https:"), "kuka vastaa"),
        (changed("UID:4f6c7a9e", "UID:a\r\nUID:b"), "ei voi lukea"),
        (changed("SEQUENCE:2", "SEQUENCE:-1"), "ei voi lukea"),
        (changed("SEQUENCE:2", "SEQUENCE:99999999999999999999"), "ei voi lukea"),
        (changed("PARTSTAT=ACCEPTED", "PARTSTAT=COMPLETED"), "kyllä eikä ei"),
        (changed("BEGIN:VALARM\r\n", "BEGIN:A\r\n" * 900), "ei voi lukea"),
        (changed("END:VCALENDAR", "END:VEVENT"), "ei voi lukea"),
        (changed("COMMENT;LANGUAGE=fi", "COMMENT;=;:"), "ei voi lukea"),
        (changed("SEQUENCE:2", "ATTENDEE:mailto:a@b.example\r\n" * 30 + "X:1"), "ei voi lukea"),
    ],
)
def test_what_is_no_reply_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_answer(data)
