"""Addresses of a round's documents: their folders, and files beside their pages."""

from django.urls import URLPattern, path

from alke.web.documents import folder_views as folders
from alke.web.documents import followup_views, letter_views, make_views, word_views, work_views

FOLLOWUP = "seuranta/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("asiakirjat/", folders.documents, name="documents"),
    path("asiakirjat/lisaa/", folders.document_add, name="document_add"),
    path("asiakirjat/laadi/", make_views.document_make, name="document_make"),
    path("asiakirjat/kooste/", work_views.round_works, name="round_works"),
    path("asiakirjat/kooste/<int:pk>/", work_views.work_detail, name="work_detail"),
    path("asiakirjat/kooste/<int:pk>/peru/", work_views.work_cancel, name="work_cancel"),
    path("asiakirjat/kooste/<int:pk>/tiedosto/", work_views.work_file, name="work_file"),
    path("asiakirjat/<slug:folder>.zip", folders.documents_zip, name="documents_zip"),
    path("kirje.<form:form>", letter_views.letter_document, name="letter_document"),
    path("kirje/", letter_views.letter_wording, name="letter_wording"),
    path("sanat/", word_views.paper_words, name="paper_words"),
    path(f"{FOLLOWUP}.<form:form>", followup_views.followup_document, name="followup_document"),
    path(f"{FOLLOWUP}.<table:form>", followup_views.followup_table, name="followup_table"),
]
