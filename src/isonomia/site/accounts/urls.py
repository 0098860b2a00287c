"""The addresses of accounts. The names with an underscore are those by which allauth finds its own pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache

from isonomia.site.accounts.views import joining, own, people, resetting

urlpatterns: list[URLPattern | URLResolver] = [
    path("", own.account, name="account"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/", account.login, name="sign-in"),
    path("sign-in/code/", factor.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-out/", account.logout, name="sign-out"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("confirm/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", never_cache(factor.reauthenticate), name="mfa_reauthenticate"),
    path("password/", never_cache(account.password_change), name="account_change_password"),
    path("password/first/", never_cache(account.password_set), name="account_set_password"),
    path("password/reset/", resetting.ask, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", never_cache(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second-factor/", never_cache(factor.index), name="mfa_index"),
    path("second-factor/set-up/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/remove/", never_cache(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", never_cache(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-factor/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
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
if settings.OIDC_NAME:
    urlpatterns += [
        path("sign-up/", account.signup, name="account_signup"),
        path("other/", include("allauth.socialaccount.urls")),
        path("other/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
