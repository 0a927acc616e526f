"""The name and the language beside ``sub``."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Validator(OAuth2Validator):
    """As its documentation adds claims."""

    def get_additional_claims(self) -> dict[str, Any]:
        """Of the scope "profile"."""
        return {"name": lambda request: request.user.first_name, "locale": lambda request: "ar"}
