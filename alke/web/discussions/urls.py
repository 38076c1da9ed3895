"""Addresses of discussions: the page, the agenda and its publication, the actions."""

from django.urls import URLPattern, URLResolver, path

from alke.web.discussions import (
    action_views,
    agenda_views,
    contact_views,
    publish_views,
    views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.discussion_detail, name="discussion_detail"),
    path("asialista/", agenda_views.agenda_detail, name="agenda_detail"),
    path("asialista/julkaise/", publish_views.agenda_publish, name="agenda_publish"),
    path("asialista/tila/", publish_views.agenda_state, name="agenda_state"),
    path("asialista/tiedoksianto/", agenda_views.notice_record, name="notice_record"),
    path("yhteyshenkilot/", contact_views.discussion_contacts, name="discussion_contacts"),
    path(
        "yhteyshenkilot/<int:contact_id>/poista/",
        contact_views.contact_remove,
        name="contact_remove",
    ),
    path("toimenpiteet/", action_views.discussion_actions, name="discussion_actions"),
]
