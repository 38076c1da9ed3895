"""Addresses of documents by their numbers, wherever they are filed."""

from django.urls import URLPattern, path

from alke.web.documents import approval_views as approvals
from alke.web.documents import delivery_views as deliveries
from alke.web.documents import document_views as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.document_detail, name="document_detail"),
    path(
        "<int:pk>/<int:number>/jakelu/", deliveries.document_deliveries, name="document_deliveries"
    ),
    path(
        "<int:pk>/<int:number>/jakelu/toimita/",
        deliveries.document_deliver,
        name="document_deliver",
    ),
    path(
        "<int:pk>/<int:number>/jakelu/laheta/", deliveries.deliveries_send, name="deliveries_send"
    ),
    path(
        "<int:pk>/<int:number>/jakelu/palautui/", deliveries.delivery_bounce, name="delivery_bounce"
    ),
    path("<int:pk>/<int:number>/<slug:form>/", views.document_file, name="document_file"),
    path("<int:pk>/uusi-versio/", views.document_renew, name="document_renew"),
    path("<int:pk>/jaa/", views.document_share, name="document_share"),
    path("<int:pk>/rekisteroi/", views.document_register, name="document_register"),
    path("<int:pk>/julkaise/", views.document_publish, name="document_publish"),
    path("<int:pk>/hyvaksy/", approvals.document_approve, name="document_approve"),
    path("<int:pk>/hylkaa/", approvals.document_refuse, name="document_refuse"),
    path("<int:pk>/sinetoi/", approvals.document_seal, name="document_seal"),
    path("<int:pk>/allekirjoitettu/", approvals.document_attach, name="document_attach"),
    path("<int:pk>/poista/", views.document_remove, name="document_remove"),
]
