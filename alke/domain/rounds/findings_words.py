"""What a finding is, and how the things it is about are called."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alke.base.dates import SPACE, format_date
from alke.base.holidays import holiday_name
from alke.domain.rounds.facts import Dated
from alke.domain.rounds.models import BasisDocument, Deadline, Discussion

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
ANY_DATE = "dates"  # one of several may move: the timetable shows them


@dataclass(frozen=True)
class Finding:
    """Something odd about a round, in the active language (havainto, R3).

    `evidence` changes with the facts: one that was let be shows again when they change.
    """

    code: str
    severity: str
    subject: str  # "discussion:webinaari"
    title: str
    message: str
    remedy: str
    evidence: str
    move: str = ""  # the date whose move is a remedy: "deadline:varaukset", or `ANY_DATE`
    accepted: bool = False
    accepted_because: str = ""
    accepted_at: dt.datetime | None = None
    accepted_by: str = ""  # the person's duty, in the person's language
    accepted_language: str = ""

    def as_dict(self) -> dict[str, str]:
        """As `alke round check --json` prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "subject": self.subject,
            "message": f"{self.title}. {self.message}",
            "remedy": self.remedy,
        }


def evidence_of(*facts: Any) -> str:
    """A digest of the facts on which a finding rests, the same in every language."""
    text = json.dumps([str(fact) for fact in facts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def subject_of(row: Dated) -> str:
    """How findings name the row: "deadline:varaukset"."""
    if isinstance(row, Discussion):
        return f"discussion:{row.slug}"
    return f"{'deadline' if isinstance(row, Deadline) else 'basis'}:{row.key}"


def name_of(row: Dated) -> str:
    """The row's name; a deadline of one discussion is told with it."""
    if isinstance(row, BasisDocument):
        return row.title
    if isinstance(row, Deadline) and row.discussion is not None:
        return f"{row.name}, {row.discussion.name}"
    return row.name


def weekday_name(day: dt.date) -> str:
    """The weekday in the active language: torstai."""
    return format_date(day, "long").split(SPACE)[0]


def day_off_name(day: dt.date) -> str:
    """The holiday, or the weekday of an ordinary weekend."""
    return holiday_name(day) or weekday_name(day)


def holidays_name(days: tuple[dt.date, ...]) -> str:
    """What a run of days off is called: Easter, Christmas, or the holidays in it."""
    names = {holiday_name(day, "en") for day in days}
    if "Easter Sunday" in names:
        return _("Easter")
    if "Christmas Day" in names:
        return _("Christmas")
    return ", ".join(name for day in days if (name := holiday_name(day)))
