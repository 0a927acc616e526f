"""What a portal's database says of itself after a rehearsal; run in a process with that portal's environment."""

import json
import os
import sys
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bawaba.config.settings")
django.setup()

from bawaba.identity.accounts.models import Account
from bawaba.identity.attestation.models import Attestation
from bawaba.identity.enrolment.claims import open_claims
from bawaba.identity.enrolment.models import Enrolment
from bawaba.journal.models import Event, Outbox
from bawaba.journal.vault import blind_index
from bawaba.messaging.models import Message


def ledger() -> dict[str, object]:
    live = Account.objects.exclude(state="closed")
    events = Counter(Event.objects.values_list("type", flat=True))
    activated = list(Enrolment.objects.filter(state="activated"))
    return {
        # the receipt of a message that was sent twice finds nobody under its first id, and waits for its own expiry
        "outbox_open": Outbox.objects.filter(ended_at__isnull=True).exclude(kind="messaging.receipt").count(),
        "endings": Counter(Outbox.objects.exclude(ending="").values_list("ending", flat=True)),
        "messages": Counter(Message.objects.exclude(channel="inbox").values_list("state", flat=True)),
        "without_task": _without_task(),
        "dropped_early": _dropped_early(),
        "provider_ids": list(
            Message.objects.filter(channel="sms", state__in=("handed_over", "delivered")).values_list(
                "provider_id", flat=True
            )
        ),
        "accounts": live.count(),
        "numbers": sorted(_numbers(activated)),
        "persons_twice": live.count() - len({bytes(index) for index in live.values_list("person_index", flat=True)}),
        "activated": len(activated),
        "activated_without_account": sum(_accounts_of(one) != 1 for one in activated),
        "evidence_twice": len(activated) - len({one.evidence for one in activated}),
        "attested": Attestation.objects.filter(outcome="activated").count(),
        "events": {name: events[name] for name in ("account.open", "account.rebind", "enrolment.activate")},
        "accounts_without_event": live.exclude(
            uuid__in=Event.objects.filter(type="account.open").values("subject")
        ).count(),
    }


def _claims(row: Enrolment) -> str:
    return open_claims(row.uuid, row.claims).identifier


def _numbers(rows: list[Enrolment]) -> list[str]:
    return [_claims(row) for row in rows]


def _accounts_of(row: Enrolment) -> int:
    index = blind_index("account.identifier", _claims(row))
    return Account.objects.exclude(state="closed").filter(identifier_index=index).count()


def _tasks() -> dict[str, Outbox]:
    return {row.payload["message"]: row for row in Outbox.objects.filter(kind="messaging.deliver")}


def _without_task() -> int:
    """Messages that were written without anything that would deliver them."""
    tasks = _tasks()
    return sum(
        str(uuid) not in tasks for uuid in Message.objects.exclude(channel="inbox").values_list("uuid", flat=True)
    )


def _dropped_early() -> int:
    """Messages that were dropped for another reason than their own ``until``."""
    tasks = _tasks()
    dropped = Message.objects.filter(state="dropped").values_list("uuid", flat=True)
    return sum(tasks[str(uuid)].ending != "expired" for uuid in dropped)


sys.stdout.write(json.dumps(ledger()))
