"""The settings of the site. What an installation may choose comes from the environment; see docs/site.md.

ISONOMIA_DATA, DATABASE_URL, ISONOMIA_HOSTS, ISONOMIA_TLS, ISONOMIA_DEBUG; for accounts see accounts/settings.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from isonomia.site.accounts.settings import *  # noqa: F403
from isonomia.site.accounts.settings import ACCOUNT_APPS, ACCOUNT_MIDDLEWARE
from isonomia.site.data import data_directory, secret_key
from isonomia.site.databases import database

HERE = Path(__file__).resolve().parent
DATA = data_directory()
DEBUG = os.environ.get("ISONOMIA_DEBUG") == "1"
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [
    "localhost", "127.0.0.1", "[::1]",
    *(host for host in os.environ.get("ISONOMIA_HOSTS", "").replace(",", " ").split()),
]  # fmt: skip
TLS = os.environ.get("ISONOMIA_TLS") == "1"

# ours first: their words stand before those of Django, for which a session is something else
INSTALLED_APPS = [
    "isonomia.site.records",
    "isonomia.site.meetings",
    "isonomia.site.documents",
    "isonomia.site.followup",
    "isonomia.site.statistics",
    "isonomia.site.search",
    "isonomia.site.accounts",
    *ACCOUNT_APPS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "isonomia.site.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "isonomia.site.nul.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "isonomia.site.languages.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *ACCOUNT_MIDDLEWARE,
]
ROOT_URLCONF = "isonomia.site.urls"
WSGI_APPLICATION = "isonomia.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "isonomia.site.frame.frame",
            ],
        },
    }
]

ISONOMIA_FINDER = "isonomia.site.search.finder.Finder"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"), ("en", "English"), ("es", "Español"), ("fr", "Français"), ("ru", "Русский"), ("zh-hans", "中文"),
]  # fmt: skip
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "isonomia.site.assets.HashedUrls"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 365 * 24 * 3600
MEDIA_ROOT = DATA / "files"

# -- safety --------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "isonomia.site.faults.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(("127.", "[", "."))]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # what a client did wrong is said to the client
    "loggers": {"django.request": {"level": "ERROR"}},
}
