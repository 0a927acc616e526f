"""What comes in and goes out, as the OpenAPI document shows it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field


def _plain(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("NUL or a lone surrogate")
    return text


Text = Annotated[str, AfterValidator(_plain)]  # what a database can keep


class Strict(Schema):
    """Unknown members are refused: a typo is an answer, not a silence."""

    model_config = ConfigDict(extra="forbid")


class Consent(Strict):
    """Recorded before the first capture."""

    text_version: Text = Field(max_length=20, min_length=1)
    language: Literal["ar", "en"]


class VisitIn(Strict):
    """Either kind and number, or a reference."""

    kind: Literal["national_id", "iqama", "border_number"] | None = None
    number: Text = Field(default="", max_length=40)
    reference: Text = Field(default="", max_length=40)
    place: Text = Field(max_length=50)
    consent: Consent


class VisitOut(Schema):
    """The same whatever the identifier."""

    visit: UUID
    challenge: str
    expires_at: datetime


class ProbeIn(Strict):
    """A capture: never stored by the portal."""

    finger: Text = Field(max_length=20)
    device: Text = Field(max_length=64)
    format: Literal["simulated", "iso19794-2", "image/png"]
    sample: Text = Field(max_length=400_000)


class IdentifierOut(Schema):
    """The number the visit was opened for: a receipt may have been scanned instead of typing it."""

    kind: str
    number: str


class BiometricOut(Schema):
    """On a match, what "is this you?" shows."""

    match: bool
    identifier: IdentifierOut | None = None
    names: dict[str, str] | None = None
    birth_year: int | None = None
    wait_seconds: int = 0


class PhoneIn(Strict):
    """The phone in the person's hand."""

    phone: Text = Field(max_length=40)


class PhoneOut(Schema):
    """When another code may be asked for."""

    resend_after_seconds: int
    phone: str


class CodeIn(Strict):
    """The live code."""

    code: Text = Field(max_length=40)


class WaitingEnrolment(Schema):
    """When, and with which user name, the enrolment was made."""

    made_at: datetime
    user_name: str


class CodeOut(Schema):
    """``enrolment`` is null when the person goes on as kiosk first; ``recycled_phone``: say that another account loses it."""

    proven: bool
    tries_left: int = 0
    enrolment: WaitingEnrolment | None = None
    recycled_phone: bool = False
    terms_version: str | None = None


class AttestationIn(Strict):
    """The compact JWS."""

    attestation: Text = Field(max_length=20_000)


class AttestationOut(Schema):
    """``says`` only for a present person at a kiosk or counter."""

    outcome: Literal["activated", "code_sent", "not_activated"]
    jti: str
    user_name: str | None = None
    first_login: bool | None = None
    rebound: bool | None = None
    reason: str | None = None
    says: dict[str, str] | None = None


class WishOut(Schema):
    """``reference`` and ``seal`` are those of the certificate of a closed account; ``says`` why nothing was done."""

    outcome: Literal["paused", "resumed", "closed", "not_done"]
    jti: str
    reference: str | None = None
    seal: str | None = None
    reason: str | None = None
    says: dict[str, str] | None = None


class TextOut(Schema):
    """In both languages."""

    ar: str
    en: str


class PlaceOut(Schema):
    """Where accounts are activated."""

    slug: str
    by: str  # the attestor's slug
    channel: Literal["kiosk", "bank", "counter"]
    attestor: TextOut
    name: TextOut
    city: TextOut
    hours: TextOut
    latitude: float
    longitude: float


class KeyIn(Strict):
    """A first key under a one-use code; ``proof`` is a JWS by the new key that brings its public half."""

    attestor: Text = Field(max_length=50)
    code: Text = Field(max_length=40)
    proof: Text = Field(max_length=5_000)


class KeyOut(Schema):
    """Who it is now; ``places`` as the operators wrote them down."""

    attestor: str
    channel: Literal["kiosk", "bank", "counter"]
    kid: str
    places: list[PlaceOut]


class RotationIn(Strict):
    """A successor that proves itself; ``old_until``: until when the key that signs this call stays good."""

    proof: Text = Field(max_length=5_000)
    old_until: AwareDatetime | None = None


class RotationOut(Schema):
    """From now on the new key; the old one until then."""

    kid: str
    old_kid: str
    old_until: datetime


class HeartbeatIn(Strict):
    """What a kiosk says of itself; ``reader``: the driver of its reader; ``case_switch``: whether one is connected."""

    software: Text = Field(max_length=32)
    clock: AwareDatetime
    tampered: bool
    reader: Text = Field("", max_length=32)
    case_switch: bool | None = None


class HeartbeatOut(Schema):
    """Whether it may activate, and if not why: tampered, software, clock, inspection, silent."""

    state: Literal["open", "quarantined"]
    reasons: list[str]
    inspect_by: date
    minimum_version: str
