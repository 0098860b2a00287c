"""All addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from isonomia.site import faults
from isonomia.site.accounts.urls import service_urls
from isonomia.site.languages import prefixed
from isonomia.site.records.urls import api_urls, page_urls

urlpatterns = [
    path("api/v1/", include("isonomia.site.documents.api_urls")),
    path("api/v1/", include("isonomia.site.search.api_urls")),
    path("api/v1/", include(api_urls())),
    *service_urls(),
    *prefixed(
        path("", include("isonomia.site.documents.urls")),
        path("", include("isonomia.site.search.urls")),
        path("", include("isonomia.site.statistics.urls")),
        path("account/", include("isonomia.site.accounts.urls")),
        *page_urls(),
    ),
]
handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.broken
