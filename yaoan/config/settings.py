"""Settings of the whole. Everything an operator may want to change is an environment variable listed in docs/operate."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from yaoan.config import postgres
from yaoan.kernel import secrets
from yaoan.kernel.access.rules import rules

PACKAGE = Path(__file__).resolve().parent.parent
HOME = secrets.home()

DEBUG = os.environ.get("YAOAN_DEBUG") == "1"
SECRET_KEY = secrets.secret("django").hex()
ALLOWED_HOSTS = os.environ.get("YAOAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("YAOAN_ORIGINS", "").split(",") if origin]
BEHIND_TLS = os.environ.get("YAOAN_TLS") == "1"

MODULES = (
    "subjects",
    "campaigns",
    "signals",
    "risks",
    "letters",
    "cases",
    "transfers",
    "assistance",
    "reports",
    "packages",
    "webhooks",
    "workbench",
)
"""The modules in the order of work: a later one may know an earlier one."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "yaoan.kernel.access",
    "yaoan.kernel.journal",
    "yaoan.kernel.records",
    "yaoan.kernel.vault",
    "yaoan.kernel.attachments",
    "yaoan.kernel.notices",
    "yaoan.kernel.jobs",
    "yaoan.kernel.figures",
    "yaoan.kernel.exchange",
    "yaoan.kernel.http",
    "yaoan.kernel.documents",
    "yaoan.kernel.ledger",
    "yaoan.kernel.outbox",
    "yaoan.kernel.upkeep",
    *(f"yaoan.modules.{name}" for name in MODULES),
    *filter(None, os.environ.get("YAOAN_TEST_APPS", "").split(",")),
]

MIDDLEWARE = [
    "yaoan.kernel.upkeep.watching.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "yaoan.config.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yaoan.kernel.access.middleware.ExpiryMiddleware",
    "yaoan.kernel.access.middleware.ActorMiddleware",
    "yaoan.kernel.access.middleware.DoorMiddleware",
    "yaoan.kernel.ledger.middleware.ReadOnlyMiddleware",
]

ROOT_URLCONF = "yaoan.config.urls"
WSGI_APPLICATION = "yaoan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yaoan.config.console.frame",
            ]
        },
    }
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "yaoan.config.engine",
        "NAME": unquote(parts.path.lstrip("/")) or "yaoan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(query.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # `?prepare=no` for a pooler that gives each transaction another connection
        "OPTIONS": {"prepare_threshold": None if query.pop("prepare", "yes") == "no" else 5, **query},
    }


DATABASES = {"default": _database(postgres.database_url(role=os.environ.get("YAOAN_DB_ROLE", "app")))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["yaoan.kernel.access.backends.GuardedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yaoan.kernel.access.passwords.PlainWordsValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "yaoan.kernel.ledger.views.errors.csrf_failure"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_ADAPTER = "yaoan.kernel.access.adapters.OfficialsOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,6/5m/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(rules().fresh.total_seconds()) * 2
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("YAOAN_PROXIES") or ("1" if BEHIND_TLS else "0"))
MFA_ADAPTER = "yaoan.kernel.access.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 12
SESSION_COOKIE_NAME = "__Host-session" if BEHIND_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if BEHIND_TLS else "csrftoken"
SESSION_COOKIE_AGE = int(rules().longest.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = BEHIND_TLS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

YAOAN_HOME = HOME
"""Where this installation keeps its files, keys and, by default, its database."""

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "yaoan.kernel.upkeep.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("YAOAN_LOG_FORMAT") == "json" else "line",
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("YAOAN_LOG", "WARNING")},
    # What the database refuses is raised; the driver would also log that the statements behind it were not run.
    "loggers": {
        "psycopg": {"level": "ERROR"},
        "yaoan.request": {"level": "INFO" if os.environ.get("YAOAN_LOG_FORMAT") == "json" else "WARNING"},
    },
}
