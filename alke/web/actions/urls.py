"""Addresses of actions: one for life, its form and answers, a new one on a sheet."""

from django.urls import URLPattern, URLResolver, path

from alke.web.actions import edit_views, place_views, views

ONE = "toimenpiteet/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(ONE, views.action_detail, name="action_detail"),
    path(f"{ONE}muokkaa/", edit_views.action_edit, name="action_edit"),
    path(f"{ONE}vastaus/", views.action_answer, name="action_answer"),
    path(f"{ONE}paikka/", place_views.action_place, name="action_place"),
    path(f"{ONE}jaa/", views.action_share, name="action_share"),
    path("<int:year>/<slug:slug>/toimenpiteet/uusi/", edit_views.action_new, name="action_new"),
    path(
        "<int:year>/<slug:slug>/asialista/<int:number>/jarjestys/",
        place_views.actions_reorder,
        name="actions_reorder",
    ),
]
