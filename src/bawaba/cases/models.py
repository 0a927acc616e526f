"""Tables of cases; private to this room."""

import uuid

from django.db import models

# Of these an application expires; beside one of them it names the index, which SQLite does not find otherwise.
IS_WAITING = models.Q(state__in=("draft", "awaiting_payment", "awaiting_counterparty", "returned"))


class Application(models.Model):
    """One use of an e-service by one person. Everything personal is sealed under the account's key."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    reference = models.CharField(max_length=12, unique=True)
    account = models.UUIDField()
    service = models.CharField(max_length=60)
    agency = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=24)
    answers = models.BinaryField()  # with their labels as asked
    posted = models.BinaryField(null=True)  # a draft: what was typed so far
    snapshot = models.BinaryField()
    concerns = models.BinaryField(null=True)  # on behalf: of whom, and by what right
    sentence = models.BinaryField(null=True)  # what the applicant confirmed, word for word in both languages
    lines = models.JSONField(default=list)  # what is owed: [{kind, ar, en, halalas}]
    # of account, service and answers while it is open: a double click is one
    fingerprint = models.BinaryField(null=True)
    once = models.BinaryField(null=True)  # blind index of what may be asked for once
    bill = models.UUIDField(null=True)
    document = models.UUIDField(null=True)
    counterparty = models.UUIDField(null=True)  # an account, once it was accepted
    counterparty_index = models.BinaryField(null=True)  # of the number that was invited
    taken_by = models.UUIDField(null=True)  # an officer
    reason = models.CharField(max_length=32, default="")
    letter = models.BinaryField(null=True)  # an officer's words to the applicant
    refusal_ar = models.TextField(default="")
    refusal_en = models.TextField(default="")
    due_on = models.DateField(null=True)  # the day on which a decision is promised
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """A person's applications, newest first; an agency's queue, oldest first; the same one cannot be open twice."""

        indexes = (
            models.Index(fields=["account", "-id"], name="application_of_account"),
            models.Index(
                fields=["changed_at"],
                condition=IS_WAITING,
                name="application_waiting",
            ),
            models.Index(fields=["bill"], condition=models.Q(bill__isnull=False), name="application_of_bill"),
            models.Index(fields=["agency", "id"], condition=models.Q(state="in_review"), name="application_queue"),
            models.Index(
                fields=["counterparty_index", "-id"],
                condition=models.Q(counterparty_index__isnull=False),
                name="application_invitations",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["fingerprint"], condition=models.Q(fingerprint__isnull=False), name="one_open_application"
            ),
            models.UniqueConstraint(fields=["once"], condition=models.Q(once__isnull=False), name="asked_once"),
        )


class Parcel(models.Model):
    """What an application sends for, on its way to the address that was confirmed with it."""

    # by its UUID: a move is one UPDATE without a join, whose condition PostgreSQL judges anew once a lock is free
    application = models.OneToOneField(Application, to_field="uuid", on_delete=models.PROTECT, related_name="parcel")
    state = models.CharField(max_length=12)
    tracking = models.CharField(max_length=40, default="")
    silent = models.BooleanField(default=False)  # the courier did not answer when it was asked last
    requested_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)  # these as the courier says
    set_out_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()  # and this as we heard it
    ask_at = models.DateTimeField()

    class Meta:
        """Those under way, by when the courier is asked next; those that an officer decides on."""

        indexes = (
            models.Index(fields=["id"], condition=models.Q(state="in_doubt"), name="parcel_in_doubt"),
            models.Index(
                fields=["ask_at"], condition=models.Q(state__in=("handed_over", "on_its_way")), name="parcel_followed"
            ),
        )


class Note(models.Model):
    """What an officer noted for colleagues; under the applicant's key like the rest."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    officer = models.UUIDField()
    text = models.BinaryField()
    made_at = models.DateTimeField()


class Attachment(models.Model):
    """A file of an applicant: checked, sealed under their key, and gone a day later unless an application holds it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    account = models.UUIDField()
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="attachments")
    type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        """The purge looks for those that nobody holds."""

        indexes = (
            models.Index(fields=["made_at"], condition=models.Q(application__isnull=True), name="attachment_loose"),
        )


class Reminder(models.Model):
    """Remind me when it opens."""

    account = models.UUIDField()
    service = models.CharField(max_length=60)
    day = models.DateField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        """Once a service and day."""

        constraints = (models.UniqueConstraint(fields=["account", "service", "day"], name="reminder_once"),)
        indexes = (models.Index(fields=["day"], condition=models.Q(told_at__isnull=True), name="reminder_due"),)


class CalendarFeed(models.Model):
    """An address for calendars: of its token only a keyed hash is kept; ``version`` counts how often it was renewed."""

    account = models.UUIDField(unique=True)
    token_index = models.BinaryField(unique=True)
    version = models.PositiveIntegerField()
    made_at = models.DateTimeField()
