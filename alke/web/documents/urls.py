"""Addresses of documents: beside their pages, told apart by their ends."""

from django.urls import URLPattern, path

from alke.web.documents import (
    agenda_views,
    bundle_views,
    folder_views,
    import_views,
    make_views,
    outcome_views,
    views,
)

SHEET = "asialista/<int:number>"

urlpatterns: list[URLPattern] = [
    path("asiakirjat/", folder_views.documents, name="documents"),
    path("asiakirjat/lisaa/", folder_views.document_add, name="document_add"),
    path("asiakirjat/laadi/", make_views.document_make, name="document_make"),
    path("asiakirjat/kooste.zip", bundle_views.discussion_bundle, name="discussion_bundle"),
    path(
        "asiakirjat/<slug:folder>.zip",
        folder_views.documents_zip,
        name="documents_zip",
    ),
    path("asialista.<form:form>", agenda_views.agenda_document, name="agenda_document"),
    path(
        "asialista/tiedoksianto.<form:form>",
        agenda_views.notice_document,
        name="notice_document",
    ),
    path("yhteyshenkilot.<form:form>", agenda_views.contacts_document, name="contacts_document"),
    path(
        "johtopaatokset.<form:form>",
        outcome_views.conclusions_document,
        name="conclusions_document",
    ),
    path("muistio.<form:form>", outcome_views.memo_document, name="memo_document"),
    path(f"{SHEET}.<form:form>", views.sheet_document, name="sheet_document"),
    path(f"{SHEET}/tuonti/", import_views.word_import, name="word_import"),
    path(f"{SHEET}/tuonti/<int:pk>/", import_views.word_review, name="word_review"),
    path(f"{SHEET}/tuonti/<int:pk>/peru/", import_views.word_cancel, name="word_cancel"),
]
