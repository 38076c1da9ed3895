"""Comments beside the sheet: written, answered, resolved."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alke.base.links import link
from alke.base.richtext import BadInput
from alke.base.verdicts import Refused
from alke.domain.topics import operations
from alke.domain.topics.comment_operations import SHEET
from alke.domain.topics.models import Comment, Topic
from alke.web.access import Request, signed_in, status_of
from alke.web.numbers import whole
from alke.web.topics.edit_page import edit_page
from alke.web.topics.find import find_comment, find_topic


@require_POST
@signed_in
def comment_add(request: Request, year: int, slug: str, number: int) -> HttpResponse:
    """Adds a comment or a reply."""
    topic = find_topic(request, year, slug, number)
    form = request.POST
    parent: Comment | None = None
    if given := form.get("vastaus", ""):
        parent = find_comment(request, topic, whole(given) or 0)
    try:
        comment = operations.add_comment(
            topic,
            form.get("target") or SHEET,
            form.get("text", ""),
            by=request.actor,
            own_side_only="own" in form,
            parent=parent,
        )
    except (BadInput, Refused) as fault:
        part = f"reply-{parent.pk}" if parent else "comment"
        typed = {"text": "", **form.dict()}
        return edit_page(
            request, topic, status=status_of(fault), part=part, fault=str(fault), typed=typed
        )
    return redirect(f"{_edit(topic)}#kommentti-{comment.parent_id or comment.pk}")


@require_POST
@signed_in
def comment_resolve(request: Request, year: int, slug: str, number: int, pk: int) -> HttpResponse:
    """Closes a thread, or opens it again."""
    topic = find_topic(request, year, slug, number)
    comment = find_comment(request, topic, pk)
    if "avaa" in request.POST:
        operations.reopen_comment(comment, by=request.actor)
    else:
        operations.resolve_comment(comment, by=request.actor)
    return redirect(f"{_edit(topic)}#kommentit")


def _edit(topic: Topic) -> str:
    discussion = topic.discussion
    return link("topic_edit", discussion.round.year, discussion.slug, topic.number)
