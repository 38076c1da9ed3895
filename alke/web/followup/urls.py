"""Addresses of follow-up, under the year of its round."""

from django.urls import URLPattern, URLResolver, path

from alke.web.followup import bulk_views, cell_views, state_views, views

PLACE = "seuranta/<slug:slug>/"
CELL = PLACE + "<int:report_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("seuranta/", views.followup_list, name="followup_list"),
    path(PLACE, views.followup_detail, name="followup_detail"),
    path(PLACE + "vaiheet/", state_views.followup_state, name="followup_state"),
    path(PLACE + "ei-uutta/", bulk_views.reports_nothing_new, name="reports_nothing_new"),
    path(PLACE + "ei-uutta/peru/", bulk_views.reports_undo, name="reports_undo"),
    path(PLACE + "laheta/", bulk_views.reports_submit, name="reports_submit"),
    path(CELL, cell_views.report_cell, name="report_cell"),
    path(CELL + "peru/", cell_views.report_undo, name="report_undo"),
    path(CELL + "tarkistus/", cell_views.report_review, name="report_review"),
]
