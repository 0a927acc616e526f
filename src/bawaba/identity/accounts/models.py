"""Tables of accounts; private to this sub-room."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from bawaba.core import clock
from bawaba.identity.accounts.lifecycle import LIVE

IS_LIVE = models.Q(state__in=LIVE)
MAY_SLEEP = models.Q(state__in=("active", "asleep"))


class Users(BaseUserManager["User"]):
    """Users are made by commands only. They come with their account: without it nobody signs in."""

    def get_queryset(self) -> models.QuerySet["User"]:
        """One statement for both."""
        return super().get_queryset().select_related("account")

    def get_by_natural_key(self, username: str | None) -> "User":
        """A user by the folded user name."""
        return self.get(user_name=(username or "").casefold())


class User(AbstractBaseUser):
    """What signs in: a name and a password. Who it is stands in Account."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user_name = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "user_name"
    objects = Users()


class Account(models.Model):
    """An activated person. The register's data and every number are sealed under the account's own key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="account")
    population = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    assurance = models.PositiveSmallIntegerField()
    person_index = models.BinaryField()
    person_sealed = models.BinaryField()
    identifier_kind = models.CharField(max_length=20)
    identifier_index = models.BinaryField()
    identifier_sealed = models.BinaryField()
    names_sealed = models.BinaryField()
    language = models.CharField(max_length=2)
    digits = models.CharField(max_length=4, default="")  # empty: never chosen, as the browser has it
    calendar = models.CharField(max_length=9, default="")
    text_size = models.CharField(max_length=6, default="")
    message_language = models.CharField(max_length=2, default="")  # empty: as the pages
    activated_at = models.DateTimeField()
    used_at = models.DateTimeField()
    looked_at = models.DateTimeField(default=clock.now)  # when the register was last asked whether it sleeps
    cooled_until = models.DateTimeField(null=True)
    frozen_until_attended = models.BooleanField(default=False)
    attended_at = models.DateTimeField(
        null=True
    )  # last bound by an officer's own check: addresses of before can only freeze
    phone_lost = models.BooleanField(default=False)
    app_step = models.BigIntegerField(
        null=True
    )  # the last time step whose code of the app was used; without an app, none
    recovery_set = models.PositiveIntegerField(default=0)  # how often recovery codes were made or ended
    recovery_codes = models.PositiveSmallIntegerField(default=0)  # unused ones
    forgotten_at = models.DateTimeField(null=True)  # out everywhere: what devices have kept since before is over

    class Meta:
        """R1: live accounts are unique on the person's and on the identifier's blind index."""

        constraints = (
            models.UniqueConstraint(fields=["person_index"], condition=IS_LIVE, name="one_live_account_a_person"),
            models.UniqueConstraint(fields=["identifier_index"], condition=IS_LIVE, name="one_live_account_a_number"),
        )
        indexes = (models.Index(fields=["looked_at"], condition=MAY_SLEEP, name="account_to_look_at"),)

    @property
    def told_in(self) -> str:
        """The language of its messages."""
        return self.message_language or self.language


class Address(models.Model):
    """A phone or e-mail address bound to an account; revoked ones are kept until they have been told."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=5)  # phone, email, other: a second e-mail
    index = models.BinaryField()
    sealed = models.BinaryField()
    bound_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """R11 asks which live accounts a phone serves."""

        indexes = (
            models.Index(fields=["index"], condition=models.Q(revoked_at__isnull=True), name="address_in_use"),
            models.Index(fields=["account", "kind"], name="address_of_account"),
        )


class TermsAcceptance(models.Model):
    """Which version of the terms the person accepted, and when."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="terms")
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()


class Session(models.Model):
    """A session. The cookie's key is kept as a hash; the header line is what every page shows of the person."""

    key_hash = models.BinaryField(primary_key=True)
    account = models.UUIDField(null=True)
    header = models.BinaryField(default=bytes)
    data = models.BinaryField()
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """Revocation deletes by account, the purge by last use."""

        indexes = (
            models.Index(fields=["account"], name="session_account"),
            models.Index(fields=["seen_at"], name="session_seen"),
        )


class Repudiation(models.Model):
    """A "not you?" link that was sent: what its one POST may do, and for how long (R9). The token is kept as a hash."""

    token_hash = models.BinaryField(primary_key=True)
    account = models.UUIDField()
    power = models.CharField(max_length=8)  # suspend, freeze, report
    about = models.JSONField(default=dict)  # channel, attestor, operator, place of what the message told
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    pressed = models.BooleanField(default=False)  # used by its button, and not ended by a later proof

    class Meta:
        """A rebind weakens or ends the links of an account."""

        indexes = (models.Index(fields=["account"], name="repudiation_account"),)


class KnownDevice(models.Model):
    """A browser from which this account was signed in to: strangers' wrong passwords do not close it (R8)."""

    account = models.UUIDField()
    device_hash = models.BinaryField()
    seen_at = models.DateTimeField()

    class Meta:
        """One row a browser and account."""

        constraints = (models.UniqueConstraint(fields=["account", "device_hash"], name="one_row_a_device"),)
