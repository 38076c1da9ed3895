"""Addresses of the round and its dates."""

from django.urls import URLPattern, URLResolver, path

from alke.web.rounds import (
    cancel_views,
    move_views,
    place_views,
    reminder_views,
    state_views,
    views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.round_detail, name="round_detail"),
    path("aikataulu/", views.round_schedule, name="round_schedule"),
    path("aikataulu/<slug:key>/siirra/", move_views.deadline_move, name="deadline_move"),
    path(
        "aikataulu/keskustelu/<slug:slug>/siirra/",
        move_views.discussion_move,
        name="discussion_move",
    ),
    path(
        "aikataulu/keskustelu/<slug:slug>/paikka/",
        place_views.discussion_place,
        name="discussion_place",
    ),
    path(
        "aikataulu/keskustelu/<slug:slug>/peru/",
        cancel_views.discussion_cancel,
        name="discussion_cancel",
    ),
    path(
        "aikataulu/keskustelu/<slug:slug>/palauta/",
        cancel_views.discussion_restore,
        name="discussion_restore",
    ),
    path("aikataulu/asiakirja/<slug:key>/siirra/", move_views.basis_move, name="basis_move"),
    path("havainnot/", move_views.finding_accept, name="finding_accept"),
    path("julkaise/", state_views.round_publish, name="round_publish"),
    path("vaihe/", state_views.round_state, name="round_state"),
    path("muistutukset/", reminder_views.reminder_list, name="reminder_list"),
    path(
        "muistutukset/<slug:key>/muistuta/",
        reminder_views.reminder_nudge,
        name="reminder_nudge",
    ),
    path("keskustelut/", views.discussion_list, name="discussion_list"),
]
