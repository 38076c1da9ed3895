"""Tells Django that Alke is one application."""

from django.apps import AppConfig


class AlkeConfig(AppConfig):
    """The one application; its tables live in the packages of `alke.domain`."""

    name = "alke"
    default_auto_field = "django.db.models.BigAutoField"
