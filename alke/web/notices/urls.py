"""Addresses of notices and mails."""

from django.urls import URLPattern, URLResolver, path

from alke.web.notices import mail_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("ilmoitukset/", views.notice_list, name="notice_list"),
    path("ilmoitukset/asetukset/", views.notice_settings, name="notice_settings"),
    path("ilmoitukset/lopeta/<str:token>/", views.notices_stop, name="notices_stop"),
    path("viestit/", mail_views.mail_list, name="mail_list"),
    path("viestit/<int:pk>/", mail_views.mail_detail, name="mail_detail"),
    path("viestit/<int:pk>/html/", mail_views.mail_html, name="mail_html"),
    path("viestit/<int:pk>/uudelleen/", mail_views.mail_again, name="mail_again"),
]
