"""Settings, read from the environment once. Every variable is optional under `make run`."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

django_stubs_ext.monkeypatch()  # `ModelAdmin[Enquiry]` at run time

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Where state lives -------------------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", default=str(ROOT / ".data"))).resolve()
PORT = env.int("PORT", default=8000)
DEBUG = env.bool("DEBUG", default=False)
EMBEDDED = "DATABASE_URL" not in env.ENVIRON
# Demo accounts and invented people are refused anywhere else.
DEMO_ALLOWED = DEBUG or EMBEDDED


def _kept_secret() -> str:
    """The embedded default keeps its own secret beside its data."""
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or (_kept_secret() if DEMO_ALLOWED else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it, or set DEBUG=1 on your own machine.")

# --- The Institute -----------------------------------------------------------------------
INSTITUTE_NAME = "TPM Institute"
PHONE = "(905) 282-9318"
PHONE_E164 = "+19052829318"
PHONE_HOURS = "Monday to Friday, 9:00 to 18:00 Eastern"
# CASL asks for a postal address in commercial mail; without it none is sent.
MAILING_ADDRESS = env.str("MAILING_ADDRESS", default="")
# Where students send an Interac e-Transfer.
ETRANSFER_ADDRESS = env.str("ETRANSFER_ADDRESS", default="payments@tpm-institute.example")
HST_REGISTRATION = env.str("HST_REGISTRATION", default="")
INSTITUTE_ZONE = "America/Toronto"

# --- Addresses ---------------------------------------------------------------------------
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=["127.0.0.1", "localhost", "[::1]"] if DEMO_ALLOWED else [urlsplit(SITE_URL).hostname],
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "institute.urls"
WSGI_APPLICATION = "institute.wsgi.application"

# --- Apps --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "institute",
    "institute.accounts",
    "institute.mail",
    "courses",
    "certification",
    "mentorship",
    "enquiries",
]
MIDDLEWARE = [
    "institute.middleware.VisitorPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "institute.accounts.activity.SessionActivity",
    "django_htmx.middleware.HtmxMiddleware",
    "institute.middleware.HtmxRedirects",
    "institute.middleware.ReaderZone",
    "institute.middleware.OwnPages",
    "institute.accounts.second_factor.SecondFactorRequired",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "institute.context.institute",
            ],
            "builtins": ["institute.templatetags.figures", "institute.templatetags.moments"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database, cache, broker -------------------------------------------------------------
if EMBEDDED or "REDIS_URL" not in env.ENVIRON:
    from institute.local.environment import embedded

    _local = embedded(DATA_DIR)
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL") if not EMBEDDED else env.db_url_config(_local.database_url)
}
DATABASES["default"] |= {
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": False,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="") or _local.redis_url
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "institute.caches.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "TIMEOUT": 600,
        "KEY_PREFIX": "ti",
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 1},
    }
}

# --- Email -------------------------------------------------------------------------------
# Without EMAIL_URL every message is written to DATA_DIR/mail and read at /staff/mail/.
EMAIL_URL_GIVEN = "EMAIL_URL" in env.ENVIRON
if EMAIL_URL_GIVEN:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="TPM Institute <hello@tpm-institute.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MESSAGE_ID_DOMAIN = urlsplit(SITE_URL).hostname or "localhost"

# --- Accounts ----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["institute.accounts.backends.EmailBackend"]
_checks = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _checks + "UserAttributeSimilarityValidator"},
    {"NAME": _checks + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _checks + "CommonPasswordValidator"},
    {"NAME": _checks + "NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "institute.accounts.sign_in_forms.LoginForm",
    "signup": "institute.accounts.sign_in_forms.SignupForm",
    "reset_password": "institute.accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "institute.accounts.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "institute.accounts.sign_in_forms.ChangePasswordForm",
    "set_password": "institute.accounts.sign_in_forms.SetPasswordForm",
    "add_email": "institute.accounts.sign_in_forms.AddEmailForm",
    "reauthenticate": "institute.accounts.sign_in_forms.ReauthenticateForm",
    "confirm_email_verification_code": "institute.accounts.sign_in_forms.ConfirmEmailForm",
}
# Counted in the cache. "key" is the address typed, whether or not it is registered.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "5/5m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
# How many proxies of ours stand before the web server; the address before them is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "institute.mail.sign_in.AccountAdapter"
MFA_ADAPTER = "institute.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = INSTITUTE_NAME
MFA_TOTP_TOLERANCE = 1
_forms = "institute.accounts.sign_in_forms."
MFA_FORMS = {
    "authenticate": _forms + "SecondStepForm",
    "reauthenticate": _forms + "SecondStepAgainForm",
    "activate_totp": _forms + "ActivateAppForm",
    "add_webauthn": _forms + "AddPasskeyForm",
    "edit_webauthn": _forms + "RenamePasskeyForm",
}
# Browsers allow passkeys without TLS on localhost only; so do we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO_ALLOWED
USERSESSIONS_TRACK_ACTIVITY = False  # SessionActivity does it, once in ten minutes

# --- Sessions and cookies ----------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "institute.views.csrf_failure"

# --- Security headers --------------------------------------------------------------------
SECURE_SSL_REDIRECT = _https and not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
_OURS = ("script", "style", "img", "font", "connect", "manifest")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        **{f"{kind}-src": ["'self'"] for kind in _OURS},
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language, time ----------------------------------------------------------------------
LANGUAGE_CODE, USE_I18N = "en-ca", False
TIME_ZONE, USE_TZ = "UTC", True

# --- Files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_MAX_AGE = 31_536_000
_packed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _plain if DEBUG else _packed},
}
MEDIA_ROOT = DATA_DIR / "files"

# --- Telling what happens ----------------------------------------------------------------
_stderr = {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"err": _stderr},
    # A full cohort or a missing page is an answer, not an incident.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["err"], "level": "INFO"},
}
if "SENTRY_DSN" in env.ENVIRON:
    import sentry_sdk

    sentry_sdk.init(dsn=env.str("SENTRY_DSN"), send_default_pii=False)
