"""Every limit in one table: lifetimes, tries, budgets. docs/operate/limits.md repeats it and a test compares them."""

from dataclasses import dataclass, fields
from datetime import timedelta


@dataclass(frozen=True)
class Limits:
    """Durations and counts; ``maxima`` are the bounds that start-up enforces."""

    started_life: timedelta = timedelta(minutes=15)
    phone_proven_life: timedelta = timedelta(hours=24)
    registered_life: timedelta = timedelta(days=7)
    reserved_life: timedelta = timedelta(hours=24)
    phone_code_life: timedelta = timedelta(minutes=5)
    code_tries: int = 5
    long_code_tries: int = 1_000
    opening_code_life: timedelta = timedelta(hours=24)
    challenge_life: timedelta = timedelta(minutes=5)
    facts_age: timedelta = timedelta(seconds=60)
    attestation_life: timedelta = timedelta(seconds=120)
    attestation_ahead: timedelta = timedelta(seconds=10)
    bank_phone_proof_age: timedelta = timedelta(minutes=10)
    idempotency_life: timedelta = timedelta(hours=72)
    key_overlap: timedelta = timedelta(days=7)
    key_overlap_most: timedelta = timedelta(days=30)
    kiosk_silence: timedelta = timedelta(hours=12)
    kiosk_clock_skew: timedelta = timedelta(seconds=30)
    kiosk_inspection_every: timedelta = timedelta(days=90)
    enrolments_per_phone: int = 3
    starts_per_origin: tuple[tuple[int, int], ...] = ((60, 300), (1000, 86400))
    sends_per_phone: tuple[tuple[int, int], ...] = ((1, 30), (5, 3600), (10, 86400))
    sends_per_origin: tuple[tuple[int, int], ...] = ((25, 300),)
    unproven_per_origin: tuple[tuple[int, int], ...] = ((20, 86400),)
    patient_sends: tuple[tuple[int, int], ...] = ((60, 3600),)
    countries_per_origin: tuple[tuple[int, int], ...] = ((5, 86400),)
    password_failures: int = 100
    login_failures_before_wait: int = 10
    login_wait: timedelta = timedelta(minutes=15)
    biometric_tries_before_wait: int = 5
    biometric_wait: timedelta = timedelta(seconds=30)
    biometric_tries_a_day: int = 50
    session_idle: timedelta = timedelta(minutes=15)
    session_life: timedelta = timedelta(hours=12)
    sessions: int = 5
    rebind_cooldown: timedelta = timedelta(hours=24)
    recovery_started_life: timedelta = timedelta(hours=24)
    recovery_proven_life: timedelta = timedelta(minutes=15)
    recovery_cooling: timedelta = timedelta(hours=48)
    recovery_to_come_back: timedelta = timedelta(days=7)
    minimum_age_dependent: int = 15
    asleep_after_lapse: timedelta = timedelta(days=90)
    sleep_sweep_a_day: int = 5_000
    recovery_codes: int = 10
    sign_in_life: timedelta = timedelta(minutes=10)
    proof_life: timedelta = timedelta(minutes=5)
    accounts_per_phone_in_household: int = 5
    phone_recycled_after: timedelta = timedelta(days=90)
    wrong_live_codes: int = 3
    live_codes_per_statement: int = 3
    repudiation_life: timedelta = timedelta(hours=72)
    revocation_list_life: timedelta = timedelta(hours=24)
    appointment_changes: int = 10
    wallet_life: timedelta = timedelta(days=7)
    exports: tuple[tuple[int, int], ...] = ((5, 86400),)
    document_checks: tuple[tuple[int, int], ...] = ((10, 3600),)
    new_device_notices: int = 5
    push_browsers: int = 5
    push_changes: tuple[tuple[int, int], ...] = ((10, 86400),)
    passkeys: int = 10
    passkey_changes: tuple[tuple[int, int], ...] = ((10, 86400),)
    passkey_tries_per_origin: tuple[tuple[int, int], ...] = ((60, 300), (1000, 86400))
    staff_passkeys: int = 5
    desk_entries_per_origin: tuple[tuple[int, int], ...] = ((60, 300), (1000, 86400))
    counter_looks_a_day: int = 200
    helpline_looks_a_day: int = 300
    openid_code_life: timedelta = timedelta(seconds=60)
    openid_access_life: timedelta = timedelta(minutes=10)
    openid_refresh_life: timedelta = timedelta(hours=12)
    openid_request_life: timedelta = timedelta(seconds=90)
    openid_asked_life: timedelta = timedelta(minutes=30)
    openid_key_ahead: timedelta = timedelta(hours=24)
    openid_assertion_life: timedelta = timedelta(seconds=120)


MAXIMA = {
    "phone_code_life": timedelta(minutes=10),
    "registered_life": timedelta(days=30),
    "challenge_life": timedelta(minutes=5),
    "attestation_life": timedelta(seconds=120),
    "session_life": timedelta(hours=24),
    "proof_life": timedelta(minutes=20),
    "sessions": 5,
    "recovery_started_life": timedelta(hours=72),
    "recovery_proven_life": timedelta(minutes=30),
    "recovery_cooling": timedelta(days=7),
    "recovery_to_come_back": timedelta(days=30),
    "wallet_life": timedelta(days=30),
    "code_tries": 5,
    "long_code_tries": 1_000,
    "password_failures": 100,
    "openid_code_life": timedelta(seconds=60),
    "openid_access_life": timedelta(minutes=10),
    "openid_refresh_life": timedelta(hours=24),
    "openid_request_life": timedelta(seconds=600),
}


def beyond_maximum(limits: Limits) -> list[str]:
    """Names of the limits that are set looser than what we promise."""
    return [f.name for f in fields(limits) if f.name in MAXIMA and getattr(limits, f.name) > MAXIMA[f.name]]
