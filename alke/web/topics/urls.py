"""Addresses of topics: the sheet, its fields and history, the pool of proposals."""

from django.urls import URLPattern, path

from alke.web.topics import (
    comment_views,
    field_views,
    heading_views,
    history_views,
    place_views,
    pool_views,
    views,
)

SHEET = "asialista/<int:number>/"
POOL = "ehdotukset/"

urlpatterns: list[URLPattern] = [
    path(SHEET, views.topic_detail, name="topic_detail"),
    path(f"{SHEET}muokkaa/", views.topic_edit, name="topic_edit"),
    path(f"{SHEET}kohta/<slug:field>/", field_views.topic_field, name="topic_field"),
    path(f"{SHEET}muutokset/", field_views.topic_changes, name="topic_changes"),
    path(f"{SHEET}otsikko/", heading_views.topic_heading, name="topic_heading"),
    path(f"{SHEET}avaus/<slug:side>/", heading_views.topic_opening, name="topic_opening"),
    path(f"{SHEET}tila/", heading_views.topic_state, name="topic_state"),
    path(f"{SHEET}vahvista/", heading_views.topic_confirm, name="topic_confirm"),
    path(f"{SHEET}vahvistus/peru/", heading_views.topic_withdraw, name="topic_withdraw"),
    path(f"{SHEET}versiot/", history_views.topic_history, name="topic_history"),
    path(f"{SHEET}versiot/palauta/", history_views.topic_restore, name="topic_restore"),
    path(f"{SHEET}kommentit/", comment_views.comment_add, name="comment_add"),
    path(f"{SHEET}kommentit/<int:pk>/", comment_views.comment_resolve, name="comment_resolve"),
    path(f"{SHEET}siirra/", place_views.topic_remove, name="topic_remove"),
    path(POOL, pool_views.topic_pool, name="topic_pool"),
    path(f"{POOL}uusi/", pool_views.topic_propose, name="topic_propose"),
    path(f"{POOL}jarjestys/", place_views.topics_reorder, name="topics_reorder"),
    path(f"{POOL}<int:pk>/", pool_views.pool_topic, name="pool_topic"),
    path(f"{POOL}<int:pk>/jaa/", pool_views.topic_share, name="topic_share"),
    path(f"{POOL}<int:pk>/asialistalle/", place_views.topic_take, name="topic_take"),
    path(f"{POOL}<int:pk>/ratkaisu/", pool_views.topic_dispose, name="topic_dispose"),
    path(f"{POOL}<int:pk>/yhdista/", pool_views.topic_merge, name="topic_merge"),
    path(f"{POOL}<int:pk>/jaottele/", pool_views.topic_split, name="topic_split"),
]
