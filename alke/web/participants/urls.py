"""Addresses of participants, under their discussion."""

from django.urls import URLPattern, path

from alke.web.participants import attendance_views, body_views, file_views, import_views, views

PERSON = "osallistujat/<int:pk>"
BODY = "osallistujat/taho/<slug:body>"

urlpatterns: list[URLPattern] = [
    path("osallistujat/", views.participant_list, name="participant_list"),
    path("osallistujat/lisaa/", views.participant_add, name="participant_add"),
    path("osallistujat/tuo/", import_views.participant_import, name="participant_import"),
    path("osallistujat/lasnaolo/", attendance_views.attendance_take, name="attendance_take"),
    path(f"{BODY}/", body_views.participant_body, name="participant_body"),
    path(f"{BODY}/ei-osallistu/", views.enrolment_decline, name="enrolment_decline"),
    path(f"{BODY}/muistuta/", views.enrolment_nudge, name="enrolment_nudge"),
    path(f"{PERSON}/", body_views.participant_edit, name="participant_edit"),
    path(f"{PERSON}/peru/", body_views.participant_cancel, name="participant_cancel"),
    path(f"{PERSON}/palauta/", body_views.participant_restore, name="participant_restore"),
    path(f"{PERSON}/vastaus/", body_views.participant_reply, name="participant_reply"),
    path(f"{PERSON}/sijainen/", body_views.participant_deputy, name="participant_deputy"),
    path(f"{PERSON}/linkki/", body_views.participant_link_send, name="participant_link_send"),
    path("osallistujat.<table:form>", file_views.participant_table, name="participant_table"),
    path("osallistujat.<form:form>", file_views.participant_document, name="participant_document"),
]
