"""Addresses of the front page, the desk, and pages about the service."""

from django.urls import URLPattern, URLResolver, path

from alke.web.site import audit_views, demo, feedback_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("saavutettavuus/", views.accessibility, name="accessibility"),
    path("saavutettavuus/palaute/", feedback_views.feedback, name="feedback"),
    path("tietosuoja/", views.privacy, name="privacy"),
    path("muutosloki/", audit_views.audit_log, name="audit_log"),
    path("tyyliopas/", views.styleguide, name="styleguide"),
    path("esittely/", demo.demo_page, name="demo_page"),
    path("esittely/paiva/", demo.demo_day, name="demo_day"),
]
