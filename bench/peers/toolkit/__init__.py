"""django-oauth-toolkit as its documentation installs it: PKCE, OpenID Connect, secrets compared without a password hash."""
