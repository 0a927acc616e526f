"""Django's settings; what an installation may decide stands in environment.py, what it must not exceed in limits.py."""

from pathlib import Path

import bawaba_design
from bawaba.config.databases import database
from bawaba.config.environment import Environment
from bawaba.config.keys import django_secret
from bawaba.config.limits import Limits, beyond_maximum
from django.core.exceptions import ImproperlyConfigured

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
    *(["procrastinate.contrib.django"] if PROCRASTINATE else []),
    "bawaba.journal",
    "bawaba.messaging",
    "bawaba.registers",
    "bawaba.identity.codes",
    "bawaba.identity.accounts",
    "bawaba.identity.enrolment",
    "bawaba.identity.attestation",
    "bawaba.documents",
    "bawaba.payments",
    "bawaba.cases",
    "bawaba.web.ops",
]

AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "bawaba.identity.accounts.sessions"
PASSWORD_HASHERS = ["bawaba.identity.accounts.hashers.PepperedArgon2"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

LANGUAGE_CODE = "ar"
TIME_ZONE = "Asia/Riyadh"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path("var/static")
STATICFILES_DIRS = [bawaba_design.STATIC]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
MEDIA_ROOT = BAWABA.media_dir
CONTENT_DIR = BAWABA.content_dir

CONNECTORS = {
    "register": {
        "BACKEND": BAWABA.register_backend,
        "OPTIONS": {"url": BAWABA.register_url, "key": BAWABA.register_key},
    },
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
        "OPTIONS": {"url": BAWABA.payment_url, "key": BAWABA.payment_key},
    },
}
