"""The addresses of accounts. The names with an underscore are those by which allauth finds its own pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, path, re_path

from isonomia.site.accounts.views import joining, own, people, resetting
from isonomia.site.accounts.views.common import View, taking


def _page(view: View) -> View:
    """A page of allauth: it takes where to go next."""
    return taking(view, "next")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", own.account, name="account"),
    path("sign-in/", _page(account.login), name="account_login"),
    path("sign-in/", _page(account.login), name="sign-in"),
    path("sign-in/code/", _page(factor.authenticate), name="mfa_authenticate"),
    path("sign-out/", _page(account.logout), name="account_logout"),
    path("sign-out/", _page(account.logout), name="sign-out"),
    path("closed/", _page(account.account_inactive), name="account_inactive"),
    path("confirm/", _page(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", _page(factor.reauthenticate), name="mfa_reauthenticate"),
    path("password/", _page(account.password_change), name="account_change_password"),
    path("password/first/", _page(account.password_set), name="account_set_password"),
    path("password/reset/", _page(resetting.ask), name="account_reset_password"),
    path("password/reset/sent/", _page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", _page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/", _page(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("second-factor/", _page(factor.index), name="mfa_index"),
    path("second-factor/set-up/", _page(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/remove/", _page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", _page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", _page(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-factor/codes.txt", _page(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("sessions/", own.sessions, name="sessions"),
    path("tokens/", own.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", own.revoke_token, name="token-revoke"),
    path("invitation/", joining.join, name="invitation"),
    path("invitation/<str:token>/", joining.follow, name="invitation-link"),
    path("users/", people.people, name="people"),
    path("users/invite/", people.invite_person, name="invite"),
    path("users/invitations/<int:pk>/", people.invitation_made, name="invitation-made"),
    path("users/invitations/<int:pk>/withdraw/", people.withdraw_invitation, name="invitation-withdraw"),
    path("users/<int:pk>/", people.person, name="person"),
    path("users/<int:pk>/<slug:name>/", people.act, name="person-act"),
]  # fmt: skip


def service_urls() -> list[URLPattern]:
    """The way through another service, where one is named; what it comes back to is the same in all languages."""
    if not settings.OIDC_NAME:
        return []
    from isonomia.site.accounts.views import service

    return [path("account/other/callback/", service.callback, name="service-callback")]


if settings.OIDC_NAME:
    from allauth.socialaccount import views as other

    from isonomia.site.accounts.views import service

    urlpatterns += [
        path("other/", _page(other.connections), name="socialaccount_connections"),
        path("other/cancelled/", _page(other.login_cancelled), name="socialaccount_login_cancelled"),
        path("other/<slug:provider_id>/", taking(service.begin, "next", "process"), name="openid_connect_login"),
    ]
