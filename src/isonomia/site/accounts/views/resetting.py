"""A forgotten password: by mail where a mail server is set, else a word on whom to ask."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordResetView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse


class AskReset(PasswordResetView):
    """Asks for the address; says the same whether it is known or not."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sends the link, if there is somebody to send it to."""
        if not settings.EMAIL_CONFIGURED:
            raise Http404
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether mail can be sent."""
        return {**super().get_context_data(**kwargs), "by_mail": settings.EMAIL_CONFIGURED}


ask = AskReset.as_view()
