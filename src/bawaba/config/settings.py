"""Django's settings; what an installation may decide stands in environment.py, what it must not exceed in limits.py."""

from django.core.exceptions import ImproperlyConfigured

import bawaba_design
from bawaba.config.databases import database
from bawaba.config.environment import Environment
from bawaba.config.keys import django_secret
from bawaba.config.limits import Limits, beyond_maximum
from bawaba.config.logs import logging_config

BAWABA = Environment()
LIMITS = Limits()
if beyond_maximum(LIMITS):
    raise ImproperlyConfigured(f"limits beyond what is promised: {beyond_maximum(LIMITS)}")

SECRET_KEY = django_secret(BAWABA.keyring_file)
DEBUG = False
ALLOWED_HOSTS = ["*"] if BAWABA.trusted_proxies else ["localhost", "127.0.0.1", "[::1]", "testserver"]
ROOT_URLCONF = "bawaba.config.urls"
WSGI_APPLICATION = "bawaba.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database(BAWABA.database_url)}
PROCRASTINATE = "postgresql" in DATABASES["default"]["ENGINE"] and BAWABA.engine != "embedded"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(["procrastinate.contrib.django"] if PROCRASTINATE else []),
    "bawaba.journal",
    "bawaba.messaging",
    "bawaba.registers",
    "bawaba.identity.codes",
    "bawaba.identity.passkeys",
    "bawaba.identity.accounts",
    "bawaba.identity.staff",
    "bawaba.identity.delegation",
    "bawaba.identity.recovery",
    "bawaba.identity.clients",
    "bawaba.identity.enrolment",
    "bawaba.identity.review",
    "bawaba.identity.attestation",
    "bawaba.documents",
    "bawaba.payments",
    "bawaba.cases",
    "bawaba.cases.appointments",
    "bawaba.web.ops",
]

AUTH_USER_MODEL = "accounts.User"
ACCOUNT_ADAPTER = "bawaba.web.portal.stages.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]  # nobody signs up through allauth; its check wants the fields to agree
ACCOUNT_USER_MODEL_USERNAME_FIELD = "user_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_TIMEOUT = int(LIMITS.sign_in_life.total_seconds())
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(LIMITS.proof_life.total_seconds())
MFA_TOTP_ISSUER = "Bawaba"  # what an authenticator app calls the account
SESSION_ENGINE = "bawaba.identity.accounts.sessions"
PASSWORD_HASHERS = ["bawaba.identity.accounts.hashers.PepperedArgon2"]

MIDDLEWARE = [
    "bawaba.web.channel_api.problem_answers.ProblemAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bawaba.web.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bawaba.web.portal.reading.Reading",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *BAWABA.payment_pages.split()],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_TLS = BAWABA.public_url.startswith("https:")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BAWABA.trusted_proxies else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if SECURE_TLS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "bawaba.web.portal.public.stale_form"
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the proxy redirects to https (docs/operate/running.md)
    "security.W009",  # the secret is 32 random bytes of the keyring, which bawaba.E030 to E033 judge
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 600_000
LOGGING = logging_config(BAWABA.log_level)
FAILPOINTS = False  # only the settings of tests turn them on

LANGUAGE_CODE = "ar"
TIME_ZONE = "Asia/Riyadh"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BAWABA.static_dir
STATICFILES_DIRS = [bawaba_design.STATIC]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
CONTENT_DIR = BAWABA.content_dir

CONNECTORS = {
    "register": {
        "BACKEND": BAWABA.register_backend,
        "OPTIONS": {"url": BAWABA.register_url, "key": BAWABA.register_key},
    },
    **(
        {
            "matcher": {
                "BACKEND": BAWABA.matcher_backend,
                "OPTIONS": {"url": BAWABA.matcher_url, "key": BAWABA.matcher_key},
            }
        }
        if BAWABA.matcher_url
        else {}
    ),
    "sms": {
        "BACKEND": BAWABA.sms_backend,
        "OPTIONS": {
            "address": BAWABA.sms_address,
            "system_id": BAWABA.sms_system_id,
            "password": BAWABA.sms_password,
            "sender": BAWABA.sms_sender,
        },
    },
    "email": {
        "BACKEND": "bawaba.connectors.email.smtp.Smtp",
        "OPTIONS": {"url": BAWABA.email_url, "sender": BAWABA.email_from},
    },
    "payment": {
        "BACKEND": BAWABA.payment_backend,
        "OPTIONS": {
            "url": BAWABA.payment_url,
            "key": BAWABA.payment_key,
            **({"secret": BAWABA.payment_secret} if BAWABA.payment_secret else {}),
        },
    },
    "delivery": {
        "BACKEND": BAWABA.delivery_backend,
        "OPTIONS": {"url": BAWABA.delivery_url, "key": BAWABA.delivery_key},
    },
}
LOGOUT_CONNECTOR = {"BACKEND": "bawaba.connectors.logout.http.HttpLogout"}  # leads to whatever address an agency has
PUSH_CONNECTOR = {  # to whatever a browser names, among these
    "BACKEND": "bawaba.connectors.push.web_push.WebPush",
    "OPTIONS": {"services": BAWABA.push_services, "contact": BAWABA.public_url},
}
