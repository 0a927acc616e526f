"""Users that are not behind an account: people who work here."""

from django.contrib.auth.hashers import make_password

from bawaba.identity.accounts.models import User


def new_staff_user(*, user_name: str) -> int:
    """A user without a password, in the caller's transaction; IntegrityError when the name is taken."""
    return int(User.objects.create(user_name=user_name.casefold(), password=make_password(None)).pk)
