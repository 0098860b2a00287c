"""The way through another service and back, checked more strictly than allauth does: the token is signed by the service
that was named, for us, in answer to this very request."""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from isonomia.site.accounts.oidc import is_safe

logger = logging.getLogger(__name__)
JOINING = "accounts.joining"
"""In the session of who asked, with a form of this site, to join the account to the service."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Those with a key that only the service has: nobody else can sign."""
SLACK = 30
"""Seconds by which clocks may differ."""


class Service(OpenIDConnectOAuth2Adapter):
    """The service, on one way through it."""

    def __init__(self, request: HttpRequest, provider_id: str, nonce: str = "") -> None:
        super().__init__(request, provider_id)
        self.nonce = nonce

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the service says of itself. Raises OAuth2Error where it is not the one that was named, or where what is
        told to it could be read by others."""
        config: dict[str, Any] = super().openid_config
        provider: Any = self.get_provider()  # type: ignore[no-untyped-call]
        named = provider.app.settings["server_url"].split("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != named.rstrip("/"):
            raise OAuth2Error("the service says that it is another one")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"):
            if (name in config or name != "userinfo_endpoint") and not is_safe(str(config.get(name, ""))):
                raise OAuth2Error(f"{name} is missing or not safe")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One address for all languages, to be entered at the service."""
        return str(build_absolute_uri(request, reverse("service-callback")))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **how: Any) -> SocialLogin:
        """Who it is. Raises OAuth2Error where the token does not say so beyond doubt."""
        claims = self._claims(app, how["response"].get("id_token") or "")
        told = self._fetch_user_info(token.token) if "userinfo_endpoint" in self.openid_config else claims
        if told.get("sub") != claims["sub"]:
            raise OAuth2Error("the two answers of the service are about two persons")
        # of the person nothing is kept but the number that the service has for it, and here the address
        address = claims if "email" in claims else told
        verified = address.get("email_verified") in (True, "true")
        known = {"sub": claims["sub"], "email": address.get("email"), "email_verified": verified}
        provider: Any = self.get_provider()  # type: ignore[no-untyped-call]
        login: SocialLogin = provider.sociallogin_from_response(request, {"id_token": known})
        login.account.extra_data = {}
        return login

    def _claims(self, app: SocialApp, text: str) -> dict[str, Any]:
        import jwt

        try:
            algorithm, key = jwtkit.fetch_key(  # type: ignore[no-untyped-call]
                text, self.openid_config["jwks_uri"], jwtkit.lookup_kid_jwk
            )
            if algorithm not in ALGORITHMS:
                raise OAuth2Error(f"signed by {algorithm}")
            claims: dict[str, Any] = jwt.decode(
                text, key, algorithms=[algorithm], issuer=self.openid_config["issuer"], audience=app.client_id,
                leeway=SLACK, options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the token is not right: {error}") from error
        if not self.nonce or not hmac.compare_digest(str(claims["nonce"]).encode(), self.nonce.encode()):
            raise OAuth2Error("the token answers another request")
        if claims.get("azp", app.client_id) != app.client_id or not claims["sub"]:
            raise OAuth2Error("the token is for another")
        return claims


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Sends to the service. To join an account takes a form of this site first: else a link on another site could join
    the account of whoever follows it to an identity of the sender."""
    if request.method == "POST":
        return _ask_to_join(request, provider_id)
    process = request.GET.get("process", "login")
    if process == "connect" and request.session.pop(JOINING, None) != provider_id:
        raise Http404
    if process not in ("login", "connect"):
        raise Http404
    provider = _provider(request, provider_id)
    nonce = secrets.token_urlsafe(24)
    going_on = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(going_on, {request.get_host()}, request.is_secure()):
        going_on = ""
    return _guarded(
        request, provider,
        lambda: provider.redirect(
            request, process, going_on or None, None, auth_params={"nonce": nonce}, nonce=nonce,
            language=translation.get_language(),
        ),
    )  # fmt: skip


@login_required
def _ask_to_join(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    raise_if_reauthentication_required(request, app="allauth.socialaccount")
    provider = _provider(request, provider_id)
    request.session[JOINING] = provider_id
    return render(request, "accounts/going_on.html", {"service": provider})


@never_cache
@require_http_methods(["GET", "HEAD"])
def callback(request: HttpRequest) -> HttpResponseBase:
    """Takes who comes back, in the language in which they went."""
    provider_id = settings.OIDC_ID
    provider = _provider(request, provider_id)
    held = statekit.get_states(request).get(request.GET.get("state", ""))
    state = held[0] if held else {}
    if state.get("language"):
        translation.activate(state["language"])
    service = Service(request, provider_id, state.get("nonce", ""))
    view = OAuth2CallbackView.adapter_view(service)  # type: ignore[no-untyped-call]
    return _guarded(request, provider, lambda: view(request))


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        provider = get_adapter(request).get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    provider.oauth2_adapter_class = Service
    return provider


def _guarded(request: HttpRequest, provider: Any, step: Any) -> HttpResponseBase:
    """A step that asks the service; whatever is wrong with what it says is said without its words, and logged."""
    from requests import RequestException

    try:
        response: HttpResponseBase = step()
    except (RequestException, OAuth2Error, KeyError, ValueError, TypeError, AttributeError) as error:
        logger.warning("the other service could not be asked: %s: %s", type(error).__name__, error)
        response = render_authentication_error(request, provider, exception=error)
    return response
