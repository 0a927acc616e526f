"""Addresses of the door of relying parties."""

from django.urls import path

from bawaba.web.oidc import authorizing, discovery, leaving, tokens, userinfo

urlpatterns = [
    path(".well-known/openid-configuration", discovery.configuration),
    path("oidc/jwks", discovery.jwks),
    path("oidc/authorize", authorizing.authorize),
    path("oidc/continue", authorizing.go_on),
    path("oidc/par", tokens.push),
    path("oidc/token", tokens.token),
    path("oidc/revoke", tokens.revoke),
    path("oidc/userinfo", userinfo.userinfo),
    path("oidc/logout", leaving.leave),
    path("oidc/logout/now", leaving.leave_now),
]
