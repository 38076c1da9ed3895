"""Changes between two publications in words, the changed words marked."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alke.base.dates import format_span
from alke.base.languages import active
from alke.domain.topics.agenda_contents import Change
from alke.domain.topics.text_differences import Part, differences, excerpts


@dataclass(frozen=True)
class Marked:
    """A change as pages and documents show it."""

    topic: int | None
    title: str
    parts: list[Part]


def marked(change: Change) -> Marked:
    """What changed, and the texts with what was removed and added."""
    before, after = change.before, change.after
    if change.what == "time":
        before, after = _span(before), _span(after)
    return Marked(change.topic, _title(change), excerpts(differences(before, after)))


def _title(change: Change) -> str:
    name = change.label.get(active()) or change.label.get("fi", "")
    number = change.label.get("number", "")
    titles = {
        "time": _("Time"),
        "place": _("Place"),
        "minutes": _("Minutes of the topic"),
        "number": _("Place on the agenda"),
        "text": name,
        "opening": _("Opening, Government")
        if change.label.get("side") == "vn"
        else _("Opening, regions"),
        "responsible": _("Responsible bodies of action %(number)s") % {"number": number},
    }
    if change.what in titles:
        return titles[change.what]
    return _whole(change, number)


def _whole(change: Change, number: str) -> str:
    """A topic or an action that came, went or got another text."""
    is_action = change.what == "action"
    thing = _("Action %(number)s") % {"number": number} if is_action else _("Topic")
    if not change.before:
        return _("%(thing)s added") % {"thing": thing}
    if not change.after:
        return _("%(thing)s removed") % {"thing": thing}
    return thing


def _span(text: str) -> str:
    moments = [dt.datetime.fromisoformat(part) for part in text.split()]
    if not moments:
        return ""
    return format_span(moments[0], moments[1] if len(moments) > 1 else None)
