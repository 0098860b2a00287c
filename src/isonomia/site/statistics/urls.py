"""The addresses of this room that are not derived from its collection."""

from __future__ import annotations

from django.urls import path

from isonomia.site.statistics.views import checking, iccs, indicators

urlpatterns = [
    path("indicators/", indicators.index_page, name="indicators"),
    path("indicators/<str:code>/", indicators.indicator_page, name="indicator"),
    path("indicators/<str:code>/data.<slug:form>", indicators.data, name="indicator-data"),
    path("iccs/", iccs.index_page, name="iccs"),
    path("iccs/<slug:code>/", iccs.code_page, name="iccs-code"),
    path("check/", checking.check_page, name="check"),
]
