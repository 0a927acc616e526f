"""What its tutorial says, plus kept connections; identity tokens by RS256, for it knows no ES256, and no pushed requests."""

import os

from bawaba.config.databases import database

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "bench.peers.toolkit.urls"
WSGI_APPLICATION = "bench.peers.toolkit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(os.environ["BENCH_DATABASE"]) | {"OPTIONS": {}, "CONN_MAX_AGE": 60}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": os.environ["BENCH_ISSUER"] + "/o",
    "OIDC_RSA_PRIVATE_KEY": os.environ["BENCH_RSA_KEY"],
    "OAUTH2_VALIDATOR_CLASS": "bench.peers.toolkit.claims.Validator",
    "SCOPES": {"openid": "OpenID", "profile": "name and language"},
    "PKCE_REQUIRED": True,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 600,
    "ID_TOKEN_EXPIRE_SECONDS": 600,
}
LANGUAGE_CODE = "ar"
USE_TZ = True
