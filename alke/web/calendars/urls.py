"""Addresses of calendars."""

from django.urls import URLPattern, URLResolver, path

from alke.web.calendars import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.calendar_page, name="calendar_page"),
    path("tilaa/", views.calendar_open, name="calendar_open"),
    path("<int:pk>/uusi-osoite/", views.calendar_renew, name="calendar_renew"),
    path("<int:pk>/lopeta/", views.calendar_revoke, name="calendar_revoke"),
]
