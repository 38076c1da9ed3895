"""Addresses of conclusions and memos."""

from django.urls import URLPattern, URLResolver, path

from alke.web.outcomes import edit_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("johtopaatokset/", views.conclusions_detail, name="conclusions_detail"),
    path("muistio/", views.memo_detail, name="memo_detail"),
    path("lopputulos/laadi/", edit_views.outcome_draw_up, name="outcome_draw_up"),
    path("lopputulos/kohta/", edit_views.outcome_item_add, name="outcome_item_add"),
    path("lopputulos/kohta/<int:item_id>/", edit_views.outcome_item_edit, name="outcome_item_edit"),
    path(
        "lopputulos/kohta/<int:item_id>/poista/",
        edit_views.outcome_item_remove,
        name="outcome_item_remove",
    ),
    path("lopputulos/paatos/<int:number>/", edit_views.outcome_decide, name="outcome_decide"),
    path("lopputulos/tila/", edit_views.outcome_state, name="outcome_state"),
    path("lopputulos/vahvista/", edit_views.outcome_confirm, name="outcome_confirm"),
    path("lopputulos/vahvistus/peru/", edit_views.outcome_withdraw, name="outcome_withdraw"),
    path("lopputulos/julkaise/", edit_views.outcome_publish, name="outcome_publish"),
    path("lopputulos/korjaa/", edit_views.outcome_reopen, name="outcome_reopen"),
]
