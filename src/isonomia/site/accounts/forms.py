"""The forms of accounts. Those of allauth carry our words and the name of a field that browsers know."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChange,
)
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter as second_factor
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.cache import cache
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from isonomia.site.accounts.models import Invitation, Role, User
from isonomia.site.languages import current_language
from isonomia.site.records.codelists import terms

TOKEN_DAYS = (30, 90, 365)
USED_CODE_SECONDS = 120
"""How long a code that was used is remembered: longer than it is valid, clocks that differ included."""


def _password_rules() -> str:
    return " ".join(str(text) for text in password_validators_help_texts())


password_rules = lazy(_password_rules, str)


def _plain(field: forms.Field, label: Any, **attributes: str) -> None:
    """Our label; no placeholder, for it vanishes when one writes."""
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class SignInForm(LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "username": self.fields.pop("login"), "password": self.fields["password"],
            "remember": self.fields["remember"],
        }  # fmt: skip
        _plain(
            self.fields["username"], pgettext_lazy("account", "Name"), autocomplete="username", autocapitalize="none",
            spellcheck="false", dir="auto",
        )  # fmt: skip
        _plain(self.fields["password"], _("Password"))
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")

    def clean(self) -> Any:
        """Name and password must fit. Raises ValidationError, which does not tell which of them is wrong."""
        self.cleaned_data["login"] = (self.cleaned_data.get("username") or "").strip()
        return super().clean()  # type: ignore[no-untyped-call]


class ConfirmForm(ReauthenticateForm):
    """The password once more, before what is grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], _("Password"))
        self.fields["password"].help_text = ""


class _Twice:
    """A new password that is given twice, with our word where the two differ."""

    data: Any
    errors: Any
    add_error: Any

    def clean(self) -> Any:
        """Both must be the same."""
        given = super().clean()  # type: ignore[misc]
        if given.get("password1") and "password2" in self.errors and self.data.get("password2"):
            del self.errors["password2"]
            self.add_error("password2", gettext("The two passwords differ."))
        return given


class ChangePasswordForm(_Twice, AllauthChange):
    """The present password and, twice, the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], _("Present password"))
        self.fields["oldpassword"].help_text = ""
        _new_password(self)


class ResetForm(_Twice, ResetPasswordKeyForm):
    """Twice the new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self)


def _new_password(form: Any) -> None:
    _plain(form.fields["password1"], _("New password"))
    _plain(form.fields["password2"], _("New password, once more"))
    form.fields["password1"].help_text = password_rules()


class AskResetForm(ResetPasswordForm):
    """The address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["email"], _("E-mail"))


class _OneUse:
    """A code of the telephone opens once, also within the minute and a half in which clocks may differ."""

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        """The code, if it is right and was not used. Raises ValidationError."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            digits = "".join(letter for letter in code if letter.isdigit())
            if not cache.add(f"accounts.code.{self.user.pk}.{digits}", True, timeout=USED_CODE_SECONDS):
                raise second_factor().validation_error("incorrect_code")
        return code


class CodeForm(_OneUse, AuthenticateForm):
    """The code of the second factor, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), autocapitalize="none", spellcheck="false", dir="ltr")


class ConfirmByCodeForm(_OneUse, ReauthenticateByCode):
    """A code, before what is grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code"), autocapitalize="none", spellcheck="false", dir="ltr")


class FirstCodeForm(ActivateTOTPForm):
    """The first code of the telephone, which proves that it has the seed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["code"], _("Code of six digits"), inputmode="numeric", dir="ltr")


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What uses it, for example: nightly export of the ministry.")
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(days, gettext("%(days)s days") % {"days": days}) for days in TOKEN_DAYS]
        self.fields["name"].widget.attrs["dir"] = "auto"


class AcceptForm(forms.Form):
    """Twice the password of a new account."""

    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=_("Password, once more"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["password1"].help_text = password_rules()

    def clean_password1(self) -> str:
        """A password that is not too easy. Raises ValidationError."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, User(username=self.invitation.username, email=self.invitation.email))
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        super().clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", gettext("The two passwords differ."))
        return self.cleaned_data


class _Post(forms.ModelForm):  # type: ignore[type-arg]
    """Role, country and body, for an account or an invitation."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    body = forms.ChoiceField(label=_("Body"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, code_list in (("country", "countries"), ("body", "bodies")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            held = getattr(self.instance, name)
            field.choices = [("", "—"), *choices(code_list, held)]
        self.fields["role"].label = _("Role")
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs["dir"] = "ltr"
        self.fields["country"].help_text = _("Needed for the focal point of a country.")
        self.fields["body"].help_text = _("Needed for the focal point of a body.")


def choices(code_list: str, held: str = "") -> list[tuple[str, str]]:
    """The codes of a list with their labels in the reader's language; retired ones only where they are held."""
    language = current_language()
    rows = [(entry.code, entry.label(language)) for entry in terms(code_list).active()]
    if held and held not in {code for code, _label in rows}:
        rows.append((held, terms(code_list).label(held, language)))
    return sorted(rows, key=lambda row: row[1].casefold())


class InvitationForm(_Post):
    """Who is invited, and as what."""

    class Meta:
        model = Invitation
        fields = ["username", "email", "role", "country", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = pgettext_lazy("account", "Name")
        self.fields["username"].help_text = _("To sign in with: letters, digits and @ . + - _, no spaces.")
        self.fields["username"].widget.attrs.update(dir="auto", autocapitalize="none", spellcheck="false")
        self.fields["email"].help_text = _("If it is known; without it the link is handed over in another way.")
        self.fields["role"].initial = Role.FOCAL_POINT


class AccountForm(_Post):
    """What an administrator changes of an account."""

    class Meta:
        model = User
        fields = ["email", "role", "country", "body"]
