"""Addresses of files of a follow-up, beside its pages."""

from django.urls import URLPattern, path

from alke.web.documents import table_views

PLACE = "seuranta/<slug:slug>/tuonti/"

urlpatterns: list[URLPattern] = [
    path(PLACE, table_views.followup_import, name="followup_import"),
    path(PLACE + "<int:pk>/", table_views.followup_review, name="followup_review"),
    path(
        PLACE + "<int:pk>/paata/", table_views.followup_import_close, name="followup_import_close"
    ),
]
