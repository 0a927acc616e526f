"""Keyed marks of applications: which two are the same, what was asked for once, who was invited."""

import json
from uuid import UUID

from bawaba.cases.conditions import Answers, OnceOnly
from bawaba.cases.eservice import EService
from bawaba.journal.vault import blind_index


def fingerprint(account: UUID, service: EService, person_key: str, answers: Answers) -> bytes:
    """Of an open application: a second click with the same answers meets the first."""
    same = {name: sorted(value) if isinstance(value, list) else value for name, value in answers.items()}
    return blind_index("application.same", json.dumps([account.hex, service.slug, person_key, same], sort_keys=True))


def draft_mark(account: UUID, service: EService, person_key: str) -> bytes:
    """One draft of a service for one person."""
    return blind_index("application.draft", f"{account.hex}|{service.slug}|{person_key}")


def once_mark(service: EService, person_key: str, answers: Answers) -> bytes | None:
    """Of what this service grants once; None when it is asked for as often as anybody likes."""
    fields = [one.field for one in service.conditions if isinstance(one, OnceOnly)]
    if not fields or any(answers.get(field) is None for field in fields):
        return None
    chosen = [str(answers[field]) for field in fields]
    return blind_index("application.once", json.dumps([service.slug, person_key, chosen]))


def invitation_mark(number: str) -> bytes:
    """Of the number that was invited."""
    return blind_index("application.counterparty", number)
