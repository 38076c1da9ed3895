"""Addresses of invitations, under their discussion."""

from django.urls import URLPattern, path

from alke.web.invitations import views

urlpatterns: list[URLPattern] = [
    path("osallistujat/kutsut/", views.invitation_list, name="invitation_list"),
    path("osallistujat/kutsut/laheta/", views.invitations_send, name="invitations_send"),
]
