"""Addresses of documents: beside their pages, told apart by their ends."""

from django.urls import URLPattern, path

from alke.web.documents import import_views, views

SHEET = "asialista/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{SHEET}.<form:form>", views.sheet_document, name="sheet_document"),
    path(f"{SHEET}/tuonti/", import_views.word_import, name="word_import"),
    path(f"{SHEET}/tuonti/<int:pk>/", import_views.word_review, name="word_review"),
    path(f"{SHEET}/tuonti/<int:pk>/peru/", import_views.word_cancel, name="word_cancel"),
]
