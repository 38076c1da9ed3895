"""Example values of the style guide."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from alke.base.clock import HELSINKI


def _on(month: int, day: int) -> dt.date:
    return dt.date(2024, month, day)


def _at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2024, month, day, hour, minute, tzinfo=HELSINKI)


def _lane(title: str, agenda: dt.date) -> dict[str, Any]:
    meeting = agenda + dt.timedelta(days=14)
    return {
        "title": title,
        "span": [agenda, meeting],
        "events": [
            {"day": agenda, "text": _("Agenda"), "kind": "deadline"},
            {"day": meeting, "text": _("Discussion"), "kind": "event"},
        ],
    }


def sample() -> dict[str, Any]:
    """The days of the 2024 round, as the examples show them."""
    return {
        "today": _on(3, 4),
        "letter": _on(2, 14),
        "soon": _on(3, 8),
        "webinar": _on(3, 14),
        "booking": _on(3, 20),
        "day": _on(4, 16),
        "start": _at(4, 16, 9),
        "end": _at(4, 16, 11, 30),
        "now": _at(3, 4, 10, 42),
        "earlier": _at(3, 1, 15, 8),
        "calendar": {
            "start": _on(2, 12),
            "weeks": 12,
            "today": _on(3, 4),
            "bands": [{"first": _on(3, 29), "last": _on(4, 1), "name": _("Easter")}],
            "lanes": [
                {
                    "title": _("Whole round"),
                    "events": [
                        {"day": _on(2, 14), "text": _("Guidance letter"), "kind": "event"},
                        {"day": _on(3, 8), "text": _("Follow-up")},
                        {"day": _on(3, 14), "text": _("Webinar"), "kind": "event"},
                        {"day": _on(3, 20), "text": _("Bookings")},
                    ],
                },
                _lane("Läntinen Suomi", _on(3, 27)),
                _lane("Itäinen Suomi", _on(4, 2)),
                _lane("Pohjoinen Suomi", _on(4, 4)),
                _lane("Eteläinen Suomi", _on(4, 10)),
            ],
        },
    }
