"""The six languages of the interface, and the prefix that each has in an address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import URLPattern, URLResolver, get_script_prefix, is_valid_path
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation
from django.utils.cache import patch_vary_headers

CODES = ("ar", "en", "es", "fr", "ru", "zh")
NAMES = {
    "ar": "العربية", "en": "English", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文",
}  # fmt: skip
"""Each language by its own name."""
DJANGO = {"zh": "zh-hans"}
"""What Django calls a language, where it differs from what the United Nations call it."""


def current_language() -> str:
    """The language of this request, as one of ar, en, es, fr, ru, zh."""
    code = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in CODES else "en"


def django_code(code: str) -> str:
    """The name that Django has for one of the six languages."""
    return DJANGO.get(code, code)


def in_language(path: str, code: str) -> str:
    """The same path under the prefix of another language; a path without prefix gets one."""
    root = get_script_prefix()
    first, _, rest = path.removeprefix(root).partition("/")
    return f"{root}{code}/{rest if first in CODES else path.removeprefix(root)}"


class ShortPrefix(LocalePrefixPattern):
    """The prefix of an address: two letters for every language."""

    @property
    def language_prefix(self) -> str:
        """What an address of the current language begins with."""
        return current_language() + "/"


def prefixed(*patterns: URLPattern | URLResolver) -> list[URLPattern | URLResolver]:
    """Addresses that stand under the prefix of a language."""
    return [URLResolver(ShortPrefix(prefix_default_language=True), list(patterns))]


class Languages(LocaleMiddleware):
    """Takes the language from the address; sends an address without prefix to the browser's language."""

    def process_request(self, request: HttpRequest) -> None:
        """Sets the language of this request."""
        first = request.path_info.lstrip("/").split("/")[0]
        code = first if first in CODES else translation.get_language_from_request(request).split("-")[0]
        translation.activate(django_code(code if code in CODES else "en"))
        request.LANGUAGE_CODE = translation.get_language() or "en"

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        """Redirects what exists only under a prefix; names the language of the answer."""
        urlconf = getattr(request, "urlconf", settings.ROOT_URLCONF)
        language = current_language()
        prefixed_request = request.path_info.lstrip("/").split("/")[0] in CODES
        if response.status_code == 404 and not prefixed_request and is_language_prefix_patterns_used(urlconf)[0]:
            path = f"/{language}{request.path_info}"
            with_slash = path if path.endswith("/") else path + "/"
            if is_valid_path(path, urlconf) or is_valid_path(with_slash, urlconf):
                query = request.META.get("QUERY_STRING", "")
                target = get_script_prefix().rstrip("/") + with_slash + (f"?{query}" if query else "")
                redirect = HttpResponseRedirect(target)
                patch_vary_headers(redirect, ("Accept-Language", "Cookie"))
                return redirect
        response.headers.setdefault("Content-Language", language)
        if not prefixed_request:
            patch_vary_headers(response, ("Accept-Language",))
        result: HttpResponseBase = response
        return result
