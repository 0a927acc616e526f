"""The life of an enrolment, as docs/decisions/enrolment-lifecycle.md draws and explains it."""

from bawaba.core.lifecycle import Lifecycle

ENROLMENT = Lifecycle(
    "enrolment",
    # move               from                                    to                    by
    ("start", (), "started", "applicant"),
    ("prove_phone", ("started",), "phone_proven", "applicant"),
    ("change_phone", ("phone_proven",), "started", "applicant"),
    ("submit", ("phone_proven",), "registered", "applicant"),
    ("open_at_presence", (), "registered", "attestor"),  # kiosk first, inside R5
    ("reserve", (), "reserved", "attestor"),  # bank first
    ("activate", ("registered", "reserved"), "activated", "attestor"),
    ("fail", ("registered",), "attestation_failed", "attestor"),
    ("retry", ("attestation_failed",), "registered", "system"),
    ("hold", ("registered", "attestation_failed"), "in_fraud_review", "system"),
    ("release", ("in_fraud_review",), "registered", "officer"),
    ("close", ("in_fraud_review",), "closed", "officer"),
    ("supersede", ("started", "phone_proven", "registered", "reserved", "attestation_failed"), "superseded", "system"),
    (
        "cancel",
        ("started", "phone_proven", "registered", "attestation_failed", "in_fraud_review"),
        "cancelled",
        "applicant",
    ),
    (
        "expire",
        ("started", "phone_proven", "registered", "reserved", "attestation_failed", "in_fraud_review"),
        "expired",
        "clock",
    ),
)

PENDING = ("started", "phone_proven", "registered", "reserved", "attestation_failed", "in_fraud_review")
PROVEN = ("phone_proven", "registered", "reserved", "attestation_failed", "in_fraud_review")
EDITABLE = ("started", "phone_proven")
