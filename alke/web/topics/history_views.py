"""The sheet's versions: what each changed, any two compared, an earlier one brought back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.topics import operations, rules, text_queries
from alke.domain.topics.models import Topic, TopicText
from alke.domain.topics.queries import template_of
from alke.domain.topics.text_differences import Part, differences
from alke.web.access import Request, signed_in, status_of
from alke.web.numbers import whole
from alke.web.topics.cells import can_edit
from alke.web.topics.find import asked_language, find_topic, has_field

PAGE = 20


@signed_in
def topic_history(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """The versions, newest first; ?kohta= one field's; ?versio=&vertaa= two of it compared."""
    return history_page(request, find_topic(request, year, slug, number))


def history_page(
    request: Request, topic: Topic, *, fault: str = "", status: int = 200
) -> HttpResponse:
    """The page; `fault` says why nothing was restored."""
    key = request.GET.get("kohta", "")
    key = key if has_field(topic, key) else ""
    language = asked_language(request, topic) if key else ""
    rows = text_queries.versions(topic, key, language)
    page = Paginator(rows, PAGE).get_page(request.GET.get("sivu"))
    context: dict[str, Any] = {
        "topic": topic,
        "template": template_of(topic),
        "key": key,
        "language_code": language,
        "page": page,
        "changes": text_queries.text_changes(list(page.object_list)),
        "current": {(row.field, row.language): row.version for row in topic.current_texts},
        "numbers": list(rows.values_list("version", flat=True)) if key else [],
        "compared": _compared(request, topic, key, language),
        "can_edit": can_edit(request.actor, topic),
        "frozen": rules.is_frozen(topic.discussion),
        "fault": fault,
    }
    return render(request, "pages/topics/topic_history.html", context, status=status)


@require_POST
@signed_in
def topic_restore(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Brings an earlier text back as a new version."""
    topic = find_topic(request, year, slug, number)
    form = request.POST
    try:
        operations.restore_text(
            topic,
            form.get("kohta", ""),
            form.get("kieli", ""),
            whole(form.get("versio", "")) or 0,
            by=request.actor,
            base_version=whole(form.get("nykyinen", "")) or 0,
            late_reason=form.get("perustelu", ""),
        )
    except (BadInput, Refused) as fault:
        return history_page(request, topic, fault=str(fault), status=status_of(fault))
    messages.success(request, _("The earlier text is back, as a new version."))
    return redirect("topic_history", year, slug, number)


def _compared(
    request: Request, topic: Topic, key: str, language: str
) -> tuple[TopicText, TopicText, list[Part]] | None:
    """Two versions of a field, the earlier first, and the way from one to the other."""
    numbers = [whole(request.GET.get(name, "")) for name in ("vertaa", "versio")]
    if not key or None in numbers:
        return None
    found = [
        text_queries.version_of(topic, key, language, number or 0)
        for number in sorted(number or 0 for number in numbers)
    ]
    before, after = found
    if before is None or after is None:
        return None
    return before, after, differences(before.text, after.text)
