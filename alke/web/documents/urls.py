"""Addresses of documents: beside their pages, told apart by their ends."""

from django.urls import URLPattern, path

from alke.web.documents import views

urlpatterns: list[URLPattern] = [
    path("asialista/<int:number>.<form:form>", views.sheet_document, name="sheet_document"),
]
