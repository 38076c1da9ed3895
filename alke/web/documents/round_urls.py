"""Addresses of the documents of a round."""

from django.urls import URLPattern, path

from alke.web.documents import folder_views as folders
from alke.web.documents import make_views

urlpatterns: list[URLPattern] = [
    path("asiakirjat/", folders.round_documents, name="round_documents"),
    path("asiakirjat/lisaa/", folders.round_document_add, name="round_document_add"),
    path("asiakirjat/laadi/", make_views.round_document_make, name="round_document_make"),
    path("asiakirjat/<slug:folder>.zip", folders.round_documents_zip, name="round_documents_zip"),
]
