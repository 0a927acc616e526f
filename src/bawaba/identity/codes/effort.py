"""What a device does before a code is sent while codes are pumped: a second's work, or a minute's wait where nothing computes.

ALTCHA's proof of work (PBKDF2): no picture to read, no third party, nothing kept about anybody.
"""

import secrets
from datetime import timedelta

from altcha import Payload, Solution, create_challenge, verify_solution
from django.conf import settings

from bawaba.core import clock
from bawaba.identity.codes.budgets import TooOften, spend
from bawaba.journal.keys import keyring

LIFE = timedelta(minutes=10)
WAIT = timedelta(seconds=60)
ROUNDS, LEAST, SPREAD = 1000, 1000, 2000  # PBKDF2 rounds a guess; the answer lies between 1,000 and 3,000 guesses


def offer() -> str:
    """A fresh task in base64, with an empty solution: sent back as it is, it says that somebody waits instead."""
    task = create_challenge(
        algorithm="PBKDF2/SHA-256",
        cost=ROUNDS,
        counter=LEAST + secrets.randbelow(SPREAD),
        expires_at=clock.now() + LIFE,
        hmac_secret=_key("task"),
        hmac_key_secret=_key("answer"),
    )
    return Payload(task, Solution(counter=0, derived_key="", time=0)).to_base64()


def spend_effort(answer: str) -> bool:
    """Whether this answer was worked or waited for, and for the first time; in the sender's transaction."""
    judged = verify_solution(answer, _key("task"), hmac_key_secret=_key("answer"))
    if judged.error or judged.expired or judged.invalid_signature:
        return False
    task = Payload.from_base64(answer).challenge.parameters
    try:
        if not judged.verified:
            _spend_patience(float(task.expires_at or 0))
        spend(budget="effort", key=task.nonce, windows=((1, int(LIFE.total_seconds())),))
    except TooOften:
        return False
    return True


def _spend_patience(expires_at: float) -> None:
    """Whoever has no JavaScript waits; so few an hour that a pump, which has time, earns nothing from it."""
    left = expires_at - LIFE.total_seconds() + WAIT.total_seconds() - clock.now().timestamp()
    if left > 0:
        raise TooOften(int(left) + 1)
    spend(budget="patience", key="installation", windows=settings.LIMITS.patient_sends)


def _key(use: str) -> str:
    return keyring().code_hmac("effort", use, "").hex()
